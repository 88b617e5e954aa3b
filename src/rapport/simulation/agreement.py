"""What follows from the answers of the two: agreement on goals and tasks, and distance of styles.

Standardised over the practice, so that the shares of `world` hold as they are set. This is the
world's own rule; `rapport.matching` does not know it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.simulation.approaches import approaches_by_code
from rapport.simulation.practice import Practice
from rapport.vocabulary import CONCERNS, GOALS, STYLE_AXES, TASKS

Floats: TypeAlias = NDArray[np.float64]

# Agreement on goals is as much about knowing the trouble as about wanting the same: ours.
CONCERN_WEIGHT: Final = 0.5
# Clients by which means and spreads are taken: enough for two digits, few enough to be quick.
TYPICAL_CLIENTS: Final = 200
BOND_AXES: Final = ("emotional", "challenge")


@dataclass(frozen=True, slots=True)
class Fit:
    """Standardised agreement of one client with each provider, each of shape (providers,)."""

    style: Floats
    goals: Floats
    tasks: Floats
    bond: Floats

    def by_part(self) -> Floats:
        """Shape (3, providers): goals, tasks, bond."""
        return np.stack([self.goals, self.tasks, self.bond])


@dataclass(frozen=True)
class Agreement:
    """The two sides' answers as arrays, ready for the fit of any client.

    Offers have shape (providers, axes | goals | tasks | concerns), wishes (clients, …); an unsaid
    style is NaN, an unsaid wish 0. `typical` holds mean and spread of style, goals, tasks, bond.
    """

    styles: Floats
    goals: Floats
    tasks: Floats
    concerns: Floats
    wanted_styles: Floats
    wanted_goals: Floats
    wanted_tasks: Floats
    wanted_concerns: Floats
    typical: Floats

    def fit(self, client: int) -> Fit:
        """How well each provider agrees with this client; 0 is average, 1 one spread better."""
        raw = self.raw(client)
        standard = (raw - self.typical[:, :1]) / self.typical[:, 1:]
        # What a client said nothing of counts neither for nor against.
        standard[~np.isfinite(standard)] = 0.0
        return Fit(*standard)

    def raw(self, client: int) -> Floats:
        """Shape (4, providers): style, goals, tasks, bond before standardising; NaN where unsaid."""
        squares = (self.styles - self.wanted_styles[client]) ** 2
        bond = squares[:, [STYLE_AXES.index(axis) for axis in BOND_AXES]]
        goals = _weighted(self.goals, self.wanted_goals[client])
        concerns = _weighted(self.concerns, self.wanted_concerns[client])
        return np.stack(
            [
                -_mean_said(squares),
                (1 - CONCERN_WEIGHT) * goals + CONCERN_WEIGHT * concerns,
                _weighted(self.tasks, self.wanted_tasks[client]),
                -_mean_said(bond),
            ]
        )


def agreement_of(practice: Practice) -> Agreement:
    """The answers of a practice as arrays, with the mean and spread of each agreement over its pairs."""
    rows, answers = practice.roster_rows, practice.answers
    ways = [_approaches(row) for row in rows]
    sides = {
        "styles": np.array([[_number(row[axis]) for axis in STYLE_AXES] for row in rows]).reshape(-1, 4),
        "goals": _offers([[way.goals for way in known] for known in ways], GOALS),
        "tasks": _offers([[way.tasks for way in known] for known in ways], TASKS),
        "concerns": _offers([[tuple(row["concerns"].split(";"))] for row in rows], CONCERNS),
        "wanted_styles": np.array(
            [[_number(one["style"].get(axis)) for axis in STYLE_AXES] for one in answers]
        ).reshape(-1, 4),
        "wanted_goals": _wishes(answers, "goals", "importance", GOALS),
        "wanted_tasks": _wishes(answers, "tasks", "wanted", TASKS),
        "wanted_concerns": _wishes(answers, "concerns", "importance", CONCERNS),
    }
    unscaled = Agreement(**sides, typical=np.array([[0.0, 1.0]] * 4))
    return Agreement(**sides, typical=_typical(unscaled, min(len(answers), TYPICAL_CLIENTS)))


def _typical(unscaled: Agreement, clients: int) -> Floats:
    """Mean and spread of each agreement over the pairs of the first clients; 1 where nothing varies."""
    found = np.array([[0.0, 1.0]] * 4)
    if clients:
        raw = np.concatenate([unscaled.raw(client) for client in range(clients)], axis=1)
        for place, values in enumerate(raw):
            said = values[np.isfinite(values)]
            if said.size and said.std() > 0:
                found[place] = said.mean(), said.std()
    return found


def _approaches(row: dict[str, str]) -> list[Any]:
    known = approaches_by_code()
    return [known[code] for code in row["approaches"].split(";") if code in known]


def _offers(lists: Sequence[Sequence[Sequence[str]]], codes: Sequence[str]) -> Floats:
    """Shape (providers, codes): the share of a provider's lists that hold the code."""
    place = {code: position for position, code in enumerate(codes)}
    table = np.zeros((len(lists), len(codes)))
    for row, offered in enumerate(lists):
        for each in offered:
            table[row, [place[code] for code in each]] += 1.0 / len(offered)
    return table


def _wishes(answers: Sequence[dict[str, Any]], key: str, weight: str, codes: Sequence[str]) -> Floats:
    table = np.zeros((len(answers), len(codes)))
    for row, answer in enumerate(answers):
        for wish in answer[key]:
            table[row, codes.index(wish["code"])] = wish[weight]
    return table


def _weighted(offers: Floats, wishes: Floats) -> Floats:
    """Per provider, the mean of what they offer weighted by the wishes; NaN when nothing was wished."""
    total = np.abs(wishes).sum()
    return np.asarray(offers @ wishes / total) if total > 0 else np.full(len(offers), np.nan)


def _mean_said(squares: Floats) -> Floats:
    """Per provider, the mean over the axes on which both said something; NaN where there is none."""
    said = np.isfinite(squares)
    count = said.sum(axis=1)
    return np.where(count > 0, np.where(said, squares, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)


def _number(cell: object) -> float:
    return float("nan") if cell in (None, "") else float(str(cell))
