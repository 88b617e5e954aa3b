"""Requests that nobody answered in time."""

from datetime import datetime
from typing import Final

from django.db import transaction

from rapport.matching.replies import Kind as Reply
from rapport.site.consultations.actions.requests import NotWaiting, end, give_up_place, locked
from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.models import Request
from rapport.site.consultations.queries.requests import SHARING
from rapport.site.directory.actions.answering import note_reply
from rapport.site.directory.actions.current import hold_revision
from rapport.site.foundation import consent
from rapport.site.matches.choices import MatchClosed

WORKER: Final = "system"


def expire_silent(at: datetime) -> int:
    """Close requests whose time is over and fill their places; returns how many. The worker calls this.

    Each in a transaction of its own, looked at again under its client's lock: several workers do it once.
    One that fails keeps none of the others waiting; its error is raised when they are done.
    """
    over = Request.objects.filter(state=RequestState.WAITING, due_at__lte=at).order_by("due_at", "pk")
    closed, failed = 0, None
    for each in list(over):
        try:
            closed += _expire(each, at=at)
        except Exception as error:
            failed = error
    if failed is not None:
        raise failed
    return closed


def _expire(request: Request, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            found = locked(request)
            if found.state != RequestState.WAITING or found.due_at > at:
                return False
            if not consent.is_given(client_id=found.client_id, purpose=SHARING):
                # Nobody could see it to answer: that is no silence of theirs.
                end(found, RequestState.WITHDRAWN, by=WORKER, at=at)
                return True
            hold_revision()  # Before the trail, as everywhere.
            give_up_place(found, RequestState.SILENT, MatchClosed.SILENT, by=WORKER, at=at)
            note_reply(found.provider, Reply.SILENT, by=WORKER, at=at)
            return True
    except NotWaiting:
        return False  # Erased since.
