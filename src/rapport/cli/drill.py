"""`rapport drill`: prove a promise on this machine, with a control that must fail."""

import argparse
import os
import signal
from functools import partial
from importlib import import_module

from rapport.cli.output import add_format, print_json, wants_text, warn
from rapport.errors import BadInput, Problem

DRILLS = (
    "shortlists", "bookings", "capacity", "checkins", "outbox", "newsletter", "egress", "crisis", "access",
    "consent", "engine", "failover",
)  # fmt: skip
# These make what they need by themselves.
WITHOUT_DATABASE = ("engine", "failover")
TIMED = ("bookings", "capacity")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport drill`."""
    parser.add_argument("name", choices=DRILLS, help="which promise")
    parser.add_argument(
        "--database",
        metavar="URL",
        help="a PostgreSQL server to make a scratch database in; default: SQLite, and DATABASE_URL if set",
    )
    parser.add_argument("--attempts", type=_count, help="how many times to try to break it")
    parser.add_argument(
        "--minutes", type=_count, help="stop after so many, and judge the attempts made (bookings, capacity)"
    )
    add_format(parser)


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"expected a whole number from 1 to 10000000, got {text!r}")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when something was violated, or a control did not fail."""
    from rapport.cli.drills.databases import refuse_unreachable

    drill = import_module(f"rapport.cli.drills.{args.name}")
    if args.minutes and args.name not in TIMED:
        raise BadInput(Problem(file="--minutes", expected=" or ".join(TIMED), arrived=args.name))
    limit = {"seconds": args.minutes * 60.0} if args.minutes else {}
    urls = [""] if args.name in WITHOUT_DATABASE else _databases(args.database)
    for url in urls:
        refuse_unreachable(url)
    # Whoever ends a drill early (a time limit, a system going down) leaves no scratch database behind.
    signal.signal(signal.SIGTERM, _stop)
    runs = [drill.run(url, args.attempts, say=partial(_say, args.name, url), **limit) for url in urls]
    if wants_text(args):
        for each in runs:
            print(_line(args.name, each))
    else:
        print_json({"drill": args.name, "runs": runs})
    return int(any(each["violations"] or not each["control_violations"] for each in runs))


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _say(name: str, url: str, what: str) -> None:
    """Progress, on standard error."""
    where = "" if name in WITHOUT_DATABASE else "PostgreSQL: " if url else "SQLite: "
    warn(f"drill {name}", f"{where}{what}")


def _databases(asked: str | None) -> list[str]:
    """Where to run: the URL asked for, else SQLite and the server of DATABASE_URL."""
    if asked is not None:
        if asked not in ("", "sqlite") and not asked.startswith(("postgres://", "postgresql://")):
            problem = Problem(file="--database", expected="postgresql://… or sqlite", arrived="another URL")
            raise BadInput(problem)
        return ["" if asked == "sqlite" else asked]
    served = os.environ.get("DATABASE_URL", "")
    return ["", served] if served.startswith("postgres") else [""]


def _line(name: str, each: dict[str, object]) -> str:
    return (
        f"{name} on {each['database']}: {each['attempts']} attempts, {each['violations']} violations; "
        f"without the guard {each['control_violations']}; {each['seconds']} s\n  {each['detail']}"
    )
