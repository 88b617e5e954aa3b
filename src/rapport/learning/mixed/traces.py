"""Traces that restricted maximum likelihood needs: exact while the system is small, nearly so beyond.

Source: Hutchinson (1990), Commun. Stat. Simul. 19:433, for traces from random signs; that only what the
diagonal leaves is estimated is ours. Compared with: the exact traces, in `test_mixed_model`.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed.equations import ROUGH, Equations

Floats: TypeAlias = NDArray[np.float64]

# Random signs for traces, more of them for small systems, where each is noisier: their error stays below a
# fifth of a standard error of the variances.
FEWEST_PROBES: Final = 6
MOST_PROBES: Final = 50
PROBES_TIMES_EFFECTS: Final = 16_000
SEED_OF_PROBES: Final = 20_101


def traces(of: Equations) -> Floats:
    """Trace of the inverse covariance times each variance's pattern: client, provider, slope, pair, noise."""
    pairs, v = of.pairs, of.variances
    general = np.arange(len(of.diagonal)) % pairs.width == 0
    per_session = 1.0 / pairs.sessions
    m, w = of.client_precision, of.precision
    own = w / m[pairs.client]
    heavy = pairs.to_clients @ (w**2 * per_session) / m**2
    client_form = of.sum_squares(own**2)
    noise_form = of.sum_squares(w**2 * (per_session * (1 - 2 * own) + heavy[pairs.client]))
    covariances, client_part, noise_part = _forms(of, client_form, noise_form)
    each = of.prior_precision - of.prior_precision**2 * covariances
    client = pairs.clients / v.client - (np.sum(1.0 / m) + client_part) / v.client**2
    alone = float(np.sum(per_session * w)) - float(np.sum(heavy * m)) - noise_part
    provider, slope = float(each[general].sum()), float(each[~general].sum())
    # The traces times their variances sum to the number of pairs.
    known = v.client * client + v.provider * provider + v.slope * slope + v.noise * alone
    pair = (len(w) - known) / v.pair
    return np.array([client, provider, slope, pair, alone + pairs.within_count / v.noise])


def _forms(of: Equations, client_form: Floats, noise_form: Floats) -> tuple[Floats, float, float]:
    """Variances of the provider effects given the data, and two traces of their covariance.

    The traces are with what clients' own doubt and what noise do to the system; `client_form` and
    `noise_form` are the diagonals of these two. Small: from the inverse. Large: as if the covariance were
    one over the system's diagonal, plus the rest as random signs see it.
    """
    if of.inverse is not None:
        return _exact_forms(of, of.inverse)
    pairs = of.pairs
    rng = np.random.default_rng(SEED_OF_PROBES)
    size = len(of.diagonal)
    probes = min(MOST_PROBES, max(FEWEST_PROBES, PROBES_TIMES_EFFECTS // size))
    signs: Floats = np.asarray(rng.integers(0, 2, (size, probes)) * 2.0 - 1.0, dtype=float)
    near = 1.0 / of.diagonal
    rest = of.solve(signs, ROUGH) - near[:, None] * signs
    by_client, told_by_client = ((of.cross @ each) / of.client_precision[:, None] for each in (signs, rest))
    client_rest = np.vdot(by_client, told_by_client)
    # Σ over pairs of their noise times what both vectors are there, less what the client's leniency takes.
    heavy = of.precision**2 / pairs.sessions
    spread = of.crossed(heavy)
    noise_rest = np.vdot(of.by_provider(heavy) @ signs.reshape(-1, pairs.width, probes), rest)
    noise_rest -= np.vdot(spread @ signs, told_by_client) + np.vdot(by_client, spread @ rest)
    noise_rest += np.vdot((pairs.to_clients @ heavy)[:, None] * by_client, told_by_client)
    return (
        near + np.mean(signs * rest, axis=1),
        float(near @ client_form + client_rest / probes),
        float(near @ noise_form + noise_rest / probes),
    )


def _exact_forms(of: Equations, inverse: Floats) -> tuple[Floats, float, float]:
    pairs, m = of.pairs, np.take(of.client_precision, of.pairs.client)
    own, heavy = of.precision / m, of.precision**2 / pairs.sessions
    of_client = np.take(pairs.to_clients @ heavy, pairs.client)
    each = np.arange(pairs.providers)
    blocks = inverse.reshape(pairs.providers, pairs.width, pairs.providers, pairs.width)[each, :, each]
    alone = np.einsum("pa,pab,pb->p", pairs.loadings, blocks[pairs.provider], pairs.loadings)
    client, noise = 0.0, float(heavy @ alone)
    for first, second in pairs.twos():
        near = np.take(inverse, of.cells(first, second))
        shared = np.einsum("ra,rab,rb->r", pairs.loadings[first], near, pairs.loadings[second])
        shared *= own[second]
        client += float(own[first] @ shared)
        noise += float((own[first] * of_client[first] - 2 * heavy[first]) @ shared)
    return np.diag(inverse), client, noise
