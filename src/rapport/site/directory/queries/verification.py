"""What is known of who a provider is: their case, what the registry says beside it, licences that run out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from rapport.matching import npi
from rapport.site.directory.choices import VOUCHED, CaseState, Kind, Source
from rapport.site.directory.models import Decision, Licence, Provider, RegistryRecord, VerificationCase
from rapport.site.directory.models.verification import OPEN
from rapport.site.directory.names import name_words
from rapport.site.directory.queries.roster import profession_of, roster_snapshot

# Time enough for a state board to renew a licence, and for us to look at it.
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
EXPIRES_SOON: Final = timedelta(days=60)
MOST_SHOWN: Final = 50


def open_case(provider: Provider) -> VerificationCase | None:
    """The provider's case that is not decided. One query."""
    return VerificationCase.objects.filter(provider=provider, state__in=OPEN).first()


def case_with_id(case_id: str) -> VerificationCase | None:
    """A case with its provider; ask the policy before showing it. One query."""
    return VerificationCase.objects.select_related("provider").filter(pk=case_id).first()


def is_number(text: str) -> bool:
    """Whether this is a National Provider Identifier with a right check digit."""
    return npi.is_valid(text)


def missing_in(case: VerificationCase, *, at: datetime) -> tuple[str, ...]:
    """The steps of a case that are not done: `who`, `number`, `licences`. One query for a therapist."""
    missing = [] if case.name and case.kind else ["who"]
    if case.kind == Kind.THERAPIST:
        missing += [] if is_number(case.npi) and case.taxonomy else ["number"]
        licences = list(case.licences.all())
        is_done = bool(licences) and all(each.expires_on >= at.date() for each in licences)
        missing += [] if is_done else ["licences"]
    return tuple(missing)


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing a provider said, and what the registry has in its place; `agrees` is None where it has none.

    `what` is `number`, `name`, `profession`, or the code of a licence's state.
    """

    what: str
    given: str
    registry: str
    agrees: bool | None


def compared(case: VerificationCase) -> list[Compared]:
    """A therapist's case beside the registry's row of the same number; a coach is in none. Two queries.

    The registry holds no expiry dates and no discipline: it says nothing about those.
    """
    if case.kind != Kind.THERAPIST or not case.npi:
        return []
    record = RegistryRecord.objects.filter(registry_id=case.npi, source=Source.REGISTRY).first()
    licences = list(case.licences.order_by("state"))
    if record is None:
        return [Compared("number", case.npi, "", None)]
    is_active = record.deactivated_on is None
    number = Compared("number", case.npi, case.npi if is_active else "", is_active)
    return [number, _name(case, record), _profession(case, record), *(_licence(e, record) for e in licences)]


def _name(case: VerificationCase, record: RegistryRecord) -> Compared:
    known = set(name_words(case.name))
    first, last = name_words(record.first_name), name_words(record.last_name)
    agrees = known.issuperset(last) and (not first or bool(known.intersection(first)))
    return Compared("name", case.name, f"{record.first_name} {record.last_name}".strip(), agrees)


def _profession(case: VerificationCase, record: RegistryRecord) -> Compared:
    names = ", ".join(profession_of(code) or code for code in record.taxonomies)
    return Compared("profession", profession_of(case.taxonomy), names, case.taxonomy in record.taxonomies)


def _licence(licence: Licence, record: RegistryRecord) -> Compared:
    there = [number for state, number in record.licences if state == licence.state]
    agrees = _bare(licence.number) in map(_bare, there) if there else None
    return Compared(licence.state, licence.number, ", ".join(there), agrees)


def _bare(number: str) -> str:
    """A licence number without what people write around it: `PSY-123` is `psy 00123`."""
    return _LEADING_ZEROS.sub("", "".join(c for c in number.casefold() if c.isalnum()))


def namesakes(case: VerificationCase) -> list[Provider]:
    """Others in the directory with the same provider number. One query where a number was given."""
    if not case.npi:
        return []
    return list(Provider.objects.filter(npi=case.npi).exclude(pk=case.provider_id).order_by("name"))


def is_taken(number: str, *, but: str) -> bool:
    """Whether a provider number is that of somebody in the directory, other than the provider `but`.

    Of somebody on whose word nobody relies yet it says nothing: whoever typed it first would lock others out.
    One query where a number is given.
    """
    others = Provider.objects.filter(npi=number, vouched__in=VOUCHED).exclude(pk=but)
    return bool(number) and others.exists()


@dataclass(frozen=True, slots=True)
class Expiring:
    """A listed therapist whose licence runs out soon, or has."""

    name: str
    expires_on: date
    is_over: bool


@dataclass(frozen=True, slots=True)
class VerificationQueue:
    """What waits at the desk: cases handed in, cases asked about, licences that run out and how many."""

    waiting: list[VerificationCase]
    asked: list[VerificationCase]
    expiring: list[Expiring]
    expiring_count: int


def verification_queue(*, at: datetime) -> VerificationQueue:
    """The longest waiting first, at most fifty of each. Three queries."""
    count, soon = _expiring(at.date())
    return VerificationQueue(_cases(CaseState.SUBMITTED), _cases(CaseState.ASKED), soon, count)


def _cases(state: CaseState) -> list[VerificationCase]:
    found = VerificationCase.objects.filter(state=state).select_related("provider")
    return list(found.order_by("submitted_at")[:MOST_SHOWN])


def _expiring(today: date) -> tuple[int, list[Expiring]]:
    """From the roster as last read: one small query, however many are listed."""
    roster = roster_snapshot()
    column, kinds, names = (roster.columns[name] for name in ("licence_expires", "kind", "name"))
    last = today + EXPIRES_SOON
    soon = column.where(lambda day: day is not None and day <= last) & kinds.where(Kind.THERAPIST.__eq__)
    found = sorted((column[place], names[place]) for place in soon.nonzero()[0].tolist())
    return len(found), [Expiring(name, day, day < today) for day, name in found[:MOST_SHOWN]]


def expires_soon(provider: Provider, *, at: datetime) -> date | None:
    """When the provider's licence runs out, where that is within sixty days; no query."""
    text = provider.row.get("licence_expires", "")
    expires = date.fromisoformat(text) if text else None
    return expires if expires is not None and expires <= at.date() + EXPIRES_SOON else None


def licences_of(case: VerificationCase | None) -> list[Licence]:
    """The licences of a case, by state. One query."""
    return list(Licence.objects.filter(case=case).order_by("state")) if case is not None else []


def decisions_of(provider: Provider) -> list[Decision]:
    """What coordinators decided about a provider, the newest first. One query."""
    found = Decision.objects.filter(case__provider=provider).select_related("case")
    return list(found.order_by("-at")[:MOST_SHOWN])


def last_accepted(provider: Provider) -> VerificationCase | None:
    """The case on which the provider is verified, where there is one. One query."""
    found = VerificationCase.objects.filter(provider=provider, state=CaseState.ACCEPTED)
    return found.order_by("decided_at").last()
