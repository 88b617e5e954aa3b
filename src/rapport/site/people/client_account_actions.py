"""A client's own account, if they wish one: a name that we make up and a password, or a passkey.

The name is drawn by us: a name that somebody chose would be taken or free, and that would tell who is here.
"""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from rapport.site.foundation import audit
from rapport.site.people import account_queries, receipts
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account, Client

WORDS_IN_NAME = 2
LOWEST, NUMBERS = 10, 90


def draw_name() -> str:
    """Two plain words and two figures: 94 million names, easily kept by heart or by a password manager."""
    words = [secrets.choice(receipts.words()) for _ in range(WORDS_IN_NAME)]
    return "-".join([*words, str(LOWEST + secrets.randbelow(NUMBERS))])


def set_password(client: Client, *, password: str, at: datetime) -> str:
    """A new name with this password, in place of an earlier one; the name is kept as a digest."""
    hashed = make_password(password)  # Slow on purpose: before anything is locked.
    while True:
        name = draw_name()
        try:
            with transaction.atomic():
                account = _account_of(client, at)
                account.sign_in_digest, account.password = account_queries.digest(name), hashed
                account.save(update_fields=["sign_in_digest", "password"])
                audit.record(actor=client.pk, verb="account_made", subject=client.pk, at=at)
        except IntegrityError:
            continue  # The one name in many millions that somebody has.
        return name


def for_passkeys(client: Client, *, at: datetime) -> Account:
    """The account that a client's passkeys belong to."""
    with transaction.atomic():
        return _account_of(client, at)


def _account_of(client: Client, at: datetime) -> Account:
    Client.objects.select_for_update().get(pk=client.pk)
    found = Account.objects.filter(holder=client).first()
    if found is not None:
        return found
    account = Account(kind=AccountKind.CLIENT, holder=client, created_at=at, joined_at=at)
    account.set_unusable_password()
    account.save(force_insert=True)
    return account


def remove(client: Client, *, at: datetime) -> None:
    """No account any more: name, password and passkeys are gone, the receipt code stays."""
    with transaction.atomic():
        if Account.objects.filter(holder=client).delete()[0]:
            audit.record(actor=client.pk, verb="account_removed", subject=client.pk, at=at)
