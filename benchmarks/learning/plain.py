"""The fit a researcher would write in an afternoon: sort, collapse, moments, backfitting; numpy alone."""

import numpy as np
from benchmarks.learning.planted import Planted

ROUNDS = 25


def fit(planted: Planted) -> dict[str, float]:
    """Variances and effects; effects are backfitted to `ROUNDS` rounds and then dropped."""
    providers = int(planted.provider.max()) + 1
    key = planted.client * providers + planted.provider
    order = np.lexsort((planted.day, key))
    ordered = key[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    count = np.diff(np.append(starts, len(ordered))).astype(float)
    y, x = planted.y[order], planted.x[order]
    y_mean = np.add.reduceat(y, starts) / count
    x_mean = np.add.reduceat(x, starts, axis=0) / count[:, None]
    client, provider = ordered[starts] // providers, ordered[starts] % providers
    noise = _noise(y, x, y_mean, x_mean, count)
    beta = np.linalg.lstsq(x_mean * count[:, None] ** 0.5, y_mean * count**0.5, rcond=None)[0]
    left = y_mean - x_mean @ beta
    of_client, of_provider = _shared(left, client), _shared(left, provider)
    pair = max(0.01, float(np.mean(left**2)) - of_client - of_provider - noise * float(np.mean(1 / count)))
    weight = 1 / (pair + noise / count)
    c, p = np.zeros(client.max() + 1), np.zeros(providers)
    on_client = np.bincount(client, weights=weight) + 1 / of_client
    on_provider = np.bincount(provider, weights=weight, minlength=providers) + 1 / of_provider
    inner = np.linalg.inv((weight[:, None] * x_mean).T @ x_mean)
    for _ in range(ROUNDS):
        c = np.bincount(client, weights=weight * (left - p[provider])) / on_client
        p = np.bincount(provider, weights=weight * (left - c[client]), minlength=providers) / on_provider
        beta = inner @ (x_mean.T @ (weight * (y_mean - c[client] - p[provider])))
        left = y_mean - x_mean @ beta
    return {"client": of_client, "provider": of_provider, "pair": pair, "noise": noise}


def _noise(y: np.ndarray, x: np.ndarray, y_mean: np.ndarray, x_mean: np.ndarray, count: np.ndarray) -> float:
    times = count.astype(int)
    y_within, x_within = y - np.repeat(y_mean, times), x - np.repeat(x_mean, times, axis=0)
    slope = np.linalg.lstsq(x_within, y_within, rcond=None)[0]
    return float(np.sum((y_within - x_within @ slope) ** 2) / (len(y) - len(count)))


def _shared(left: np.ndarray, code: np.ndarray) -> float:
    sums, numbers = np.bincount(code, weights=left), np.bincount(code)
    products = np.sum(sums**2 - np.bincount(code, weights=left**2))
    return max(0.01, float(products / np.sum(numbers * (numbers - 1.0))))
