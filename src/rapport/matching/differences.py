"""Three that differ in a way worth talking about: how alike two are, and what sets one apart."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching import affinity, words
from rapport.matching.fit import approach_rows
from rapport.matching.roster import Provider, Roster, numbers
from rapport.matching.words import Sentence, gettext_noop, label, sentence
from rapport.vocabulary import STYLE_AXES, STYLE_RANGE

_ = gettext_noop
Floats = NDArray[np.float64]

# Two equal halves: how they work with people, and what they do (editorial).
STYLE_SHARE: Final = 0.5
WIDEST: Final = STYLE_RANGE[1] - STYLE_RANGE[0]
# Likeness of two people when one has not said: as of two picked at random.
UNKNOWN_LIKENESS: Final = 0.5
# Points on a style axis that set someone apart from both others.
APART: Final = 2


def likeness(roster: Roster, positions: NDArray[np.int64]) -> Floats:
    """How alike each two are: shape (n, n), 0 nothing in common, 1 the same; symmetric, diagonal 1.

    Half is nearness on the style axes both have spoken of, half the share of approaches in common
    (Jaccard, over the approaches that `affinity` lists).
    """
    styles = np.stack([numbers(roster, axis)[positions] for axis in STYLE_AXES], axis=1)
    used = roster.remembered("approach_flags", lambda: _approach_flags(roster))
    codes = roster.columns["approaches"].codes[positions]
    alike = STYLE_SHARE * _style_likeness(styles) + (1 - STYLE_SHARE) * _jaccard(used[codes])
    np.fill_diagonal(alike, 1.0)
    return alike


def _approach_flags(roster: Roster) -> Floats:
    """Shape (values, approaches): 1 where a list of approaches holds one that `affinity` lists."""
    column, unlisted = roster.columns["approaches"], len(affinity.APPROACHES)
    rows, _ = roster.remembered("approach_rows", lambda: approach_rows(column))
    found = np.zeros((len(column.values), unlisted + 1))
    found[np.repeat(np.arange(len(column.values)), [len(value) for value in column.values]), rows] = 1.0
    return found[:, :unlisted]


def _style_likeness(styles: Floats) -> Floats:
    near = 1 - np.abs(styles[:, None, :] - styles[None, :, :]) / WIDEST
    known = ~np.isnan(near)
    count = known.sum(axis=2)
    total = np.where(known, near, 0.0).sum(axis=2)
    return np.where(count > 0, total / np.maximum(count, 1), UNKNOWN_LIKENESS)


def _jaccard(flags: Floats) -> Floats:
    shared = flags @ flags.T
    sizes = flags.sum(axis=1)
    union = sizes[:, None] + sizes[None, :] - shared
    return np.where(union > 0, shared / np.maximum(union, 1), UNKNOWN_LIKENESS)


def what_differs(providers: Sequence[Provider], index: int) -> Sentence | None:
    """What sets one of the three apart from both others, the most telling first; None when nothing does."""
    one = providers[index]
    others = [each for place, each in enumerate(providers) if place != index]
    if len(others) < 2:
        return None
    ways: tuple[Callable[[Provider, Sequence[Provider]], Sentence | None], ...] = (_kind, _style, _approach)
    return next((said for way in ways if (said := way(one, others)) is not None), None)


def _kind(one: Provider, others: Sequence[Provider]) -> Sentence | None:
    if any(each.kind == one.kind for each in others):
        return None
    return sentence(
        _("The only coach of the three.") if one.kind == "coach" else _("The only therapist of the three.")
    )


def _style(one: Provider, others: Sequence[Provider]) -> Sentence | None:
    gaps = {axis: _gap(axis, one, others) for axis in STYLE_AXES}
    axis = max(gaps, key=lambda each: abs(gaps[each]))
    if abs(gaps[axis]) < APART:
        return None
    return sentence(_("Of the three, the one who most %(style)s."), {"style": _MOST[axis][gaps[axis] > 0]})


_MOST: Final = {
    "directive": (_("lets you lead"), _("takes the lead")),
    "emotional": (_("keeps feelings calm"), _("goes into feelings")),
    "past": (_("stays with the present"), _("looks at the past")),
    "challenge": (_("gives warm support"), _("challenges you")),
}


def _gap(axis: str, one: Provider, others: Sequence[Provider]) -> int:
    """How far beyond both others on an axis, with its sign; 0 when between them or not said."""
    mine = getattr(one, axis)
    theirs = [getattr(each, axis) for each in others]
    if mine is None or None in theirs:
        return 0
    if mine > max(theirs):
        return int(mine - max(theirs))
    return int(mine - min(theirs)) if mine < min(theirs) else 0


def _approach(one: Provider, others: Sequence[Provider]) -> Sentence | None:
    theirs = {approach for each in others for approach in each.approaches}
    own = tuple(label(words.APPROACHES, each) for each in one.approaches if each not in theirs)
    return (
        sentence(_("The only one of the three who uses %(approaches)s."), {"approaches": own[:2]})
        if own
        else None
    )
