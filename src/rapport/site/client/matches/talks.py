"""On the pages about matches: how far asking for a first conversation has come; no query in here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from rapport.site.client.matches.presentation import One, Person, Three
from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.models import Request

TALKS: Final = {
    RequestState.WAITING: gettext_lazy("You have asked for a first conversation."),
    RequestState.OFFERED: gettext_lazy("Offers you a first conversation."),
    RequestState.CHOSEN: gettext_lazy("You have begun together."),
}


def with_talks(page: Three, newest: Mapping[str, Request]) -> Three:
    """The three with how far each has come; `newest` are the newest requests by match."""
    return replace(page, people=[_asked(each, newest.get(each.id)) for each in page.people])


def with_talk(page: One, newest: Mapping[str, Request]) -> One:
    """The same for the page of one match that stands."""
    return replace(page, person=_asked(page.person, newest.get(page.person.id)))


def _asked(person: Person, newest: Request | None) -> Person:
    if newest is None or newest.state not in TALKS:
        return replace(person, talk_url=reverse("ask", args=[person.id]))
    return replace(person, talk=str(TALKS[RequestState(newest.state)]), talk_url=reverse("requests"))
