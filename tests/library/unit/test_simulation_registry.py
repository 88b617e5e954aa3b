"""A made-up file of the provider registry: as wide as the real one, with everything an importer must bear."""

import csv
import itertools
from collections import Counter
from pathlib import Path

from rapport.cli.main import main
from rapport.matching import npi
from rapport.matching.taxonomy import BEHAVIOURAL
from rapport.simulation.registry import COLUMNS, registry_header, registry_lines, registry_number

ROWS = 20_000


def rows_of(count: int, seed: int = 1) -> list[dict[str, str]]:
    return list(csv.DictReader(registry_lines(count, seed=seed), strict=True))


def test_every_row_is_as_wide_as_the_header() -> None:
    widths = Counter(map(len, csv.reader(registry_lines(ROWS, seed=1), strict=True)))

    assert widths == {COLUMNS: ROWS + 1}
    assert len(set(registry_header())) == COLUMNS


def test_file_holds_every_kind_of_row() -> None:
    rows = rows_of(ROWS)

    kinds = Counter(row["Entity Type Code"] for row in rows)
    assert 0.19 < kinds["2"] / ROWS < 0.23
    assert 0.03 < kinds[""] / ROWS < 0.04
    closed = [row for row in rows if not row["Entity Type Code"]]
    assert {sum(cell != "" for cell in row.values()) for row in closed} == {2}
    assert any(row["NPI Reactivation Date"] for row in rows)
    ours = [row for row in rows if row["Healthcare Provider Taxonomy Code_1"] in BEHAVIOURAL]
    assert 0.08 < len(ours) / ROWS < 0.12
    assert {bool(row["Healthcare Provider Taxonomy Code_3"]) for row in ours} == {True, False}
    assert any('"' in row["Provider Organization Name (Legal Business Name)"] for row in rows)
    assert any("," in row["Provider Credential Text"] for row in rows)
    mailing, practice = (
        f"Provider Business {kind} Address Postal Code" for kind in ("Mailing", "Practice Location")
    )
    assert {row[mailing] == row[practice] for row in rows} == {True, False}


def test_few_numbers_are_wrong_or_come_again() -> None:
    numbers = [line[1:11] for line in itertools.islice(registry_lines(60_000, seed=1), 1, None)]

    wrong = [number for number in numbers if not npi.is_valid(number)]
    again = len(numbers) - len(set(numbers))
    assert (0 < len(wrong) < 50, 0 < again < 20) == (True, True)


def test_numbers_differ_and_have_right_check_digits() -> None:
    numbers = [registry_number(n) for n in range(10_000)]

    assert len(set(numbers)) == len(numbers)
    assert all(map(npi.is_valid, numbers))


def test_command_writes_the_same_bytes_for_the_same_seed(tmp_path: Path, capsys) -> None:
    for name, seed in (("a", "5"), ("b", "5"), ("c", "6")):
        arguments = ("--rows", "200", "--seed", seed, "--out", str(tmp_path / name))
        assert main(["simulate", "registry", *arguments]) == 0

    a, b, c = ((tmp_path / name).read_bytes() for name in "abc")
    assert (a == b, a == c) == (True, False)
    assert a.count(b"\n") == 201
    assert '"rows": 200' in capsys.readouterr().out


def test_command_says_in_one_line_where_it_cannot_write(tmp_path: Path, capsys) -> None:
    assert main(["simulate", "registry", "--out", str(tmp_path / "absent" / "f.csv")]) == 2

    assert capsys.readouterr().err.count("\n") == 1
