"""Asking for a first conversation, and the answers: each in one transaction.

The client is locked first, then the directory's revision, then the provider: in this order always.
Whoever cannot take the client leaves the three in the same transaction, and who comes next takes the place.
"""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.matching.replies import Kind as Reply
from rapport.matching.working_days import due_after
from rapport.site.consultations.actions.once import NotTheirs, Refused, locked_client
from rapport.site.consultations.choices import LIVE, STANDING, Declined, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.consultations.queries.need import need_of
from rapport.site.consultations.queries.requests import SHARING, declined_lately
from rapport.site.directory.actions.answering import note_reply
from rapport.site.directory.actions.current import hold_revision
from rapport.site.directory.actions.places import MANY_DECLINES, cool_off
from rapport.site.directory.choices import CoolingOff
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import roster_snapshot, row_in
from rapport.site.foundation import audit, consent, outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.foundation.steering import answer_days
from rapport.site.matches.choices import MatchClosed
from rapport.site.matches.models import Match
from rapport.site.matches.queries import answers_for_matching, client_day
from rapport.site.matches.refill_actions import refill_place, touch
from rapport.site.people.models import Client

# What a provider writes when they offer a conversation: a line, not a letter.
LONGEST_LINE: Final = 400
# When a provider is reminded: half of the time has gone.
DAYS_TO_REMIND: Final = 1


class NotAmongThree(Refused):
    """The match does not stand: somebody else has its place, or other three were drawn."""

    words = _("This person is no longer among your three. Look at your three again.")


class HasChosen(Refused):
    """The client has begun with somebody."""

    words = _("You have begun with someone. End that first, if you want to ask others.")


class NotWaiting(Refused):
    """The request was answered, taken back or closed before."""

    words = _("This request is no longer open. It may have been taken back, or its time was over.")


class StillBooked(Refused):
    """A conversation is booked on it: that comes first."""

    words = _("A conversation is booked. Cancel it first.")


def request(
    *, by: Client, match: Match, at: datetime, with_words: bool = False, asks_next: bool = False
) -> Request:
    """Ask somebody of the three for a first conversation; sending it is a yes to showing what stands in it.

    A request that lives already is returned as it is: sent twice, it is one.

    Raises:
        NotAmongThree, HasChosen: nothing was sent.
    """
    with transaction.atomic():
        client = locked_client(by.pk)
        found = Match.objects.select_related("provider", "shortlist").get(pk=match.pk)
        if found.client_id != client.pk:
            raise NotTheirs
        found.client = client
        live = Request.objects.filter(client=client, provider_id=found.provider_id, state__in=LIVE).first()
        if live is not None:
            return live
        if not found.is_open or found.shortlist.closed_at is not None:
            raise NotAmongThree
        begun = Course.objects.filter(client=client, ended_at__isnull=True, handing_over_since__isnull=True)
        if begun.exists():
            raise HasChosen
        _share(client, at)
        return _send(found, by=client.pk, at=at, with_words=with_words, asks_next=asks_next)


def _share(client: Client, at: datetime) -> None:
    if not consent.is_given(client_id=client.pk, purpose=SHARING):
        consent.give(client_id=client.pk, purpose=SHARING, at=at)
        detail = {"purpose": SHARING}
        audit.record(actor=client.pk, verb="consented", subject=client.pk, at=at, detail=detail)


def _send(match: Match, *, by: str, at: datetime, with_words: bool, asks_next: bool) -> Request:
    answers = answers_for_matching(match.client)
    if answers is None:
        raise NotAmongThree  # Something required was taken back: these three are no longer drawn for anyone.
    row = row_in(roster_snapshot(), match.provider)
    zone = row.timezone or answers.zone
    sent = Request(
        client=match.client,
        provider=match.provider,
        match=match,
        position=match.position,
        sent_at=at,
        due_at=due_after(at, zone, days=answer_days()),
        asks_next=asks_next,
    )
    sent.seal("need", need_of(answers, row, on=client_day(answers, at), with_words=with_words))
    sent.save(force_insert=True)
    touch(match.shortlist_id)
    _mail_provider(sent, Template.REQUEST_RECEIVED, "received", due_at=at)
    _mail_provider(
        sent,
        Template.DEADLINE_NEAR,
        "near",
        due_at=due_after(at, zone, days=DAYS_TO_REMIND),
        not_after=sent.due_at,
    )
    audit.record(actor=by, verb="requested", subject=sent.client_id, at=at)
    return sent


def offer(*, by: Provider, request: Request, words: str, at: datetime) -> Request:
    """The provider offers a first conversation, with a line of text; it renews the date of their openings.

    Raises:
        NotWaiting: it was answered otherwise, taken back, or its time was over.
    """
    with transaction.atomic():
        found = answerable(request, by)
        if found.state == RequestState.OFFERED:
            return found
        if found.state != RequestState.WAITING:
            raise NotWaiting
        found.state, found.answered_at = RequestState.OFFERED, at
        found.seal("words", words.strip()[:LONGEST_LINE] or None)
        found.save()
        touch(found.match.shortlist_id)
        note_reply(found.provider, Reply.OFFERED, by=by.pk, at=at)
        outbox.cancel(key_of(found, "near"))
        mail_client(found, "offered", at=at)
        audit.record(actor=by.pk, verb="offered", subject=found.client_id, at=at)
    return found


