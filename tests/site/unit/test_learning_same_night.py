"""A check-in of today moves tomorrow's model, and what clients are told by it; the library's own learner."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from django.utils import timezone

from rapport.learning.proof import publish
from rapport.matching.learned import Learned, from_bytes
from rapport.site.matches.models import Match
from rapport.site.outcomes import actions, nights
from rapport.site.outcomes.learner import Nightly
from rapport.site.people.actions import erase_client
from support import practice, rated

pytestmark = pytest.mark.django_db
CLIENTS, SESSIONS = 14, 4


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thresholds are tested in the library; here a handful of people must do."""
    for name, value in (("FEWEST_SESSIONS", 20), ("FEWEST_CLIENTS", 5), ("FEWEST_FORECAST", 5)):
        monkeypatch.setattr(publish, name, value)
    monkeypatch.setattr(publish, "SMALLEST_CELL", 1)
    # What is asked here is whether today's rating arrives, not whether so few forecast well.
    monkeypatch.setattr(publish, "COVERAGE_TOLERANCE", 100.0)


@pytest.fixture
def matched() -> list[Match]:
    """Clients who rated their sessions until a week ago, and said yes to learning."""
    practice.providers(12)
    rng = np.random.default_rng(7)
    found = []
    for _ in range(CLIENTS):
        shortlist = rated.matched()
        rated.yes(shortlist.client, "learning")
        rated.rate(rated.first_of(shortlist), rng.normal(74, 6, SESSIONS).clip(0, 100).tolist())
        found.append(rated.first_of(shortlist))
    return found


def after(day: datetime) -> datetime:
    """When the next night's learning is due."""
    due = day.replace(hour=nights.HOUR_UTC, minute=0)
    return due if due > day else due + timedelta(days=1)


def night(at: datetime) -> Learned:
    version = actions.learn_tonight(at=at, worker="w", learner=Nightly(), now=lambda: at)
    assert version is not None
    assert version.is_published, version.because
    return from_bytes(bytes(version.artefact))


def test_rating_of_today_moves_tomorrows_model(matched: list[Match]) -> None:
    today = timezone.now()
    before = night(after(today) - timedelta(days=1))
    match = matched[0]
    provider = match.provider.provider_id
    rated.rate_one(match, SESSIONS + 1, goals=2.0, tasks=2.0, bond=2.0, overall=2.0)

    told = night(after(today))

    assert told.effects[provider].sessions == before.effects[provider].sessions + 1
    assert sum(told.effects[provider].parts) < sum(before.effects[provider].parts)
    assert told.typical_overall < before.typical_overall


def test_rating_without_consent_moves_nothing(matched: list[Match]) -> None:
    today = timezone.now()
    before = night(after(today) - timedelta(days=1))
    silent = rated.matched()
    rated.rate(rated.first_of(silent), [2.0])

    told = night(after(today))

    assert told.effects == before.effects
    assert told.typical == before.typical


def test_who_is_erased_today_is_not_in_tomorrows_model(matched: list[Match]) -> None:
    today = timezone.now()
    before = night(after(today) - timedelta(days=1))
    erase_client(matched[0].client, by=matched[0].client_id, at=today)

    told = night(after(today))

    counted = sum(each.sessions for each in before.effects.values())
    assert sum(each.sessions for each in told.effects.values()) == counted - SESSIONS
