"""What is known of sessions; sealed ratings are opened in memory only, and only with consent."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Q

from rapport.learning.sessions import RATINGS, SECONDS_A_DAY, Codes, Floats, Sessions
from rapport.site.checkins.models import RatedSession
from rapport.site.foundation import consent
from rapport.site.matches.recording import CONCERN

LEARNING = "learning"
BATCH = 500
EVERYTHING = Q()


@dataclass(frozen=True, slots=True)
class Rated:
    """One rated session, opened.

    `provider` is the roster's id; `known` are the features known before the two met, by name; `forecast` is
    what the client was told of this provider, by part; `propensity` that of the match.
    """

    id: str
    client: str
    provider: str
    shortlist: str
    match: str
    number: int
    held_at: datetime
    ratings: Mapping[str, float]
    known: Mapping[str, float]
    forecast: Mapping[str, Mapping[str, float]]
    propensity: float | None

    @property
    def overall(self) -> float:
        """The overall rating; where it was not given, the mean of the parts that were."""
        given = self.ratings.get("overall")
        parts = [rating for name, rating in self.ratings.items() if name != "overall"]
        return given if given is not None else sum(parts) / len(parts)


def rated(at: datetime, *, purpose: str, only: Q = EVERYTHING) -> Iterator[Rated]:
    """Sessions held until now whose clients say yes to this purpose now, in time order; `only` some of them.

    One query, which reads consent with the rows: nobody's are opened who has said no before it began.
    """
    rows = (
        RatedSession.objects.filter(only, held_at__lte=at, client_id__in=consent.holders(purpose))
        .select_related("client__key", "provider", "match")
        .order_by("held_at", "id")
    )
    yield from map(_opened, rows.iterator(chunk_size=BATCH))


def _opened(row: RatedSession) -> Rated:
    row.match.client = row.client
    told = row.match.unseal("detail")
    return Rated(
        id=row.pk,
        client=row.client_id,
        provider=row.provider.provider_id,
        shortlist=row.match.shortlist_id,
        match=row.match_id,
        number=row.number,
        held_at=row.held_at,
        ratings=row.unseal("ratings"),
        known=told.get("known", {}),
        forecast=told["forecast"],
        propensity=row.match.propensity,
    )


def rated_sessions(at: datetime) -> Sessions | None:
    """The sessions that may be learned from, as the arrays that learning takes; None when there are none."""
    rows = list(rated(at, purpose=LEARNING))
    return as_arrays(rows) if rows else None


def as_arrays(rows: list[Rated]) -> Sessions:
    """Rated sessions in time order as arrays; a feature that a match lacks is NaN, a concern not named 0."""
    clients, client = _coded(row.client for row in rows)
    providers, provider = _coded(row.provider for row in rows)
    names = tuple(sorted({name for row in rows for name in row.known}))
    moments = np.array([row.held_at.timestamp() for row in rows])
    return Sessions(
        session_ids=tuple(row.id for row in rows),
        clients=clients,
        providers=providers,
        client=client,
        provider=provider,
        day=(moments - moments[0]) / SECONDS_A_DAY,
        ratings={
            name: np.array(
                [row.overall if name == "overall" else row.ratings.get(name, np.nan) for row in rows]
            )
            for name in RATINGS
        },
        features=_features(rows, names),
        feature_names=names,
        held_out=np.zeros(len(rows), dtype=bool),
        groups={},
        start=rows[0].held_at,
    )


def _features(rows: list[Rated], names: tuple[str, ...]) -> Floats:
    blank = [0.0 if name.startswith(CONCERN) else np.nan for name in names]
    found = [[row.known.get(name, blank[k]) for k, name in enumerate(names)] for row in rows]
    return np.array(found, dtype=np.float64).reshape(len(rows), len(names))


def _coded(ids: Iterable[str]) -> tuple[tuple[str, ...], Codes]:
    listed = list(ids)
    code_of = {each: code for code, each in enumerate(dict.fromkeys(listed))}
    return tuple(code_of), np.array([code_of[each] for each in listed], dtype=np.int64)
