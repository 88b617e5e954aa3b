"""`rapport export policy-log`: how shortlists were drawn and what came of them, for researchers.

Only of clients who said yes to learning; under ids made for this one file; without a word of theirs.
"""

import argparse
import csv
import os
from datetime import UTC, datetime
from pathlib import Path

from rapport.cli.output import add_format, print_json, wants_text
from rapport.errors import BadInput, Problem, quoted

OPERATOR = "operator"
PRIVATE = 0o600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to export, and where to."""
    parser.add_argument(
        "what", choices=("policy-log",), help="shortlists as drawn (`rapport schema policy-log`)"
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="the CSV file to write; replaced whole")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file, readable by this user only, and say how much is in it."""
    from rapport.site.config.start import start

    start()
    from rapport.site.foundation import audit

    at = datetime.now(UTC)
    rows, requests = _write(Path(args.out), at)
    audit.record(
        actor=OPERATOR, verb="exported", subject="system", at=at, detail={"what": args.what, "rows": rows}
    )
    if wants_text(args):
        print(f"{args.out}: {requests:,} shortlists, {rows:,} rows")
    else:
        print_json({"what": args.what, "out": args.out, "shortlists": requests, "rows": rows})
    return 0


def _write(file: Path, at: datetime) -> tuple[int, int]:
    from rapport.site.outcomes.queries.policy_log import COLUMNS, policy_log

    partial = file.with_name(f".{file.name}.partial")
    rows, requests = 0, set()
    try:
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for row in policy_log(at):
                writer.writerow(row)
                rows += 1
                requests.add(row["request_id"])
        partial.replace(file)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "an impossible path"
        arrived = f"{quoted(str(file))} ({why})"
        raise BadInput(Problem(expected="a file to write", arrived=arrived, column="--out")) from None
    return rows, len(requests)
