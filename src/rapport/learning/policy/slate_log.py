"""Read a slate log: what was drawn from which pool, by which draw, and what came of it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rapport.learning.policy import log_columns as cols
from rapport.learning.policy.log_columns import Columns
from rapport.learning.policy.policy_log import SLATE_FIELDS
from rapport.learning.policy.slate_draw import LARGEST_POOL, SLATE, Draw, draw_named, eligible_named

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]

REFILL_OF: Final = "refill_of"
PAIRS: Final = ("pair_1", "pair_2", "pair_3")
# What a request is worth, from its three rows; the first is what every log has.
REWARDS: Final = ("chosen", "booked", "alliance", "outcome", "stayed")


class Pool(NamedTuple):
    """Those drawn from: codes of the providers, utilities before chance, logged inclusion, likeness."""

    providers: Codes
    utilities: Floats
    inclusion: Floats
    likeness: Floats


class SlateLog(NamedTuple):
    """The requests of a log that an estimate can use, in the order of the file.

    `clusters`, `rows` (of the file, for messages) and the logged propensities of the slate, `ordered` and
    `unordered` (NaN: not said), have shape (requests,); `drawn` has shape (requests, 3): places in the pool;
    `pairs`, as logged or NaN, (requests, 3, 3). `picked`, shape (requests,), is the position that the client
    chose, counted from 0, or -1. `rewards` give each request's worth by name, NaN where it is not known.
    `left_out` says how many requests are not used, and why.
    """

    request_ids: list[str]
    providers: list[str]
    pools: list[Pool]
    draws: list[Draw]
    drawn: Codes
    ordered: Floats
    unordered: Floats
    pairs: Floats
    clusters: Codes
    picked: Codes
    rewards: Mapping[str, Floats]
    left_out: Mapping[str, int]
    columns: Columns
    rows: Codes


def read_slates(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    file: str = "",
    lines: Sequence[int] | None = None,
) -> SlateLog:
    """Read a slate log.

    Left out and counted are requests with fewer than three, overridden ones, those whose pool is larger than
    `LARGEST_POOL` or was not logged whole, and places of a request that were filled again later.

    Raises:
        BadInput: the first cell that breaks a rule of `policy_log.SLATE_FIELDS`, or a request that does.
    """
    drawn = _drawn_at_once(header, rows)
    where = [(lines or range(2, len(rows) + 2))[place] for place in drawn]
    columns = cols.columns_of(header, [rows[place] for place in drawn], SLATE_FIELDS, file=file, lines=where)
    firsts, sizes = _requests(columns)
    overridden = cols.yes_no(columns, "overridden")[firsts] == 1.0
    kept = (sizes == SLATE) & ~overridden
    left_out = {
        "fewer than three": int((sizes < SLATE).sum()),
        "overridden": int(overridden.sum()),
        "places filled again": len(rows) - len(drawn),
    }
    rewards = {name: worth[kept] for name, worth in _rewards(columns, firsts).items()}
    return _read_kept(columns, firsts[kept], rewards, left_out)


def _drawn_at_once(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Places of the rows that belong to a draw of three, and took nobody's place afterwards."""
    names = [name.strip() for name in header]
    if REFILL_OF not in names:
        return list(range(len(rows)))
    at = names.index(REFILL_OF)
    return [place for place, row in enumerate(rows) if len(row) <= at or not row[at].strip()]


def _requests(columns: Columns) -> tuple[Codes, Codes]:
    """The first row of each request and how many rows it has; its rows stand together, positions in order."""
    _, place = cols.codes(columns.cells["request_id"])
    step = np.diff(place, prepend=-1)
    if (step < 0).any():
        again = int(np.argmax(step < 0))
        columns.refuse(again, "request_id", "the rows of a request together", "one seen before")
    changes = np.flatnonzero(step)
    sizes = np.diff(np.append(changes, columns.size))
    expected = np.arange(columns.size) - np.repeat(changes, sizes) + 1
    position = cols.numbers(columns, "position", low=1, high=SLATE)
    wrong = np.flatnonzero(position != expected)
    if len(wrong):
        row = int(wrong[0])
        columns.refuse(row, "position", f"{min(int(expected[row]), SLATE)}, once a request and in order")
    return changes, sizes


def _rewards(columns: Columns, firsts: Codes) -> dict[str, Floats]:
    chosen, booked = cols.yes_no(columns, "chosen"), cols.yes_no(columns, "booked")
    picked = chosen == 1.0
    twice = np.flatnonzero(np.add.reduceat(picked, firsts, dtype=np.int64) > 1)
    if len(twice):
        columns.refuse(int(firsts[twice[0]]), "chosen", "yes at most once a request", "it more often")
    stayed = 1.0 - cols.yes_no(columns, "dropped_out")
    alliance, outcome = cols.ratings(columns, "alliance"), cols.numbers(columns, "outcome", blank=True)
    return {
        "chosen": _any(chosen, firsts),
        "booked": _any(booked, firsts),
        "alliance": _mean(alliance, firsts),
        "outcome": _mean(outcome, firsts),
        "stayed": _mean(stayed, firsts),
    }


def _any(values: Floats, firsts: Codes) -> Floats:
    """1 where any row says yes, 0 where none does, NaN where no row says anything."""
    return np.fmax.reduceat(values, firsts)


def _mean(values: Floats, firsts: Codes) -> Floats:
    """The mean over the rows that say something."""
    said = ~np.isnan(values)
    total = np.add.reduceat(np.where(said, values, 0.0), firsts)
    count = np.add.reduceat(said, firsts, dtype=np.int64)
    found: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return found


