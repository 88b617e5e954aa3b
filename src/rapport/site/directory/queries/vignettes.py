"""Replies to rate, and what colleagues' ratings say, once there are enough of them."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.db.models import Count, Q, QuerySet

from rapport.measures.agreement import Agreement as Agreement
from rapport.measures.agreement import RaterMean, krippendorff_alpha, rater_mean
from rapport.measures.blind import blind_scores_listed
from rapport.site.directory.models import Close, Provider, Rating, Reply
from rapport.site.directory.models.vignettes import QUALITIES

# Under so many colleagues nothing is said of anybody: one odd judge would move it, and could be guessed.
FEWEST_RATERS: Final = 5
# Replies with two ratings or more, from which on agreement is worth a figure.
FEWEST_REPLIES: Final = 10
_SEED: Final = 7
_LEAST_RATED: Final = 20
_BATCH: Final = 2_000


def replies_of(provider: Provider) -> list[Reply]:
    """The provider's two replies, written or not; none before they were drawn. One query."""
    return list(Reply.objects.filter(provider=provider).order_by("place"))


def reply_with_id(reply_id: str) -> Reply | None:
    """A reply with its writer; ask the policy before showing it. One query."""
    return Reply.objects.select_related("provider").filter(pk=reply_id).first()


def _close_to(provider: Provider) -> Q:
    """Replies by somebody whom this provider named as close, or who named them."""
    return Q(provider__close_to__provider=provider) | Q(provider__named_close__other=provider)


def _open_to(rater: Provider) -> QuerySet[Reply]:
    sent = Reply.objects.filter(sent_at__isnull=False, provider__is_listed=True).exclude(provider=rater)
    rated = Rating.objects.filter(rater=rater).values("reply")
    close = Reply.objects.filter(_close_to(rater)).values("pk")
    return sent.exclude(pk__in=rated).exclude(pk__in=close)


def may_rate(rater: Provider, reply: Reply) -> bool:
    """Whether this reply is one that this colleague may rate now. One query."""
    return rater.is_listed and _open_to(rater).filter(pk=reply.pk).exists()


def next_reply(rater: Provider) -> Reply | None:
    """What this colleague is asked to rate next; None when there is nothing left. One query.

    Among the replies with the fewest ratings, in an order of this rater's own that looks like chance and
    stays: asking again brings the same reply, so that nobody picks whom they rate.
    """
    if not rater.is_listed:
        return None
    count = Count("ratings", filter=Q(ratings__knows=False))
    least = list(_open_to(rater).annotate(rated=count).order_by("rated", "pk")[:_LEAST_RATED])
    few = [each for each in least if each.rated == least[0].rated]
    return min(few, key=lambda each: _place(rater, each), default=None)


def _place(rater: Provider, reply: Reply) -> bytes:
    return hashlib.sha256(f"{rater.pk}|{reply.pk}".encode()).digest()


def rated_by(rater: Provider) -> int:
    """How many replies this colleague rated. One query."""
    return Rating.objects.filter(rater=rater, knows=False).count()


def close_of(provider: Provider) -> list[Provider]:
    """Whom the provider named as close, by name. One query."""
    return list(Provider.objects.filter(close_to__provider=provider).order_by("name"))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What colleagues' ratings say of one provider: by quality a mean with its interval; from how many."""

    raters: int
    ratings: int
    means: dict[str, RaterMean]


def judgement_of(provider: Provider) -> Judgement | None:
    """What colleagues made of the provider's replies; None under the fewest raters. Two queries.

    Ratings by anybody close to them, whenever that was said, do not count.
    """
    close = Close.objects.filter(Q(provider=provider) | Q(other=provider)).values_list("provider", "other")
    near = {pk for pair in close for pk in pair}
    rows = Rating.objects.filter(writer=provider, knows=False).exclude(rater__in=near)
    found = list(rows.values_list("reply", "rater", *QUALITIES))
    raters = len({rater for _, rater, *_ in found})
    if raters < FEWEST_RATERS:
        return None
    means = {name: rater_mean(table) for name, table in _tables(found).items()}
    return Judgement(raters, len(found), means)


def scores() -> dict[str, float]:
    """Where colleagues' ratings put each provider whom enough of them rated, in spreads. Two queries.

    One figure for the five qualities, which overlap too much to be added up. A colleague counts once for a
    provider. Nobody has a score while too few replies are rated.
    """
    close = set(Close.objects.values_list("provider", "other"))
    rows = Rating.objects.filter(knows=False).values_list("writer", "rater", "reply", *QUALITIES)
    told: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    replies = set()
    for writer, rater, reply, *marks in rows.iterator(chunk_size=_BATCH):
        if (writer, rater) not in close and (rater, writer) not in close:
            told[writer, rater].append(sum(marks) / len(marks))
            replies.add(reply)
    if len(replies) < FEWEST_REPLIES:
        return {}
    code = {writer: place for place, writer in enumerate(dict.fromkeys(writer for writer, _ in told))}
    person = np.array([code[writer] for writer, _ in told], dtype=np.int64)
    ratings = np.array([sum(means) / len(means) for means in told.values()])
    enough = np.bincount(person, minlength=len(code)) >= FEWEST_RATERS
    found = blind_scores_listed(person, ratings, people=len(code)).scores
    return {writer: float(found[place]) for writer, place in code.items() if enough[place]}


def agreement() -> tuple[int, dict[str, Agreement]] | None:
    """How far colleagues agree, by quality, over all replies, and how many replies; None while too few are.

    One query. The draws of the interval are the same each time, so that a page read twice says the same.
    """
    found = list(
        Rating.objects.filter(knows=False)
        .order_by("reply", "rater")
        .values_list("reply", "rater", *QUALITIES)
    )
    tables = _tables(found)
    replies = len({reply for reply, *_ in found})
    if replies < FEWEST_REPLIES:
        return None
    told = {
        name: krippendorff_alpha(table, rng=np.random.default_rng(_SEED)) for name, table in tables.items()
    }
    return replies, {name: each for name, each in told.items() if each is not None}


def _tables(found: list[tuple[str, str, *tuple[int, ...]]]) -> dict[str, np.ndarray]:
    """For each quality, shape (replies, raters); NaN where somebody did not rate a reply."""
    replies = {reply: place for place, reply in enumerate(dict.fromkeys(row[0] for row in found))}
    raters = {rater: place for place, rater in enumerate(dict.fromkeys(row[1] for row in found))}
    tables = np.full((len(QUALITIES), len(replies), len(raters)), np.nan)
    for reply, rater, *marks in found:
        tables[:, replies[reply], raters[rater]] = marks
    return dict(zip(QUALITIES, tables, strict=True))
