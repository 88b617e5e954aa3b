"""`rapport invite EMAIL --as KIND`: an account by invitation; prints the link, which works once."""

import argparse
from datetime import UTC, datetime
from typing import Any

from rapport.cli.disclose import OPERATOR
from rapport.cli.output import warn
from rapport.errors import BadInput, Problem, quoted

KINDS = ("coordinator", "researcher", "provider")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport invite`."""
    parser.add_argument("email", metavar="EMAIL", help="whom")
    parser.add_argument("--as", dest="kind", choices=KINDS, required=True, help="as what")
    parser.add_argument(
        "--provider", metavar="PROVIDER_ID", help="who they are in the roster (with --as provider)"
    )


def run(args: argparse.Namespace) -> int:
    """Invite, and print the link; 1 when the address, or the provider, has an account already."""
    from rapport.site.config.start import start_migrated

    start_migrated()
    from django.conf import settings

    from rapport.site.directory.actions.verification import HasProvider
    from rapport.site.people import account_actions, account_queries, mails

    try:
        link = _invited(checked(args.email), args.kind, args.provider)
    except account_actions.AlreadyJoined:
        warn("invite", "expected an address that is not in use, found one whose holder can sign in")
        return 1
    except HasProvider:
        warn("invite", "expected a provider without an account, found one who has one")
        return 1
    token = account_queries.token_of(link)
    print(f"{settings.SITE_ADDRESS}{mails.JOIN}{token}/")
    print(f"It works once, until {link.expires_at:%Y-%m-%d %H:%M} UTC. A mail with it is on its way too.")
    return 0


def _invited(address: str, kind: str, provider_id: str | None) -> Any:
    """The link: to an account of its own, or of a provider of the roster."""
    from rapport.site.directory.actions.verification import invite_as
    from rapport.site.directory.models import Provider
    from rapport.site.people import account_actions
    from rapport.site.people.choices import AccountKind

    at = datetime.now(UTC)
    if provider_id is None:
        return account_actions.invite(address=address, kind=AccountKind(kind), by=OPERATOR, at=at)
    provider = Provider.objects.filter(provider_id=provider_id).first()
    if kind != AccountKind.PROVIDER or provider is None:
        expected = "--as provider" if kind != AccountKind.PROVIDER else "the id of a provider in the roster"
        arrived = kind if kind != AccountKind.PROVIDER else quoted(provider_id)
        raise BadInput(Problem(expected=expected, arrived=arrived, file="--provider"))
    return invite_as(provider, address=address, by=OPERATOR, at=at)


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