class _Request(NamedTuple):
    pool: Pool
    draw: Draw
    drawn: tuple[int, ...]
    is_usable: bool


def _read_kept(
    columns: Columns, firsts: Codes, rewards: Mapping[str, Floats], left_out: Mapping[str, int]
) -> SlateLog:
    place_of: dict[str, int] = {}
    inclusion = cols.probabilities(columns, "propensity")
    requests = [_request(columns, row, place_of, inclusion) for row in firsts.tolist()]
    usable = np.array([each.is_usable for each in requests], dtype=np.bool_)
    if not usable.any():
        columns.refuse(0, "request_id", "a request of three that can be used", "none")
    ordered = cols.probabilities(columns, "ordered_propensity", blank=True)[firsts]
    unsaid = np.flatnonzero(np.isnan(ordered))
    if len(unsaid):
        columns.refuse(int(firsts[unsaid[0]]), "ordered_propensity", "a probability on the row of position 1")
    pairs = np.column_stack([cols.probabilities(columns, name, blank=True) for name in PAIRS])
    rows, kept = firsts[usable], [each for each in requests if each.is_usable]
    return SlateLog(
        request_ids=[columns.cells["request_id"][row] for row in rows.tolist()],
        providers=list(place_of),
        pools=[each.pool for each in kept],
        draws=[each.draw for each in kept],
        drawn=np.array([each.drawn for each in kept], dtype=np.int64),
        ordered=ordered[usable],
        unordered=cols.probabilities(columns, "unordered_propensity", blank=True)[rows],
        pairs=pairs[rows[:, None] + np.arange(SLATE)],
        clusters=_client_clusters(columns, rows),
        picked=_picked(columns, rows),
        rewards={name: worth[usable] for name, worth in rewards.items()},
        left_out={**left_out, "pool too large or not logged whole": int((~usable).sum())},
        columns=columns,
        rows=rows,
    )


def _request(columns: Columns, row: int, place_of: dict[str, int], inclusion: Floats) -> _Request:
    name = columns.cells["policy"][row].strip()
    draw = draw_named(name)
    if draw is None:
        expected = "a policy such as plackett-luce(temperature=1,difference=1.5) or uniform"
        columns.refuse(row, "policy", expected)
    pool, places = _pool(columns, row, place_of)
    drawn = tuple(
        _place_of(columns, row + order, places, pool, inclusion[row + order]) for order in range(SLATE)
    )
    size = len(places)
    return _Request(pool, draw, drawn, size <= LARGEST_POOL and eligible_named(name) in (None, size))


def chances_of_slates(log: SlateLog, name: str) -> Floats:
    """Another policy's probability of each logged slate, from a column of the log: shape (requests,)."""
    found = cols.chances_of(log.columns, name, blank=True)[log.rows]
    blank = np.flatnonzero(np.isnan(found))
    if len(blank):
        log.columns.refuse(int(log.rows[blank[0]]), name, "a probability on the row of position 1")
    return found


def _picked(columns: Columns, firsts: Codes) -> Codes:
    chosen = cols.yes_no(columns, "chosen")[firsts[:, None] + np.arange(SLATE)] == 1.0
    return np.where(chosen.any(axis=1), chosen.argmax(axis=1), -1)


def _client_clusters(columns: Columns, firsts: Codes) -> Codes:
    clients = columns.named("client_id")
    return cols.codes(clients[row] or row for row in firsts.tolist())[1]


def _place_of(columns: Columns, row: int, places: Mapping[str, int], pool: Pool, logged: float) -> int:
    place = places.get(columns.cells["provider_id"][row])
    if place is None:
        columns.refuse(row, "provider_id", "a provider of the request's pool")
    if abs(pool.inclusion[place] - logged) > MOST_OFF:
        columns.refuse(row, "propensity", f"{pool.inclusion[place]:g}, the pool's inclusion of this provider")
    return place


# Logs round their probabilities, to six decimals where the site writes them.
MOST_OFF: Final = 1e-4


def _pool(columns: Columns, row: int, place_of: dict[str, int]) -> tuple[Pool, dict[str, int]]:
    try:
        said = json.loads(columns.cells["pool"][row])
        ids = said["provider_ids"]
        places = {str(each): place for place, each in enumerate(ids)}
        utilities, inclusion = _listed(said["utilities"], len(ids)), _listed(said["inclusion"], len(ids))
        likeness = _likeness(said.get("likeness"), len(ids))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        columns.refuse(
            row, "pool", 'JSON {"provider_ids", "utilities", "inclusion"} with lists of one length'
        )
    if len(places) < SLATE or len(places) != len(ids):
        columns.refuse(row, "pool", f"{SLATE} providers or more, each once", f"{len(places)} different")
    providers = np.array([place_of.setdefault(each, len(place_of)) for each in places], dtype=np.int64)
    return Pool(providers, utilities, inclusion, likeness), places


def _listed(values: Any, size: int) -> Floats:
    found = np.array(values, dtype=np.float64)
    if found.shape != (size,) or not np.isfinite(found).all():
        raise ValueError
    return found


def _likeness(values: Any, size: int) -> Floats:
    if values is None:
        return np.zeros((size, size))
    found = np.array(values, dtype=np.float64)
    if found.shape != (size, size) or not ((found >= 0) & (found <= 1)).all():
        raise ValueError
    return found
