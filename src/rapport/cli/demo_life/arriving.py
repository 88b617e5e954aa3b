"""Stages "intake" and "matches": a client answers, and is offered three."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from rapport.cli.demo_life.desk import offer_one_by_hand
from rapport.cli.demo_life.people import Person
from rapport.cli.demo_life.plots import FIRST
from rapport.cli.demo_life.questionnaire import answer_questionnaire
from rapport.site.consultations.actions.reflections import locked
from rapport.site.consultations.actions.renewing import issue
from rapport.site.matches.named_actions import CannotTake, place_named
from rapport.site.matches.queries import is_asked_to_take_part
from rapport.site.people.actions import answer_consent
from rapport.site.people.contact_actions import confirm_contact, give_contact
from rapport.site.people.contact_queries import CONFIRM, Contact, contact_of

# One in so many does not want to be learned from.
DECLINES_EVERY = 12
# One in so many would see somebody in training.
TRAINEES_EVERY = 5
# One in so many takes no part in the comparison, nor do the first: their pages are what most would see.
STAYS_OUT_EVERY = 4


def come(person: Person) -> Iterator[datetime]:
    """Answer the questionnaire, page by page, and say what may be learned from and shared."""
    yield person.at
    person.client = answer_questionnaire(person.answers, at=person.at)
    agrees = person.place % DECLINES_EVERY != DECLINES_EVERY - 1
    answer_consent(person.client, purpose="learning", is_given=agrees, at=person.at)
    if person.place % TRAINEES_EVERY == 1:
        answer_consent(person.client, purpose="trainees", is_given=True, at=person.at)
    if is_asked_to_take_part(person.client):
        takes_part = person.place >= len(FIRST) and person.place % STAYS_OUT_EVERY != 0
        answer_consent(person.client, purpose="trial", is_given=takes_part, at=person.at)
    if person.does("contact"):
        _say_where_to_write(person)


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
    if person.does("by_hand"):
        yield from offer_one_by_hand(person)


def _say_where_to_write(person: Person) -> None:
    contact = Contact("client@demo.example", "America/New_York", from_hour=9, until_hour=20, language="en")
    give_contact(person.client, contact, at=person.at)
    found = contact_of(person.client)
    assert found is not None, "expected the address that was given, found none"
    confirm_contact(CONFIRM.sign(found[1].pk), at=person.at)
