"""What stays of each person besides rapport: severity, skill by concern, outcome, dropout, harm, change.

Provider traits are standard normal and apart from each other, as dropout and deterioration are in
practice (ρ = .07, 10.1002/cpp.2028); how much each weighs stands in `dynamics`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.practice import Practice
from rapport.vocabulary import CONCERNS

Floats: TypeAlias = NDArray[np.float64]

# Change over a year, in rating SDs: clients' leniency, providers' learning (mean and spread). Ours.
CLIENT_DRIFT: Final = 0.25
PROVIDER_LEARNING: Final = 0.03
PROVIDER_DRIFT: Final = 0.10
# PHQ-9 at intake: rough middle of services for depression and anxiety; from memory, unverified.
INTAKE_MEAN: Final = 14.5
INTAKE_SD: Final = 5.5
HIGHEST_SCORE: Final = 27.0

_CLIENTS, _PROVIDERS, _SKILLS = 11, 12, 13  # streams of random numbers, beside those of `world`


@dataclass(frozen=True)
class Traits:
    """Standard normal unless said otherwise; C concerns stand in the order of `CONCERNS`.

    severity, client_drift: shape (clients,). concerns: shape (clients, C), importance 0–3.
    outcome, dropout, deterioration, provider_drift: shape (providers,); skill: shape (providers, C).
    The drifts are in rating SDs a year.
    """

    severity: Floats
    client_drift: Floats
    concerns: Floats
    outcome: Floats
    dropout: Floats
    deterioration: Floats
    provider_drift: Floats
    skill: Floats

    def skills_for(self, client: int) -> Floats:
        """Each provider's skill with what this client brings, standard normal: shape (providers,)."""
        weights = self.concerns[client]
        return np.asarray(self.skill @ weights / max(float(np.sqrt(weights @ weights)), 1.0))

    def intake(self) -> Floats:
        """Every client's first symptom score without noise, before it is cut off: shape (clients,)."""
        return INTAKE_MEAN + INTAKE_SD * self.severity


def make_traits(practice: Practice) -> Traits:
    """The traits of a practice's people; more people leave those before them as they were."""
    clients, providers = len(practice.answers), len(practice.roster_rows)
    of_clients = _normal(practice, _CLIENTS, (clients, 2))
    of_providers = _normal(practice, _PROVIDERS, (providers, 4))
    return Traits(
        severity=of_clients[:, 0],
        client_drift=CLIENT_DRIFT * of_clients[:, 1],
        concerns=importances(practice.answers),
        outcome=of_providers[:, 0],
        dropout=of_providers[:, 1],
        deterioration=of_providers[:, 2],
        provider_drift=PROVIDER_LEARNING + PROVIDER_DRIFT * of_providers[:, 3],
        skill=_normal(practice, _SKILLS, (providers, len(CONCERNS))),
    )


def importances(answers: Sequence[dict[str, Any]]) -> Floats:
    """Shape (clients, C): how important each concern is to each client, 0 where it was not named."""
    place = {code: position for position, code in enumerate(CONCERNS)}
    table = np.zeros((len(answers), len(CONCERNS)))
    for row, answer in enumerate(answers):
        for wish in answer["concerns"]:
            table[row, place[wish["code"]]] = wish["importance"]
    return table


def _normal(practice: Practice, stream: int, shape: tuple[int, ...]) -> Floats:
    return np.random.default_rng([practice.seed, stream]).standard_normal(shape)
