"""`rapport mails`: which failed for good and why; `again` sends them anew, `bounce` reads what came back."""

import argparse
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from rapport.cli.disclose import OPERATOR
from rapport.errors import BadInput, Problem

FAILED, AGAIN, BOUNCE = "failed", "again", "bounce"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport mails`."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=(FAILED, AGAIN, BOUNCE),
        default=FAILED,
        help="failed: count them by template and reason (the default); again: send them once more; bounce: "
        "read reports of newsletters that did not arrive",
    )
    parser.add_argument(
        "files", nargs="*", type=Path, help="bounce: mails, mbox files or Maildir folders with reports"
    )


def run(args: argparse.Namespace) -> int:
    """Counts alone: no recipient and no word of a mail is shown."""
    if bool(args.files) is not (args.what == BOUNCE):
        expected = "files to read" if args.what == BOUNCE else f"no files after {args.what}"
        arrived = f"{len(args.files)} of them" if args.files else "none"
        raise BadInput(Problem(file="files", expected=expected, arrived=arrived))
    from rapport.site.config.start import start_migrated

    start_migrated()
    {FAILED: _failed, AGAIN: _again, BOUNCE: _bounce}[args.what](args.files)
    return 0


def _failed(_: list[Path]) -> None:
    from rapport.site.foundation import outbox

    failed = outbox.failed()
    for each in failed:
        print(f"{each.count:>7,}  {each.template}  {each.error}")
    print(f"{sum(each.count for each in failed):>7,}  failed for good")


def _again(_: list[Path]) -> None:
    from rapport.site.foundation import outbox

    waiting = outbox.send_again(by=OPERATOR, at=datetime.now(UTC))
    print(f"{waiting:,} mails wait again; those that came too late stay failed")


def _bounce(files: list[Path]) -> None:
    """Read everything first: a file that cannot be read changes nothing."""
    from rapport.site.newsletter.actions.bounces import COUNTED, ERASED, UNKNOWN, note_report
    from rapport.site.newsletter.reports import read_reports

    mails = [report for file in files for report in read_reports(file)]
    done = Counter(note_report(each, at=datetime.now(UTC)) for each in mails if each is not None)
    print(f"{len(mails):>7,}  mails read")
    print(f"{done[ERASED]:>7,}  addresses erased")
    print(f"{done[COUNTED]:>7,}  failures counted")
    print(f"{done[UNKNOWN]:>7,}  about no mail of the newsletter that is known")
    print(f"{mails.count(None):>7,}  no reports of a failure")
