"""What is to be seen of a client's course with a provider: their own line, what is usual, where it may have
shifted, symptoms beside what is expected, and how far the forecast has given way.

Whoever asks for it asks the policy first; consent is no matter of this module. Nothing of a session moves
when later ones are added.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Final, TypeVar

import numpy as np
from django.db.models import Count, F, Q

from rapport.alliance.comfort import Comfort, SessionRating, over_sessions
from rapport.alliance.course import OwnCourse, own_course
from rapport.alliance.judgement import Judged, judge
from rapport.alliance.outlook import Coming, Rating, foretold, of_pairs_like, outlooks
from rapport.alliance.trajectory import Floats
from rapport.site.checkins.models import RatedSession, SymptomScore
from rapport.site.checkins.queries.opened import Opened, opened
from rapport.site.checkins.queries.others import Usual, as_checkins, fold_of, usual_for
from rapport.site.checkins.queries.symptoms_course import Symptoms, symptoms_of
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from rapport.vocabulary import PARTS

Key, Row = TypeVar("Key"), TypeVar("Row")
# The ids of a client and of a provider.
Pair = tuple[str, str]
# What was forecast of a pair, 0 to 100: by part and "overall", the mean and its 80% interval.
ByPart = Mapping[str, Mapping[str, float]]
INTERVAL: Final = ("mean", "low", "high")
# The latest sessions that a picture, and the judgement of a course, look at.
MOST_SHOWN: Final = 60


@dataclass(frozen=True)
class Session:
    """One rated session. `fell`: where flagged, by how many points each part lies below its mean before."""

    number: int
    held_at: datetime
    ratings: Mapping[str, float]
    balance: int | None
    judged: Judged
    fell: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What was told before the first session (80%), what is thought now, and how much of it is measured.

    `measured`: the share of the forecast's doubt that ratings have taken away, 0 (forecast alone) to 1.
    """

    told: Coming
    now: Coming
    measured: float


@dataclass(frozen=True, slots=True)
class Measures:
    """How many sessions of a course were rated, and how symptoms went."""

    sessions: int
    symptoms: tuple[Symptoms, ...]


@dataclass(frozen=True)
class Followed:
    """A course as it stands.

    `lines`: by part and "overall", at sessions 1 to the last, what is usual being that of pairs of whom the
    same was forecast; empty before the first. `pairs`: of how many
    other pairs what is usual was learnt; 0 where priors carry it alone.
    """

    client_id: str
    provider_id: str
    sessions: tuple[Session, ...]
    lines: Mapping[str, OwnCourse]
    pairs: int
    symptoms: tuple[Symptoms, ...]
    comfort: Comfort
    forecast: Forecast | None

    @property
    def measures(self) -> Measures:
        """What a step of care is judged by."""
        return Measures(len(self.sessions), self.symptoms)

    @property
    def shifts(self) -> tuple[Session, ...]:
        """Where something may have shifted: flagged sessions whose one before was not flagged."""
        before = (None, *self.sessions)
        return tuple(
            each
            for each, earlier in zip(self.sessions, before, strict=False)
            if each.judged.flagged and not (earlier and earlier.judged.flagged)
        )

    @property
    def unrepaired(self) -> Session | None:
        """The latest shift, where it does not look repaired by the ratings."""
        is_open = bool(self.sessions) and self.sessions[-1].judged.repaired is False
        return self.shifts[-1] if is_open and self.shifts else None


def newest_course(client: Client) -> Course | None:
    """The client's open course, else the one that ended last, its provider loaded. One query."""
    found = Course.objects.filter(client_id=client.pk).select_related("provider", "client")
    return found.order_by(F("ended_at").desc(nulls_first=True), "-opened_at").first()


def course_of(client: Client, provider: Provider, at: datetime) -> Followed:
    """The course of this client with this provider. Three queries, and two more once a night."""
    return courses_of([(client.pk, provider.pk)], at)[0]


def courses_of(pairs: Sequence[Pair], at: datetime) -> list[Followed]:
    """The courses of these clients (first ids) with these providers, in this order; queries as for one."""
    clients = {client_id for client_id, _ in pairs}
    held = RatedSession.objects.filter(client_id__in=clients, held_at__lte=at)
    held = held.select_related("client__key", "responses").order_by("number")
    sessions = _by((row.client_id, opened(row)) for row in held)
    symptoms = _taken(clients, at)
    told = _forecasts(clients)
    own = {
        pair: [row for row in sessions.get(pair[0], []) if row.pair == pair][-MOST_SHOWN:] for pair in pairs
    }
    judged = _judged(own, at)
    return [
        _followed(
            pair, judged[pair], sessions.get(pair[0], []), symptoms.get(pair, []), told.get(pair[0], {}), at
        )
        for pair in pairs
    ]


def measures_of(pairs: Sequence[Pair], at: datetime) -> list[Measures]:
    """What a step of care is judged by, in this order: nothing else of a session is opened. Two queries."""
    clients = {client_id for client_id, _ in pairs}
    held = RatedSession.objects.filter(client_id__in=clients, held_at__lte=at)
    counted = held.values_list("client_id", "provider_id").annotate(Count("pk"))
    sessions = {(client_id, provider_id): count for client_id, provider_id, count in counted}
    symptoms = _taken(clients, at)
    return [Measures(sessions.get(each, 0), symptoms_of(symptoms.get(each, []), at)) for each in pairs]


