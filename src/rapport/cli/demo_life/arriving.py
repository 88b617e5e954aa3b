"""Stages "intake" and "matches": a client answers, and is offered three."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from rapport.cli.demo_life.people import Person
from rapport.cli.demo_life.questionnaire import answer_questionnaire
from rapport.site.consultations.actions.reflections import locked
from rapport.site.consultations.actions.renewing import issue
from rapport.site.matches.named_actions import CannotTake, place_named
from rapport.site.people.actions import answer_consent

# One in so many does not want to be learned from.
DECLINES_EVERY = 12


def come(person: Person) -> Iterator[datetime]:
    """Answer the questionnaire, page by page, and say what may be learned from and shared."""
    yield person.at
    person.client = answer_questionnaire(person.answers, at=person.at)
    agrees = person.place % DECLINES_EVERY != DECLINES_EVERY - 1
    answer_consent(person.client, purpose="learning", is_given=agrees, at=person.at)


def see_three(person: Person) -> Iterator[datetime]:
    """Be offered three; whoever is to meet the host was told the name, and finds it among them."""
    yield person.later(minutes=1)
    with transaction.atomic():
        client = locked(person.client)
        person.shortlist = issue(by=client, at=person.at)
        person.shortlist.client = client
        if person.plot.host:
            try:
                place_named(person.shortlist, person.scene.host, by=client.pk, at=person.at)
            except CannotTake:
                return  # In a small practice the host may not suit them; they go on with their three.
