"""Compare evaluate's model on planted sessions with those who know more, or drift less, and print the table:

PYTHONPATH=tests .venv/bin/python -m support.compare_forecasts
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from time import process_time

import numpy as np
from numpy.typing import NDArray

from rapport.learning.drift.components import EVERY, PARTS_BY_GROUP, PRIOR, Parameters, design
from rapport.learning.drift.exact import fit_exact
from rapport.learning.drift.figures import Figures, figures
from rapport.learning.drift.innovations import innovations
from rapport.learning.drift.running_means import running_means
from rapport.learning.drift.sequential import predict_then_learn
from rapport.learning.sessions import Sessions
from support.planted_sessions import PLAIN, Truth, planted

SEEDS = (1, 2, 3)
SIZES = (1.0, 1.518)
# Stands for a part that is not there.
NOTHING = 1e-6
NAMES = {
    "model": "model",
    "oracle": "knowing every variance and time scale",
    "crossed": "crossed model without drift, variances known",
    "means": "running means of client, provider and pair",
}


def oracle(truth: Truth) -> dict[str, float]:
    """The parameters that were planted."""
    variances = {
        name: max(getattr(truth, name) ** 2, NOTHING)
        for name in (*(part.name for part in PARTS_BY_GROUP), "era", "noise")
    }
    days = {name: getattr(truth, name) for name in PRIOR if name.endswith("_days")}
    swinging = float(np.exp(2 * truth.spread_of_noise**2))
    features = max(truth.feature**2, NOTHING)
    return {**variances, **days, "noise": variances["noise"] * swinging, "features": features}


def crossed(theta: Parameters) -> dict[str, float]:
    """The same without drift: what drifts is taken to last, and there is no era."""
    lasting = {part.of: 0.0 for part in PARTS_BY_GROUP}
    for part in PARTS_BY_GROUP:
        lasting[part.of] += theta[part.name]
    drifting = {part.name: NOTHING for part in PARTS_BY_GROUP if part.days}
    return {**theta, **drifting, **lasting, "era": NOTHING}


def compared(sessions: Sessions, truth: Truth) -> dict[str, Figures]:
    """Figures of everyone in `NAMES`, over all sessions."""
    ratings, every = sessions.ratings["overall"], np.ones(len(sessions), dtype=bool)
    told = predict_then_learn(sessions)
    theta = oracle(truth)
    others = {
        "oracle": _knowing(sessions, theta),
        "crossed": _knowing(sessions, crossed(theta)),
        "means": running_means(sessions)["client_provider_mean"],
    }
    found = {"model": figures(ratings, told.mean, every, told.intervals[80])}
    return found | {name: figures(ratings, np.clip(each, 0, 100), every) for name, each in others.items()}


def _knowing(sessions: Sessions, theta: Parameters) -> NDArray[np.float64]:
    of = design(sessions, sessions.features, EVERY)
    noise = np.full(len(sessions), theta["noise"])
    return innovations(of, sessions.ratings["overall"], theta, noise).mean


def main() -> None:
    """Print both tables: everything planted, and only what lasts."""
    for name, truth in (("everything planted", Truth()), ("only lasting effects planted", PLAIN)):
        runs = [compared(planted(truth, seed)[0], truth) for seed in SEEDS]
        print(f"| {name} | r | mean absolute error | 80% interval holds | width |\n|---|---|---|---|---|")
        for line in _lines(runs):
            print(line)
    for times in SIZES:
        print(_seconds(times))


def _seconds(times: float) -> str:
    """Processor seconds of evaluating, and of one exact fit, where everything is this many times larger."""
    sizes = {name: int(times * getattr(Truth(), name)) for name in ("rows", "clients", "providers")}
    sessions, _ = planted(replace(Truth(), **sizes), SEEDS[0])
    taken = []
    for work in (predict_then_learn, fit_exact):
        started = process_time()
        work(sessions)
        taken.append(process_time() - started)
    return f"{sizes['rows']:,} sessions: evaluate {taken[0]:.0f} s, one exact fit {taken[1]:.0f} s"


def _lines(runs: list[Mapping[str, Figures]]) -> Iterator[str]:
    for name, words in NAMES.items():
        each = [run[name] for run in runs]
        cells = [f"{_mean(each, 'r'):.3f}", f"{_mean(each, 'mae'):.2f}"]
        if each[0].width80 is not None:
            cells += [f"{_mean(each, 'coverage80'):.1f}%", f"{_mean(each, 'width80'):.1f}"]
        yield f"| {words} | {' | '.join([*cells, '', ''][:4])} |"


def _mean(each: list[Figures], figure: str) -> float:
    return float(np.mean([getattr(one, figure) for one in each]))


if __name__ == "__main__":
    main()
