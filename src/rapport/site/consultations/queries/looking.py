"""Who looks for somebody now, and who has room: what a night's prices are found from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from rapport.language.crisis import screen
from rapport.matching.allocation.bookings import Supply
from rapport.matching.allocation.candidates import Client as Looking
from rapport.matching.allocation.candidates import places_of
from rapport.matching.allocation.market import Counts
from rapport.matching.forecast import weighed
from rapport.matching.roster import Roster
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Answering, Places
from rapport.site.directory.queries.answering import standing_in
from rapport.site.directory.queries.training import supervisors
from rapport.site.foundation import consent
from rapport.site.matches.drawing import weights_in_force
from rapport.site.matches.models import Shortlist
from rapport.site.matches.queries import answers_for_matching
from rapport.site.matches.supervision import TRAINEES

# Who was offered three longer ago, and has not begun, has most likely given up looking here.
LOOKING_FOR: Final = timedelta(days=28)
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Demand:
    """Who looks for somebody, and what providers have, in the order of the roster."""

    clients: list[Looking]
    supply: Supply


def demand(roster: Roster, at: datetime) -> Demand:
    """Everybody whose three stand and who has not begun with anybody. Opens their answers in memory."""
    return Demand(list(_looking(at)), Supply.of(_open(roster), _offers(roster)))


def _looking(at: datetime) -> Iterator[Looking]:
    begun = Course.objects.filter(ended_at__isnull=True).values("client_id")
    lists = (
        Shortlist.objects.filter(closed_at__isnull=True, issued_at__gte=at - LOOKING_FOR, issued_at__lte=at)
        .exclude(client_id__in=begun)
        .select_related("client__key")
        .order_by("client_id")
    )
    weights, trainees = weights_in_force(), frozenset(supervisors())
    agreed = frozenset(consent.holders(TRAINEES)) if trainees else frozenset()
    for shortlist in lists.iterator(chunk_size=BATCH):
        answers = answers_for_matching(shortlist.client)
        if answers is not None:
            kept_out = frozenset() if shortlist.client_id in agreed else trainees
            yield Looking(weighed(answers, weights), screen(answers.text).flag, kept_out)


def _open(roster: Roster) -> Counts:
    """Places as the roster says, and of a trainee never more than what is left of their caseload."""
    found = places_of(roster)
    limited = Places.objects.filter(most__isnull=False)
    for name, most, used in limited.values_list("provider__provider_id", "most", "used"):
        if (place := roster.position(name)) is not None:
            found[place] = min(found[place], max(0, most - used))
    return found


def _offers(roster: Roster) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """How likely each provider is to answer a request with an offer."""
    offers = np.full(len(roster), standing_in(None).rate.mean)
    for row in Answering.objects.select_related("provider").iterator():
        place = roster.position(row.provider.provider_id)
        if place is not None:
            offers[place] = standing_in(row).rate.mean
    return offers
