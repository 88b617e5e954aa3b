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
    """One JSON value, same input same bytes."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def warn(name: str, message: str) -> None:
    """One line on standard error."""
    print(f"rapport {name}: {message}", file=sys.stderr)


def a_day(text: str) -> date:
    """Parse a date argument, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a date as YYYY-MM-DD, got {text!r}") from None
