"""How good providers are when hard cases are sent to the good ones.

The mixed model takes leniency and quality as independent. Where clients who rate low are sent to providers
who are good, both are dragged towards each other: the model forecasts what will be rated under the same
sending, but puts providers in the wrong order. Clients who met several tell them apart, whoever went where.

1. Fit again with clients' variance so large that leniency is free: only comparisons within clients are left.
2. See whether clients' levels, given these effects, surely go with the providers they were sent to.
3. If so, and if the two fits differ by more than comparing within clients alone costs in certainty, providers
   stand where step 1 has them; else where the mixed model, which uses more of the data, has them.

Source: Hausman (1978), Econometrica 46:1251, and Mundlak (1978), Econometrica 46:69, on random against
fixed effects. Compared with: the planted truth in `benchmarks/learning/selection.py`.
"""

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.learning.mixed import robust
from rapport.learning.mixed.equations import Prior
from rapport.learning.mixed.posterior import Effects, summarise
from rapport.learning.mixed.reml import Fitted, VariancePrior, fit_at, fit_variances

Floats: TypeAlias = NDArray[np.float64]

# Leniency is as good as free when its variance is this many times what it was estimated to be.
FREE: Final = 1e3
# Standard errors that the sending must be away from nothing.
SURE: Final = 3.0
FEWEST_PROVIDERS: Final = 10


@dataclass(frozen=True)
class Quality:
    """Providers' general effects, shape (providers,), to put them in order and to match by.

    variance: of what is not known of each. sent: points by which a client's level rises for each point of
    the provider's quality, None where too few were met by several; sent_error: its standard error.
    within: whether only comparisons within clients were used.
    """

    effect: Floats
    variance: Floats
    sent: float | None
    sent_error: float | None
    within: bool


def quality_of(
    fitted: Fitted, effects: Effects | None, prior: Prior, variance_prior: VariancePrior
) -> Quality:
    """How good are providers, whoever was sent to them?

    Args:
        fitted: the mixed model's fit, and `effects` its summary with far-out pairs held in, if there is one.
        prior, variance_prior: as it was fitted with.
    """
    if effects is None:
        effects = summarise(robust.held_in(fitted, prior, None), fixed=len(fitted.beta))
    plain = Quality(effects.provider[:, 0], _doubt(effects), None, None, within=False)
    pairs = fitted.equations.pairs
    several = np.bincount(pairs.client, minlength=pairs.clients)[pairs.client] > 1
    if len(np.unique(pairs.provider[several])) < FEWEST_PROVIDERS:
        return plain
    start = fitted.variances._replace(client=FREE * fitted.variances.client)
    # At the mixed model's variances first: that shows a sending, if not how far it leads.
    sent, error = _sending(fitted, fit_at(pairs, start, prior).provider_effects)
    if abs(sent) <= SURE * error:
        return replace(plain, sent=sent, sent_error=error)
    free = fit_variances(pairs, prior, variance_prior, start=start)
    return _better(plain, fitted, robust.held_in(free, prior, None))


def _better(plain: Quality, fitted: Fitted, free: Fitted) -> Quality:
    """The quality within clients where it is surely another, and better by more than it is less certain."""
    within = summarise(free, fixed=len(fitted.beta))
    sent, error = _sending(fitted, free.provider_effects)
    moved = float(np.mean((within.provider[:, 0] - plain.effect) ** 2))
    # Were the mixed model right, the difference would vary by what within-client comparisons vary more: its
    # squared error is then smaller unless the difference is twice that.
    cost = float(np.mean(_doubt(within) - plain.variance))
    if abs(sent) > SURE * error and moved > 2 * cost:
        return Quality(within.provider[:, 0], _doubt(within), sent, error, within=True)
    return Quality(plain.effect, plain.variance, sent, error, within=False)


def _doubt(effects: Effects) -> Floats:
    if effects.is_exact:
        return np.asarray(np.diag(effects.cover)[:: effects.width])
    return np.asarray(effects.cover[:, 0, 0])


def _sending(fitted: Fitted, within: Floats) -> tuple[float, float]:
    """How clients' levels go with the quality of whom they were sent to, by regression over providers.

    within: shape (provider effects,), from comparisons within clients.
    """
    pairs = fitted.equations.pairs
    effects = within.reshape(pairs.providers, pairs.width)
    quality = effects[:, 0]
    # What features explain of levels only shows between clients, which the fit within them does not look at.
    left = pairs.mean - pairs.x @ fitted.beta
    left = left - np.sum(pairs.loadings * effects[pairs.provider], axis=1)
    met = np.bincount(pairs.provider, minlength=pairs.providers).astype(float)
    level = np.bincount(pairs.provider, weights=left, minlength=pairs.providers) / np.maximum(met, 1.0)
    apart = quality - met @ quality / met.sum()
    inner = float(met @ apart**2)
    if inner <= 0:
        return 0.0, np.inf
    slope = float((met * apart) @ level) / inner
    rest = level - met @ level / met.sum() - slope * apart
    # Heteroscedastic errors (White 1980): providers with few clients are the noisier.
    return slope, float(np.sqrt(np.sum((met * apart * rest) ** 2))) / inner
