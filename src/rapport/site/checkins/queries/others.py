"""What is usual, learnt from other clients who said yes to learning: once a night, for every process.

Only sums and thresholds are kept, never anybody's ratings, and what a client is shown was learnt without
them: clients fall into a few folds, and each is told what the others' folds say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zlib import crc32

import numpy as np
from django.db.models import QuerySet

from rapport import __version__
from rapport.alliance.course import CommonCourse, common_of_parts
from rapport.alliance.rupture import Others, learn_others
from rapport.alliance.trajectory import CheckIns, Floats
from rapport.site.checkins.models import RatedSession
from rapport.site.checkins.queries.opened import Opened, opened
from rapport.site.checkins.queries.sessions import LEARNING
from rapport.site.foundation import consent
from rapport.site.foundation.models import ConsentEntry
from rapport.site.foundation.nightly import Nightly

FOLDS: Final = 4
# The clients who rated last; more would move what is usual by less than anybody could see.
MOST_CLIENTS: Final = 400
# So many sessions for each of them are read at once, and so many times as many where that was not enough.
A_LOOK_BACK: Final = 10
# Of fewer people what is usual would say how one of them rates; the priors of the library carry instead.
FEWEST_PAIRS: Final = 10
# Another program may learn otherwise: it learns anew, and reads nothing that this one kept.
VERSION: Final = __version__


@dataclass(frozen=True)
class Usual:
    """What is usual by part and "overall", what other pairs tell of ruptures, and of how many pairs it is."""

    common: dict[str, CommonCourse]
    others: Others | None
    pairs: int


def forget_usual() -> None:
    """Learn anew when next asked: for tests."""
    USUAL.forget()


def usual_for(client_id: str, at: datetime) -> Usual:
    """What is usual for this client, learnt without them. No query when this process read tonight's."""
    return USUAL.read(at)[fold_of(client_id)]


def fold_of(client_id: str) -> int:
    """Which of the folds a client is in."""
    return crc32(client_id.encode()) % FOLDS


def learning_clients(at: datetime) -> QuerySet[ConsentEntry, str]:
    """Ids of the clients who rated last and say yes to learning now.

    Sessions are read from the newest back until so many clients are among them: millions lie behind. A query
    set, as that of everybody who says yes: whose data is read with it says so at that moment.
    """
    rows = RatedSession.objects.filter(held_at__lte=at, client_id__in=consent.holders(LEARNING))
    newest = rows.order_by("-held_at", "client_id").values_list("client_id", flat=True)
    most = MOST_CLIENTS * A_LOOK_BACK
    read = list(newest[:most])
    while len(read) == most and len(set(read)) < MOST_CLIENTS:
        most *= A_LOOK_BACK
        read = list(newest[:most])
    found = list(dict.fromkeys(read))[:MOST_CLIENTS]
    return consent.holders(LEARNING).filter(client_id__in=found)


def _learnt(at: datetime) -> tuple[Usual, ...]:
    """For each fold, from all others; every check-in is opened once."""
    rows = RatedSession.objects.filter(client_id__in=learning_clients(at), held_at__lte=at)
    rows = rows.select_related("client__key", "responses").order_by("client_id", "provider_id", "number")
    told = [opened(row) for row in rows.iterator(chunk_size=500)]
    return tuple(_usual([each for each in told if fold_of(each.pair[0]) != fold]) for fold in range(FOLDS))


def _usual(told: list[Opened]) -> Usual:
    pairs = len({each.pair for each in told})
    if pairs < FEWEST_PAIRS:
        return Usual(common_of_parts(None), None, pairs)
    others = learn_others(as_checkins(told))
    return Usual(common_of_parts(others.sums), others, pairs)


USUAL: Final = Nightly("usual", tuple[Usual, ...], _learnt, version=VERSION)


def as_checkins(rows: Iterable[Opened]) -> CheckIns:
    """Sessions of any pairs as the library takes them."""
    told = list(rows)
    code = {pair: place for place, pair in enumerate(dict.fromkeys(each.pair for each in told))}
    return CheckIns(
        pair=np.array([code[each.pair] for each in told], dtype=np.int64),
        session=np.array([each.number for each in told], dtype=np.int64),
        ratings=_ratings(told),
        challenge=np.array([np.nan if each.balance is None else each.balance for each in told], dtype=float),
    )


def _ratings(told: list[Opened]) -> Floats:
    return np.array([each.parts for each in told], dtype=np.float64).reshape(len(told), 3)
