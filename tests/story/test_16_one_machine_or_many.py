"""One machine or many

A small group needs one small machine, and a whole land needs many.
It is the same program, and it must give the same answer.
"""

from datetime import timedelta

import numpy as np
import pytest
from django.utils import timezone

from rapport.engines.opening import open_engine
from rapport.site.consultations.actions import silence
from rapport.site.consultations.models import Request
from rapport.site.directory.actions.places import NoPlace, set_places, take_place
from rapport.site.directory.models import Provider
from rapport.site.outcomes import nights
from support import asked, practice
from support.engine_jobs import ascent
from support.story import shows


@shows(18)
def test_two_cores_find_what_one_finds() -> None:
    """Big sums are cut in parts, and each part goes to a core or a machine of its own.
    What comes out is the same to the last bit.
    So a result does not hang on where it was made.
    """
    with open_engine("process") as one, open_engine("cores", workers=2) as two:
        alone, shared = (ascent(each, partitions=5, rounds=3) for each in (one, two))

    assert np.array_equal(alone, shared)


@pytest.mark.django_db
@shows(18)
def test_each_night_is_learned_from_once() -> None:
    """Each night the program learns from what was told by day.
    However many machines there are, one of them does it.
    """
    at = timezone.now()

    assert nights.lease(at, worker="one") is not None
    assert nights.lease(at + timedelta(seconds=1), worker="two") is None


@pytest.mark.django_db
@shows(1, 15)
def test_two_that_see_the_same_silence_ask_one_more_person() -> None:
    """When someone lets the day pass, two machines may see it at once.
    One more person is asked, and not two.
    """
    person = asked.person()
    asked.ask(person, asks_next=True)

    for _ in range(2):
        silence.expire_silent(asked.LATER)

    assert sorted(Request.objects.values_list("state", flat=True)) == ["silent", "waiting"]


@pytest.mark.django_db
@shows(1)
def test_a_place_is_given_once() -> None:
    """A place that is open goes to one, however many want it.
    The other one is told so, and gets the next name.
    """
    practice.providers(1)
    provider = Provider.objects.get()
    set_places(provider, capacity=1, by="desk", at=practice.AT)

    take_place(provider, by="first", at=practice.AT)

    with pytest.raises(NoPlace):
        take_place(provider, by="second", at=practice.AT)
