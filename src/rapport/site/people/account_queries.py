"""Accounts, found by what somebody types or by their visit."""

import unicodedata
from datetime import datetime

from django.core import signing

from rapport.site.foundation import keys
from rapport.site.people.models import Account, AccountLink

LINKS = signing.Signer(salt="rapport.people.link")
LONGEST_NAME = 254


def normalised(name: str) -> str:
    """An address or a sign-in name, whatever its case and the way its accents are written."""
    return unicodedata.normalize("NFKC", name[:LONGEST_NAME].strip()).casefold()


def digest(name: str) -> str:
    """What the database holds in place of an address or a sign-in name."""
    return keys.digest(keys.ring().sign_in_pepper, normalised(name))


def account_by_name(name: str) -> Account | None:
    """Whose address or sign-in name this is, active or not; one look-up of a keyed digest."""
    return Account.objects.select_related("key").filter(sign_in_digest=digest(name)).first()


def account_by_id(account_id: str) -> Account | None:
    """An account that may sign in now; `None` when revoked, not yet joined or gone."""
    found = Account.objects.filter(pk=account_id).first()
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
    rows = AccountLink.objects.select_related("account")
    rows = rows.select_for_update() if lock else rows
    return rows.filter(pk=link_id, used_at__isnull=True, expires_at__gt=at).first()
