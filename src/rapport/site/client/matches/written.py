"""Pages about matches are written once, and again when something that they were made from has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language

from rapport.site.foundation.audit import record_reading
from rapport.site.foundation.remembered import Place
from rapport.site.matches import queries
from rapport.site.people.models import Client

QUESTIONNAIRE = "/questionnaire/"


@dataclass(frozen=True, slots=True)
class Written:
    """A page in words; one that holds a form's token is for this visit alone and is not kept."""

    html: str
    is_kept: bool = True


def written_once(
    request: HttpRequest,
    client: Client,
    *,
    versions: queries.Versions,
    write: Callable[[queries.Answers, datetime], Written | None],
) -> HttpResponse:
    """The page at this address for this client, written if need be; its reading is on the audit trail.

    It is made from what the versions stand for (the answers, the directory), the language and the client's
    day. Versions are read before what they stand for: a page is never kept as newer than it is.
    Without complete answers, or where `write` has nothing, the way leads to the questionnaire.
    """
    now = timezone.now()
    place = Place(client, request.path, made_from=(get_language(), *versions))
    body = place.recall(at=now)
    if body is None:
        answers = queries.answers_for_matching(client)
        written = write(answers, now) if answers is not None else None
        if answers is None or written is None:
            return redirect(QUESTIONNAIRE)
        body = written.html.encode()
        if written.is_kept:
            place.keep(body, until=queries.client_day_ends(answers, now))
    # Every reading of a client's matches stands on the audit trail, the client's own too.
    record_reading(actor=client.pk, verb="read_matches", subject=client.pk, at=now)
    return HttpResponse(body)
