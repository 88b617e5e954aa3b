"""Noting what was tried when something may have shifted. One transaction; sent twice, it is one row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from rapport.alliance.suggestions import all_suggestions
from rapport.errors import BadInput, Problem
from rapport.site.checkins.models import KEY_LENGTH, RatedSession, RepairNote
from rapport.site.checkins.queries.following import may_provider_follow
from rapport.site.checkins.repair_choices import LONGEST_WORDS, Shown, WasFound
from rapport.site.consultations.actions.reflections import locked
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit


class NotFollowed(Exception):
    """The course is somebody else's, or its client does not say yes to being followed, or no longer."""


class NotedOtherwise(Exception):
    """The key stood for another note before."""


@dataclass(frozen=True, slots=True)
class Noting:
    """A note as sent: codes of what was tried, how it showed, whether something had shifted, a line."""

    tried: tuple[str, ...] = ()
    shown: str = ""
    found: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        known = {each.code for each in all_suggestions()}
        _check(set(self.tried) <= known, "tried", "known suggestions")
        _check(self.shown in ("", *Shown.values), "shown", "a known answer")
        _check(self.found in ("", *WasFound.values), "found", "a known answer")
        _check(len(self.words) <= LONGEST_WORDS, "words", f"at most {LONGEST_WORDS} letters")
        _check(bool(self.tried or self.words), "tried", "something that was tried, or a line")

    def as_said(self) -> dict[str, Any]:
        """What is sealed."""
        return {
            "tried": sorted(set(self.tried)),
            "shown": self.shown,
            "found": self.found,
            "words": self.words,
        }


def note_repair(*, by: Provider, at: datetime, course: Course, noting: Noting, key: str) -> RepairNote:
    """Keep what the provider of a course tried; the client's yes is asked under the client's own lock.

    Raises:
        BadInput: no key, or one that is too long.
        NotFollowed, NotedOtherwise: nothing was changed.
    """
    _check(0 < len(key) <= KEY_LENGTH, "key", f"1 to {KEY_LENGTH} letters")
    if course.provider_id != by.pk:
        raise NotFollowed
    with transaction.atomic():
        client = locked(course.client)
        if not may_provider_follow(client.pk, by):
            raise NotFollowed
        before = RepairNote.objects.filter(course=course, entry_key=key).first()
        if before is not None:
            before.client = client
            if before.unseal("said") != noting.as_said():
                raise NotedOtherwise
            return before
        rated = RatedSession.objects.filter(client=client, provider=by).aggregate(last=Max("number"))
        note = RepairNote(client=client, provider=by, course=course, noted_at=at, entry_key=key)
        note.after_session = rated["last"] or 0
        note.seal("said", noting.as_said())
        note.save(force_insert=True)
        audit.record(actor=by.pk, verb="noted_repair", subject=client.pk, at=at)
    return note


def _check(holds: bool, column: str, expected: str) -> None:
    if not holds:
        # What arrived may be a person's own words and stands in no message.
        raise BadInput(Problem(expected=expected, arrived="something else", column=column))
