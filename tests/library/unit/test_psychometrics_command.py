"""`rapport psychometrics`: a deployment's own answers in, what they say about the instrument out."""

import json

import numpy as np
import pytest

from rapport.cli.main import main
from rapport.measures.catalogue import instrument

CODES = [item.code for item in instrument("rapport-check").items]


def write(path, people=60, sessions=(1, 3, 5), loading=0.7, extra=()):
    """Forms of people whose answers show one factor."""
    generator = np.random.default_rng(11)
    lines = [",".join(["client_id", "session", *CODES, *extra])]
    for person in range(people):
        own = generator.normal()
        for session in sessions:
            latent = loading * own + np.sqrt(1 - loading**2) * generator.normal(size=12)
            answers = np.clip(np.round(3.5 + 1.3 * latent), 0, 6).astype(int)
            lines.append(",".join([f"c{person}", str(session), *map(str, answers), *extra]))
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def run(capsys, *arguments):
    status = main(["psychometrics", *arguments])
    return status, capsys.readouterr()


def test_each_person_counts_once_by_their_first_form_from_the_third_session_on(capsys, tmp_path):
    forms = write(tmp_path / "f.csv")

    status, printed = run(capsys, "rapport-check", "--forms", forms, "--format", "json")
    report = json.loads(printed.out)

    assert status == 0
    assert (report["forms"], report["people"]) == (180, 60)
    overall = report["scales"]["overall"]
    assert overall["n"] == 60
    assert 0.85 < overall["alpha_low"] < overall["alpha"] < overall["alpha_high"] < 0.98
    assert overall["reliable_change"] == pytest.approx(
        1.96 * overall["sd"] * np.sqrt(2 * (1 - overall["alpha"]))
    )
    assert report["short_form"]["n"] == 60
    assert [norm["session"] for norm in report["norms"]] == [1, 3, 5]


def test_same_seed_same_bytes(capsys, tmp_path):
    forms = write(tmp_path / "f.csv")

    first, second = (
        run(capsys, "rapport-check", "--forms", forms, "--format", "json")[1].out for _ in range(2)
    )

    assert first == second


def test_text_says_it_in_lines(capsys, tmp_path):
    forms = write(tmp_path / "f.csv")

    status, printed = run(capsys, "rapport-check", "--forms", forms, "--format", "text")

    assert status == 0
    assert "180 forms, 60 people counted" in printed.out
    assert "Short form against the items it leaves out: r 0." in printed.out
    assert "After session 3: mean" in printed.out


def test_few_people_are_not_judged(capsys, tmp_path):
    forms = write(tmp_path / "f.csv", people=20)

    status, printed = run(capsys, "rapport-check", "--forms", forms, "--format", "text")

    assert status == 1
    assert printed.out.count("nothing is said") == 5


def test_the_real_phq9_answers_show_one_factor(capsys, tmp_path, request):
    source = request.config.rootpath.parent / "shared" / "data" / "phq9" / "items.csv"
    if not source.exists():
        pytest.skip("needs ../shared/data/phq9")
    rows = [line.split(",") for line in source.read_text().splitlines()]
    places = [rows[0].index(name) for name in rows[0] if name.lower().startswith("phq")][:9]
    lines = ["client_id,session," + ",".join(item.code for item in instrument("phq-9").items)]
    lines += [f"p{n},3," + ",".join(row[place] for place in places) for n, row in enumerate(rows[1:])]
    (tmp_path / "f.csv").write_text("\n".join(lines) + "\n")

    status, printed = run(capsys, "phq-9", "--forms", str(tmp_path / "f.csv"), "--format", "json")
    total = json.loads(printed.out)["scales"]["total"]

    assert status == 0
    assert total["factors"]["factors"] == 1
    assert all(item["rest"] > 0.3 for item in total["items"])
    # Kroenke, Spitzer and Williams (2001) report .86 to .89.
    assert 0.80 < total["alpha"] < 0.92


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("c1,3," + ",".join(["7"] * 12), "column goals1: expected a whole number from 0 to 6, got '7'"),
        ("c1,3," + ",".join(["x"] * 12), "expected a whole number from 0 to 6, got 'x'"),
        ("c1,0," + ",".join(["3"] * 12), "column session: expected a whole number from 1 to 10000, got '0'"),
        (",3," + ",".join(["3"] * 12), "column client_id: expected an id, got an empty cell"),
        ("c1,3,3", "expected 14 cells as in the header, got 3"),
    ],
)  # fmt: skip
def test_bad_rows_are_named(capsys, tmp_path, line, expected):
    (tmp_path / "f.csv").write_text(",".join(["client_id", "session", *CODES]) + "\n" + line + "\n")

    status, printed = run(capsys, "rapport-check", "--forms", str(tmp_path / "f.csv"))

    assert status == 2
    assert expected in printed.err
    assert printed.err.count("\n") == 1


def test_a_missing_column_is_named_and_an_unknown_one_left_out(capsys, tmp_path):
    (tmp_path / "f.csv").write_text("client_id,session\nc1,3\n")
    assert run(capsys, "rapport-check", "--forms", str(tmp_path / "f.csv"))[0] == 2

    status, printed = run(
        capsys, "rapport-check", "--forms", write(tmp_path / "g.csv", extra=("mood",)), "--format", "json"
    )

    assert status == 0
    assert "'mood' is not known and is left out" in printed.err


def test_a_form_given_twice_is_refused(capsys, tmp_path):
    forms = write(tmp_path / "f.csv", people=1, sessions=(3, 3))

    status, printed = run(capsys, "rapport-check", "--forms", forms)

    assert status == 2
    assert "row 3, column session: expected each session of a client once, got 3" in printed.err
