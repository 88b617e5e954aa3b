"""Replies to standard situations, and colleagues' blind ratings of them."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from rapport.site.directory.actions.current import held
from rapport.site.directory.models import Close, Provider, Rating, Reply
from rapport.site.directory.models.vignettes import QUALITIES
from rapport.site.directory.queries.vignettes import may_rate, replies_of
from rapport.site.directory.vignettes import DEMANDING, ORDINARY, SHORTEST_REPLY
from rapport.site.foundation import audit


class ReplySent(Exception):
    """A reply that was sent stands as it is: colleagues may have rated it."""


class ReplyTooShort(Exception):
    """A reply of so few words says little to rate."""


class MayNotRate(Exception):
    """One's own reply, one rated before, or one by somebody close; nothing was kept."""


def draw_replies(provider: Provider, *, by: str, at: datetime) -> list[Reply]:
    """The two situations this provider replies to, drawn by chance the first time: one of each sort.

    Chance, not choice: else everybody would reply to what they find easiest.
    """
    with transaction.atomic():
        locked, _ = held(provider)
        found = replies_of(locked)
        if found:
            return found
        drawn = (secrets.choice(ORDINARY), secrets.choice(DEMANDING))
        Reply.objects.bulk_create(
            Reply(provider=locked, place=place, vignette=code) for place, code in enumerate(drawn, 1)
        )
        audit.record(actor=by, verb="vignettes_drawn", subject=locked.pk, at=at)
    return replies_of(provider)


def write_reply(reply: Reply, *, text: str, send: bool, by: str, at: datetime) -> None:
    """Keep what was written so far; sent, it stands as it is and colleagues may rate it.

    Raises:
        ReplySent: it was sent before.
        ReplyTooShort: it is to be sent, and says too little.
    """
    with transaction.atomic():
        locked = Reply.objects.select_for_update().get(pk=reply.pk)
        if locked.sent_at is not None:
            raise ReplySent
        if send and len(text) < SHORTEST_REPLY:
            raise ReplyTooShort
        locked.text, locked.sent_at = text, at if send else None
        locked.save(update_fields=["text", "sent_at"])
        if send:
            audit.record(actor=by, verb="reply_sent", subject=locked.provider_id, at=at)


def rate(reply: Reply, *, rater: Provider, marks: Mapping[str, int], by: str, at: datetime) -> None:
    """One colleague's rating of one reply, once.

    Raises:
        MayNotRate: see there; the database refuses a second rating and one of one's own as well.
    """
    _keep(Rating(reply=reply, rater=rater, at=at, **{name: marks[name] for name in QUALITIES}), by)


def pass_over(reply: Reply, *, rater: Provider, by: str, at: datetime) -> None:
    """A colleague who thinks they know who wrote a reply does not rate it, and is not shown it again."""
    _keep(Rating(reply=reply, rater=rater, at=at, knows=True), by)


def _keep(rating: Rating, by: str) -> None:
    rating.writer_id = rating.reply.provider_id
    if not may_rate(rating.rater, rating.reply):
        raise MayNotRate
    try:
        with transaction.atomic():
            rating.save(force_insert=True)
            # Of whom is told nowhere: whoever could read the trail would know who rated whom.
            audit.record(actor=by, verb="reply_rated", subject=rating.rater_id, at=rating.at)
    except IntegrityError:
        raise MayNotRate from None  # Two tabs at once: the first one counts.


def name_close(provider: Provider, *, others: Collection[Provider], by: str, at: datetime) -> None:
    """Whom the provider knows well, in the place of those named before: neither rates the other.

    Ratings between them that are there already no longer count.
    """
    with transaction.atomic():
        locked, _ = held(provider)
        Close.objects.filter(provider=locked).delete()
        Close.objects.bulk_create(Close(provider=locked, other=each) for each in others)
        audit.record(actor=by, verb="close_named", subject=locked.pk, at=at, detail={"count": len(others)})
