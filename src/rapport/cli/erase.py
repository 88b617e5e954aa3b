"""`rapport erase CLIENT`: rows gone, key destroyed, the audit trail keeps a random id."""

import argparse
from datetime import UTC, datetime

from rapport.cli.disclose import OPERATOR, find, nobody


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport erase`."""
    parser.add_argument("client", metavar="CLIENT", help="the client's id (26 letters) or receipt code")


def run(args: argparse.Namespace) -> int:
    """Erase at once, without asking; 1 when there is no such client."""
    from rapport.site.config.start import start_migrated

    start_migrated()
    from rapport.site.people import actions

    client = find(args.client)
    if client is None:
        return nobody("erase")
    actions.erase_client(client, by=OPERATOR, at=datetime.now(UTC))
    print(f"erased {client.pk}: rows removed, key destroyed")
    return 0