def decline(*, by: Provider, request: Request, reason: Declined, at: datetime) -> Match | None:
    """The provider cannot take this client; at once whoever comes next takes the place.

    An offer can be taken back so too, as long as nothing is booked on it.

    Returns:
        Who took the place; None where nobody is left, which the client is told.

    Raises:
        NotWaiting, StillBooked: nothing was changed.
    """
    with transaction.atomic():
        found = answerable(request, by)
        if found.state == RequestState.DECLINED:
            return Match.objects.filter(refill_of=found.match_id).first()
        if found.state not in LIVE:
            raise NotWaiting
        check_unbooked(found)
        # The directory is locked before the trail, everywhere: two declines could wait for each other else.
        hold_revision()
        found.answered_at = found.answered_at or at
        found.reason = reason
        placed = give_up_place(found, RequestState.DECLINED, MatchClosed.DECLINED, by=by.pk, at=at)
        kind = Reply.FULL if reason == Declined.FULL else Reply.DECLINED
        note_reply(found.provider, kind, by=by.pk, at=at)
        if declined_lately(found.provider, at=at) >= MANY_DECLINES:
            cool_off(found.provider, because=CoolingOff.MANY_DECLINES, by=by.pk, at=at)
    return placed


def withdraw(*, by: Client, request: Request, at: datetime) -> Request:
    """The client takes a request back; the person stays among their three, and nobody is asked why.

    Raises:
        NotWaiting, StillBooked: nothing was changed.
    """
    with transaction.atomic():
        found = locked(request)
        if found.client_id != by.pk:
            raise NotTheirs
        if found.state == RequestState.WITHDRAWN:
            return found
        if found.state not in LIVE:
            raise NotWaiting
        check_unbooked(found)
        end(found, RequestState.WITHDRAWN, by=by.pk, at=at)
    return found


def give_up_place(
    found: Request, state: RequestState, because: MatchClosed, *, by: str, at: datetime
) -> Match | None:
    """End a request that came to nothing and fill its place; the next one is asked if the client ticked it.

    Called inside a transaction that holds the client's lock.
    """
    end(found, state, by=by, at=at)
    placed = refill_place(found.match, because=because, by=by, at=at)
    if placed is not None and found.asks_next:
        with_words = bool(found.unseal("need")["words"])
        _send(placed, by=found.client_id, at=at, with_words=with_words, asks_next=True)
    mail_client(found, "ended", at=at)
    return placed


def end(found: Request, state: RequestState, *, by: str, at: datetime) -> None:
    """Close a request in the caller's transaction; the provider is told, unless they did it themselves."""
    found.state, found.ended_at = state, at
    found.save()
    touch(found.match.shortlist_id)
    outbox.cancel(key_of(found, "near"))
    if state in (RequestState.WITHDRAWN, RequestState.CLOSED, RequestState.SILENT):
        _mail_provider(found, Template.REQUEST_CLOSED, "closed", due_at=at)
    audit.record(actor=by, verb=f"request_{state}", subject=found.client_id, at=at)


def locked(request: Request) -> Request:
    """The request as it stands now, its client locked and their key at hand.

    Raises:
        NotWaiting: the client was erased meanwhile, and the request with them.
    """
    try:
        client = locked_client(request.client_id)
    except Client.DoesNotExist:
        raise NotWaiting from None
    found = Request.objects.select_related("provider", "match").get(pk=request.pk)
    found.client = found.match.client = client
    return found


def answerable(request: Request, by: Provider) -> Request:
    """The same, for the provider whose it is; a client who no longer shares is nobody to them."""
    found = locked(request)
    if found.provider_id != by.pk:
        raise NotTheirs
    if not consent.is_given(client_id=found.client_id, purpose=SHARING):
        raise NotWaiting
    return found


def check_unbooked(found: Request) -> None:
    """Raises StillBooked where a conversation stands in the calendar."""
    if Booking.objects.filter(request=found, state__in=STANDING).exists():
        raise StillBooked


def key_of(found: Request, what: str) -> str:
    """The name of one mail about a request."""
    return f"request:{found.pk}:{what}"


def mail_client(found: Request, what: str, *, at: datetime) -> None:
    """Something was answered: the mail says no more than that there is news."""
    outbox.put(
        template=Template.REQUEST_ANSWERED,
        to=outbox.to_client(found.client_id),
        key=key_of(found, what),
        due_at=at,
    )


def _mail_provider(
    found: Request, template: Template, what: str, *, due_at: datetime, not_after: datetime | None = None
) -> None:
    """Providers without an account are not written to: who they are is known to the service alone."""
    if found.provider.account_id is None:
        return
    outbox.put(
        template=template,
        to=outbox.to_account(found.provider.account_id),
        key=key_of(found, what),
        due_at=due_at,
        not_after=not_after,
        client_id=found.client_id,
    )
