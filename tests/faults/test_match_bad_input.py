"""`rapport match` and bad input: exit 2 and one line on where and what; no traceback, no client's words."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from rapport.cli.main import main
from support.matching_cases import Row, make_row, table

WORDS = "nobody at home knows that I drink"
CLIENT: dict[str, Any] = {
    "client_id": "c1",
    "state": "NY",
    "age_group": "adult",
    "service": "individual",
    "languages": ["en"],
    "formats": ["video"],
    "concerns": [{"code": "anxiety", "importance": 3}],
    "text": WORDS,
}
ROW: Row = make_row(Random(1), 1) | {"kind": "therapist", "licences": "NY", "fee_min": "", "fee_max": ""}


def csv_of(*rows: Row) -> bytes:
    header, cells = table(rows)
    return ("\n".join(",".join(each) for each in [header, *cells]) + "\n").encode()


def bad_line(capsys: Any, roster: Path, answers: Path) -> str:
    """Run; check the shape of a refusal; give the line."""
    status = main(["match", "--roster", str(roster), "--answers", str(answers), "--on", "2026-03-04"])
    captured = capsys.readouterr()
    assert status == 2
    assert captured.out == ""
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("rapport match: ")
    assert "expected" in captured.err
    assert "got" in captured.err
    assert "Traceback" not in captured.err
    assert captured.err[:-1].isprintable()
    assert WORDS not in captured.err
    assert "drink" not in captured.err
    assert len(captured.err) < 700
    return str(captured.err)


@pytest.fixture
def good(tmp_path: Path) -> tuple[Path, Path]:
    roster, answers = tmp_path / "roster.csv", tmp_path / "answers.json"
    roster.write_bytes(csv_of(ROW))
    answers.write_text(json.dumps(CLIENT), encoding="utf-8")
    return roster, answers


def test_good_input_passes(good: tuple[Path, Path]) -> None:
    assert main(["match", "--roster", str(good[0]), "--answers", str(good[1]), "--on", "2026-03-04"]) == 1


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (None, "No such file"),
        ("directory", "directory"),
        (b"", ""),
        (b"\x00\x01\x02\xff" * 50, ""),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)), ""),
        (b"a" * 50_000_000, "bytes"),
        ("Zoë,NY\n".encode("latin-1"), "UTF-8"),
        ('{"state": "NY"}'.encode("utf-16"), ""),
        ("provider_id,name\n".encode("utf-16-le"), ""),
        (b"\xef\xbb\xbf", ""),
        (b"\xef\xbb\xbf\xef\xbb\xbf{}", ""),
        (b"\xed\xa0\x80", "UTF-8"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_file_that_is_no_such_file(
    tmp_path: Path, good: tuple[Path, Path], capsys: Any, which: int, data: bytes | str | None, told: str
) -> None:
    bad = tmp_path / "bad.file"
    if data == "directory":
        bad.mkdir()
    elif isinstance(data, bytes):
        bad.write_bytes(data)
    paths = [*good]
    paths[which] = bad
    line = bad_line(capsys, *paths)
    assert "bad.file" in line
    assert told in line


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        '"just words"',
        "{'state': 'NY'}",
        "[" * 200_000,
        '{"state":' * 50_000,
        '{"max_fee": ' + "9" * 5000 + "}",
        '{"state": "NY"} trailing',
        '{"state": "NY",}',
        '{"text": "' + WORDS + '" "state": "NY"}',
        '{"text": "' + WORDS + "\n" + '"}',
    ],
    ids=lambda text: text[:15],
)
def test_answers_that_are_no_json_object(
    tmp_path: Path, good: tuple[Path, Path], capsys: Any, text: str
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(text, encoding="utf-8")
    assert "bad.json" in bad_line(capsys, good[0], bad)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"state": None}, "state"),
        ({"state": WORDS}, "state"),
        ({"concerns": []}, "concerns"),
        ({"concerns": [{"code": WORDS}]}, "concerns.code"),
        (
            {"concerns": [{"code": "anxiety"}, {"code": "anxiety"}, {"code": "anxiety", "importance": 3}]},
            "concerns",
        ),
        ({"max_fee": float("nan")}, "max_fee"),
        ({"max_fee": float("-inf")}, "max_fee"),
        ({"max_miles": 10**300}, "max_miles"),
        ({"style": {WORDS: 1}}, "style"),
        ({"slots": [WORDS]}, "slots"),
        ({"prefer": [WORDS]}, "prefer"),
        ({"prefer": {"must": [WORDS]}}, "prefer.must"),
        ({"client_id": WORDS + "\n"}, "client_id"),
        ({"client_id": "\ud800"}, "client_id"),
        ({"text": [WORDS]}, "text"),
        ({"text": WORDS * 1000}, "text"),
        ({"safe_now": WORDS}, "safe_now"),
        ({"timezone": WORDS}, "timezone"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_answers_that_break_a_rule(
    tmp_path: Path, good: tuple[Path, Path], capsys: Any, changes: dict[str, Any], told: str
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(CLIENT | changes), encoding="utf-8")
    assert f"bad.json, column {told}" in bad_line(capsys, good[0], bad)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"kind": "guru"}, "kind"),
        ({"capacity": "many"}, "capacity"),
        ({"licence_expires": "2026-02-30"}, "licence_expires"),
        ({"fee_min": "NaN"}, "fee_min"),
        ({"provider_id": "p1"}, "provider_id"),
        ({"slots": "mon-25"}, "slots"),
        ({"name": ""}, "name"),
        ({"gender": "x" * 5000}, "gender"),
        ({"gender": "\x1b[31m"}, "gender"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_roster_row_that_breaks_a_rule_is_named_by_row_and_column(
    tmp_path: Path, good: tuple[Path, Path], capsys: Any, changes: dict[str, str], column: str
) -> None:
    bad = tmp_path / "bad.csv"
    rows = [ROW | {"provider_id": "p1", "shoe": "9"}, ROW | {"provider_id": "p2", "shoe": "9"} | changes]
    bad.write_bytes(csv_of(*rows))
    assert f"bad.csv, row 3, column {column}:" in bad_line(capsys, bad, good[1])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"provider_id,name\np1,x\n", "row 1: expected columns kind, licences"),
        (b"\n\n\n", "empty"),
        (csv_of(ROW) + b'p9,"open', "row 3"),
        (csv_of(ROW) + b'p9,"a"b,\n', "row 3"),
        (csv_of(ROW) + b"p9,too,few\n", "row 3"),
        (csv_of(ROW) + b'p9,"' + b"x" * 200_000 + b'"\n', "row 3"),
        (csv_of(ROW).replace(b"provider_id,name", b"provider_id,provider_id", 1), "row 1"),
        (csv_of(ROW) + b"p9\x00\n", "row 3"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_roster_that_is_no_table(
    tmp_path: Path, good: tuple[Path, Path], capsys: Any, data: bytes, told: str
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(data)
    assert told in bad_line(capsys, bad, good[1])


def test_rows_after_quoted_line_breaks_keep_their_line_numbers(
    tmp_path: Path, good: tuple[Path, Path], capsys: Any
) -> None:
    header, cells = table([ROW])
    row = dict(zip(header, cells[0], strict=True))
    first = ",".join({**row, "provider_id": "p1", "payers": '"aetna;\n\ncigna"'}.values())
    second = ",".join({**row, "provider_id": "p2", "kind": "guru"}.values())
    bad = tmp_path / "bad.csv"
    bad.write_text("\n".join([",".join(header), first, "", second]) + "\n", encoding="utf-8")
    assert "row 6, column kind" in bad_line(capsys, bad, good[1])


@pytest.mark.parametrize(
    "arguments",
    [["--seed", "x"], ["--on", "2026-02-30"], ["--on", "20260304"], ["--format", "xml"], ["--what"]],
)
def test_argument_that_breaks_a_rule_is_one_line(
    good: tuple[Path, Path], capsys: Any, arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["match", "--roster", str(good[0]), "--answers", str(good[1]), *arguments])
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\u202e" + WORDS, "a" * 20_000, "\n" * 500])
def test_strange_words_of_a_client_are_taken_and_never_printed(
    tmp_path: Path, good: tuple[Path, Path], capsys: Any, text: str
) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text(json.dumps(CLIENT | {"text": text}), encoding="utf-8")
    assert main(["match", "--roster", str(good[0]), "--answers", str(odd), "--on", "2026-03-04"]) == 1
    captured = capsys.readouterr()
    assert captured.err == ""
    assert "drink" not in captured.out
