"""What if the sessions that nobody rated were worse? How far providers' order and means would move.

The fit takes ratings as missing at random given what was observed: the client's and the provider's other
ratings, the features, the era. Low alliances skip forms more often than that explains. So unrated sessions
get what the model forecasts less `DELTA` points, everything is solved again at the same variances, and the
movement is told. Where a file says how likely each session was to be rated, `robust` weighs by that.

Source: delta adjustment (Little 1994, Biometrika 81:471; Cro et al. 2020, Stat. Med. 39:2815).
"""

from dataclasses import replace
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from rapport.learning.mixed.columns import prior_of_general
from rapport.learning.mixed.equations import Equations
from rapport.learning.mixed.forecasts import coming
from rapport.learning.mixed.model import OVERALL, Model, general_of, laid_out
from rapport.learning.mixed.pairs import collapse
from rapport.learning.mixed.reml import fit_at
from rapport.learning.sessions import Sessions
from rapport.matching.forecast import SPREAD_OF_RATINGS

Floats: TypeAlias = NDArray[np.float64]

# Half a spread of ratings: where the odds of skipping a form fall by e^0.8 for each spread of alliance
# (as our own simulation assumes), skipped sessions lie 0.7 to 0.8 within-pair spreads lower, about this much.
DELTA: Final = SPREAD_OF_RATINGS / 2


def sensitivity(model: Model, rated: Sessions, unrated: Sessions) -> dict[str, Any] | None:
    """How far would providers move if unrated sessions were `DELTA` points below their forecast?

    Args:
        model: learnt from `rated`; unrated: sessions with the same codes whose overall rating is NaN.

    Returns:
        `delta`; `unrated`: how many; `order`: the rank correlation of providers before and after; and the
        mean and the largest movement of a provider's mean in points. None where every session was rated.
    """
    if not len(unrated.day):
        return None
    forecast = coming(model, unrated.client, unrated.provider, unrated.features)
    base = solved(model, rated, unrated, forecast.mean)
    moved = solved(model, rated, unrated, forecast.mean - DELTA)
    seen = np.unique(rated.provider)
    before, after = base[seen], moved[seen]
    enough = len(seen) > 2 and min(np.ptp(before), np.ptp(after)) > 0
    return {
        "delta": DELTA,
        "unrated": len(unrated.day),
        "order": round(float(stats.spearmanr(before, after).statistic), 4) if enough else None,
        "mean_movement": round(float(np.mean(after - before)), 3),
        "largest_movement": round(float(np.max(np.abs(after - before))), 3),
    }


def solved(model: Model, rated: Sessions, unrated: Sessions, imputed: Floats) -> Floats:
    """Shape (providers,): general effects when the unrated sessions have these general ratings."""
    both = joined(rated, unrated)
    layout = laid_out(both, model.columns)
    pairs = collapse(layout, np.concatenate([general_of(rated), imputed]))
    fitted = fit_at(pairs, model.general.variances, prior_of_general(model.columns))
    equations: Equations = fitted.equations
    # A level that moves for all moves the constant; here it counts as the providers'.
    return np.asarray(fitted.provider_effects[:: equations.pairs.width] + fitted.beta[0])


def joined(first: Sessions, second: Sessions) -> Sessions:
    """The sessions of both; codes must mean the same in both. Ids and groups are left out."""
    return replace(
        first,
        session_ids=(),
        client=np.concatenate([first.client, second.client]),
        provider=np.concatenate([first.provider, second.provider]),
        day=np.concatenate([first.day, second.day]),
        ratings={OVERALL: np.concatenate([first.ratings[OVERALL], second.ratings[OVERALL]])},
        features=np.concatenate([first.features, second.features]),
        held_out=np.concatenate([first.held_out, second.held_out]),
        groups={},
        propensity=None,
    )
