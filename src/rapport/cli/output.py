"""Print data as JSON or as text: text on a terminal, JSON into a pipe, unless asked otherwise."""

import argparse
import json
import sys
from datetime import date


def add_format(parser: argparse.ArgumentParser) -> None:
    """Offer `--format`."""
    parser.add_argument("--format", choices=("json", "text"), help="default: text on a terminal, else json")


def wants_text(args: argparse.Namespace) -> bool:
    """Whether to print text for people."""
    return args.format == "text" or (args.format is None and sys.stdout.isatty())


def print_json(value: object) -> None:
    """One JSON value, same input same bytes; letters stand as they are where the reader takes UTF-8."""
    is_unicode = (sys.stdout.encoding or "utf-8").lower().replace("-", "") == "utf8"
    sys.stdout.write(json.dumps(value, ensure_ascii=not is_unicode, indent=1) + "\n")


def print_text(text: str) -> None:
    """Text for people; a letter that the terminal lacks is shown escaped instead of ending in an error."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding))


def warn(name: str, message: str) -> None:
    """One line on standard error."""
    print(f"rapport {name}: {message}", file=sys.stderr)


def a_day(text: str) -> date:
    """Parse a date argument, for argparse."""
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        parsed = None
    if parsed is None or parsed.isoformat() != text:
        raise argparse.ArgumentTypeError(f"expected a date as YYYY-MM-DD, got {text!r}")
    return parsed
