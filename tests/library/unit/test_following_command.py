"""`rapport simulate following`: every table, the picture, and one line when something is wrong."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rapport.cli.main import main
from rapport.cli.simulations import following
from rapport.simulation import figures
from rapport.simulation.access_report import share
from rapport.simulation.following import report, ways
from rapport.simulation.following.picture import picture
from rapport.simulation.following.report import Estimate, Found, Rung, WayCame

SMALL = ("--practices", "3", "--clients", "20", "--providers", "30", "--past", "200", "--trials", "1")


def one(mean: float) -> Estimate:
    return Estimate(mean, mean - 1, mean + 1, mean - 2, mean + 2)


def way(name: str, less: float) -> WayCame:
    over = {"dropout": one(-less), "gained": one(less), "better": one(0), "worse": one(0), "alliance": one(0)}
    return WayCame(name, over, over, over, 0.09, share([True, False]), 0.01)


def test_runs_whole_and_prints_every_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the three ways that matter most, because each takes a while."""
    monkeypatch.setattr(report, "STEPS", (ways.NOTHING, ways.MATCH_ONLY))
    monkeypatch.setattr(report, "WITHOUT", (ways.WHOLE,))
    monkeypatch.setattr(following, "CLIENTS_FOR_ALARMS", 60)
    drawn = tmp_path / "following.svg"
    assert main(["simulate", "following", *SMALL, "--picture", str(drawn), "--format", "json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert {each["name"] for each in told["ways"]} >= {"nothing", "match only", "the whole loop"}
    assert [each["name"] for each in told["alarms"]] == ["ours", "fixed cut (R1)", "own spread (R3)"]
    assert told["nothing_helps"]["dropout"]["n"] == 1
    assert [each["holds"] is None for each in told["ladder"]] == [False, True, False, False, True]
    nothing = next(each for each in told["ways"] if each["name"] == "nothing")
    assert {each["mean"] for each in nothing["over_nothing"].values()} == {0.0}
    ElementTree.fromstring(drawn.read_text(encoding="utf-8"))


def test_text_names_what_misses() -> None:
    published = (figures.AT_RISK_WORSE, figures.AT_RISK_BETTER)
    rungs = [
        Rung("nothing", 300, one(21.0), one(20.0), one(40.0), published),
        Rung("off", 300, one(30.0), one(20.0), one(40.0), published),
        Rung("unknown", 300, one(30.0), one(20.0), one(40.0), None),
    ]
    reviewed = [(figures.FEEDBACK_D, one(0.15)), (figures.FEEDBACK_AT_RISK_D, one(0.4))]
    found = Found([way("nothing", 0.0)], rungs, reviewed, {"dropout": share([False] * 20)})

    lines = following.as_text(found, []).splitlines()

    assert [
        line.startswith(("| off |", "| feedback against none among")) for line in lines if "misses" in line
    ] == [
        True,
        True,
    ]
    assert any("0.0 (0.0–16.1)" in line for line in lines)


def test_picture_has_better_to_the_right_in_both_panels() -> None:
    root = ElementTree.fromstring(picture([way("less", 1.0), way("more", 4.0)], title="A & B"))

    dots = [float(each.attrib["cx"]) for each in root if each.tag.endswith("circle")]
    assert len(dots) == 4
    assert dots[1] > dots[0]
    assert dots[3] > dots[2] > dots[1]
    described = next(each.text or "" for each in root if each.tag.endswith("desc"))
    assert "more: dropout -4.0, gained +4.00" in described


@pytest.mark.parametrize(
    ("option", "value"),
    [("--practices", "2"), ("--clients", "x"), ("--trials", "0"), ("--seed", "-1"), ("--past", "10")],
)
def test_bad_input_is_one_line(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "following", option, value]) == 2
    err = capsys.readouterr().err
    assert option in err
    assert err.count("\n") == 1


def test_page_tells_of_every_way_and_its_picture_can_be_read() -> None:
    folder = Path(__file__).parents[3] / "docs" / "researcher"
    page = (folder / "following.md").read_text(encoding="utf-8")
    for one in (*ways.STEPS, *ways.WITHOUT, *ways.LADDER):
        assert f"| {one.name} |" in page, one.name
    for figure in (*report.REVIEWED, *(each for rung in report.RUNGS for each in rung[1:])):
        assert figure.name in page or f"{100 * figure.value:.0f} (" in page, figure.name
    ElementTree.fromstring((folder / "following.svg").read_text(encoding="utf-8"))
