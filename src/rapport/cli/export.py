"""`rapport export`: how shortlists were drawn, or how first conversations went, for researchers.

Only of clients who said yes to learning; under ids made for this one file; without a word of theirs.
"""

import argparse
import csv
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from rapport.cli.output import add_format, print_json, wants_text
from rapport.errors import BadInput, Problem, quoted

OPERATOR = "operator"
POLICY_LOG = "policy-log"
PRIVATE = 0o600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to export, and where to."""
    parser.add_argument(
        "what",
        choices=(POLICY_LOG, "consultations"),
        help="shortlists as drawn (`rapport schema policy-log`), or rated first conversations "
        "(`rapport schema sessions`, marked by x_consultation)",
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="the CSV file to write; replaced whole")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file, readable by this user only, and say how much is in it."""
    from rapport.site.config.start import start

    start()
    from rapport.site.foundation import audit

    at = datetime.now(UTC)
    rows, shortlists = _write(args.what, Path(args.out), at)
    audit.record(
        actor=OPERATOR, verb="exported", subject="system", at=at, detail={"what": args.what, "rows": rows}
    )
    counts = {"shortlists": shortlists} if args.what == POLICY_LOG else {}
    if wants_text(args):
        of = f"{shortlists:,} shortlists, " if counts else ""
        print(f"{args.out}: {of}{rows:,} rows")
    else:
        print_json({"what": args.what, "out": args.out, **counts, "rows": rows})
    return 0


def _table(what: str, at: datetime) -> tuple[tuple[str, ...], Iterator[dict[str, str]]]:
    from rapport.site.outcomes.queries import consultations, policy_log

    if what == POLICY_LOG:
        return policy_log.COLUMNS, policy_log.policy_log(at)
    return consultations.COLUMNS, consultations.consultations(at)


def _write(what: str, file: Path, at: datetime) -> tuple[int, int]:
    columns, table = _table(what, at)
    partial = file.with_name(f".{file.name}.partial")
    rows, requests = 0, set()
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, lineterminator="\n")
            writer.writeheader()
            for row in table:
                writer.writerow(row)
                rows += 1
                requests.add(row.get("request_id", ""))
        partial.replace(file)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "an impossible path"
        arrived = f"{quoted(str(file))} ({why})"
        raise BadInput(Problem(expected="a file to write", arrived=arrived, column="--out")) from None
    return rows, len(requests)
