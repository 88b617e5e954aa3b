"""Second factors: codes from an app, recovery codes, passkeys.

allauth keeps and checks them; each change is one transaction here, with its note.
"""

import secrets
from datetime import datetime
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from rapport.site.foundation import audit
from rapport.site.people import factor_queries, notices
from rapport.site.people.models import Account

# A phone's clock may be half a minute off (RFC 6238, 5.2).
TOLERANCE = (0, -1, 1)
LAST_COUNTER = "last_counter"
KIND = Authenticator.Type


class LastFactor(Exception):
    """The last second factor of somebody who needs one stays until there is another."""


def counter_of(secret: str, code: str, *, at: datetime) -> int | None:
    """The half minute that a code is for; `None` when it is wrong or too old."""
    typed = "".join(code.split())
    now = int(at.timestamp()) // app_settings.TOTP_PERIOD
    for counter in (now + step for step in TOLERANCE):
        right = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if secrets.compare_digest(right.encode(), typed.encode()):
            return counter
    return None


def set_up_codes(account: Account, *, secret: str, counter: int, at: datetime) -> None:
    """Codes from an app are the second factor from now on; the code just typed works no second time."""
    with transaction.atomic():
        _locked(account)
        is_first = _has_none(account)
        Authenticator.objects.filter(user=account, type=KIND.TOTP).delete()
        made = totp.TOTP.activate(account, secret).instance
        made.data[LAST_COUNTER] = counter
        made.save(update_fields=["data"])
        RecoveryCodes.activate(account)
        _note(account, "second_factor_set", at=at, kind="codes", is_first=is_first)


def passes(account: Account, code: str, *, at: datetime) -> bool:
    """Whether this is their code of this half minute, or one of their recovery codes; each works once."""
    with transaction.atomic():
        _locked(account)
        if _is_fresh_code(account, code, at=at):
            return True
        spare = factor_queries.authenticator(account, KIND.RECOVERY_CODES)
        if spare is None or not spare.wrap().validate_code("".join(code.split())):
            return False
        _note(account, "recovery_code_used", at=at)
    return True


def _is_fresh_code(account: Account, code: str, *, at: datetime) -> bool:
    app = factor_queries.authenticator(account, KIND.TOTP, lock=True)
    if app is None:
        return False
    counter = counter_of(decrypt(app.data["secret"]), code, at=at)
    if counter is None or counter <= app.data.get(LAST_COUNTER, 0):
        return False
    app.data[LAST_COUNTER] = counter
    app.last_used_at = at
    app.save(update_fields=["data", "last_used_at"])
    return True


def renew_recovery_codes(account: Account, *, at: datetime) -> None:
    """Ten new ones; the old ones work no more."""
    with transaction.atomic():
        _locked(account)
        Authenticator.objects.filter(user=account, type=KIND.RECOVERY_CODES).delete()
        RecoveryCodes.activate(account)
        _note(account, "recovery_codes_made", at=at)


def add_passkey(account: Account, *, name: str, credential: dict[str, Any], at: datetime) -> None:
    """One passkey more; the first second factor brings recovery codes with it."""
    with transaction.atomic():
        _locked(account)
        is_first = _has_none(account)
        WebAuthn.add(account, name, credential)
        if not account.is_client:
            RecoveryCodes.activate(account)
        _note(account, "second_factor_set", at=at, kind="passkey", is_first=is_first)


def remove_passkey(account: Account, passkey_id: int, *, at: datetime) -> bool:
    """Remove one of their passkeys; False when there is none of that id, `LastFactor` when it must stay."""
    with transaction.atomic():
        _locked(account)
        found = Authenticator.objects.filter(user=account, type=KIND.WEBAUTHN, pk=passkey_id).first()
        if found is None:
            return False
        left = Authenticator.objects.filter(user=account, type__in=factor_queries.SECOND).exclude(pk=found.pk)
        if not left.exists() and (not account.is_client or account.sign_in_digest is None):
            raise LastFactor
        found.delete()
        _note(account, "second_factor_removed", at=at, kind="passkey")
    return True


def _locked(account: Account) -> Account:
    """Changes of one account wait for each other; on SQLite the transaction itself is the lock."""
    return Account.objects.select_for_update().get(pk=account.pk)


def _has_none(account: Account) -> bool:
    return not Authenticator.objects.filter(user=account, type__in=factor_queries.SECOND).exists()


def _note(account: Account, verb: str, *, at: datetime, kind: str = "", is_first: bool = False) -> None:
    """On the trail, and by mail to the owner; the first factor belongs to joining and changes nothing."""
    if not is_first:
        notices.tell_of_change(account, verb, at=at)
    subject = account.holder_id or account.pk
    audit.record(actor=subject, verb=verb, subject=subject, at=at, detail={"kind": kind} if kind else None)
