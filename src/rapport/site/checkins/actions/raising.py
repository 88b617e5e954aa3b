"""Raising that something may have shifted, and saying later whether it helped. Each is one transaction."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from rapport.errors import BadInput, Problem
from rapport.site.checkins.actions.alerting import tell_provider
from rapport.site.checkins.models import KEY_LENGTH, Raised, RatedSession
from rapport.site.checkins.queries.following import SHARE_COURSE, may_provider_follow
from rapport.site.checkins.raised_choices import LONGEST_WORDS, About, Helped, ShownAs, Talked, Way
from rapport.site.consultations.actions.reflections import locked
from rapport.site.consultations.models import Course
from rapport.site.foundation import audit
from rapport.site.people.actions import answer_consent
from rapport.site.people.models import Client


class NotOpen(Exception):
    """The course is another client's, or it has ended."""


class NotShared(Exception):
    """Told through Rapport, while the provider may see nothing of the course."""


class RaisedOtherwise(Exception):
    """The key stood for something else before."""


@dataclass(frozen=True, slots=True)
class Raising:
    """What is raised, as sent: codes of how, of what, of how it shows, and the client's own words."""

    way: str
    about: str = ""
    shown: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        _check(self.way in Way.values, "way", "a known way")
        _check(self.about in About.values, "about", "a known answer")
        _check(self.shown in ShownAs.values, "shown", "a known answer")
        _check(len(self.words) <= LONGEST_WORDS, "words", f"at most {LONGEST_WORDS} letters")
        _check(self.way != Way.TELL or bool(self.words.strip()), "words", "something to tell")


def raise_shift(
    *, by: Client, at: datetime, course: Course, raising: Raising, key: str, shares: bool = False
) -> Raised:
    """Keep how a client raises it; sent again under the same key it is kept once.

    Where the provider is told, a mail that says nothing goes to them with it.

    Args:
        shares: the client has just said yes to the present wording of `share_course`; written down with it.

    Raises:
        BadInput: no key, or one that is too long.
        NotOpen, NotShared, RaisedOtherwise: nothing was changed.
    """
    _check(0 < len(key) <= KEY_LENGTH, "key", f"1 to {KEY_LENGTH} letters")
    if course.client_id != by.pk:
        raise NotOpen
    with transaction.atomic():
        client = locked(by)
        before = Raised.objects.filter(client=client, entry_key=key).first()
        if before is not None:
            return _same(before, client, course, raising)
        course = Course.objects.select_related("provider").get(pk=course.pk)
        if course.ended_at is not None:
            raise NotOpen
        is_told = raising.way == Way.TELL
        if is_told and not may_provider_follow(client.pk, course.provider):
            if not shares:
                raise NotShared
            answer_consent(client, purpose=SHARE_COURSE, is_given=True, at=at)
        last = RatedSession.objects.filter(client=client, provider_id=course.provider_id)
        row = Raised(
            client=client,
            provider=course.provider,
            course=course,
            after_session=last.aggregate(last=Max("number"))["last"] or 0,
            is_told=is_told,
            raised_at=at,
            entry_key=key,
        )
        row.seal("said", asdict(raising))
        row.save(force_insert=True)
        if is_told:
            tell_provider(course, row.pk, at=at)
        # What was said, and whether it was told, is the client's own and no matter of the trail.
        audit.record(actor=client.pk, verb="raised", subject=client.pk, at=at)
    return row


def say_how_it_went(*, by: Client, at: datetime, raised: Raised, talked: str, helped: str = "") -> Raised:
    """Whether they talked about it and whether it helped; the newest answer counts.

    Raises:
        BadInput: an unknown answer, or one to whether talking helped without having talked.
        NotOpen: somebody else's.
    """
    _check(talked in Talked.values, "talked", "a known answer")
    _check(helped in ("", *Helped.values), "helped", "a known answer")
    _check(
        bool(helped) == (talked == Talked.YES), "helped", "an answer where they talked, and none elsewhere"
    )
    if raised.client_id != by.pk:
        raise NotOpen
    with transaction.atomic():
        client = locked(by)
        row = Raised.objects.select_for_update().get(pk=raised.pk)
        row.client = client
        row.seal("after", {"talked": talked, "helped": helped})
        row.answered_at = max(at, row.raised_at)
        row.save(update_fields=("after", "answered_at"))
        audit.record(actor=client.pk, verb="answered_raised", subject=client.pk, at=at)
    return row


def _same(before: Raised, client: Client, course: Course, raising: Raising) -> Raised:
    before.client = client
    if before.course_id != course.pk or before.unseal("said") != asdict(raising):
        raise RaisedOtherwise
    return before


def _check(holds: bool, column: str, expected: str) -> None:
    if not holds:
        # What arrived may be a person's own words and stands in no message.
        raise BadInput(Problem(expected=expected, arrived="something else", column=column))
