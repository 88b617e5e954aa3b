"""`rapport invite EMAIL --as KIND`: an account by invitation; prints the link, which works once."""

import argparse
from datetime import UTC, datetime

from rapport.cli.disclose import OPERATOR
from rapport.cli.output import warn
from rapport.errors import BadInput, Problem, quoted

KINDS = ("coordinator", "researcher", "provider")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport invite`."""
    parser.add_argument("email", metavar="EMAIL", help="whom")
    parser.add_argument("--as", dest="kind", choices=KINDS, required=True, help="as what")


def run(args: argparse.Namespace) -> int:
    """Invite, and print the link; 1 when somebody with this address can sign in already."""
    from rapport.site.config.start import start

    start()
    from django.conf import settings

    from rapport.site.people import account_actions, account_queries, mails
    from rapport.site.people.choices import AccountKind

    address = checked(args.email)
    try:
        link = account_actions.invite(
            address=address, kind=AccountKind(args.kind), by=OPERATOR, at=datetime.now(UTC)
        )
    except account_actions.AlreadyJoined:
        warn("invite", "expected an address that is not in use, found one whose holder can sign in")
        return 1
    token = account_queries.token_of(link)
    print(f"{settings.SITE_ADDRESS}{mails.JOIN}{token}/")
    print(f"It works once, until {link.expires_at:%Y-%m-%d %H:%M} UTC. A mail with it is on its way too.")
    return 0


def checked(address: str) -> str:
    """An e-mail address; bad input when it is none."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(address)
    except ValidationError:
        problem = Problem(expected="an e-mail address", arrived=quoted(address), file="EMAIL")
        raise BadInput(problem) from None
    return address
