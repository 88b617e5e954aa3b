"""Learn the drifting crossed model's figures from sessions: round by round, each from the one before."""

from typing import Final, NamedTuple

import numpy as np

from rapport.learning.drift.components import PRIOR, Design, Parameters, design
from rapport.learning.drift.innovations import Innovations, noise_by_client
from rapport.learning.drift.likelihood import fit_parameters
from rapport.learning.drift.scaling import Scaling, scaling
from rapport.learning.sessions import Codes, Floats, Sessions

# Beyond so many sessions the latest stand for all when variances are sought: their likelihood is exact.
FIT_ROWS: Final = 5_000
# Below so many sessions the priors speak alone.
FEWEST_TO_FIT: Final = 20
# Nobody means a rating more exactly than to a point: in points².
LEAST_NOISE: Final = 1.0


class Fit(NamedTuple):
    """What was learnt so far.

    `theta`: variances in points² and time scales in days. `scale`: of the features. `by_client`, shape
    (clients,): each client's noise beside the average of 1.
    """

    theta: Parameters
    scale: Scaling
    by_client: Floats

    def noise(self, client: Codes) -> Floats:
        """Noise variance of a session with each of these clients, in points²; below 0 stands for one new."""
        weights: Floats = np.where(client < 0, 1.0, self.by_client[client])
        return np.maximum(self.theta["noise"] * weights, LEAST_NOISE)

    def design(self, sessions: Sessions, rows: Codes | slice) -> Design:
        """The design of these rows under this fit."""
        return design(sessions, self.scale.standard(sessions.features), rows)


def unfitted(sessions: Sessions) -> Fit:
    """What is believed before any session: the priors, features that say nothing, clients alike."""
    width = sessions.features.shape[1]
    silent = Scaling(np.zeros(width), np.full(width, np.inf))
    return Fit(PRIOR, silent, np.ones(len(sessions.clients)))


def refitted(sessions: Sessions, rows: Codes, before: Fit) -> Fit:
    """Variances and time scales from these rows, with each session's noise as it was believed before."""
    rows = rows[-FIT_ROWS:]
    if len(rows) < FEWEST_TO_FIT:
        return before
    fit = before._replace(scale=scaling(sessions.features[rows]))
    ratings = sessions.ratings["overall"][rows]
    weights = before.by_client[sessions.client[rows]]
    theta = fit_parameters(fit.design(sessions, rows), ratings, weights, before.theta)
    return fit._replace(theta=theta)


def reweighted(sessions: Sessions, rows: Codes, told: Innovations, noise: Floats, before: Fit) -> Fit:
    """How noisy each client is, by how the ratings of these rows fell; 1 for a client without any.

    `told` and `noise`, shape (rows,): what each was forecast to be, and the noise it was taken to have.
    """
    ratings, average = sessions.ratings["overall"][rows], before.theta["noise"]
    known = noise_by_client(sessions.client[rows], ratings, told, noise, average)
    by_client = np.ones(len(sessions.clients))
    by_client[: len(known)] = known
    return before._replace(by_client=by_client)
