"""Accounts of the demo practice: a provider, two coordinators, a researcher, their secrets drawn here.

The secrets are of this installation alone and stand in a file that only its operator can read, and only where
RAPPORT_DEMO is 1: a demo that was left open to others has no password that everybody knows. Elsewhere they
are forgotten, and nobody can sign in as them.
"""

import json
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Final

FILE: Final = "demo-accounts.json"
# A second coordinator: whoever asks to open a record cannot be the one who agrees.
COLLEAGUE: Final = "colleague"
KINDS: Final = {
    "provider": "provider",
    "coordinator": "coordinator",
    COLLEAGUE: "coordinator",
    "researcher": "researcher",
}
PASSWORD_BYTES: Final = 12


def prepare(*, provider: str, at: datetime) -> None:
    """Make the accounts, once; `provider` is the id of whom one of them signs in as."""
    if not _file().exists():
        keep(make(provider=provider, at=at))


def make(*, provider: str, at: datetime) -> list[dict[str, str]]:
    """One account of each kind, and how to sign in with it."""
    return [_made(name, provider, at) for name in KINDS]


def keep(made: list[dict[str, str]]) -> None:
    """Write down how to sign in."""
    file = _file()
    file.touch(mode=0o600)
    file.write_text(json.dumps(made), encoding="ascii")


def _made(name: str, provider: str, at: datetime) -> dict[str, str]:
    from allauth.mfa.totp.internal.auth import generate_totp_secret

    from rapport.site.directory.actions.verification import link_account
    from rapport.site.directory.models import Provider
    from rapport.site.people import account_actions, account_queries, factor_actions
    from rapport.site.people.choices import AccountKind

    told = {
        "kind": KINDS[name],
        "address": f"{name}@demo.example",
        "password": secrets.token_urlsafe(PASSWORD_BYTES),
        "secret": generate_totp_secret(),
    }
    link = account_actions.invite(address=told["address"], kind=AccountKind(told["kind"]), by="demo", at=at)
    token = account_queries.token_of(link)
    account = account_actions.follow_link(token, password=told["password"], at=at)
    factor_actions.set_up_codes(account, secret=told["secret"], counter=0, at=at)
    if name == "provider":
        free = Provider.objects.filter(account__isnull=True)
        host = free.filter(pk=provider).first() or free.order_by("provider_id").first()
        if host is not None:
            link_account(host, account, by="demo", at=at)
    return told


def sign_ins(*, at: datetime) -> list[str]:
    """How to sign in as them; the code is of this half minute, `rapport demo --sign-ins` prints another."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    file = _file()
    if not file.exists():
        return []
    counter = int(at.timestamp()) // 30
    lines = ["Demo accounts, at /sign-in/ (code now; `./run demo --sign-ins` prints the next one):"]
    for told in _read(file):
        code = format_hotp_value(hotp_value(told["secret"], counter))
        lines.append(
            f"  {told['address']}  password {told['password']}  code {code}  secret {told['secret']}"
        )
    return lines


def _read(file: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(file.read_text(encoding="ascii"))
    return told


def _file() -> Path:
    from django.conf import settings

    return Path(settings.ENVIRONMENT.data) / FILE
