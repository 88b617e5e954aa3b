"""Clients who look for somebody and have not found them yet, as the desk knows them: dates and counts."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from rapport.site.consultations.booking_models import EPOCH, HALF_HOUR
from rapport.site.consultations.choices import BookingState, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.foundation import consent
from rapport.site.foundation.paging import Mark, Page, page_of
from rapport.site.intake.models import Intake
from rapport.site.matches.models import SLATE, Match, Shortlist
from rapport.site.people.case_queries import SHARE_CASE, assigned
from rapport.site.people.models import Assignment

# Ours: past this, somebody who was offered three and has no conversation ahead is worth a thought.
LONG: Final = timedelta(days=7)
# Beyond so many nobody needs to know how many more wait.
MOST_COUNTED: Final = 1_000
# An answer is due within a day: time to ask the provider.
NEAR: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One client without a course and without a conversation ahead; nothing of what they said.

    `case` is the id of their case, `standing` how many of their three stand, `asked` how many requests wait
    and `due_at` until when the first is to be answered. `is_unsafe` is known to the coordinator who looks
    after them and whom they let see it, and to nobody else.
    """

    client: str
    case: str
    since: datetime
    standing: int
    asked: int
    due_at: datetime | None
    assigned_to: str
    is_unsafe: bool

    @property
    def is_short(self) -> bool:
        """Whether fewer than three stand."""
        return self.standing < SLATE

    def is_due(self, at: datetime) -> bool:
        """Whether an answer is due within a day, or overdue."""
        return self.due_at is not None and self.due_at <= at + NEAR

    def is_long(self, at: datetime) -> bool:
        """Whether they have waited for long."""
        return at - self.since >= LONG


class Whose(StrEnum):
    """Cases of whom: looked after by anybody or nobody, by the viewer, by nobody yet."""

    ANYBODY = ""
    MINE = "mine"
    NOBODYS = "nobody"


@dataclass(frozen=True, slots=True)
class WaitingPage(Page[Waiting]):
    """A page of those who wait; `own` are all cases among them that the viewer looks after."""

    own: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pressing:
    """Who waits and needs a person today: the first of them, and how many, `MOST_COUNTED` at most."""

    first: list[Waiting]
    count: int


def pressing(viewer: str, *, most: int, at: datetime) -> Pressing:
    """Who is not safe, as far as the viewer may know, then who is due an answer, then the longest waiting.

    Nine queries at most, however many wait; only the viewer's own cases are opened.
    """
    found, due = _waiting(at), _due(at)
    own = list(_held_by(viewer, found))
    unsafe = _unsafe(own)
    others = found.exclude(client_id__in=unsafe)
    is_due, is_long = Q(client_id__in=due), Q(submitted_at__lte=at - LONG)
    is_short = Q(LessThan(_standing(), SLATE))
    first = sorted((row for row in own if row.client_id in unsafe), key=_longest)[:most]
    # One kind after the other: the longest are all of those who wait for long.
    for kind in (is_due, ~is_due & is_long, ~is_due & ~is_long & is_short):
        if len(first) < most:
            first += others.filter(kind).order_by("submitted_at", "pk")[: most - len(first)]
    count = len(unsafe) + others.filter(is_due | is_long | is_short)[:MOST_COUNTED].count()
    place = {row.pk: number for number, row in enumerate(first)}
    rows = sorted(_counted(Intake.objects.filter(pk__in=place)), key=lambda row: place[row.pk])
    told = _told(rows, assigned([row.client_id for row in rows]), unsafe)
    return Pressing(told, min(count, MOST_COUNTED))


