"""A provider shows who they are, and a coordinator decides; nobody else can list them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from rapport.site.directory.actions.current import held, hold_revision, raise_revision, refresh, set_row
from rapport.site.directory.choices import VOUCHED, CaseState, Kind, Verdict, Vouched
from rapport.site.directory.models import Decision, Kept, Licence, Provider, VerificationCase
from rapport.site.directory.queries.roster import own_provider
from rapport.site.directory.queries.verification import is_taken, missing_in, open_case
from rapport.site.foundation import audit, outbox
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.outbox_models import Template
from rapport.site.people import account_actions
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account, AccountLink

EDITABLE = (CaseState.DRAFT, CaseState.ASKED)
OWN_ID = "own-"
OUTCOME = {
    Verdict.ACCEPT: CaseState.ACCEPTED,
    Verdict.ASK: CaseState.ASKED,
    Verdict.REFUSE: CaseState.REFUSED,
}


class Who(NamedTuple):
    """Who a provider says they are."""

    name: str
    kind: str
    npi: str = ""
    taxonomy: str = ""


class LicenceGiven(NamedTuple):
    """One licence as the provider gives it."""

    state: str
    number: str
    expires_on: date


class NotEditable(Exception):
    """The case is with the coordinator, or decided: the provider cannot change it."""


class Incomplete(Exception):
    """Something is missing without which there is nothing to decide: the names of the steps."""

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps


class NumberTaken(Exception):
    """Somebody else in the directory has this provider number."""


class HasProvider(Exception):
    """This account is somebody's already, or this provider has an account."""


def link_account(provider: Provider, account: Account, *, by: str, at: datetime) -> None:
    """From now on this account signs in as this provider; the service says so, nobody of themselves.

    Raises:
        HasProvider: see there.
    """
    with transaction.atomic():
        locked, _ = held(provider)
        if locked.account_id is not None or own_provider(account.pk) is not None:
            raise HasProvider
        locked.account = account
        locked.save(update_fields=["account"])
        audit.record(actor=by, verb="account_linked", subject=locked.pk, at=at)


def invite_as(provider: Provider, *, address: str, by: str, at: datetime) -> AccountLink:
    """Invite somebody who stands in the roster: whoever joins by this link signs in as them.

    Raises:
        HasProvider: this provider has an account, or this address is somebody else's.
        AlreadyJoined: somebody with this address can sign in already.
    """
    with transaction.atomic():
        hold_revision()
        link = account_actions.invite(address=address, kind=AccountKind.PROVIDER, by=by, at=at)
        # Invited again before they joined: the account is theirs already.
        if not Provider.objects.filter(pk=provider.pk, account=link.account_id).exists():
            link_account(provider, link.account, by=by, at=at)
    return link


def open_provider(account: Account, *, name: str, kind: Kind, at: datetime) -> Provider:
    """Someone new, by their own account: unverified, and so unlisted, with a case to fill in.

    Raises:
        HasProvider: this account is somebody's already.
    """
    row = {"provider_id": OWN_ID + new_id(), "name": name, "kind": kind.value}
    with transaction.atomic():
        hold_revision()
        if own_provider(account.pk) is not None:
            raise HasProvider
        provider = Provider(provider_id=row["provider_id"], account=account, changed_at=at)
        set_row(provider, row)
        provider.save(force_insert=True)
        cells = {"accepting": "yes", "capacity": "0"}
        refresh(provider, Kept.objects.create(provider=provider, cells=cells), at=at)
        VerificationCase.objects.create(provider=provider, name=name, kind=kind, opened_at=at)
        audit.record(actor=account.pk, verb="provider_opened", subject=provider.pk, at=at)
    return provider


def begin_case(provider: Provider, *, by: str, at: datetime) -> VerificationCase:
    """The provider's case that is open, or a new one that starts from what was accepted last."""
    with transaction.atomic():
        locked, _ = held(provider)
        found = open_case(locked)
        if found is not None:
            return found
        row, last = locked.row, locked.cases.filter(state=CaseState.ACCEPTED).order_by("decided_at").last()
        case = VerificationCase.objects.create(
            provider=locked,
            name=locked.name,
            kind=locked.kind,
            npi=locked.npi,
            taxonomy=row.get("taxonomy", ""),
            opened_at=at,
        )
        if last is not None:
            _put_licences(case, (LicenceGiven(e.state, e.number, e.expires_on) for e in last.licences.all()))
        audit.record(actor=by, verb="case_opened", subject=locked.pk, at=at)
    return case


def say_who(case: VerificationCase, who: Who, *, by: str, at: datetime) -> None:
    """The provider's name, kind, number and profession; a coach needs no licence, and has none.

    Raises:
        NumberTaken: see there.
    """
    with transaction.atomic():
        locked = _editable(case)
        if is_taken(who.npi, but=locked.provider_id):
            raise NumberTaken
        locked.name, locked.kind, locked.npi, locked.taxonomy = who
        locked.save(update_fields=["name", "kind", "npi", "taxonomy"])
        if locked.kind == Kind.COACH:
            locked.licences.all().delete()
        _changed(locked, by=by, at=at)


