"""What happens to accounts: people are invited, join, set a new password, and are revoked.

There is no open sign-up for staff and providers: a link that works once comes before every account.
"""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from rapport.site.foundation import audit, outbox
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.outbox_models import Template
from rapport.site.people import account_queries, notices
from rapport.site.people.choices import INVITED, AccountKind, LinkPurpose
from rapport.site.people.models import Account, AccountLink, Session

LINK_LASTS = {LinkPurpose.INVITATION: timedelta(days=7), LinkPurpose.RESET: timedelta(hours=2)}
MAILS = {LinkPurpose.INVITATION: Template.INVITATION, LinkPurpose.RESET: Template.PASSWORD_RESET}


class AlreadyJoined(Exception):
    """This address belongs to somebody who can sign in already."""


class LinkSpent(Exception):
    """A link that was used, has expired or never was: all three look alike."""


def invite(*, address: str, kind: AccountKind, by: str, at: datetime) -> AccountLink:
    """A link to join with; an earlier one to this address stops working, a revoked account begins anew."""
    if kind not in INVITED:
        raise ValueError(f"expected one of {', '.join(INVITED)}, got {kind}")
    with transaction.atomic():
        account = _locked_by_address(address) or _opened(address, kind, at)
        if account.is_active:
            raise AlreadyJoined
        account.kind, account.joined_at, account.revoked_at = kind, None, None
        account.set_unusable_password()
        account.save()
        Authenticator.objects.filter(user=account).delete()
        link = _new_link(account, LinkPurpose.INVITATION, at=at)
        audit.record(actor=by, verb="invited", subject=account.pk, at=at, detail={"kind": kind})
    return link


def _locked_by_address(address: str) -> Account | None:
    digest = account_queries.digest(address)
    return Account.objects.select_for_update().filter(sign_in_digest=digest).first()


def _opened(address: str, kind: AccountKind, at: datetime) -> Account:
    """A new account; whoever was invited twice at once has one."""
    try:
        with transaction.atomic():
            account = Account(kind=kind, key=DataKey.make(), created_at=at)
            account.sign_in_digest = account_queries.digest(address)
            account.seal("address", account_queries.normalised(address))
            account.save(force_insert=True)
            return account
    except IntegrityError:
        found = _locked_by_address(address)
        if found is None:
            raise
        return found


def send_link(account: Account, purpose: LinkPurpose, *, by: str, at: datetime) -> AccountLink:
    """A link to join or to set a new password with, and the mail that brings it."""
    with transaction.atomic():
        Account.objects.select_for_update().filter(pk=account.pk).first()
        link = _new_link(account, purpose, at=at)
        audit.record(actor=by, verb=f"{purpose}_sent", subject=account.pk, at=at)
    return link


def _new_link(account: Account, purpose: LinkPurpose, *, at: datetime) -> AccountLink:
    account.links.filter(used_at__isnull=True).update(used_at=at)
    expires = at + LINK_LASTS[purpose]
    link = AccountLink.objects.create(account=account, purpose=purpose, made_at=at, expires_at=expires)
    to = outbox.to_account(account.pk)
    key = f"account-link:{link.pk}"
    outbox.put(template=MAILS[purpose], to=to, key=key, due_at=at, not_after=expires, about=link.pk)
    return link


def follow_link(token: str, *, password: str, at: datetime) -> Account:
    """Join, or set a new password; the link works no more, and other visits of the account end."""
    hashed = make_password(password)  # Slow on purpose: before anything is locked.
    with transaction.atomic():
        link = account_queries.link_by_token(token, at=at, lock=True)
        if link is None:
            raise LinkSpent
        account = link.account
        link.used_at, account.password = at, hashed
        if link.purpose == LinkPurpose.INVITATION:
            account.joined_at = at
        link.save(update_fields=["used_at"])
        account.save(update_fields=["password", "joined_at"])
        Session.objects.filter(account_id=account.pk).delete()
        verb = "joined" if link.purpose == LinkPurpose.INVITATION else "password_set"
        if link.purpose == LinkPurpose.RESET:
            notices.tell_of_change(account, verb, at=at)
        audit.record(actor=account.pk, verb=verb, subject=account.pk, at=at)
    return account


def change_password(account: Account, *, password: str, visit: str, at: datetime) -> None:
    """Another password; every visit but the one in which it was changed ends."""
    account.set_password(password)
    with transaction.atomic():
        account.save(update_fields=["password"])
        account.links.filter(used_at__isnull=True).update(used_at=at)
        Session.objects.filter(account_id=account.pk).exclude(session_key=visit).delete()
        notices.tell_of_change(account, "password_set", at=at)
        audit.record(actor=account.pk, verb="password_set", subject=account.pk, at=at)


def revoke(account: Account, *, by: str, at: datetime) -> None:
    """They can do nothing any more, from the next request on: visits end, links and invitations too."""
    with transaction.atomic():
        locked = Account.objects.select_for_update().get(pk=account.pk)
        if locked.revoked_at is not None:
            return
        locked.revoked_at = at
        locked.save(update_fields=["revoked_at"])
        locked.links.filter(used_at__isnull=True).update(used_at=at)
        Session.objects.filter(account_id=locked.pk).delete()
        audit.record(actor=by, verb="revoked", subject=locked.pk, at=at)
