"""Trials in synthetic worlds: each shipped design as its study found, a planted zero at its nominal rate."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from rapport.cli.main import main
from rapport.simulation import designs
from rapport.simulation.design import FIELDS, RULES, design_schema, read_design
from rapport.simulation.profiles import run_profiles
from rapport.simulation.trial_report import report_profile, report_trial, share_of
from rapport.simulation.trials import run_trials

FOLDER = Path(designs.__file__).parent


def small(name, **numbers):
    """A shipped design with other numbers and without its sweep."""
    design = designs.design(name)
    for field, value in {"runs": 100, **numbers}.items():
        design = design.with_number(field, value)
    return design


def test_planted_zero_is_called_no_difference_at_the_nominal_rate():
    runs = 1500
    shown = run_trials(designs.design("planted-zero"), seed=11, runs=runs).contrast(1, 0)

    claims = int((shown.gains | shown.losses).sum())

    # 4.8% in 40,000 runs: many clients of the blind arm meet the same few, and the degrees are few.
    assert stats.binom.ppf(0.001, runs, 0.046) <= claims <= stats.binom.ppf(0.999, runs, 0.05)


@pytest.mark.parametrize(("name", "runs"), [("ml-dyads", 80), ("value-based", 20)])
def test_nulls_are_reported_as_nulls(name, runs):
    report = report_trial(small(name), seed=2, runs=runs)
    arm = next(iter(report.repeated))

    assert abs(report.repeated[arm].mean) < 0.03
    assert report.repeated[arm].no_difference_shown.share > 0.85
    assert abs(report.repeated[arm].reached) < 0.1


def test_track_record_spans_the_published_effects_with_the_domain_variance():
    low, high = (
        report_trial(small("track-record", domain=domain), seed=3, runs=150).repeated["matched"].mean
        for domain in (0.01, 0.28)
    )

    assert low == pytest.approx(0.11, abs=0.05)
    assert high == pytest.approx(0.75, abs=0.07)


def test_capacity_leaves_little_and_less_than_open_places():
    # Half of the people and of the providers: the same places for each.
    fewer = {"randomised": 5000, "providers": 100}
    tight = report_trial(small("capacity", **fewer), seed=4, runs=10).repeated["matched"]
    open_to_all = report_trial(small("capacity", **fewer, capacity=3.0), seed=4, runs=4).repeated["matched"]

    assert tight.mean == pytest.approx(0.11, abs=0.03)
    assert open_to_all.mean > tight.mean + 0.05


def test_profile_method_gives_the_published_odds_ratio():
    report = report_profile(designs.design("profile"), seed=5, runs=200)

    assert report.repeated.mean == pytest.approx(1.6, abs=0.1)
    assert report.repeated.within_published
    assert sum(report.patients.values()) == 4849 // 2


def test_profile_method_finds_nothing_where_nothing_is():
    design = designs.design("profile").with_number("general", 0.0).with_number("by_class", 0.0)
    found = run_profiles(design, seed=6, runs=400)

    claims = int(((found.low > 1) | (found.high < 1)).sum())
    assert stats.binom.ppf(0.001, 400, 0.05) <= claims <= stats.binom.ppf(0.999, 400, 0.05)


def test_model_beats_rules_and_without_pairs_rules_reach_nothing():
    report = report_trial(designs.design("three-arms"), seed=7, runs=30)

    assert report.repeated["model"].mean > report.repeated["rules"].mean > 0.15
    field, (value, *_) = report.design.sweep
    assert (field, value) == ("pair", 0.0)
    assert abs(report.sweep[0][1]["rules"].mean) < 0.05


def test_oracle_reaches_the_whole_bound():
    data = {**RAW, "arms": {"usual": "random", "best": "oracle"}}
    report = report_trial(read_design(data, file="x"), seed=8, runs=20)

    assert report.repeated["best"].reached == pytest.approx(1.0)


def test_capacity_holds_for_every_provider():
    design = read_design({**RAW, "capacity": 1.2, "arms": {"usual": "random", "best": "oracle"}}, file="x")
    found = run_trials(design, seed=9, runs=20)

    for run in range(20):
        assert np.bincount(found.providers[run]).max() <= np.ceil(1.2 * 80 / 10)


def test_adoption_of_none_is_a_null():
    design = read_design({**RAW, "adoption": 0.0, "arms": {"usual": "random", "best": "oracle"}}, file="x")

    assert abs(run_trials(design, seed=10, runs=200).true_gain(1, 0).mean()) < 0.02


def test_first_trial_is_the_same_however_many_runs():
    few, many = (run_trials(read_design(RAW, file="x"), seed=1, runs=runs) for runs in (3, 60))

    assert np.array_equal(few.outcomes, many.outcomes[:3], equal_nan=True)


def test_consort_counts_only_fall():
    report = report_trial(small("track-record"), seed=12, runs=5)
    steps = [report.consort.randomised, report.consort.began, report.consort.followed]

    assert report.consort.screened == 1329
    assert sum(report.consort.randomised.values()) == 288
    for arm, effect in report.effects.items():
        counts = [step[arm] for step in steps]
        assert counts == sorted(counts, reverse=True)
        assert effect.n[arm] == report.consort.analysed[arm] == counts[-1]


def test_strata_are_balanced_by_blocks():
    found = run_trials(small("planted-zero"), seed=13, runs=50)

    # Two strata, blocks of four: never further apart than half a block in each.
    assert np.abs(2 * found.arms.sum(axis=1) - 288).max() <= 4


def test_wilson_interval_of_none_is_not_nothing():
    share = share_of(np.zeros(40, bool))

    assert (share.share, share.low) == (0.0, pytest.approx(0.0, abs=1e-12))
    assert share.high == pytest.approx(0.088, abs=0.001)


RAW = {
    "name": "x", "title": "A trial", "source": "ours", "arms": {"usual": "random", "matched": "expected"},
    "control": "usual", "assumed": 0.3, "providers": 10, "general": 0.1, "screened": 80, "randomised": 80,
    "capacity": 1.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"providers": 0}, "x.toml, column providers: expected a whole number from 2 to 2000"),
        ({"providers": 10.5}, "column providers: expected a whole number"),
        ({"providers": True}, "column providers: expected a whole number"),
        ({"general": "much"}, "column general: expected a number from 0 to 1"),
        ({"general": float("nan")}, "column general: expected a number from 0 to 1"),
        ({"general": None}, "column general: expected a number from 0 to 1 .*, got nothing"),
        ({"general": 0.6, "pair": 0.5}, "that leave something of 1, got 1.1"),
        ({"elevated": 12, "domains": 3}, "column elevated: expected at most the 3 domains"),
        ({"screened": 8}, "column screened: expected at least the 80 randomised"),
        ({"block": 5}, "column block: expected a multiple of 2, the number of arms"),
        ({"arms": {"usual": "random"}}, "column arms: expected two arms or more"),
        ({"arms": {"usual": "random", "b": "magic"}}, r"column arms\.b: expected a rule \(random, record"),
        ({"control": "b"}, r"column control: expected one of the arms \(usual, matched\)"),
        ({"title": " "}, "column title: expected a text"),
        ({"kind": "story"}, "column kind: expected one of trial, profile"),
        ({"colour": "red"}, "column colour: expected a key among"),
        ({"published": [1]}, "column published: expected the lowest and the highest"),
        ({"sweep": {"field": "runs", "values": [1]}}, "column sweep: expected a field"),
        ({"sweep": {"field": "pair", "values": [2]}}, "column pair: expected a number from 0 to 1"),
    ],
)  # fmt: skip
def test_design_with_a_fault_is_refused_by_its_key(change, message):
    with pytest.raises(ValueError, match=message):
        read_design({**RAW, **change}, file="x.toml")


def test_profile_design_with_rates_out_of_order_is_refused():
    profile = dict(designs.design("profile").numbers, kind="profile", name="x", title="t", source="s")

    with pytest.raises(ValueError, match="column typical: expected a rate between lowest and highest"):
        read_design({**profile, "typical": 0.9}, file="x.json")


def test_schema_names_every_field_and_rule():
    trial, profile = design_schema()["oneOf"]

    assert set(FIELDS) <= set(trial["properties"])
    assert trial["properties"]["arms"]["additionalProperties"]["enum"] == list(RULES)
    assert "arms" not in profile["properties"]
    assert set(trial["required"]) <= set(RAW) | {"kind"}


def test_every_design_is_told_in_the_help_and_the_documents():
    told = (Path(__file__).parents[3] / "docs" / "researcher" / "trials.md").read_text(encoding="utf-8")

    assert len(designs.names()) == len(list(FOLDER.glob("*.toml"))) == 7
    assert all(f"`{name}`" in told for name in designs.names())


def run(capsys, *arguments):
    status = main(["simulate", "trial", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_command_prints_the_same_bytes_for_the_same_seed(capsys):
    first, again, other = (
        run(capsys, "--design", "planted-zero", "--seed", seed, "--runs", "20")[1] for seed in "778"
    )

    report = json.loads(first)
    assert first == again != other
    assert report["effects"]["blind"]["verdict"] in ("no difference shown", "gain shown", "loss shown")
    assert "NaN" not in first


def test_command_reads_toml_and_json_alike(tmp_path, capsys):
    (tmp_path / "a.json").write_text(json.dumps(RAW))
    lines = [f"{key} = {json.dumps(value)}" for key, value in RAW.items() if key != "arms"]
    (tmp_path / "a.toml").write_text("\n".join(lines) + '\n[arms]\nusual = "random"\nmatched = "expected"\n')

    of_json, of_toml = (
        run(capsys, "--design", str(tmp_path / name), "--runs", "5")[1] for name in ("a.json", "a.toml")
    )

    assert of_json == of_toml
    assert json.loads(of_json)["design"]["title"] == "A trial"


def test_command_says_no_difference_shown_in_words(capsys):
    _, out, _ = run(capsys, "--design", "planted-zero", "--seed", "7", "--runs", "20", "--format", "text")

    assert ": no difference shown" in out
    assert all(word in out for word in ("CONSORT", "screened: 400", "randomised: 288", "smallest d"))


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("none.toml", None, "none.toml: expected a file to read, got No such file"),
        ("a.toml", "x = [", "a.toml: expected TOML, got "),
        ("a.json", "[1]", "a.json: expected a table of keys, got [1]"),
        ("a.csv", "x", "column --design: expected a .toml or .json file, or a design of ours"),
        ("a.toml", 'name = "x"', "a.toml, column title: expected a text, got nothing"),
    ],
)
def test_command_of_a_bad_design_says_one_line(tmp_path, capsys, name, text, line):
    if text is not None:
        (tmp_path / name).write_text(text)

    status, out, err = run(capsys, "--design", str(tmp_path / name))

    assert (status, out) == (2, "")
    assert err.startswith("rapport simulate: ")
    assert line in err
    assert err.count("\n") == 1


def test_trial_too_small_to_analyse_is_refused(tmp_path, capsys):
    (tmp_path / "a.json").write_text(json.dumps({**RAW, "randomised": 8, "began": 0.05}))

    assert run(capsys, "--design", str(tmp_path / "a.json"), "--runs", "5")[0] == 2
