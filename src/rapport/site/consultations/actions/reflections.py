"""What is said after a first conversation: by the client, by the provider, and to someone not chosen.

Each action is one transaction; sent twice, it is one row. Nothing of what was said is on the audit trail.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.alliance.comfort import ASKED, COMFORT_REASONS, OTHER_REASONS
from rapport.alliance.search import URGENCY
from rapport.errors import BadInput, Problem
from rapport.site.consultations.models import Booking, Farewell, ProviderNote, Reflection, Request
from rapport.site.consultations.queries.reflections import is_over, ratings_of
from rapport.site.consultations.reflection_choices import (
    LONGEST_LINE,
    LONGEST_WORDS,
    WORST_DISTRESS,
    Agreed,
    Suited,
)
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.people.models import Client


class NotTheirs(Exception):
    """The booking or request is somebody else's."""


class NotOver(Exception):
    """The conversation was not held, or is not over yet."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A client's reflection as sent; what was left out is None or empty."""

    answers: Mapping[str, int]
    support_challenge: int | None = None
    asked: str = ""
    reasons: frozenset[str] = frozenset()
    urgency: str = ""
    distress: int | None = None
    words: str = ""

    def __post_init__(self) -> None:
        if self.asked not in ("", *ASKED):
            _refuse("asked", "a known answer")
        if self.reasons - COMFORT_REASONS - OTHER_REASONS:
            _refuse("reasons", "known reasons")
        if self.urgency not in ("", *URGENCY):
            _refuse("urgency", "a known answer")
        if self.distress is not None and not 0 <= self.distress <= WORST_DISTRESS:
            _refuse("distress", f"0 to {WORST_DISTRESS}")
        if self.support_challenge is not None and not -3 <= self.support_challenge <= 3:
            _refuse("support_challenge", "-3 to 3")
        if len(self.words) > LONGEST_WORDS:
            _refuse("words", f"at most {LONGEST_WORDS} letters")


def reflect(*, by: Client, at: datetime, booking: Booking, saying: Saying) -> Reflection:
    """Keep what the client says of a conversation; said again, it takes the place of what was said.

    Raises:
        BadInput: an answer that an item does not have.
        NotTheirs, NotOver: nothing was changed.
    """
    if booking.client_id != by.pk:
        raise NotTheirs
    said = _said(saying)
    with transaction.atomic():
        client = locked(by)
        standing = Booking.objects.get(pk=booking.pk)
        if not is_over(standing, at):
            raise NotOver
        found = Reflection.objects.filter(booking_id=booking.pk).first()
        reflection = found or Reflection(booking=standing)
        reflection.client, reflection.written_at = client, at
        reflection.seal("said", said)
        reflection.save()
        audit.record(actor=client.pk, verb="reflected", subject=client.pk, at=at)
    return reflection


def _said(saying: Saying) -> dict[str, object]:
    return {
        "answers": dict(saying.answers),
        "ratings": ratings_of(saying.answers),
        "support_challenge": saying.support_challenge,
        "asked": saying.asked,
        "reasons": sorted(saying.reasons),
        "urgency": saying.urgency,
        "distress": saying.distress,
        "words": saying.words,
    }


@dataclass(frozen=True, slots=True)
class Noting:
    """A provider's short reflection as sent: the three parts, whether they are the right one, a line."""

    goals: Agreed
    tasks: Agreed
    bond: Agreed
    suited: Suited
    words: str = ""


def note(*, by: Provider, at: datetime, booking: Booking, noting: Noting) -> ProviderNote:
    """Keep what the provider says of a conversation, under the client's key; said again, it is replaced.

    Raises:
        NotTheirs, NotOver: nothing was changed.
    """
    if booking.provider_id != by.pk:
        raise NotTheirs
    if len(noting.words) > LONGEST_LINE:
        _refuse("words", f"at most {LONGEST_LINE} letters")
    with transaction.atomic():
        client = locked(booking.client)
        standing = Booking.objects.get(pk=booking.pk)
        if not is_over(standing, at):
            raise NotOver
        found = ProviderNote.objects.filter(booking_id=booking.pk).first()
        written = found or ProviderNote(booking=standing, provider=by)
        written.client, written.written_at = client, at
        parts = {part: getattr(noting, part).value for part in ("goals", "tasks", "bond", "suited")}
        written.seal("said", {**parts, "words": noting.words})
        written.save()
        audit.record(actor=by.pk, verb="noted", subject=client.pk, at=at)
    return written


def say_farewell(*, by: Client, at: datetime, request: Request, closing: str, feedback: str) -> Farewell:
    """Send someone not chosen a closing note, and a line that reaches them without a name; once.

    Sent again it stays as it was sent: the provider may have read it.

    Raises:
        NotTheirs: the request is another client's.
        BadInput: nothing was said, or too much.
    """
    if request.client_id != by.pk:
        raise NotTheirs
    if not (closing or feedback):
        _refuse("closing", "a note or a line")
    if len(closing) > LONGEST_WORDS:
        _refuse("closing", f"at most {LONGEST_WORDS} letters")
    if len(feedback) > LONGEST_LINE:
        _refuse("feedback", f"at most {LONGEST_LINE} letters")
    with transaction.atomic():
        client = locked(by)
        sent = Farewell.objects.filter(request_id=request.pk).first()
        if sent is not None:
            return sent
        farewell = Farewell(client=client, request=request, written_at=at)
        farewell.seal("closing", closing or None)
        farewell.seal("feedback", feedback or None)
        farewell.save(force_insert=True)
        audit.record(actor=client.pk, verb="said_farewell", subject=client.pk, at=at)
    return farewell


def locked(client: Client) -> Client:
    """One client's changes wait for each other; on SQLite the transaction itself is the lock."""
    return Client.objects.select_for_update(of=("self",)).select_related("key").get(pk=client.pk)


def _refuse(column: str, expected: str) -> None:
    # What arrived is a client's own and stands in no message.
    raise BadInput(Problem(expected=expected, arrived="something else", column=column))
