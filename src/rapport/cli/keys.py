"""`rapport keys rotate`: wrap every client's key under a new key, without stopping the site."""

import argparse
from datetime import UTC, datetime

from rapport.cli.disclose import OPERATOR


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport keys`."""
    parser.add_argument(
        "what", choices=("rotate",), help="rotate: make a new wrapping key and rewrap all keys"
    )


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Rotate; run again, it goes on where it was stopped."""
    from rapport.site.config.start import start_migrated

    start_migrated()
    from rapport.site.foundation import actions, keys

    done = actions.rotate(by=OPERATOR, at=datetime.now(UTC))
    print(f"rewrapped {done} keys under wrapping-{keys.ring().newest:04}.key; back this file up now")
    return 0
