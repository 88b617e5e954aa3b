"""Peers for the mixed model: the same sessions, the same columns, crossed effects where they can."""

from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
from benchmarks.learning.planted import Planted


class Found(NamedTuple):
    """Variances by kind of effect (squared points) and how long fitting took (seconds)."""

    variances: dict[str, float]
    seconds: float


class GPBoost:
    """Crossed clients, providers and pairs by maximum likelihood (gpboost on PyPI)."""

    name = "GPBoost"

    def __init__(self) -> None:
        import gpboost

        self.library = gpboost

    def fit(self, planted: Planted) -> Found:
        started = perf_counter()
        groups = np.column_stack([planted.client, planted.provider, planted.pair])
        model = self.library.GPModel(group_data=groups, likelihood="gaussian")
        model.fit(y=planted.y, X=planted.x)
        took = perf_counter() - started
        noise, client, provider, pair = np.asarray(model.get_cov_pars(), dtype=float).ravel()[:4].tolist()
        return Found({"client": client, "provider": provider, "pair": pair, "noise": noise}, took)


class Statsmodels:
    """Clients alone, since MixedLM crosses effects only in one big group; the rest falls into the noise."""

    name = "statsmodels (clients and pairs, nested)"

    def __init__(self) -> None:
        import statsmodels.api

        self.library: Any = statsmodels.api

    def fit(self, planted: Planted) -> Found:
        started = perf_counter()
        model = self.library.MixedLM(
            planted.y,
            planted.x,
            groups=planted.client,
            exog_vc={"pair": {client: _indicators(planted.pair[rows]) for client, rows in _rows(planted)}},
        )
        found = model.fit(reml=True)
        took = perf_counter() - started
        client, pair = float(np.asarray(found.cov_re)[0, 0]), float(found.vcomp[0])
        return Found({"client": client, "pair": pair, "noise": float(found.scale)}, took)


def _rows(planted: Planted) -> list[tuple[int, np.ndarray]]:
    order = np.argsort(planted.client, kind="stable")
    starts = np.flatnonzero(np.diff(planted.client[order], prepend=-1))
    return [(int(planted.client[rows[0]]), rows) for rows in np.split(order, starts[1:])]


def _indicators(codes: np.ndarray) -> np.ndarray:
    return (codes[:, None] == np.unique(codes)[None, :]).astype(float)


PEERS = (GPBoost, Statsmodels)
