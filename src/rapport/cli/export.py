"""`rapport export`: how shortlists were drawn, how first conversations went, what forms said.

Only of clients who said yes to that; under ids made for this one file; without a word of theirs.
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
ITEM_ANSWERS = "item-answers"
RESEARCH = "research"
PRIVATE = 0o600


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to export, and where to."""
    parser.add_argument(
        "what",
        choices=(POLICY_LOG, "consultations", ITEM_ANSWERS, RESEARCH),
        help="shortlists as drawn (`rapport schema policy-log`), rated first conversations "
        "(`rapport schema sessions`, marked by x_consultation), the answers to one instrument's items (for "
        "`rapport psychometrics`), or de-identified rows with a codebook beside them (FILE.codebook.csv)",
    )
    parser.add_argument(
        "--instrument",
        default="rapport-check",
        metavar="NAME",
        help="whose items, with item-answers (rapport-check)",
    )
    parser.add_argument("--out", required=True, metavar="FILE", help="the CSV file to write; replaced whole")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file, readable by this user only, and say how much is in it."""
    from rapport.site.config.start import start

    start()
    from rapport.site.foundation import audit

    at = datetime.now(UTC)
    columns, table = _table(args.what, args.instrument, at)
    rows, shortlists = _write(columns, table, Path(args.out))
    if args.what == RESEARCH:
        _write(("column", "meaning"), _codebook(), Path(f"{args.out}.codebook.csv"))
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


def _table(what: str, instrument: str, at: datetime) -> tuple[tuple[str, ...], Iterator[dict[str, str]]]:
    from rapport.site.outcomes.queries import consultations, item_answers, policy_log, research

    if what == RESEARCH:
        return research.COLUMNS, research.research(at)
    if what == ITEM_ANSWERS:
        return item_answers.columns(instrument), item_answers.item_answers(instrument, at)
    if what == POLICY_LOG:
        return policy_log.COLUMNS, policy_log.policy_log(at)
    return consultations.COLUMNS, consultations.consultations(at)


def _codebook() -> Iterator[dict[str, str]]:
    from rapport.site.outcomes.queries.research import CODEBOOK

    return ({"column": name, "meaning": meaning} for name, meaning in CODEBOOK.items())


def _write(columns: tuple[str, ...], table: Iterator[dict[str, str]], file: Path) -> tuple[int, int]:
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
