"""Limits: so many tries and no more, whoever counts; nobody's address is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from rapport.site.foundation import limits
from rapport.site.foundation.error_pages import TooManyTries
from rapport.site.foundation.models import LimitCount

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
THREE = limits.Limit("three", allowed=3, seconds=60)


@pytest.mark.django_db
def test_tries_run_out_and_come_back():
    left = [limits.take(THREE, who="a", at=NOW) for _ in range(3)]
    assert left == [2, 1, 0]

    with pytest.raises(TooManyTries) as caught:
        limits.take(THREE, who="a", at=NOW + timedelta(seconds=40))
    assert caught.value.wait_seconds == 20

    assert limits.take(THREE, who="b", at=NOW) == 2
    assert limits.take(THREE, who="a", at=NOW + timedelta(seconds=60)) == 2


@pytest.mark.django_db
def test_old_counts_are_forgotten():
    limits.take(THREE, who="a", at=NOW)
    limits.take(THREE, who="a", at=NOW + timedelta(seconds=90))

    assert limits.forget_old(NOW + timedelta(seconds=100)) == 1
    assert LimitCount.objects.count() == 1


def who(at=NOW, **meta):
    return limits.visitor(RequestFactory().get("/", **meta), at=at)


def test_visitor_is_a_digest_of_the_day():
    one = who(REMOTE_ADDR="203.0.113.7")

    assert one == who(REMOTE_ADDR="203.0.113.7", at=NOW + timedelta(hours=5))
    assert one != who(REMOTE_ADDR="203.0.113.8")
    assert one != who(REMOTE_ADDR="203.0.113.7", at=NOW + timedelta(days=1))
    assert "203" not in one or len(one) == 64


def test_visitor_cannot_choose_their_address_without_a_proxy():
    assert who(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="1.2.3.4") == who(REMOTE_ADDR="203.0.113.7")


def test_behind_the_proxy_the_entry_of_the_proxy_counts(settings):
    from dataclasses import replace

    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, tls=True)

    honest = who(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.7")

    assert honest == who(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.7")
    assert honest != who(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.8")


def test_neighbours_of_an_ipv6_house_count_as_one():
    assert limits.neighbourhood("2001:db8::1") == limits.neighbourhood("2001:db8::ffff")
    assert limits.neighbourhood("2001:db8::1") != limits.neighbourhood("2001:db8:0:1::1")
    assert limits.neighbourhood("no address") == limits.neighbourhood("")
