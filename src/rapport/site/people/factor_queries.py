"""What an account has besides its password."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from rapport.site.people.models import Account

# Recovery codes alone are none: they are for the day on which the real one is lost.
SECOND = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def with_second_factor() -> "QuerySet[Account]":
    """Accounts that say of themselves, in `has_second_factor`, whether they have one."""
    theirs = Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND)
    return Account.objects.select_related("key", "holder__key").annotate(has_second_factor=Exists(theirs))


def authenticator(account: Account, kind: Authenticator.Type, *, lock: bool = False) -> Authenticator | None:
    """Their one authenticator of a kind: codes or recovery codes."""
    rows = Authenticator.objects.filter(user=account, type=kind)
    return (rows.select_for_update() if lock else rows).first()


def passkeys(account: Account) -> list[Authenticator]:
    """Their passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def next_passkey_name(account: Account) -> str:
    """What a passkey is called that was given no name."""
    return _("Passkey %(number)s") % {"number": len(passkeys(account)) + 1}


def recovery_codes(account: Account) -> list[str]:
    """Recovery codes that were not used yet."""
    found = authenticator(account, Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = found.wrap().get_unused_codes() if found is not None else []
    return codes