def _taken(clients: Collection[str], at: datetime) -> dict[tuple[str, str], list[SymptomScore]]:
    taken = SymptomScore.objects.filter(client_id__in=clients, taken_at__lte=at)
    taken = taken.select_related("client__key", "session").order_by("taken_at", "id")
    return _by(((row.client_id, row.provider_id), row) for row in taken)


def _followed(
    pair: Pair,
    judged: list[tuple[Opened, Judged]],
    rated: list[Opened],
    taken: list[SymptomScore],
    told: Mapping[str, ByPart],
    at: datetime,
) -> Followed:
    usual = usual_for(pair[0], at)
    own = [each for each, _ in judged]
    return Followed(
        client_id=pair[0],
        provider_id=pair[1],
        sessions=_sessions(judged),
        lines=_lines(own, usual, told.get(pair[1], {})),
        pairs=usual.pairs if usual.others else 0,
        symptoms=symptoms_of(taken, at),
        comfort=over_sessions(_as_asked(each) for each in own),
        forecast=_forecast(pair[1], rated, told, usual),
    )


def _judged(courses: Mapping[Pair, list[Opened]], at: datetime) -> dict[Pair, list[tuple[Opened, Judged]]]:
    """Every session of each course; those of whom the same is usual are judged in one go."""
    together = _by((_beside(pair, at), pair) for pair, rows in courses.items() if rows)
    found: dict[Pair, list[tuple[Opened, Judged]]] = {pair: [] for pair in courses}
    for pairs in together.values():
        rows = [row for pair in pairs for row in courses[pair]]
        others = usual_for(pairs[0][0], at).others
        for row, judged in zip(rows, judge(as_checkins(rows), others=others), strict=True):
            found[row.pair].append((row, judged))
    return found


def _beside(pair: Pair, at: datetime) -> int | Pair:
    """With whom a course is judged: with all of its fold; alone, while there are too few to be set among."""
    return fold_of(pair[0]) if usual_for(pair[0], at).others else pair


def _sessions(judged: list[tuple[Opened, Judged]]) -> tuple[Session, ...]:
    own = [each for each, _ in judged]
    return tuple(
        Session(
            each.number,
            each.held_at,
            each.ratings,
            each.balance,
            found,
            _fell(own[:place], each) if found.flagged else {},
        )
        for place, (each, found) in enumerate(judged)
    )


def _fell(before: list[Opened], now: Opened) -> dict[str, float]:
    """How far each part lies below the mean of its earlier sessions, the deepest first; not where it rose."""
    if not before:
        return {}
    means = [fmean(each.parts[place] for each in before) for place in range(len(PARTS))]
    fell = {part: mean - value for part, mean, value in zip(PARTS, means, now.parts, strict=True)}
    return dict(sorted(((part, by) for part, by in fell.items() if by > 0), key=lambda each: -each[1]))


def _lines(own: list[Opened], usual: Usual, told: ByPart) -> dict[str, OwnCourse]:
    """By part; without a forecast what is usual is that of all pairs."""
    if not own:
        return {}
    common = usual.common | {
        part: of_pairs_like(foretold(**interval, common=usual.common[part]), usual.common[part])
        for part, interval in told.items()
    }
    number = np.array([each.number for each in own], dtype=np.float64)
    by_part: dict[str, Floats] = {
        part: np.array([each.parts[place] for each in own]) for place, part in enumerate(PARTS)
    }
    by_part["overall"] = np.mean(list(by_part.values()), axis=0)
    last = int(number[-1])
    return {
        part: own_course(number, ratings, common[part], until=last, so_far=True)
        for part, ratings in by_part.items()
    }


def _as_asked(each: Opened) -> SessionRating:
    return SessionRating(each.number, each.ratings.get("bond"), each.ratings.get("goals"), each.balance)


def _forecast(
    provider_id: str, rated: list[Opened], told: Mapping[str, ByPart], usual: Usual
) -> Forecast | None:
    """The forecast of this provider, given way to every session that this client rated, with anybody."""
    if provider_id not in told:
        return None
    common = usual.common["overall"]
    before = {each: foretold(**interval["overall"], common=common) for each, interval in told.items()}
    ratings = [Rating(each.pair[1], each.number, each.mean) for each in rated if each.pair[1] in told]
    found = outlooks(before, ratings, common)
    return Forecast(
        Coming(**told[provider_id]["overall"]), found.coming[provider_id], found.measured[provider_id]
    )


def _forecasts(clients: Iterable[str]) -> dict[str, dict[str, ByPart]]:
    """By client and provider, what was told of everyone they chose or rated; the newest match's."""
    # Theirs first, in both cases: otherwise PostgreSQL reads everybody's matches.
    courses = Course.objects.filter(client_id__in=clients).values("match_id")
    rated = RatedSession.objects.filter(client_id__in=clients).values("match_id")
    chosen = Match.objects.filter(client_id__in=clients).filter(Q(pk__in=courses) | Q(pk__in=rated))
    found: dict[str, dict[str, ByPart]] = {}
    for match in chosen.select_related("client__key").order_by("shortlist__issued_at", "id"):
        told = match.unseal("detail")["forecast"]
        told = {part: {name: told[part][name] for name in INTERVAL} for part in ("overall", *PARTS)}
        found.setdefault(match.client_id, {})[match.provider_id] = told
    return found


def _by(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return found
