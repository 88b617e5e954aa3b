"""Recording how a session went. Each action is one transaction."""

import math
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rapport.errors import BadInput, Problem, quoted
from rapport.site.checkins.models import KEY_LENGTH, MOST_SESSIONS, RatedSession
from rapport.site.foundation import audit, looking
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from rapport.vocabulary import PARTS

RATINGS = (*PARTS, "overall")
LOWEST, HIGHEST = 0, 100


class NotTheirs(Exception):
    """The match is another client's."""


class AlreadyRated(Exception):
    """This session of this pair was rated before, under another key, or the key stood for another session."""


def record_session_ratings(
    *,
    by: Client,
    at: datetime,
    match: Match,
    number: int,
    held_at: datetime,
    ratings: Mapping[str, float],
    key: str,
) -> RatedSession:
    """Keep how a client rated one session; sent again under the same key it is kept once.

    Args:
        by: the client, whose match it is.
        number: which session of the pair, from 1.
        held_at: when it was held: not after `at`, nor before the match was issued.
        ratings: any of goals, tasks, bond and overall, 0 to 100; at least one.
        key: made once for this form by whoever shows it.

    Raises:
        BadInput: a value outside of that.
        NotTheirs: the match is not of this client.
        AlreadyRated: another form has rated this session, or the key stood for another session.
    """
    if match.client_id != by.pk:
        raise NotTheirs
    check(number=number, key=key, ratings=ratings)
    with transaction.atomic():
        # One client's forms wait for each other; on SQLite the transaction itself is the lock.
        client = Client.objects.select_for_update(of=("self",)).select_related("key").get(pk=by.pk)
        sent_before = RatedSession.objects.filter(client=client, entry_key=key).first()
        if sent_before is not None:
            return _same(sent_before, match, number)
        check_time(match, number, held_at, at)
        pair = {"client": client, "provider_id": match.provider_id}
        if RatedSession.objects.filter(**pair, number=number).exists():
            raise AlreadyRated
        session = RatedSession(
            **pair, match=match, number=number, held_at=held_at, recorded_at=at, entry_key=key
        )
        session.seal("ratings", {name: float(ratings[name]) for name in RATINGS if name in ratings})
        session.save(force_insert=True)
        looking.again(client.pk, at=at)
        audit.record(actor=client.pk, verb="rated", subject=client.pk, at=at, detail={"number": number})
    return session


def _same(session: RatedSession, match: Match, number: int) -> RatedSession:
    if (session.match_id, session.number) != (match.pk, number):
        raise AlreadyRated
    return session


def check(*, number: int, key: str, ratings: Mapping[str, float]) -> None:
    """Refuse a number, a key or a rating outside of its bounds."""
    if not 1 <= number <= MOST_SESSIONS:
        _refuse("number", f"a whole number from 1 to {MOST_SESSIONS}", number)
    if not 0 < len(key) <= KEY_LENGTH:
        _refuse("key", f"1 to {KEY_LENGTH} letters", f"{len(key)}")
    unknown = sorted(set(ratings) - set(RATINGS))
    if unknown or not ratings:
        _refuse("ratings", f"any of {', '.join(RATINGS)}", ", ".join(unknown) or "none")
    for name, rating in ratings.items():
        # Written so that NaN, which compares false with everything, is refused too. The value is a client's
        # own and stands in no message.
        if not (math.isfinite(rating) and LOWEST <= rating <= HIGHEST):
            _refuse(name, f"a rating from {LOWEST} to {HIGHEST}", "another value")


def check_time(match: Match, number: int, held_at: datetime, at: datetime, *, besides: str = "") -> None:
    """Refuse a time before the match, in the future, or out of the order of the pair's other sessions.

    `besides`: the session that takes this place, when it is one that stands already.
    """
    if not match.shortlist.issued_at <= held_at <= at:
        _refuse("held_at", "a time between the match and now", "one outside of that")
    pair = RatedSession.objects.filter(client_id=match.client_id, provider_id=match.provider_id)
    others = pair.exclude(pk=besides)
    if (
        others.filter(number__lt=number, held_at__gt=held_at).exists()
        or others.filter(number__gt=number, held_at__lt=held_at).exists()
    ):
        _refuse("held_at", "sessions in the order of their numbers", "a time out of order")


def _refuse(column: str, expected: str, arrived: object) -> None:
    text = arrived if isinstance(arrived, str) else quoted(arrived)
    raise BadInput(Problem(expected=expected, arrived=text, column=column))
