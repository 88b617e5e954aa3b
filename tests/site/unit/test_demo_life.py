"""The life of the demo: something of everything is in it, in the order of time, by the real actions."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.cli import demo, demo_accounts
from rapport.cli.demo_life.clock import play
from rapport.cli.demo_life.plots import CAST
from rapport.cli.demo_life.series import KINDS, Courses
from rapport.cli.demo_life.stages import STAGES
from rapport.learning.proof.publish import SMALLEST_CELL
from rapport.simulation.practice import make_practice
from rapport.site.checkins.models import Raised, RatedSession, RepairNote, SafetyAnswer
from rapport.site.checkins.queries.course import course_of
from rapport.site.checkins.queries.sessions import rated_sessions
from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.models import Booking, Course, Farewell, Request
from rapport.site.directory.models import Provider, Training, VerificationCase
from rapport.site.directory.queries import vignettes
from rapport.site.foundation import audit, steering
from rapport.site.foundation.models import AuditEvent, OutboxMessage
from rapport.site.matches.models import Enrolment, HandOffer, Trial
from rapport.site.newsletter.models import Edition, Reader
from rapport.site.people.models import Account, Client, Glass
from rapport.site.referrals.models import Closing, Departure, Referral, Review
from rapport.site.steps.models import Group, GroupPlace, StepChange
from support import practice
from support.going import _nothing_kept  # noqa: F401  a fixture

SEEN = 12
# Enough that everybody finds three who keep their limits.
PROVIDERS = 250
PRACTICE = make_practice(providers=5, clients=1, seed=7, on=date(2026, 11, 27))


@pytest.mark.django_db
@pytest.mark.usefixtures("_nothing_kept")
def test_the_whole_cast_lives_and_the_host_has_something_of_everything(settings: Any, tmp_path: Path) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=tmp_path)
    demo.fill(providers=PROVIDERS, clients=demo.CLIENTS, seed=7, until=demo.STAGES[-1])

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
    _the_desk_and_colleagues_live()
    _every_client_sees_their_pages()
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
    assert Farewell.objects.exists()


def _the_desk_and_colleagues_live() -> None:
    cases = set(VerificationCase.objects.values_list("state", flat=True))
    assert cases == {"submitted", "asked", "accepted", "refused"}
    assert set(Glass.objects.values_list("state", flat=True)) == {"asked", "granted", "refused"}
    assert HandOffer.objects.count() >= SMALLEST_CELL
    assert set(StepChange.objects.values_list("state", flat=True)) == {"proposed", "agreed"}
    assert Training.objects.filter(ended_at__isnull=True).count() == 2
    assert (Group.objects.count(), GroupPlace.objects.count()) == (2, 1)
    assert (Departure.objects.count(), Trial.objects.filter(is_running=True).count()) == (1, 1)
    assert Enrolment.objects.exists()
    assert len(steering.versions()) == 4
    assert vignettes.agreement() is not None
    assert set(Edition.objects.values_list("state", "language")) == {
        ("sent", "en"), ("sent", "es"), ("draft", "en"),
    }  # fmt: skip
    assert Reader.objects.count() > 30
    assert {"sent", "failed", "cancelled"} <= set(OutboxMessage.objects.values_list("state", flat=True))
    assert Referral.objects.filter(asked_by="provider", relation="practice").exists()


def _every_client_sees_their_pages() -> None:
    for person in Client.objects.select_related("key").order_by("pk")[:SEEN]:
        browser = Browser()
        practice.sign_in(browser, person)
        for address in ("/questionnaire/check/", "/matches/", "/mine/", "/mine/download/"):
            assert browser.get(address).status_code == 200, address


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


@pytest.mark.django_db
@pytest.mark.parametrize("is_demo", [True, False])
def test_accounts_can_be_signed_in_with_in_a_demo_alone(settings: Any, tmp_path: Path, is_demo: bool) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=tmp_path, demo=is_demo)

    demo.fill(providers=20, clients=1, seed=7, until="intake")

    assert Account.objects.count() == len(demo_accounts.KINDS)
    assert (tmp_path / demo_accounts.FILE).exists() is is_demo


def test_the_command_knows_the_stages_of_the_life() -> None:
    assert ("directory", *STAGES) == demo.STAGES
    assert {each.until for each in CAST} <= set(STAGES)
    assert {each.goes for each in CAST} <= set(KINDS)
    assert len(CAST) == demo.CLIENTS


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