def waiting_page(viewer: str, mark: Mark, *, whose: Whose, at: datetime) -> WaitingPage:
    """Fifty who wait, the longest first; over the first page who is not safe, as far as the viewer may know.

    Nine queries at most, and only the viewer's own cases are opened.
    """
    found = _waiting(at)
    own = list(_held_by(viewer, found))
    unsafe = set() if whose == Whose.NOBODYS else _unsafe(own)
    if whose == Whose.MINE:
        found = found.filter(pk__in=[row.pk for row in own])
    elif whose == Whose.NOBODYS:
        found = found.exclude(client_id__in=Assignment.objects.filter(ended_at__isnull=True).values("client"))
    page = page_of(found.exclude(client_id__in=unsafe), mark, key="submitted_at")
    above = [] if page.before else [row.pk for row in own if row.client_id in unsafe]
    rows = list(_counted(Intake.objects.filter(pk__in=[*above, *(row.pk for row in page.rows)])))
    told = _told(rows, assigned([row.client_id for row in rows]), unsafe)
    told.sort(key=lambda each: (not each.is_unsafe, each.since, each.case))
    return WaitingPage(told, page.before, page.after, frozenset(row.pk for row in own))


def _told(rows: Iterable[Any], held: Mapping[str, str], unsafe: Container[str]) -> list[Waiting]:
    return [
        Waiting(
            row.client_id,
            row.pk,
            row.submitted_at,
            row.standing,
            row.asked,
            row.due_at,
            held.get(row.client_id, ""),
            row.client_id in unsafe,
        )
        for row in rows
    ]


def _held_by(viewer: str, found: "QuerySet[Intake]") -> "QuerySet[Intake]":
    return found.filter(
        client__assignments__ended_at__isnull=True, client__assignments__coordinator_id=viewer
    )


def _due(at: datetime) -> list[str]:
    """Clients whom an answer is due to within a day, or overdue; the first of very many."""
    asked = Request.objects.filter(state=RequestState.WAITING, due_at__lte=at + NEAR)
    return list(asked.order_by("due_at").values_list("client_id", flat=True)[:MOST_COUNTED])


def _standing() -> Coalesce:
    """How many of a client's three stand."""
    theirs = Match.objects.filter(client_id=OuterRef("client_id"), is_open=True).order_by()
    return Coalesce(Subquery(theirs.values("client_id").annotate(n=Count("pk")).values("n")), 0)


def _longest(row: Intake) -> tuple[Any, str]:
    return row.submitted_at, row.pk


def _waiting(at: datetime) -> "QuerySet[Intake]":
    """Those with three, without a course and without a conversation ahead."""
    mine = OuterRef("client_id")
    ahead = Booking.objects.filter(
        client_id=mine, state=BookingState.BOOKED, half_hour__gte=(at - EPOCH) // HALF_HOUR
    )
    begun = Course.objects.filter(client_id=mine, ended_at__isnull=True, handing_over_since__isnull=True)
    # Someone whose course came of these three, and has ended, looks for nobody until they ask anew.
    went_on = Course.objects.filter(client_id=mine, opened_at__gte=OuterRef("issued_at"))
    went_on = went_on.filter(ended_at__isnull=False).exclude(client__requests__state=RequestState.WAITING)
    three = Shortlist.objects.filter(~Exists(went_on), client_id=mine, closed_at__isnull=True)
    found = Intake.objects.filter(Exists(three), ~Exists(ahead), ~Exists(begun), submitted_at__isnull=False)
    return found.select_related("client__key")


def _counted(found: "QuerySet[Intake]") -> "QuerySet[Intake]":
    """One client's shortlist, requests and places counted apart: joined, they would multiply."""
    is_asked = Q(client__requests__state=RequestState.WAITING)
    return found.annotate(
        standing=Count("client__matches", filter=Q(client__matches__is_open=True), distinct=True),
        asked=Count("client__requests", filter=is_asked, distinct=True),
        due_at=Min("client__requests__due_at", filter=is_asked),
    ).select_related("client__key")


def _unsafe(rows: Iterable[Intake]) -> set[str]:
    """Of these clients those who said, or may have said, that they are not safe, and let it be seen."""
    listed = list(rows)
    told = set(consent.holders(SHARE_CASE).filter(client_id__in=[row.client_id for row in listed]))
    return {row.client_id for row in listed if row.client_id in told and _is_unsafe(row)}


def _is_unsafe(row: Intake) -> bool:
    draft = row.draft()
    return draft.crisis or draft.value("safe") == "no" or draft.is_unsure("safe")
