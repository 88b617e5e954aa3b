"""Sessions with planted variances, for timing and for judging what is recovered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from rapport.learning.drift.subset import chosen
from rapport.learning.sessions import Sessions

# Squared points: client, provider, pair, noise; engines.md, part (c), on a spread of 17 points.
TRUTH = {"client": 0.25 * 289, "provider": 0.05 * 289, "pair": 0.10 * 289, "noise": 0.40 * 289}
SLOPE = 0.02 * 289
SESSIONS_A_PAIR, PAIRS_A_PROVIDER, CLIENTS_A_PAIR = 10, 50, 0.8
DAYS = 2000


@dataclass(frozen=True)
class Planted:
    """Sessions in mixed order. x: shape (n, k), a constant, log of the session's number and features."""

    client: np.ndarray
    provider: np.ndarray
    pair: np.ndarray
    day: np.ndarray
    y: np.ndarray
    x: np.ndarray
    slopes: np.ndarray
    quality: np.ndarray

    def in_order(self) -> Sessions:
        """As `rapport evaluate` reads them: each with an id, in the order of their days."""
        named = replace(self.as_sessions(), session_ids=tuple(map("s{}".format, range(len(self.y)))))
        return chosen(named, np.argsort(self.day, kind="stable"))

    def as_sessions(self) -> Sessions:
        """As the library takes them, with an overall rating alone."""
        absent = np.full(len(self.y), np.nan)
        names = [f"x_f{place}" for place in range(self.x.shape[1] - 2)]
        names += [f"x_concern_{place}" for place in range(self.slopes.shape[1])]
        return Sessions(
            session_ids=(),
            clients=tuple(map("c{}".format, range(int(self.client.max()) + 1))),
            providers=tuple(map("p{}".format, range(int(self.provider.max()) + 1))),
            client=self.client,
            provider=self.provider,
            day=self.day,
            ratings={"goals": absent, "tasks": absent, "bond": absent, "overall": self.y},
            features=np.asfortranarray(np.column_stack([self.x[:, 2:], self.slopes])),
            feature_names=tuple(names),
            held_out=np.zeros(len(self.y), dtype=bool),
            groups={},
            start=datetime(2026, 1, 1, tzinfo=UTC),
        )


def plant(sessions: int, *, features: int = 1, slopes: int = 0, seed: int = 0) -> Planted:
    """About so many sessions of a tenth as many pairs; four pairs of five are their client's only one."""
    rng = np.random.default_rng(seed)
    pairs = sessions // SESSIONS_A_PAIR
    clients, providers = int(pairs * CLIENTS_A_PAIR), max(20, pairs // PAIRS_A_PROVIDER)
    met = np.unique(rng.integers(0, clients, pairs) * providers + rng.integers(0, providers, pairs))
    of_client = np.unique(met // providers, return_inverse=True)[1]
    of_provider = np.unique(met % providers, return_inverse=True)[1]
    held = 1 + rng.poisson(SESSIONS_A_PAIR - 1, len(met))
    pair = np.repeat(np.arange(len(met)), held)
    number = np.arange(1, len(pair) + 1) - np.repeat(np.cumsum(held) - held, held)
    day = np.repeat(rng.integers(0, DAYS, len(met)), held) + 7.0 * number
    quality = rng.normal(0, TRUTH["provider"] ** 0.5, of_provider.max() + 1)
    level = 72 + rng.normal(0, TRUTH["client"] ** 0.5, of_client.max() + 1)[of_client] + quality[of_provider]
    level = level + rng.normal(0, TRUTH["pair"] ** 0.5, len(met))
    concerns = (rng.random((of_client.max() + 1, slopes)) < 0.4).astype(float)[of_client]
    level += np.sum(concerns * rng.normal(0, SLOPE**0.5, (len(quality), slopes))[of_provider], axis=1)
    told = rng.normal(size=(len(pair), features)).round(3)
    y = level[pair] + np.log(number) + told @ np.full(features, 0.5)
    y += rng.normal(0, TRUTH["noise"] ** 0.5, len(pair))
    mixed = rng.permutation(len(pair))
    return Planted(
        client=of_client[pair][mixed],
        provider=of_provider[pair][mixed],
        pair=pair[mixed],
        day=day[mixed],
        y=y[mixed],
        x=np.column_stack([np.ones(len(pair)), np.log(number), told])[mixed],
        slopes=concerns[pair][mixed],
        quality=quality,
    )


def write_file(path: Path, sessions: int, *, features: int, seed: int = 0) -> int:
    """Sessions in a file, in parts of a million with clients and providers of their own; returns how many."""
    first, rows, clients, providers = True, 0, 0, 0
    with path.open("w", encoding="ascii") as file:
        while rows < sessions:
            part = plant(min(1_000_000, sessions - rows), features=features, seed=seed + rows)
            if first:
                names = ",".join(f"x_f{place}" for place in range(features))
                file.write(f"session_id,client_id,provider_id,started_at,overall,{names}\n")
                first = False
            file.writelines(_lines(part, rows, clients, providers))
            rows += len(part.y)
            clients, providers = clients + int(part.client.max()) + 1, providers + len(part.quality)
    return rows


def _lines(part: Planted, rows: int, clients: int, providers: int) -> Iterator[str]:
    dates = (np.datetime64("2020-01-01") + part.day.astype(np.int64)).astype(str)
    ratings = np.clip(np.rint(part.y), 0, 100).astype(int)
    told = part.x[:, 2:]
    for row in range(len(part.y)):
        features = ",".join(map("{:.3f}".format, told[row].tolist()))
        yield (
            f"s{rows + row},c{clients + part.client[row]},p{providers + part.provider[row]},"
            f"{dates[row]}T10:00:00Z,{ratings[row]},{features}\n"
        )
