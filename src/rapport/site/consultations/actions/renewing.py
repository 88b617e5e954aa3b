"""Three others, and what becomes of requests to the three before."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rapport.site.consultations.actions.once import locked_client
from rapport.site.consultations.actions.requests import check_unbooked, end
from rapport.site.consultations.choices import LIVE, RequestState
from rapport.site.consultations.models import Request
from rapport.site.matches import actions as matches
from rapport.site.matches.models import Shortlist
from rapport.site.matches.rematch import Rematch
from rapport.site.people.models import Client


def issue(
    *, by: Client, at: datetime, missing: dict[str, Any] | None = None, rematch: Rematch | None = None
) -> Shortlist:
    """Offer three, as `matches.actions.issue` does; requests to people who are replaced are taken back.

    Raises:
        StillBooked: a conversation with one of them is booked; nothing was changed.
        matches.actions.AnswersMissing: the questionnaire is not complete.
    """
    with transaction.atomic():
        client = locked_client(by.pk)
        shortlist = matches.issue(by=client, at=at, missing=missing, rematch=rematch)
        live = Request.objects.filter(client=client, state__in=LIVE, match__is_open=False)
        for request in live.select_related("provider", "match"):
            check_unbooked(request)
            end(request, RequestState.WITHDRAWN, by=client.pk, at=at)
    return shortlist
