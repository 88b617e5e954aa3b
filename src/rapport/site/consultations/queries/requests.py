"""Requests as the two sides see them; a provider's consent is read in the same query as what it opens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from rapport.matching.working_days import due_after
from rapport.site.consultations.choices import LIVE, RequestState
from rapport.site.consultations.models import Request
from rapport.site.consultations.queries.need import need_of
from rapport.site.directory.choices import DECLINES_WITHIN
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import roster_snapshot, row_in
from rapport.site.foundation import consent
from rapport.site.foundation.prepared import Prepared, columns, loaded, text
from rapport.site.foundation.steering import answer_days
from rapport.site.matches.models import Match
from rapport.site.matches.queries import answers_for_matching, client_day
from rapport.site.people.models import Client

UNSAID_ZONE: Final = "UTC"
SHARING: Final = "share_with_provider"
# As long as one of these holds, the provider may look at a request.
STANDING: Final = (*LIVE, RequestState.CHOSEN)


_OF_CLIENT = Prepared(
    lambda: (
        Request.objects.filter(client_id=text("client"))
        .order_by("sent_at", "pk")
        .values_list(*columns(Request), *columns(Provider, through="provider__"))
    )
)


def newest_by_match(client: Client) -> Mapping[str, Request]:
    """The newest request to each match of a client. One query."""
    found, own = {}, len(columns(Request))
    for row in _OF_CLIENT.rows({"client": client.pk}):
        request = loaded(Request, row[:own])
        request.provider = loaded(Provider, row[own:])
        found[request.match_id] = request
    return found


def request_of_client(client: Client, request_id: str) -> Request | None:
    """One request; ask the policy before showing it. One query."""
    found = Request.objects.select_related("provider", "match").filter(pk=request_id).first()
    if found is not None and found.client_id == client.pk:
        found.client = client
    return found


def shown_to(provider: Provider) -> list[Request]:
    """Requests that a provider may look at, the most urgent first: of clients who share. One query."""
    found = Request.objects.filter(
        provider=provider, state__in=LIVE, client_id__in=consent.holders(SHARING)
    ).select_related("client__key")
    return list(found.order_by("due_at", "pk"))


def request_shown_to(provider: Provider, request_id: str) -> Request | None:
    """One of them, while the relation stands; None once the course ended or the client shares no more."""
    return (
        Request.objects.filter(
            pk=request_id, provider=provider, state__in=STANDING, client_id__in=consent.holders(SHARING)
        )
        .exclude(match__course__ended_at__isnull=False)
        .select_related("client__key", "provider", "match")
        .first()
    )


def need_shown(match: Match, *, at: datetime, with_words: bool) -> dict[str, Any] | None:
    """What the provider of a match would see of the client; None while something required is unsaid."""
    answers = answers_for_matching(match.client)
    if answers is None:
        return None
    row = row_in(roster_snapshot(), match.provider)
    return need_of(answers, row, on=client_day(answers, at), with_words=with_words)


def would_be_due(match: Match, *, at: datetime) -> datetime:
    """Until when the provider of a match would have to answer what is sent now."""
    answers = answers_for_matching(match.client)
    row = row_in(roster_snapshot(), match.provider)
    zone = row.timezone or (answers.zone if answers else UNSAID_ZONE)
    return due_after(at, zone, days=answer_days())


def zone_of_client(client: Client) -> str:
    """The zone of a client's clock."""
    answers = answers_for_matching(client)
    return answers.zone if answers else UNSAID_ZONE


def declined_lately(provider: Provider, *, at: datetime) -> int:
    """How many requests a provider declined in the time that counts towards cooling off. One query."""
    declined = Request.objects.filter(provider_id=provider.pk, state=RequestState.DECLINED)
    return declined.filter(ended_at__gt=at - DECLINES_WITHIN, ended_at__lte=at).count()
