"""A first talk, and soon

A name alone does not help when nobody writes back.
So each of the three has a day by which to answer.
You pick a time that is really free, and a short talk costs you nothing.
"""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.consultations.actions import silence
from rapport.site.consultations.booking_models import half_hour_of
from rapport.site.consultations.models import Booking, Request
from rapport.site.matches.models import Match
from support import asked, booked, practice
from support.story import shows, words_of

pytestmark = pytest.mark.django_db
WORDS = "My sister does not speak to me."


@shows(1, 8)
def test_you_see_what_they_will_see_before_you_ask(client: Browser) -> None:
    """Before you ask someone for a talk, you see what they will read.
    It is what you need help with, and what you hope for.
    Your own words and your street stay with you, and they do not learn your name.
    """
    person = asked.person(at=timezone.now(), text=WORDS)
    practice.sign_in(client, person)

    page = words_of(client.get(f"/matches/{asked.match_at(person).pk}/ask/"))

    assert "Anxiety or worry that will not stop" in page
    assert WORDS not in page
    assert "10027" not in page


@shows(5, 16)
def test_nobody_leaves_you_without_a_word(client: Browser) -> None:
    """You are told by when they must answer.
    If they let the day pass, we ask the next one for you, if you said so.
    You never have to wait for someone who will not write.
    """
    person = asked.person()
    practice.sign_in(client, person)
    silent = asked.ask(person, asks_next=True)

    silence.expire_silent(asked.LATER)

    assert not Match.objects.get(pk=silent.match_id).is_open
    assert Match.objects.filter(client=person, is_open=True).count() == 3
    assert Request.objects.filter(client=person, state="waiting").count() == 1


@shows(14, 15)
def test_you_pick_a_time_that_is_free_and_nobody_else_gets_it(client: Browser) -> None:
    """When they say yes, you see the times that they have.
    You pick one, and it is held for you while you say how you want to be called.
    Then it is booked, and no one else can take it.
    """
    with time_machine.travel(booked.NOW, tick=False):
        practice.providers(4, slots=booked.ALWAYS)
        request = booked.offered(booked.person())
        practice.sign_in(client, request.client)
        first = half_hour_of(booked.starts(request)[0])

        held = client.post(f"/bookings/times/{request.pk}/", {"starts": first, "key": "page"})
        assert "We hold this time for you" in words_of(client.get(held.url))
        said = {"called": "Robin", "contact": "555 0100", "shares": "yes", "key": "k1"}
        page = words_of(client.get(client.post(held.url, said).url))

        assert "This is booked." in page
        assert Booking.objects.get().half_hour == first
        assert first not in [half_hour_of(each) for each in booked.starts(request)]


@shows(15)
def test_you_may_take_it_back_and_nobody_asks_why(client: Browser) -> None:
    """You can take it back until the talk is booked.
    No one asks you why, and the person stays among your three.
    """
    person = asked.person(at=timezone.now() - timedelta(hours=1))
    practice.sign_in(client, person)
    request = asked.ask(person, at=timezone.now() - timedelta(minutes=5))

    client.post(f"/requests/{request.pk}/withdraw/")

    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert Match.objects.get(pk=request.match_id).is_open
