"""`rapport screen`: suggested concerns and crisis for texts, one a line on standard input."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

from rapport.errors import BadInput, Problem
from rapport.language.concerns import suggest
from rapport.language.crisis import screen
from rapport.language.resources import crisis_resources

# Bytes. A text is a few thousand; a file without line ends is no list of texts, and never fills memory.
LONGEST_LINE: Final = 1_000_000
SHOWN: Final = 3  # concerns a line in text format
UTF8_BOM: Final = b"\xef\xbb\xbf"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--country", default="US", help="whose crisis lines to name (ISO code; default US)")
    parser.add_argument(
        "--format", choices=("json", "text"), help="default: text on a terminal, JSON lines elsewhere"
    )


def run(args: argparse.Namespace) -> int:
    """Screen every line; 0 when all were read."""
    as_text = (args.format or ("text" if sys.stdout.isatty() else "json")) == "text"
    for number, line in enumerate(lines_of(sys.stdin.buffer), start=1):
        result = result_of(_decoded(line, number), number=number, country=args.country)
        print(in_words(result) if as_text else json.dumps(result, ensure_ascii=False))
    return 0


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a stream without their ends, read in bounded chunks.

    Raises BadInput when a line is longer than LONGEST_LINE, before reading further.
    """
    number = 0
    while line := stream.readline(LONGEST_LINE + 2):
        number += 1
        ended = line.endswith(b"\n")
        line = line.rstrip(b"\r\n")
        if len(line) > LONGEST_LINE or (not ended and len(line) == LONGEST_LINE and stream.read(1)):
            raise BadInput(
                Problem(
                    expected=f"lines of at most {LONGEST_LINE:,} bytes",
                    arrived="a longer one",
                    row=number,
                    file="standard input",
                )
            )
        yield line.removeprefix(UTF8_BOM) if number == 1 else line


def _decoded(line: bytes, number: int) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        print(
            f"rapport screen: line {number} is not UTF-8; what could not be read was replaced",
            file=sys.stderr,
        )
        return line.decode("utf-8", errors="replace")


def result_of(text: str, *, number: int, country: str) -> dict[str, object]:
    """What one text says, as the JSON line of the command; the text itself is not in it."""
    heard = screen(text)
    suggestions = [{"code": s.code, "weight": s.weight, "because": list(s.because)} for s in suggest(text)]
    resources = crisis_resources(country) if heard.flag else ()
    return {
        "line": number,
        "concerns": suggestions,
        "crisis": {"flag": heard.flag, "why": list(heard.why)},
        "resources": [
            {"name": r.name, "contact": r.contact, "hours": r.hours, "url": r.url or None} for r in resources
        ],
    }


def in_words(result: dict[str, object]) -> str:
    """The result for a person at a terminal."""
    concerns: list[dict[str, object]] = result["concerns"]  # type: ignore[assignment]
    crisis: dict[str, object] = result["crisis"]  # type: ignore[assignment]
    resources: list[dict[str, str]] = result["resources"]  # type: ignore[assignment]
    found = ", ".join(f"{c['code']} {c['weight']:.2f}" for c in concerns[:SHOWN]) or "no concern suggested"
    rows = [f"line {result['line']}: {found}"]
    if crisis["flag"]:
        rows.append("  help first: " + ", ".join(crisis["why"]))  # type: ignore[arg-type]
        rows += [f"    {r['name']}: {r['contact']} ({r['hours']})" for r in resources]
    return "\n".join(rows)
