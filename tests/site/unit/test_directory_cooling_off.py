"""Whoever declines many requests in a short time gets no new ones for a while."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.site.consultations.actions import requests
from rapport.site.consultations.choices import Declined
from rapport.site.directory.actions.places import COOLING_OFF, MANY_DECLINES, keep_current
from rapport.site.directory.choices import DECLINES_WITHIN, Away, CoolingOff
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import absence_of
from rapport.site.matches.actions import issue
from support.practice import client, providers

pytestmark = pytest.mark.django_db


def decline(provider: Provider, *, at) -> None:
    """One client more asks, and is declined."""
    someone = client()
    match = issue(by=someone, at=at).matches.get(provider=provider)
    asked = requests.request(by=someone, match=match, at=at)
    requests.decline(by=provider, request=asked, reason=Declined.TIMES, at=at)


def test_many_declines_in_a_short_time_are_followed_by_cooling_off():
    providers(3)
    provider, now = Provider.objects.get(provider_id="p0"), timezone.now()
    decline(provider, at=now - DECLINES_WITHIN)  # long enough ago to count no more
    for _ in range(MANY_DECLINES - 1):
        decline(provider, at=now)
    assert absence_of(provider, Away.COOLING_OFF) is None

    decline(provider, at=now)

    until = absence_of(provider, Away.COOLING_OFF).until
    assert until == now + COOLING_OFF[CoolingOff.MANY_DECLINES]
    provider.refresh_from_db()
    assert provider.row["accepting"] == "no"
    keep_current(until + timedelta(minutes=1))
    provider.refresh_from_db()
    assert provider.row["accepting"] == "yes"
