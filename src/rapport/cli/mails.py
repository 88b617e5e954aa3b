"""`rapport mails`: which mails failed for good and why; `rapport mails again` lets them be sent anew."""

import argparse
from datetime import UTC, datetime

from rapport.cli.disclose import OPERATOR


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport mails`."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=("failed", "again"),
        default="failed",
        help="failed: count them by template and reason (the default); again: send them once more",
    )


def run(args: argparse.Namespace) -> int:
    """Counts alone: no recipient and no word of a mail is shown."""
    from rapport.site.config.start import start

    start()
    from rapport.site.foundation import outbox

    if args.what == "again":
        waiting = outbox.send_again(by=OPERATOR, at=datetime.now(UTC))
        print(f"{waiting:,} mails wait again; those that came too late stay failed")
        return 0
    failed = outbox.failed()
    for each in failed:
        print(f"{each.count:>7,}  {each.template}  {each.error}")
    print(f"{sum(each.count for each in failed):>7,}  failed for good")
    return 0