def say_licences(case: VerificationCase, licences: Iterable[LicenceGiven], *, by: str, at: datetime) -> None:
    """The provider's licences, one a state, in the place of those given before."""
    with transaction.atomic():
        locked = _editable(case)
        locked.licences.all().delete()
        _put_licences(locked, licences)
        _changed(locked, by=by, at=at)


def _changed(case: VerificationCase, *, by: str, at: datetime) -> None:
    """A case changed; somebody who is not verified yet sees it on their own page at once."""
    provider, kept = held(case.provider)
    if provider.vouched not in VOUCHED:
        _identify(provider, kept, case, at)
    audit.record(actor=by, verb="case_changed", subject=provider.pk, at=at)


def _put_licences(case: VerificationCase, licences: Iterable[LicenceGiven]) -> None:
    Licence.objects.bulk_create(Licence(case=case, **each._asdict()) for each in licences)


def _editable(case: VerificationCase) -> VerificationCase:
    held(case.provider)
    locked = VerificationCase.objects.select_for_update().get(pk=case.pk)
    if locked.state not in EDITABLE:
        raise NotEditable
    return locked


def submit(case: VerificationCase, *, by: str, at: datetime) -> None:
    """Hand the case to the coordinator.

    Raises:
        NotEditable: it is there already, or decided.
        Incomplete: a step is not done.
    """
    with transaction.atomic():
        locked = _editable(case)
        missing = missing_in(locked, at=at)
        if missing:
            raise Incomplete(missing)
        locked.state, locked.submitted_at = CaseState.SUBMITTED, at
        locked.save(update_fields=["state", "submitted_at"])
        audit.record(actor=by, verb="case_submitted", subject=locked.provider_id, at=at)


def decide(case: VerificationCase, *, verdict: Verdict, reason: str, by: str, at: datetime) -> None:
    """A coordinator's decision about a case that was handed in; kept with its reason, by whom and when.

    Accepted: the provider is listed as soon as their profile is whole. Refused: they are listed no more.

    Raises:
        NotEditable: the case is not with the coordinator.
        NumberTaken: it would be accepted, and somebody with its number was in the meantime.
    """
    with transaction.atomic():
        provider, kept = held(case.provider)
        locked = VerificationCase.objects.select_for_update().get(pk=case.pk)
        if locked.state != CaseState.SUBMITTED:
            raise NotEditable
        if verdict is Verdict.ACCEPT and is_taken(locked.npi, but=provider.pk):
            raise NumberTaken
        locked.state = OUTCOME[verdict]
        locked.decided_at = None if verdict is Verdict.ASK else at
        locked.save(update_fields=["state", "decided_at"])
        made = Decision.objects.create(case=locked, verdict=verdict, reason=reason, by=by, at=at)
        if provider.account_id is not None:
            # It says that there is news, and neither the verdict nor the reason.
            outbox.put(
                template=Template.REQUEST_ANSWERED,
                to=outbox.to_account(provider.account_id),
                key=f"verification:{locked.pk}:{made.pk}",
                due_at=at,
            )
        if verdict is Verdict.ACCEPT:
            _vouch(provider, kept, locked, at)
        elif verdict is Verdict.REFUSE:
            _unlist(provider, Vouched.REFUSED, at)
        audit.record(
            actor=by, verb="case_decided", subject=provider.pk, at=at, detail={"verdict": verdict.value}
        )


def _vouch(provider: Provider, kept: Kept, case: VerificationCase, at: datetime) -> None:
    provider.vouched = Vouched.DESK
    provider.save(update_fields=["vouched"])
    _identify(provider, kept, case, at)


def _identify(provider: Provider, kept: Kept, case: VerificationCase, at: datetime) -> None:
    said = {"name": case.name, "kind": case.kind, "npi": case.npi, "taxonomy": case.taxonomy}
    kept.cells |= {name: text for name, text in said.items() if text or name not in ("name", "kind")}
    kept.save(update_fields=["cells"])
    refresh(provider, kept, at=at)


def let_go(provider: Provider, *, by: str, at: datetime) -> None:
    """A provider has left: they are listed no more, and no roster brings them back."""
    with transaction.atomic():
        locked, _kept = held(provider)
        if locked.vouched != Vouched.LEFT:
            _unlist(locked, Vouched.LEFT, at)
            audit.record(actor=by, verb="provider_left", subject=locked.pk, at=at)


def _unlist(provider: Provider, vouched: Vouched, at: datetime) -> None:
    if provider.is_listed:
        raise_revision(at)
    provider.vouched, provider.is_listed, provider.changed_at = vouched, False, at
    provider.save(update_fields=["vouched", "is_listed", "changed_at"])
