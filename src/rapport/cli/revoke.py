"""`rapport revoke EMAIL`: an account ends, and every visit of it at once."""

import argparse
from datetime import UTC, datetime

from rapport.cli.disclose import OPERATOR
from rapport.cli.output import warn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport revoke`."""
    parser.add_argument("email", metavar="EMAIL", help="whose account")


def run(args: argparse.Namespace) -> int:
    """Revoke; 1 when nobody with this address was invited, or they were revoked before."""
    from rapport.cli.invite import checked
    from rapport.site.config.start import start_migrated

    start_migrated()
    from rapport.site.people import account_actions, account_queries

    account = account_queries.account_by_name(checked(args.email))
    if account is None or account.revoked_at is not None:
        warn("revoke", "expected the address of an account, found none that can be revoked")
        return 1
    account_actions.revoke(account, by=OPERATOR, at=datetime.now(UTC))
    print(f"revoked {account.pk}: signed out everywhere, links and password work no more")
    return 0
