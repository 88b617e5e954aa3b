"""Courses of therapy under way, and colleagues met meanwhile, through the real actions."""

from datetime import datetime, timedelta

from rapport.site.consultations.actions import choosing
from rapport.site.consultations.models import Booking, Course
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from support import practice
from support.met import NOW, met, three


def opened(
    person: Client | None = None, *, at: datetime = NOW - timedelta(days=1), days_ago: int = 2
) -> Course:
    """A client chose the first of their three, whom they had met."""
    matches = three(person)
    met(matches[0], days_ago=days_ago)
    choice = choosing.choose(by=matches[0].client, at=at, request=matches[0].requests.get())
    assert choice.course is not None
    return Course.objects.select_related("client__key", "provider", "match").get(pk=choice.course.pk)


def met_next(match: Match) -> Booking:
    """A first conversation with one of the new three has taken place; the last full hour was free."""
    return met(match, days_ago=0)


def new_three(person: Client) -> list[Match]:
    """Those who stand now."""
    found = Match.objects.filter(client=person, is_open=True).select_related("client__key", "provider")
    return list(found.order_by("position"))


def practice_of(count: int = 8, **cells: str) -> None:
    """A directory with enough people for three, and three others."""
    practice.providers(count, **cells)
