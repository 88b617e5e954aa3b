"""Closing well: what each says when a course has ended, in two minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from rapport.errors import BadInput, Problem
from rapport.site.consultations.actions.ending import locked_course
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit
from rapport.site.people.models import Client
from rapport.site.referrals.choices import LONGEST_LINE, LONGEST_WORDS, Helped, Lacked, Side
from rapport.site.referrals.models import Closing


class NotEnded(Refused):
    """The course goes on."""


@dataclass(frozen=True, slots=True)
class Goodbye:
    """Feedback and a good-bye note, one at least; `is_shown`: the provider may read the feedback."""

    helped: frozenset[str] = frozenset()
    lacked: frozenset[str] = frozenset()
    line: str = ""
    note: str = ""
    is_shown: bool = False

    def __post_init__(self) -> None:
        _check_known("helped", self.helped, Helped.values)
        _check_known("lacked", self.lacked, Lacked.values)
        if len(self.line) > LONGEST_LINE:
            _refuse("line", f"at most {LONGEST_LINE} letters")
        if len(self.note) > LONGEST_WORDS:
            _refuse("note", f"at most {LONGEST_WORDS} letters")
        if not (self.helped or self.lacked or self.line or self.note):
            _refuse("note", "feedback or a note")

    @property
    def said(self) -> dict[str, object] | None:
        """The feedback as it is kept, None where there is none."""
        if not (self.helped or self.lacked or self.line):
            return None
        return {"helped": sorted(self.helped), "lacked": sorted(self.lacked), "line": self.line}


def say_goodbye(*, by: Client | Provider, at: datetime, course: Course, goodbye: Goodbye) -> Closing:
    """Keep what one side says, sealed under the client's key; sent again it stays as it was sent.

    Raises:
        NotTheirs, NotEnded: nothing was changed.
    """
    side = Side.CLIENT if isinstance(by, Client) else Side.PROVIDER
    with transaction.atomic():
        found = locked_course(course, by)
        if found.ended_at is None:
            raise NotEnded
        sent = Closing.objects.filter(course=found, side=side).first()
        if sent is not None:
            return sent
        closing = Closing(client=found.client, course=found, side=side, written_at=at)
        closing.is_shown = goodbye.is_shown and side is Side.CLIENT
        closing.seal("said", goodbye.said)
        closing.seal("note", goodbye.note or None)
        closing.save(force_insert=True)
        audit.record(actor=by.pk, verb="said_goodbye", subject=found.client_id, at=at)
    return closing


def _check_known(column: str, said: Iterable[str], known: Iterable[str]) -> None:
    if set(said) - set(known):
        _refuse(column, "known answers")


def _refuse(column: str, expected: str) -> None:
    # What arrived is a person's own and stands in no message.
    raise BadInput(Problem(expected=expected, arrived="something else", column=column))
