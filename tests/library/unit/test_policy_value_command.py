"""`rapport policy-value`: what it prints, its exit status, and bad input in one line each."""

import csv
import json
import re

import numpy as np
import pytest

from rapport.cli.main import main
from rapport.learning.policy.slate_draw import Draw
from support.policy_worlds import HEADER, World

FLAT = ["action,propensity,reward,x_age,other", "a,0.5,1,3,0.25", "b,0.5,0,4,0.75"]
ROWS = World().rows(400, Draw(1.0, 1.5), np.random.default_rng(31), per_client=2)


@pytest.fixture
def slates(tmp_path):
    return write(tmp_path / "log.csv", ROWS)


def write(path, rows, header=HEADER):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def changed(*places, **cells):
    """The log with some cells of some rows changed."""
    rows = [list(each) for each in ROWS]
    for row in places:
        for name, cell in cells.items():
            rows[row][HEADER.index(name)] = cell
    return rows


def pool_of(ids, utilities):
    return json.dumps({"provider_ids": ids, "utilities": utilities, "inclusion": [1] * len(ids)})


def answer(capsys, *arguments):
    status = main(["policy-value", *map(str, arguments), "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def test_answer_says_what_it_stands_on(capsys, slates):
    status, said = answer(capsys, "--log", slates, "--policy", "plackett-luce:temperature=0.7")

    assert status == 0
    assert (said["rows"], said["clients"], said["rewards_known"]) == (400, 200, 400)
    assert list(said["estimates"]) == ["ips", "snips", "pseudoinverse", "doubly_robust"]
    for each in said["estimates"].values():
        assert each["low"] < each["value"] < each["high"]
        assert 50 <= each["effective"] <= 200


def test_logged_policy_is_worth_the_plain_mean(capsys, slates):
    _, said = answer(capsys, "--log", slates, "--policy", "logged")

    for name in ("ips", "snips", "pseudoinverse"):
        assert said["estimates"][name]["value"] == said["logged"]["value"]
        assert said["estimates"][name]["gain"] == 0


def test_too_few_comparable_rows_is_said_with_exit_status_one(capsys, tmp_path):
    log = write(tmp_path / "log.csv", ROWS[: 3 * 40])

    status, said = answer(capsys, "--log", log, "--policy", "greedy")

    assert status == 1
    assert all("too few comparable rows to say" in each["refused"] for each in said["estimates"].values())
    assert all(each["value"] is None for each in said["estimates"].values())


def test_overridden_and_short_requests_are_left_out_and_counted(capsys, tmp_path):
    rows = changed(0, overridden="yes")
    del rows[5]

    _, said = answer(capsys, "--log", write(tmp_path / "log.csv", rows), "--policy", "logged")

    assert list(said["left_out"].values()) == [1, 1, 0, 0]
    assert said["rows"] == 398


def uniform_request(name, size, logged):
    ids = [f"u{one}" for one in range(logged)]
    pool = {"provider_ids": ids, "utilities": [70] * logged, "inclusion": [3 / size] * logged}
    told = {"policy": f"uniform(eligible={size})", "pool": json.dumps(pool), "request_id": name}
    told["ordered_propensity"] = str(1 / (size * (size - 1) * (size - 2)))
    rows = [{"request_id": name, "provider_id": ids[place], "position": str(place + 1)} for place in range(3)]
    rows[0] |= told
    return [[(row | {"propensity": str(3 / size)}).get(column, "") for column in HEADER] for row in rows]


def test_uniform_draw_is_used_where_everyone_drawn_from_was_logged(capsys, tmp_path):
    rows = [
        *uniform_request("a", 10, 10),
        *uniform_request("b", 500, 3),
        *uniform_request("c", 60, 60),
        *ROWS,
    ]

    _, said = answer(capsys, "--log", write(tmp_path / "log.csv", rows), "--policy", "logged")

    assert said["rows"] == 401
    assert said["left_out"]["pool too large or not logged whole"] == 2


def test_utilities_of_another_model_are_a_policy(capsys, tmp_path, slates):
    same = []
    for row in ROWS[::3]:
        pool = json.loads(row[HEADER.index("pool")])
        pairs = zip(pool["provider_ids"], pool["utilities"], strict=True)
        same += [[row[0], provider, str(utility)] for provider, utility in pairs]
    file = write(tmp_path / "u.csv", same, ["request_id", "provider_id", "utility"])

    _, said = answer(capsys, "--log", slates, "--policy", file)

    assert said["estimates"]["pseudoinverse"]["value"] == pytest.approx(said["logged"]["value"], abs=1e-5)
    short = write(tmp_path / "u.csv", same[:-1], ["request_id", "provider_id", "utility"])
    assert main(["policy-value", "--log", str(slates), "--policy", str(short)]) == 2
    assert "a utility of 'p" in capsys.readouterr().err


def test_column_of_slate_probabilities_is_a_policy(capsys, tmp_path):
    rows = [[*row, row[HEADER.index("ordered_propensity")]] for row in ROWS]

    _, said = answer(
        capsys, "--log", write(tmp_path / "log.csv", rows, [*HEADER, "mine"]), "--policy", "column:mine"
    )

    assert list(said["estimates"]) == ["ips", "snips"]
    assert said["estimates"]["ips"]["gain"] == 0


def test_column_that_is_blank_for_a_slate_is_one_line(capsys, tmp_path):
    log = write(
        tmp_path / "log.csv", [[*row, "" if row[0] == "r5" else "0.1"] for row in ROWS], [*HEADER, "mine"]
    )

    assert main(["policy-value", "--log", str(log), "--policy", "column:mine"]) == 2
    assert "row 17, column mine: expected a probability on the row of position 1" in capsys.readouterr().err


def test_reward_that_nobody_knows_is_too_few_rows(capsys, tmp_path):
    rows = [[*row[: HEADER.index("outcome")], "", ""] for row in ROWS]

    status, said = answer(
        capsys, "--log", write(tmp_path / "log.csv", rows), "--policy", "uniform", "--reward", "outcome"
    )

    assert (status, said["rewards_known"]) == (1, 0)
    assert said["logged"]["value"] is None


def test_bootstrap_interval_is_near_the_other_and_repeats(capsys, slates):
    asked = ("--log", slates, "--policy", "plackett-luce:temperature=0.7")
    _, plain = answer(capsys, *asked)
    _, redrawn = answer(capsys, *asked, "--bootstrap", 400)

    for name, each in redrawn["estimates"].items():
        other = plain["estimates"][name]
        assert each["high"] - each["low"] == pytest.approx(other["high"] - other["low"], rel=0.3)
    assert answer(capsys, *asked, "--bootstrap", 400)[1] == redrawn


def test_text_is_for_people(capsys, slates):
    main(["policy-value", "--log", str(slates), "--policy", "uniform", "--format", "text"])

    out = capsys.readouterr().out
    assert "400 slates of 200 clients" in out
    assert re.search(r"snips +0\.\d+  95% 0\.\d+ to 0\.\d+  gain", out)
    assert "nan" not in out


BAD_SLATES = {
    "twice chosen": (changed(0, 1, 2, chosen="yes"), 0, "chosen"),
    "no pool": (changed(0, pool=""), 0, "pool"),
    "pool of two": (changed(0, pool=pool_of(["a", "b"], [1, 2])), 0, "pool"),
    "huge utility": (changed(0, pool=pool_of(["a"], [float("inf")])), 0, "pool"),
    "pool of text": (changed(0, pool='"abc"'), 0, "pool"),
    "other policy": (changed(0, policy="best"), 0, "policy"),
    "temperature": (changed(0, policy="plackett-luce(temperature=2,difference=1.5)"), 0, "pool"),
    "nought": (changed(1, propensity="0"), 1, "propensity"),
    "wrong inclusion": (changed(1, propensity="0.9999"), 1, "propensity"),
    "wrong slate": (changed(3, ordered_propensity="0.9"), 3, "ordered_propensity"),
    "wrong set": (changed(3, unordered_propensity="0.9"), 3, "unordered_propensity"),
    "wrong pair": (changed(4, pair_3="0.9"), 4, "pair_3"),
    "no propensity": (changed(3, ordered_propensity=""), 3, "ordered_propensity"),
    "not a number": (changed(3, ordered_propensity="nan"), 3, "ordered_propensity"),
    "stranger": (changed(2, provider_id="nobody"), 2, "provider_id"),
    "position": (changed(2, position="2"), 2, "position"),
    "fourth": (changed(3, request_id="r0"), 3, "position"),
    "scattered": (changed(6, request_id="r0"), 6, "request_id"),
    "rating": (changed(1, alliance="50;101"), 1, "alliance"),
    "answer": (changed(1, booked="perhaps"), 1, "booked"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "row", "column"), BAD_SLATES.values(), ids=BAD_SLATES)
def test_bad_slate_log_is_one_line(capsys, tmp_path, rows, row, column):
    log = write(tmp_path / "log.csv", rows)

    assert main(["policy-value", "--log", str(log), "--policy", "uniform"]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert re.match(
        rf"rapport policy-value: log\.csv, row {row + 2}, column {column}: expected .+, got .+", err
    )


BAD_FLAT = {
    "propensity": (["a,0,1,3,0.2"], "uniform", "row 4, column propensity: expected a probability above 0"),
    "words": (["a,x,1,3,0.2"], "uniform", "row 4, column propensity: expected a number from 0 to 1, got 'x'"),
    "reward": (["a,0.5,inf,3,0.2"], "uniform", "row 4, column reward: expected a finite number"),
    "feature": (
        ["a,0.5,1,,0.2"],
        "uniform",
        "row 4, column x_age: expected a finite number, got an empty cell",
    ),
    "action": ([",0.5,1,3,0.2"], "uniform", "row 4, column action: expected an action, got an empty cell"),
    "width": (["a,0.5,1"], "uniform", "row 4: expected 5 cells, got 3"),
    "column": ([], "column:none", "column --policy: expected a column of the log"),
    "target": (["a,0.5,1,3,1.2"], "column:other", "row 4, column other: expected a number from 0 to 1"),
    "utilities": ([], "greedy", "column --policy: expected uniform, logged, column:NAME or a file"),
    "parameter": ([], "plackett-luce:heat=3", "column --policy: expected temperature or difference or floor"),
    "file": ([], "absent.csv", "absent.csv: expected a file to read"),
}


@pytest.mark.parametrize(("rows", "policy", "said"), BAD_FLAT.values(), ids=BAD_FLAT)
def test_bad_flat_log_is_one_line(capsys, tmp_path, rows, policy, said):
    log = tmp_path / "flat.csv"
    log.write_text("\n".join([*FLAT, *rows]))

    assert main(["policy-value", "--log", str(log), "--policy", policy]) == 2

    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("request_id,position\n", "row 1: expected columns policy, pool"),
        ("name\nx\n", "expected a column request_id (slates) or action (single choices)"),
        ("action,propensity,reward\n", "expected at least one row below the header"),
        ("action,propensity,reward,reward\na,1,1,1\n", "column reward: expected each column once"),
    ],
)
def test_bad_header_is_one_line(capsys, tmp_path, text, said):
    log = tmp_path / "log.csv"
    log.write_text(text)

    assert main(["policy-value", "--log", str(log), "--policy", "uniform"]) == 2

    assert said in capsys.readouterr().err
