"""Providers with open courses whose clients let them see how it goes."""

from datetime import datetime, timedelta

from django.test import Client as Browser
from django.utils import timezone

from rapport.site.checkins.actions.sessions import record_session_ratings
from rapport.site.consultations.models import Course
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Match
from support import accounts, followed, practice, rated
from support.met import met

STEADY = (74, 75, 76, 77, 78)
# A single bad day is deeper than this, and passes for one: ours asks about a fall like this at once.
FELL = (*STEADY, 52)
SHARES = ("share_course", "share_with_provider")


def signed_in(provider: Provider) -> Browser:
    """The browser of this provider."""
    person, browser = accounts.account("provider"), Browser()
    link_account(provider, person, by="test", at=timezone.now())
    accounts.sign_in(browser, person)
    return browser


def course_of(
    match: Match, ratings=STEADY, *, shares=("share_course", "share_with_provider"), called="Robin"
):
    """A course with sessions rated so, whose client shares it and is called so."""
    found = followed.course(match)
    for number, value in enumerate(ratings, start=1):
        begun = match.shortlist.issued_at + timedelta(days=8 * number)
        rate_one(found, number, value, begun)
    for purpose in shares:
        rated.yes(found.client, purpose)
    booking = met(match, days_ago=2 + Course.objects.count())
    booking.client = followed.of(match.client)
    booking.seal("identity", {"called": called, "contact": "555 0100"})
    booking.save()
    return found


def rate_one(course: Course, number: int, value: float, held_at: datetime) -> None:
    """One session, all three parts alike."""
    record_session_ratings(
        by=followed.of(course.client), at=held_at + timedelta(hours=2), match=course.match, number=number,
        held_at=held_at, ratings={"goals": value, "tasks": value, "bond": value}, key=f"{number}",
    )  # fmt: skip


def matches_with(provider: Provider | None = None, *, count: int = 1) -> list[Match]:
    """Matches of so many clients with one provider."""
    if not Provider.objects.exists():
        practice.providers(3)
    found = []
    for _ in range(count):
        three = rated.matched().matches.select_related("shortlist", "provider", "client__key")
        found.append(three.get(provider=provider) if provider else three.get(position=1))
        provider = provider or found[0].provider
    return found
