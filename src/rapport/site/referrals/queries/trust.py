"""Which colleagues' referrals go well, and which go round in circles: for the forecast, and for the desk."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from django.db.models import Count, Exists, OuterRef, Subquery

from rapport.learning.traits.reciprocity import Reciprocity, reciprocity
from rapport.learning.traits.referrers import Trust, earned_trust
from rapport.site.checkins.models import RatedSession
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.directory.names import name_words, searchable
from rapport.site.referrals.choices import AskedBy, ReferralState, Relation, Way
from rapport.site.referrals.models import Referral

# Rated sessions after which a course that goes on has gone well; most who stop do so before (ours).
WELL_SESSIONS: Final = 4
# Who earns by it recommends nobody; who did not say what ties them does not either.
COUNTS: Final = (Relation.NONE, Relation.PRACTICE, Relation.PERSONAL)
RELATED: Final = (Relation.PRACTICE, Relation.PERSONAL, Relation.MONEY)
# A colleague's figures are told from so many referrals on (ours).
FEWEST_TOLD: Final = 5
# Fewer draws than the library makes unless told: somebody waits for the page.
DRAWS: Final = 199
UNKNOWN: Final = float("nan")


@dataclass(frozen=True)
class ReferralGraph:
    """Who refers to whom, as one thing to ask the policy about."""


class Person(NamedTuple):
    """A colleague, and how they are called."""

    id: str
    name: str


class Sent(NamedTuple):
    """One referral from a provider to a colleague here: who, to whom, what ties them, what came of it."""

    sender: Person
    receiver: Person
    relation: str
    gates: tuple[float, float, float]


@dataclass(frozen=True)
class Referrer:
    """One colleague: how many referrals, how many with a tie or without a word of it, and the trust earned.

    `id` tells them from others of their name.
    `mean`, `low` and `high` in percent; None below `FEWEST_TOLD`.
    """

    id: str
    name: str
    made: int
    related: int
    unsaid: int
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Ring:
    """Names around whom referrals went in turn: how often, and how often chance would make it."""

    names: list[str]
    times: int
    expected: float


@dataclass(frozen=True)
class Circles:
    """All referrers, the most referrals first; what goes round beyond chance; who sends to another self."""

    referrers: list[Referrer]
    graph: Reciprocity | None
    rings: list[Ring]
    to_themselves: list[str]


def trust_in(referral: Referral) -> float:
    """How far the one who suggests has earned trust, 0 to 1; 0 where it does not count. One query."""
    if referral.asked_by != AskedBy.PROVIDER or referral.relation not in COUNTS:
        return 0.0
    sent = _sent()
    found = _trust(sent)
    by_colleague = dict(zip(found.colleagues, found.mean.tolist(), strict=True))
    return float(by_colleague.get(_person(referral.course.provider).id, found.typical))


def circles() -> Circles:
    """Everything the desk is told. One query, however many there are."""
    sent = _sent()
    names = {each.id: each.name for row in sent for each in (row.sender, row.receiver)}
    edges = [(row.sender.id, row.receiver.id) for row in sent]
    others = [edge for edge in edges if edge[0] != edge[1]]
    senders, receivers = [one for one, _ in others], [other for _, other in others]
    # Told from the same referrals, the page says the same.
    graph = reciprocity(senders, receivers, rng=np.random.default_rng(len(others)), draws=DRAWS)
    rings = [
        Ring([names[each] for each in ring.members], ring.times, ring.expected)
        for ring in (graph.rings if graph else ())
    ]
    selves = sorted(names[one] for one in {one for one, other in edges if one == other})
    return Circles(_referrers(sent, names), graph, rings, selves)


def referrers_called(found: Circles, text: str) -> list[Referrer]:
    """Those with a word of their name that begins with each of these; all where there is none."""
    words = [f" {word}" for word in name_words(text)]
    return [row for row in found.referrers if all(word in searchable(row.name) for word in words)]


def _trust(sent: Sequence[Sent]) -> Trust:
    return earned_trust([each.sender.id for each in sent], [each.gates for each in sent])


def _referrers(sent: Sequence[Sent], names: dict[str, str]) -> list[Referrer]:
    if not sent:
        return []
    found, by_person = _trust(sent), defaultdict(list)
    for each in sent:
        by_person[each.sender.id].append(each.relation)
    rows = []
    for person, *shares in zip(found.colleagues, found.mean, found.low, found.high, strict=True):
        ties = by_person[person]
        told = [100 * float(each) if len(ties) >= FEWEST_TOLD else None for each in shares]
        related = sum(each in RELATED for each in ties)
        rows.append(Referrer(person, names[person], len(ties), related, ties.count(""), *told))
    return sorted(rows, key=lambda each: (-each.made, each.name, each.id))


def _sent() -> list[Sent]:
    """Every referral of a provider to a colleague here, with what came of it. One query."""
    course = Course.objects.filter(
        client=OuterRef("client"), provider=OuterRef("to_provider"), opened_at__gte=OuterRef("agreed_at")
    ).order_by("opened_at")
    rated = RatedSession.objects.filter(client=OuterRef("client"), provider=OuterRef("to_provider"))
    rows = Referral.objects.filter(asked_by=AskedBy.PROVIDER, way=Way.COLLEAGUE).annotate(
        began=Exists(course),
        ended=Subquery(course.values("ended_because")[:1]),
        sessions=Subquery(rated.order_by().values("client").annotate(n=Count("pk")).values("n")[:1]),
    )
    found = rows.select_related("course__provider", "to_provider").order_by("asked_at", "pk")
    return [
        Sent(_person(row.course.provider), _person(row.to_provider), row.relation, _gates(row))
        for row in found
    ]


def _person(provider: Provider) -> Person:
    """One somebody, however many listings they have: by their number in the federal list."""
    return Person(provider.npi or provider.provider_id, provider.name)


def _gates(row: Any) -> tuple[float, float, float]:
    """Accepted, began, went well; what is not known yet is NaN."""
    if row.state == ReferralState.ASKED:
        return UNKNOWN, UNKNOWN, UNKNOWN
    accepted = float(row.state == ReferralState.AGREED)
    began = 1.0 if row.began else UNKNOWN
    is_well = row.ended == CourseEnded.FINISHED or (row.sessions or 0) >= WELL_SESSIONS
    has_ended_badly = row.ended in (CourseEnded.LEFT, CourseEnded.GAVE_UP, CourseEnded.REFERRED)
    return accepted, began, 1.0 if is_well else 0.0 if has_ended_badly else UNKNOWN
