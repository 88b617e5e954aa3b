"""`rapport screen`: what goes in, what comes out, and what is refused."""

import io
import json
import subprocess
import sys

import pytest

from rapport.cli.screen import LONGEST_LINE, lines_of
from rapport.errors import BadInput


def run(data, *arguments):
    command = [sys.executable, "-m", "rapport", "screen", *arguments]
    return subprocess.run(command, input=data, capture_output=True, check=False)


def test_screen_one_json_line_for_every_line():
    done = run(b"I have insomnia\n\nI want to die\n")
    first, empty, crisis = map(json.loads, done.stdout.splitlines())

    assert done.returncode == 0
    assert done.stderr == b""
    assert (first["line"], first["concerns"][0]["code"]) == (1, "sleep")
    assert first["crisis"] == {"flag": False, "why": []}
    assert first["resources"] == []
    assert empty == {"line": 2, "concerns": [], "crisis": {"flag": False, "why": []}, "resources": []}
    assert crisis["crisis"] == {"flag": True, "why": ["suicidal_thought"]}
    assert any("988" in resource["contact"] for resource in crisis["resources"])


def test_screen_empty_input_gives_nothing():
    done = run(b"")

    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_screen_byte_order_mark_and_crlf_are_accepted():
    plain, marked = run(b"I cannot sleep\n"), run(b"\xef\xbb\xbfI cannot sleep\r\n")

    assert plain.stdout == marked.stdout


def test_screen_invalid_utf8_is_replaced_with_a_warning_that_quotes_nothing():
    done = run(b"secret \xff\xfe I want to die\n")

    assert done.returncode == 0
    assert json.loads(done.stdout)["crisis"]["flag"]
    assert b"line 1 is not UTF-8" in done.stderr
    assert b"secret" not in done.stderr


def test_screen_binary_garbage_is_answered_line_by_line():
    done = run(bytes(range(256)) * 50)

    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 51


def test_screen_line_over_the_limit_is_refused_in_one_line():
    done = run(b"fine\n" + b"a" * 50_000_000)

    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr.decode().strip().count("\n") == 0
    assert f"{LONGEST_LINE:,} bytes" in done.stderr.decode()
    assert "row 2" in done.stderr.decode()


class Endless(io.RawIOBase):
    """A line without an end that counts what was read of it."""

    def __init__(self):
        self.taken = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        buffer[:] = b"a" * len(buffer)
        self.taken += len(buffer)
        return len(buffer)


def test_lines_of_stops_reading_an_endless_line():
    endless = Endless()
    with pytest.raises(BadInput, match="at most"):
        list(lines_of(io.BufferedReader(endless)))

    assert endless.taken < 2 * LONGEST_LINE


@pytest.mark.parametrize(("size", "allowed"), [(LONGEST_LINE, True), (LONGEST_LINE + 1, False)])
@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_lines_of_at_the_limit(size, allowed, end):
    stream = io.BytesIO(b"a" * size + end)
    if allowed:
        assert [len(line) for line in lines_of(stream)] == [size]
    else:
        with pytest.raises(BadInput):
            list(lines_of(stream))


def test_screen_text_format_names_help_and_country():
    done = run(b"I want to die\n", "--format", "text", "--country", "GB")

    assert "help first: suicidal_thought" in done.stdout.decode()
    assert "116 123" in done.stdout.decode()


def test_screen_unknown_format_is_refused():
    done = run(b"", "--format", "xml")

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
