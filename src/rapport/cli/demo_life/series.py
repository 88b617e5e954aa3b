"""How sessions are rated in the demo: courses of `rapport.simulation`, found by what happens in them.

Many are simulated, and the one is taken in which it shows most, by the rules that the product itself judges
by: a page that says "something may have shifted" says so because it found it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rapport.alliance.comfort import SessionRating, over_sessions
from rapport.alliance.judgement import Judged, judge
from rapport.alliance.trajectory import CheckIns
from rapport.simulation.practice import Practice, make_practice
from rapport.simulation.sessions import make_paths
from rapport.simulation.world import make_world
from rapport.site.checkins.choices import CheckForm
from rapport.site.checkins.queries.asking import form_at, rapport_check
from rapport.vocabulary import PARTS

Floats: TypeAlias = NDArray[np.float64]
# Enough that several of every kind are among them, and done in a tenth of a second.
PROVIDERS, CLIENTS = 60, 200
HIGHEST_ANSWER: Final = 6
# From item to item of one part: the mean of three then comes closer to a rating than one answer can.
FULL_STEPS, SHORT_STEPS = (-1 / 3, 0.0, 1 / 3), (0.0,)
# Rating points by which a comfortable pair's bond lies above a simulated one's: no such pair is simulated.
WARMTH: Final = 14.0
ROSE, WORSENED = 6.0, 3.0
# Means of all ratings that look like most people's; at the ceiling nothing is to be seen.
USUAL: Final = (56.0, 87.0)
MOST_SKIPPED: Final = 1
STILL_LOW: Final = 0.5
# Where something shifts, it is to be seen in the line too.
FELL: Final = 8.0


@dataclass(frozen=True)
class Series:
    """A course up to some session: what its forms score (sessions, 3), support and challenge −3…3, PHQ-9
    points, which forms were filled in, and what is said of these.
    """

    ratings: Floats
    told: Floats
    challenge: tuple[int, ...]
    symptoms: tuple[int, ...]
    kept: tuple[bool, ...]
    judged: tuple[Judged, ...]

    def answers(self, number: int) -> dict[str, int]:
        """What the form of a session is answered with, from 1."""
        items = rapport_check(form_at(number))
        steps = _steps(number)
        at = dict(zip(PARTS, self.ratings[number - 1], strict=True))
        mean = float(np.mean(self.ratings[number - 1]))
        parts = {code: part for part in PARTS for code in items.scale(part).items}
        return {
            item.code: int(_answered(at.get(parts.get(item.code, ""), mean), steps[place % len(steps)]))
            for place, item in enumerate(items.items)
        }

    @property
    def numbers(self) -> list[int]:
        """Of the sessions whose forms were filled in."""
        return [number for number, is_kept in enumerate(self.kept, 1) if is_kept]

    @property
    def shift(self) -> int:
        """The session at which something last may have shifted; 0 for none."""
        before = [False, *(each.flagged for each in self.judged)]
        told = zip(self.numbers, self.judged, before, strict=False)
        return max((number for number, now, was in told if now.flagged and not was), default=0)

    @property
    def mean(self) -> float:
        """Of all ratings."""
        return float(self.told.mean())

    @property
    def rise(self) -> float:
        """From the first third of the sessions to the last."""
        third = max(1, len(self.told) // 3)
        return float(self.told[-third:].mean() - self.told[:third].mean())

    @property
    def fell(self) -> float:
        """Points by which the session of the last shift lies below those before it."""
        return float(self.told[: self.shift - 1].mean() - self.told[self.shift - 1].mean())

    @property
    def strongest(self) -> float:
        """The highest score of a shift."""
        return max((each.score for each in self.judged), default=0.0)


def _steps(number: int) -> tuple[float, ...]:
    return FULL_STEPS if form_at(number) == CheckForm.FULL else SHORT_STEPS


def _answered(rating: Any, step: float) -> Any:
    """The answer to an item that comes nearest to a rating, of one or of many."""
    return np.clip(np.rint(np.asarray(rating) / 100 * HIGHEST_ANSWER + step), 0, HIGHEST_ANSWER)


def _scores(ratings: Floats) -> Floats:
    """What forms answered so score: shape (…, sessions, parts)."""
    by_session = [
        np.mean([_answered(ratings[..., place, :], step) for step in _steps(place + 1)], axis=0)
        for place in range(ratings.shape[-2])
    ]
    return np.asarray(np.stack(by_session, axis=-2) / HIGHEST_ANSWER * 100)


def _is_usual(each: Series) -> bool:
    """Rated as most rate, and hardly a form left out."""
    return USUAL[0] <= each.mean <= USUAL[1] and sum(each.kept) >= len(each.kept) - MOST_SKIPPED


def _is_calm(each: Series) -> bool:
    return not each.shift


def _is_ruptured(each: Series) -> bool:
    """Now: something shifted at the last session or the one before."""
    recently = each.shift >= max(2, len(each.told) - 1)
    return recently and each.judged[-1].flagged and each.fell >= FELL


def _is_unresolved(each: Series) -> bool:
    """Some sessions ago, and it did not become better."""
    ago = 2 <= each.shift <= len(each.told) - 2
    return (
        ago and each.fell >= FELL and each.judged[-1].repaired is False and each.judged[-1].score >= STILL_LOW
    )


def _is_repaired(each: Series) -> bool:
    """With every form filled in, so that the whole of it can be seen."""
    in_between = 3 <= each.shift <= len(each.told) - 2
    return in_between and each.fell >= FELL and each.judged[-1].repaired is True and all(each.kept)


def _is_comfortable(each: Series) -> bool:
    rated = (
        SessionRating(number, bond=told[2], goals=told[0], support_challenge=felt)
        for number, (told, felt) in enumerate(zip(each.told.tolist(), each.challenge, strict=True), 1)
    )
    return _is_calm(each) and over_sessions(rated).noticed


def _has_worsened(each: Series) -> bool:
    return each.symptoms[-1] - each.symptoms[0] >= WORSENED


# What must be seen in a course of each kind.
KINDS: Final = MappingProxyType[str, Callable[[Series], bool]](
    {
        "steady": _is_calm,
        "rising": lambda each: _is_calm(each) and each.rise >= ROSE,
        "worse": _has_worsened,
        "ruptured": _is_ruptured,
        "unresolved": _is_unresolved,
        "repaired": _is_repaired,
        "comfort": _is_comfortable,
    }
)
SHIFTED: Final = frozenset({"ruptured", "unresolved", "repaired"})


class Courses:
    """Simulated courses to take from, each once."""

    def __init__(self, practice: Practice) -> None:
        small = make_practice(providers=PROVIDERS, clients=CLIENTS, seed=practice.seed, on=practice.on)
        # One block: `make_paths` parts more clients than these.
        _, self._paths = next(make_paths(make_world(small)))
        self._taken: set[int] = set()
        self._cuts = cache(self._cut)

    def take(self, goes: str, sessions: int) -> Series:
        """One of so many sessions in which this is to be seen, a shift where it is seen best; each once.

        Any that nobody took, where it is seen in none.
        """
        found = enumerate(self._cuts(sessions, goes == "comfort"))
        free = {row: each for row, each in found if row not in self._taken}
        suited = [row for row, each in free.items() if _is_usual(each) and KINDS[goes](each)] or list(free)
        best = max(suited, key=lambda row: free[row].strongest) if goes in SHIFTED else suited[0]
        self._taken.add(best)
        return free[best]

    def _cut(self, sessions: int, warm: bool) -> list[Series]:
        paths = self._paths
        ratings, challenge = paths.ratings[:, :sessions, :3], paths.challenge[:, :sessions]
        if warm:
            ratings = np.clip(ratings + np.array([-WARMTH, -WARMTH / 2, WARMTH]), 0, 100)
            challenge = np.minimum(challenge, -1)
        # The last form is filled in: what a page shows of today stands on it.
        kept = paths.kept[:, :sessions] | (np.arange(sessions) == sessions - 1)
        told = _scores(ratings)
        pair, place = np.nonzero(kept)
        judged = judge(CheckIns(pair, place + 1, told[kept], challenge[kept].astype(np.float64)))
        return [
            Series(
                ratings[row],
                told[row],
                tuple(challenge[row].tolist()),
                tuple(paths.symptoms[row, :sessions].astype(int).tolist()),
                tuple(kept[row].tolist()),
                _of_row(judged, pair, row),
            )
            for row in range(len(ratings))
        ]


def _of_row(judged: Sequence[Judged], pair: NDArray[np.int64], row: int) -> tuple[Judged, ...]:
    first, last = np.searchsorted(pair, (row, row + 1))
    return tuple(judged[first:last])
