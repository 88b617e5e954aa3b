"""Coming in with an account: every try is counted and noted, and unknown names look like wrong passwords."""

from datetime import datetime

from django.db import transaction

from rapport.site.foundation import audit, keys, limits
from rapport.site.foundation.limits import Limit
from rapport.site.people import account_actions, account_queries, factor_actions
from rapport.site.people.choices import AccountKind, LinkPurpose
from rapport.site.people.models import Account, AccountLink
from rapport.site.people.sign_in import is_right

# One account is guessed at from many places: more tries than anyone needs, fewer than a guesser does.
NAME_TRIES = Limit("sign-in-name", allowed=20, seconds=900)
CODE_TRIES = Limit("second-factor", allowed=10, seconds=900)
RESETS_ASKED = Limit("reset", allowed=5, seconds=3600)
NOBODY = "nobody"


def try_password(*, name: str, password: str, visitor: str, at: datetime) -> Account | None:
    """Whose name and password these are; `TooManyTries` when it was tried too often, by whom or at whom."""
    _count(name, visitor, at)
    account = account_queries.account_by_name(name)
    if is_right(account, password) and account_queries.may_come_in(account, at=at):
        return account
    _note(account, "sign_in_refused", at=at)
    return None


def _count(name: str, visitor: str, at: datetime) -> None:
    limits.take(limits.SIGN_IN_TRIES, who=visitor, at=at)
    limits.take(NAME_TRIES, who=_counted_as(account_queries.digest(name)), at=at)


def _counted_as(what: str) -> str:
    """An account or a name as limits count it: they hold digests only."""
    return keys.digest(keys.ring().limits, what)


def prove(account: Account, *, password: str, at: datetime) -> bool:
    """Whether somebody signed in knows their password."""
    limits.take(NAME_TRIES, who=_counted_as(account.pk), at=at)
    if is_right(account, password):
        return True
    _note(account, "sign_in_refused", at=at)
    return False


def try_code(account: Account, code: str, *, at: datetime) -> bool:
    """Whether this is their code, or one of their recovery codes; counted for the account."""
    limits.take(CODE_TRIES, who=_counted_as(account.pk), at=at)
    if factor_actions.passes(account, code, at=at):
        return True
    _note(account, "sign_in_refused", at=at)
    return False


def note_signed_in(account: Account, *, at: datetime) -> None:
    """Somebody came in."""
    _note(account, "signed_in", at=at)


def ask_for_reset(*, address: str, visitor: str, at: datetime) -> AccountLink | None:
    """Send a link to a new password, if somebody has this address; nobody is told whether.

    For an address that nobody has, the same statements run and are undone: whoever times it learns nothing.
    """
    limits.take(RESETS_ASKED, who=visitor, at=at)
    limits.take(RESETS_ASKED, who=_counted_as(account_queries.digest(address)), at=at)
    account = account_queries.account_by_name(address)
    has_one = account is not None and not account.is_client and account.is_active
    someone = account if account is not None and has_one else Account(kind=AccountKind.PROVIDER)
    with transaction.atomic():
        before = transaction.savepoint()
        link = account_actions.send_link(someone, LinkPurpose.RESET, by=someone.pk, at=at)
        (transaction.savepoint_commit if has_one else transaction.savepoint_rollback)(before)
        _note(account if has_one else None, "reset_asked", at=at)
    return link if has_one else None


def _note(account: Account | None, verb: str, *, at: datetime) -> None:
    """Staff by their account, clients by their record, an unknown name by nothing."""
    subject = NOBODY if account is None else account.holder_id or account.pk
    audit.record(actor=subject, verb=verb, subject=subject, at=at)
