"""What `rapport bench` prints, and how repeated timings are summed up."""

import argparse
import json
import subprocess
import sys
from importlib import import_module

import pytest

from rapport.cli import bench
from rapport.cli.main import main
from rapport.errors import BadInput
from support import sources

sys.path.append(str(sources.ROOT))
report = import_module("benchmarks.report")


def found(*, holds):
    made = report.Report()
    made.add("a case", 2.0, {"numpy": 8.0, "sqlite": 5.0}, unit="ms")
    (made.at_least if holds else made.at_most)("times quicker", 2.5, 2.0)
    made.unavailable.append({"peer": "duckdb", "why": "cannot be imported"})
    return made.as_json()


def test_row_ratio_is_the_best_peer_over_ours():
    (row,) = found(holds=True)["rows"]

    assert row == {
        "case": "a case",
        "ours": 2.0,
        "peers": {"numpy": 8.0, "sqlite": 5.0},
        "unit": "ms",
        "ratio": 2.5,
    }


def test_row_without_peers_has_no_ratio():
    made = report.Report()

    assert made.add("a case", 2.0, {}, unit="ms") is None
    assert made.rows[0]["ratio"] is None


@pytest.mark.parametrize(
    ("value", "at_least", "at_most"), [(1.9, False, True), (2, True, True), (2.1, True, False)]
)
def test_target_holds_up_to_its_bound(value, at_least, at_most):
    made = report.Report()

    made.at_least("at least", value, 2)
    made.at_most("at most", value, 2)

    assert [target["holds"] for target in made.targets] == [at_least, at_most]


def test_quantile_is_the_nearest_rank():
    values = [5.0, 1.0, 4.0, 2.0, 3.0]

    assert [report.quantile(values, share) for share in (0.2, 0.21, 0.95, 1.0)] == [1.0, 2.0, 5.0, 5.0]


def test_per_case_medians_are_taken_over_the_rounds():
    assert report.per_case_medians([[1.0, 10.0], [3.0, 30.0], [2.0, 20.0]]) == [2.0, 20.0]


@pytest.mark.parametrize(("holds", "status"), [(True, 0), (False, 1)])
def test_bench_exit_status_says_whether_targets_hold(monkeypatch, capsys, holds, status):
    monkeypatch.setattr(bench, "_benchmark", lambda _name, _checkout: lambda _say: found(holds=holds))

    assert bench.run(argparse.Namespace(name="match", small=False, format="json")) == status

    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"bench", "machine", "rows", "targets", "unavailable"}
    assert (printed["bench"], printed["targets"][0]["holds"]) == ("match", holds)


def test_bench_text_names_targets_that_fail_and_peers_that_lack():
    text = bench.as_text({"bench": "match", "machine": bench.describe_machine(), **found(holds=False)})

    assert "DOES NOT HOLD: times quicker: 2.5 (target 2)" in text
    assert "unavailable: duckdb: cannot be imported" in text


def test_bench_outside_a_checkout_is_bad_input(tmp_path):
    with pytest.raises(BadInput) as refused:
        bench._benchmark("match", tmp_path)

    assert str(refused.value).startswith("benchmarks/match.py")


def test_bench_unknown_name_is_refused_in_one_line():
    command = [sys.executable, "-m", "rapport", "bench", "nothing"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", bench.NAMES)
def test_bench_every_name_has_its_benchmark(name):
    assert (sources.ROOT / "benchmarks" / f"{name}.py").is_file()


def test_bench_small_is_refused_where_no_size_can_be_left_out(capsys):
    assert main(["bench", "match", "--small"]) == 2
    assert f"expected --small with {', '.join(bench.SMALLER)}, got match" in capsys.readouterr().err
