"""Peers for the mixed model: the same sessions, the same columns, crossed effects where they can."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
from benchmarks.learning.planted import Planted


class Found(NamedTuple):
    """Variances by kind of effect (squared points); seconds that fitting took, and of the processor."""

    variances: dict[str, float]
    seconds: float
    processor: float


class GPBoost:
    """Crossed clients, providers and pairs by maximum likelihood (gpboost on PyPI)."""

    name = "GPBoost"

    def __init__(self) -> None:
        import gpboost

        self.library = gpboost

    def fit(self, planted: Planted) -> Found:
        started, used = perf_counter(), process_time()
        groups = np.column_stack([planted.client, planted.provider, planted.pair])
        with _quiet():
            model = self.library.GPModel(group_data=groups, likelihood="gaussian")
            model.fit(y=planted.y, X=planted.x)
        took, used = perf_counter() - started, process_time() - used
        noise, client, provider, pair = np.asarray(model.get_cov_pars(), dtype=float).ravel()[:4].tolist()
        return Found({"client": client, "provider": provider, "pair": pair, "noise": noise}, took, used)


@contextmanager
def _quiet() -> Iterator[None]:
    """What the library prints, from outside Python too, goes to standard error, away from the figures."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        os.dup2(2, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


class Statsmodels:
    """Pairs within clients: MixedLM crosses effects only within one big group. Providers fall into pairs."""

    name = "statsmodels, nested"

    def __init__(self) -> None:
        from statsmodels.regression import mixed_linear_model

        self.library: Any = mixed_linear_model

    def fit(self, planted: Planted) -> Found:
        started, used = perf_counter(), process_time()
        order = np.argsort(planted.client, kind="stable")
        client, pair = planted.client[order], planted.pair[order]
        starts = np.flatnonzero(np.diff(client, prepend=-1))
        pairs = [_indicators(rows) for rows in np.split(pair, starts[1:])]
        names = [[str(place) for place in range(each.shape[1])] for each in pairs]
        model = self.library.MixedLM(
            planted.y[order],
            planted.x[order],
            groups=client,
            exog_re=np.ones(len(client)),
            exog_vc=self.library.VCSpec(["pair"], [names], [pairs]),
        )
        found = model.fit(reml=True)
        took, used = perf_counter() - started, process_time() - used
        of_client, of_pair = float(np.asarray(found.cov_re)[0, 0]), float(found.vcomp[0])
        return Found({"client": of_client, "pair": of_pair, "noise": float(found.scale)}, took, used)


def _indicators(codes: np.ndarray) -> np.ndarray:
    return (codes[:, None] == np.unique(codes)[None, :]).astype(float)


PEERS = (GPBoost, Statsmodels)
