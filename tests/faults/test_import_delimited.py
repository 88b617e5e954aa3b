"""Files that are no table: each refused in one sentence that says where, none of them read into memory."""

import resource
from pathlib import Path

import pytest

from rapport.errors import BadInput
from rapport.site.directory.delimited import LONGEST_RECORD_BYTES, open_table


def rows_of(path: Path) -> list[list[str]]:
    with open_table(path) as table:
        return [list(table.header), *(cells for _, cells in table.rows)]


def refusal_of(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "input.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        rows_of(path)
    return str(caught.value)


@pytest.mark.parametrize(
    "content", [b"a,b\n1,2\n", b"\xef\xbb\xbfa,b\r\n1,2\r\n", b"a,b\r\n\r\n1,2", b'"a","b"\n"1","2"\n']
)
def test_table_with_mark_crlf_blank_lines_or_quotes_reads_the_same(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "input.csv"
    path.write_bytes(content)

    assert rows_of(path) == [["a", "b"], ["1", "2"]]


def test_row_numbers_are_the_lines_an_editor_shows(tmp_path: Path) -> None:
    path = tmp_path / "input.csv"
    path.write_bytes(b'a\n"two\nlines"\n\nlast\n')

    with open_table(path) as table:
        assert list(table.rows) == [(2, ["two\nlines"]), (5, ["last"])]


def test_cells_that_look_like_formulas_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "input.csv"
    path.write_bytes(b"a,b\n=1+1, @SUM(A1)\n")

    assert rows_of(path)[1] == ["=1+1", " @SUM(A1)"]


@pytest.mark.parametrize(
    ("content", "expected", "arrived"),
    [
        (b"", "a header line and rows", "an empty file"),
        (b"\n\n", "a header line and rows", "an empty file"),
        ("a,b\n1,é\n".encode("latin-1"), "UTF-8 text", "byte 0xe9 at byte offset 6"),
        ("a,b\n".encode("utf-16"), "UTF-8 text", "UTF-16 (its mark at byte offset 0)"),
        ("a,b\n".encode("utf-32"), "UTF-8 text", "UTF-32 (its mark at byte offset 0)"),
        (b"a,b\n1,\x00\n", "a text file", "a binary one (zero byte at byte offset 6)"),
        (b"a,b,a\n1,2,3\n", "each column once", "'a' more than once"),
    ],
)
def test_file_that_is_no_table_is_refused_with_its_place(
    tmp_path: Path, content: bytes, expected: str, arrived: str
) -> None:
    message = refusal_of(tmp_path, content)

    assert message.startswith("input.csv")
    assert message.endswith(f"expected {expected}, got {arrived}")


def test_zip_archive_is_refused(tmp_path: Path) -> None:
    assert "row 1: expected" in refusal_of(tmp_path, b"PK\x03\x04\x14\x00\x00\x00\x08\x00" * 50)


@pytest.mark.parametrize(
    "content", [b'a,b\n"1,2\n3,4\n', b'a,b\n"1"x,2\n', b"a,b\r1,2\r", b"a\n" + b"x" * 200_000]
)
def test_broken_quoting_old_line_ends_and_huge_cells_are_refused(tmp_path: Path, content: bytes) -> None:
    assert "expected CSV with quotes in pairs and cells under 128 kB" in refusal_of(tmp_path, content)


@pytest.mark.parametrize("start", [b"", b"a,b\n1,2\n", b'a,b\n"'])
def test_line_of_50_megabytes_is_refused_without_being_read(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "input.csv"
    with path.open("wb") as out:
        out.write(start)
        out.truncate(50_000_000)
        out.seek(len(start))
        for _ in range(50):
            out.write(b"x," * 500_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises(BadInput, match="expected a row of at most 1 MB, got a longer one"):
        rows_of(path)

    grown_kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kilobytes < 20_000


def test_quoted_cell_over_many_lines_is_bounded_too(tmp_path: Path) -> None:
    content = b'a,b\n"' + (b"x\n" * 60_000 + b'","') * (LONGEST_RECORD_BYTES // 100_000)

    assert "a row of at most 1 MB" in refusal_of(tmp_path, content)


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_file_that_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match="expected a file that can be read"):
        rows_of(tmp_path / name)
