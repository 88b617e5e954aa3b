"""`rapport allocate`: three each within the places there are, and bad input in one line."""

import csv
import json

import pytest

from library.unit.test_match_command import CLIENT, people, write_roster
from rapport.cli.main import main
from rapport.matching.columns import COLUMNS

ON = "2026-11-02"


@pytest.fixture
def roster(tmp_path):
    """Nine with one place each, of whom three are liked best by everybody."""
    path = tmp_path / "roster.csv"
    rows = people(9)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(COLUMNS), extrasaction="ignore")
        writer.writeheader()
        writer.writerows({name: row.get(name, "") for name in COLUMNS} for row in rows)
    return path


def clients(tmp_path, count):
    path = tmp_path / "clients.jsonl"
    lines = [json.dumps(CLIENT | {"client_id": f"c{number}"}) for number in range(count)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def allocate(roster, answers, *more):
    return main(["allocate", "--roster", str(roster), "--answers", str(answers), "--on", ON, *more])


def test_a_client_alone_gets_the_three_best_and_places_cost_nothing(capsys, tmp_path, roster):
    assert allocate(roster, clients(tmp_path, 1), "--format", "json") == 0

    found = json.loads(capsys.readouterr().out)
    (only,) = found["clients"]
    fits = [each["fit"] for each in only["matches"]]
    assert len(fits) == 3
    assert fits == sorted(fits, reverse=True)
    assert only["short"] is None
    assert not any(each["price"] for each in found["providers"])
    assert found["value"] <= found["bound"]


def test_many_alike_stay_within_the_places_and_say_who_is_short(capsys, tmp_path, roster):
    assert allocate(roster, clients(tmp_path, 60), "--format", "json") == 1

    found = json.loads(capsys.readouterr().out)
    assert all(each["expected"] <= 1 + 1e-9 for each in found["providers"])
    assert sum(each["lists"] for each in found["providers"]) == sum(
        len(each["matches"]) for each in found["clients"]
    )
    assert all((each["short"] == "full") == (len(each["matches"]) < 3) for each in found["clients"])
    assert max(each["price"] for each in found["providers"]) > 0
    assert found["gap"] <= 0.001
    # They are alike, so the best fit of one is the best of all.
    fits = [match["fit"] for each in found["clients"] for match in each["matches"]]
    assert min(fits) >= 0.9 * max(fits)


def test_an_earlier_run_gives_prices_to_begin_at_and_text_says_where_places_are_scarce(
    capsys, tmp_path, roster
):
    answers = clients(tmp_path, 60)
    allocate(roster, answers, "--format", "json")
    earlier = tmp_path / "earlier.json"
    earlier.write_text(capsys.readouterr().out, encoding="utf-8")

    assert allocate(roster, answers, "--after", str(earlier), "--format", "text") == 1
    told = capsys.readouterr().out
    assert "of 60 clients are offered three" in told
    assert "Where a place is scarce, in points:" in told


def test_a_folder_of_answers_is_read_as_a_file_of_lines_is(capsys, tmp_path, roster):
    folder = tmp_path / "answers"
    folder.mkdir()
    for number in range(4):
        text = json.dumps(CLIENT | {"client_id": f"c{number}"})
        (folder / f"{number}.json").write_text(text, encoding="utf-8")
    allocate(roster, folder, "--format", "json")
    of_a_folder = capsys.readouterr().out
    allocate(roster, clients(tmp_path, 4), "--format", "json")
    assert of_a_folder == capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("", (), "expected clients, got none"),
        ("{", (), "row 1: expected JSON"),
        (
            json.dumps(CLIENT) + "\n" + json.dumps(CLIENT),
            (),
            "row 2, column client_id: expected an id of its own",
        ),
        (json.dumps(CLIENT | {"client_id": ""}), (), "column client_id: expected an id of its own, got none"),
        (json.dumps(CLIENT | {"state": "XX"}), (), "row 1, column state"),
        (json.dumps(CLIENT), ("--gap", "0"), "--gap of at least"),
        (json.dumps(CLIENT), ("--after", "none.json"), "a file to read"),
    ],
)
def test_bad_input_is_one_line_and_status_two(capsys, tmp_path, roster, text, more, said):
    path = tmp_path / "clients.jsonl"
    path.write_text(text, encoding="utf-8")
    assert allocate(roster, path, *more) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


def test_prices_that_are_none_are_refused(capsys, tmp_path, roster):
    for printed in ("[]", '{"providers": [{"provider_id": "p", "price": -1}]}', '{"providers": 3}'):
        earlier = tmp_path / "earlier.json"
        earlier.write_text(printed, encoding="utf-8")
        assert allocate(roster, clients(tmp_path, 2), "--after", str(earlier)) == 2
        assert "what `rapport allocate` printed" in capsys.readouterr().err


def test_state_by_state_every_engine_prints_the_same(capsys, tmp_path, roster):
    answers = clients(tmp_path, 12)
    printed = []
    for engine in ("process", "cores"):
        allocate(roster, answers, "--by-state", "--engine", engine, "--format", "json")
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    assert any(each["matches"] for each in json.loads(printed[0])["clients"])


def test_groups_are_told_with_prices_and_first_come(capsys, tmp_path):
    roster, answers = write_roster(tmp_path / "many.csv", people(30)), clients(tmp_path, 60)
    allocate(roster, answers, "--format", "json")
    groups = json.loads(capsys.readouterr().out)["groups"]

    part = next(each for each in groups if (each["kind"], each["by"]) == ("part_of_best", "state"))
    assert part["people"] >= 11
    assert 0.9 <= part["rate"] <= 1
    assert 0.9 <= part["first_come"]["rate"] <= 1
    price = next(each for each in groups if each["kind"] == "price")
    assert price["rate"] > 0
    assert price["first_come"] is None
    # All speak English and are therapists: one group, and nobody to compare with.
    kind = next(each for each in groups if (each["kind"], each["by"]) == ("exposure", "kind"))
    assert (kind["group"], kind["ratio"]) == ("therapist", None)

    allocate(roster, answers, "--format", "text")
    told = capsys.readouterr().out
    assert "By group, with prices and (first come, first served):" in told
    assert "three by state" in told
