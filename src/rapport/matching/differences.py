"""Three that differ in a way worth talking about: how alike two are, and what sets one apart."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rapport.matching import affinity, words
from rapport.matching.bitsets import WORD_BITS
from rapport.matching.roster import Provider, Roster, style_of
from rapport.matching.said import approach_rows, said_by, styles
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
    used = roster.once("approach_flags", lambda: _approach_flags(roster))
    codes = roster.columns["approaches"].codes.take(positions)
    alike = STYLE_SHARE * _style_likeness(*styles(said_by(roster, positions)))
    alike += (1 - STYLE_SHARE) * _jaccard(used.take(codes, axis=0))
    alike.ravel()[:: len(positions) + 1] = 1.0
    return alike


def _approach_flags(roster: Roster) -> Floats:
    """Shape (values, approaches): 1 where a list of approaches holds one that `affinity` lists."""
    column, unlisted = roster.columns["approaches"], len(affinity.APPROACHES)
    rows, _ = roster.once("approach_rows", lambda: approach_rows(column))
    found = np.zeros((len(column.values), unlisted + 1))
    found[np.repeat(np.arange(len(column.values)), [len(value) for value in column.values]), rows] = 1.0
    return found[:, :unlisted].copy()


def approach_masks(roster: Roster) -> NDArray[np.uint64]:
    """Shape (values,): the flags of each list of approaches as bits of one word."""
    return roster.once("approach_masks", lambda: _masks(_approach_flags(roster)))


def _masks(flags: Floats) -> NDArray[np.uint64]:
    assert flags.shape[1] <= WORD_BITS
    return flags.astype(np.uint64) @ (np.uint64(1) << np.arange(flags.shape[1], dtype=np.uint64))


def _style_likeness(known: Floats, value: Floats) -> Floats:
    """Of each two, over the axes (rows) that both have spoken of."""
    count = known.T @ known
    apart = np.abs(value[:, :, None] - value[:, None, :])
    apart *= known[:, :, None]
    apart *= known[:, None, :]
    near = 1 - np.add.reduce(apart) / (WIDEST * np.maximum(count, 1))
    return np.where(count > 0, near, UNKNOWN_LIKENESS)


def _jaccard(flags: Floats) -> Floats:
    shared = flags @ flags.T
    sizes = shared.diagonal()
    union = sizes[:, None] + sizes
    union -= shared
    return np.where(union > 0, shared / np.maximum(union, 1), UNKNOWN_LIKENESS)


def what_differs(one: Provider, others: Sequence[Provider]) -> Sentence | None:
    """What sets one of the three apart from both others, the most telling first; None when nothing does."""
    if len(others) < 2:
        return None
    other, third = others
    return (
        _kind(one, other, third)
        or _style(one, other, third)
        or only_approaches(one.approaches, other.approaches, third.approaches)
    )


def _kind(one: Provider, other: Provider, third: Provider) -> Sentence | None:
    if one.kind in (other.kind, third.kind):
        return None
    return ONLY_OF_KIND[one.kind]


ONLY_OF_KIND: Final = {
    "coach": sentence(_("The only coach of the three.")),
    "therapist": sentence(_("The only therapist of the three.")),
}


def _style(one: Provider, other: Provider, third: Provider) -> Sentence | None:
    widest, gap = "", 0
    for axis, mine, second, last in zip(
        STYLE_AXES, style_of(one), style_of(other), style_of(third), strict=True
    ):
        # How far beyond both others; one who has not said is beyond nobody.
        if mine is None or second is None or last is None:
            continue
        low, high = (second, last) if second < last else (last, second)
        found = mine - high if mine > high else mine - low if mine < low else 0
        if abs(found) > abs(gap):
            widest, gap = axis, found
    if abs(gap) < APART:
        return None
    return MOST_OF_THREE[widest, gap > 0]


_MOST: Final = {
    "directive": (_("lets you lead"), _("takes the lead")),
    "emotional": (_("keeps feelings calm"), _("goes into feelings")),
    "past": (_("stays with the present"), _("looks at the past")),
    "challenge": (_("gives warm support"), _("challenges you")),
}


MOST_OF_THREE: Final = {
    (axis, high): sentence(_("Of the three, the one who most %(style)s."), {"style": ends[high]})
    for axis, ends in _MOST.items()
    for high in (False, True)
}


def only_approaches(one: tuple[str, ...], other: tuple[str, ...], third: tuple[str, ...]) -> Sentence | None:
    """The first ways of working of one that neither other has."""
    own = [each for each in one if each not in other and each not in third]
    if not own:
        return None
    named = tuple([label(words.APPROACHES, each) for each in own[:2]])
    return Sentence(ONLY_APPROACHES, (("approaches", named),))


ONLY_APPROACHES: Final = _("The only one of the three who uses %(approaches)s.")
