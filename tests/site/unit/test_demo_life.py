"""The life of the demo: something of everything is in it, in the order of time, by the real actions."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone

from rapport.cli import demo
from rapport.cli.demo_life.clock import play
from rapport.cli.demo_life.plots import CAST
from rapport.cli.demo_life.series import KINDS, Courses
from rapport.cli.demo_life.stages import STAGES
from rapport.simulation.practice import make_practice
from rapport.site.checkins.models import Raised, RatedSession, RepairNote, SafetyAnswer
from rapport.site.checkins.queries.course import course_of
from rapport.site.checkins.queries.sessions import rated_sessions
from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.directory.models import Provider, VerificationCase
from rapport.site.foundation import audit
from rapport.site.foundation.models import AuditEvent
from rapport.site.people.models import Client
from rapport.site.referrals.models import Closing, Referral, Review
from support.going import _nothing_kept  # noqa: F401  a fixture

PRACTICE = make_practice(providers=5, clients=1, seed=7, on=date(2026, 11, 27))


@pytest.mark.django_db
@pytest.mark.usefixtures("_nothing_kept")
def test_the_whole_cast_lives_and_the_host_has_something_of_everything() -> None:
    demo.fill(providers=400, clients=len(CAST), seed=7, until=demo.STAGES[-1])

    host = Provider.objects.get(pk=demo._state()["provider"])
    now = timezone.now()
    caseload = Course.objects.filter(provider=host, ended_at__isnull=True).select_related("client__key")
    followed = [course_of(each.client, host, now) for each in caseload]
    assert 8 <= len(followed) <= 13
    assert sum(each.unrepaired is not None for each in followed) >= 2
    assert sum(bool(each.shifts) and each.unrepaired is None for each in followed) >= 1
    assert sum(each.comfort.noticed for each in followed) == 1
    assert Request.objects.filter(provider=host, state=RequestState.WAITING).count() >= 3
    assert Booking.objects.filter(provider=host, half_hour__gt=now.timestamp() // 1800).count() >= 1
    first, newcomer = (Client.objects.get(pk=each) for each in demo._state()["clients"][:2])
    assert len(course_of(first, host, now).sessions) == 8
    assert not Request.objects.filter(client=newcomer).exists()
    _everything_happened()
    _some_is_learned_from(now)
    _the_trail_is_whole()


def _everything_happened() -> None:
    states = Counter(Request.objects.values_list("state", flat=True))
    assert min(states[each] for each in RequestState.values if each != RequestState.WITHDRAWN) >= 1, states
    assert Raised.objects.filter(is_told=True).exists()
    assert all(each.objects.exists() for each in (RepairNote, SafetyAnswer, Review))
    assert Referral.objects.values("state").distinct().count() >= 2
    assert Closing.objects.values("side").distinct().count() == 2
    assert set(Course.objects.values_list("ended_because", flat=True)) >= {"", "finished", "left", "referred"}
    assert VerificationCase.objects.filter(state="submitted").exists()


def _some_is_learned_from(now: datetime) -> None:
    sessions = RatedSession.objects.select_related("match__shortlist")
    assert all(each.match.shortlist.issued_at < each.held_at < now for each in sessions)
    assert all(each.expires_at > now for each in Client.objects.all())
    learned_from = rated_sessions(now)
    assert learned_from is not None
    assert len(set(learned_from.clients)) < sessions.values("client").distinct().count()
    assert 40 < learned_from.ratings["overall"].mean() < 95


def _the_trail_is_whole() -> None:
    assert audit.broken_links() == []
    told_at = list(AuditEvent.objects.order_by("seq").values_list("at", flat=True))
    assert told_at == sorted(told_at)
    assert told_at[-1] <= timezone.now()


def test_the_command_knows_the_stages_of_the_life() -> None:
    assert ("directory", *STAGES) == demo.STAGES
    assert {each.until for each in CAST} <= set(STAGES)
    assert {each.goes for each in CAST} <= set(KINDS)


@pytest.mark.parametrize("goes", sorted(KINDS))
def test_a_course_of_a_kind_shows_it_and_is_the_same_for_the_same_seed(goes: str) -> None:
    found, again = (Courses(PRACTICE).take(goes, 9) for _ in range(2))

    assert KINDS[goes](found)
    assert np.array_equal(again.told, found.told)


def test_lives_go_on_in_the_order_of_time_and_not_beyond_today() -> None:
    seen: list[tuple[str, int]] = []
    now = timezone.now()

    def life(name: str, hours: list[int]) -> Iterator[datetime]:
        for hour in hours:
            yield now + timedelta(hours=hour)
            seen.append((name, hour))

    play([life("a", [-9, -2, 5]), life("b", [-5, -3])], until=now)

    assert seen == [("a", -9), ("b", -5), ("b", -3), ("a", -2)]
