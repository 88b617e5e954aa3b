"""Accounts, found by what somebody types or by their visit."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.db.models import QuerySet

from rapport.site.foundation import keys
from rapport.site.foundation.paging import Mark, Page, page_of
from rapport.site.people.choices import AccountKind
from rapport.site.people.factor_queries import passkeys, with_second_factor
from rapport.site.people.models import Account, AccountLink, Client

LINKS = signing.Signer(salt="rapport.people.link")
LONGEST_NAME = 254


@dataclass(frozen=True)
class Desk:
    """The desk's first page, as one thing to ask the policy about."""


@dataclass(frozen=True)
class Staff:
    """Everybody who was ever invited, as one thing to ask the policy about."""


@dataclass(frozen=True)
class FailedMails:
    """Mails that failed for good, as one thing to ask the policy about."""


def normalised(name: str) -> str:
    """An address or a sign-in name, however it was typed."""
    plain = unicodedata.normalize("NFKC", name[:LONGEST_NAME].strip()).casefold()
    return plain if "@" in plain else "-".join(re.findall(r"[a-z0-9]+", plain))


def digest(name: str) -> str:
    """What the database holds in place of an address or a sign-in name."""
    return keys.digest(keys.ring().sign_in_pepper, normalised(name))


def account_by_name(name: str) -> Account | None:
    """Whose address or sign-in name this is, active or not; one look-up of a keyed digest."""
    return with_second_factor().filter(sign_in_digest=digest(name)).first()


def may_come_in(account: Account | None, *, at: datetime) -> bool:
    """Whether somebody may sign in at this time; a client whose time to be kept has passed may not."""
    if account is None or not account.is_active:
        return False
    return account.holder is None or account.holder.expires_at > at


def account_by_id(account_id: str) -> Account | None:
    """An account that may sign in now; `None` when revoked, not yet joined or gone. One query."""
    found = with_second_factor().filter(pk=account_id).first()
    return found if found is not None and found.is_active else None


def token_of(link: AccountLink) -> str:
    """What stands in the address of a link: its random id, signed."""
    return LINKS.sign(link.pk)


def link_by_token(token: str, *, at: datetime, lock: bool = False) -> AccountLink | None:
    """The link of a token with its account; `None` when it was never given out, was used or is over."""
    try:
        link_id = LINKS.unsign(token)
    except signing.BadSignature:
        return None
    rows = open_links(at).select_related("account")
    rows = rows.select_for_update() if lock else rows
    return rows.filter(pk=link_id).first()


def open_links(at: datetime) -> "QuerySet[AccountLink]":
    """Links that work at this time."""
    return AccountLink.objects.filter(used_at__isnull=True, expires_at__gt=at)


def staff(mark: Mark, *, address: str = "", kind: str = "") -> Page[Account]:
    """A page of everybody who was ever invited, newest first, their keys at hand; of an address, of a kind.

    Addresses are sealed: only a whole one can be looked up.
    """
    rows = with_second_factor().exclude(kind=AccountKind.CLIENT)
    rows = rows.filter(sign_in_digest=digest(address)) if address else rows
    rows = rows.filter(kind=kind) if kind else rows
    return page_of(rows, mark, key="created_at", falls=True)


def account_of(client: Client) -> Account | None:
    """A client's own account, if they made one."""
    return Account.objects.filter(holder=client).first()


def invited(account_id: str) -> Account | None:
    """Somebody who was invited, whatever became of them; no client."""
    return with_second_factor().exclude(kind=AccountKind.CLIENT).filter(pk=account_id).first()


def held_about(client: Client) -> dict[str, object] | None:
    """What is held of a client's account: no name, since it is not known here; which passkeys."""
    account = account_of(client)
    if account is None:
        return None
    keys_held = [
        {"name": each.wrap().name, "added_at": each.created_at.isoformat()} for each in passkeys(account)
    ]
    made_at = account.created_at.isoformat()
    return {"made_at": made_at, "has_password": account.sign_in_digest is not None, "passkeys": keys_held}
