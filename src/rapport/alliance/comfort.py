"""The friendship trap: is it pleasant, with nothing that helps a person change?

A therapist is not a friend: good therapy supports and also challenges. High bond without challenge or
movement on goals, or a choice made on likeness and comfort alone, is noticed, said kindly, and
answered with two questions to ask. It is never a lock, and what is not known never triggers it.

The idea is Fraenkel's (guest article on rapport with a therapist); goal and task agreement
predicted later change where bond did not (doi 10.1037/a0023252, n = 105). Thresholds are ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from rapport.errors import BadInput, Problem

# Ratings run from 0 to 100. Ours: from here on a bond is high, and agreement on goals has no more
# room to grow, so that a flat line is no standstill.
HIGH: Final = 80.0
# Ours: below the middle of the scale there is no agreement on goals yet.
LOW_GOALS: Final = 50.0
# Ours: on the item from −3 (too gentle) over 0 (right) to 3 (too hard), anything on the gentle side.
TOO_GENTLE: Final = -1
# Of sessions needed: four ratings reach a generalizability of .90 (PMC3111943); one more is ours.
SESSIONS: Final = 5
# Ours: goals that rose by fewer points than this over the five sessions, along a straight line, are flat.
FLAT: Final = 5.0

# Why somebody was chosen. A background that a client asked for is theirs to want: no sign of comfort alone.
COMFORT_REASONS: Final = frozenset({"felt_at_ease", "like_me", "likeable", "took_my_side"})
OTHER_REASONS: Final = frozenset(
    {"goals_agree", "tasks_agree", "challenged_me", "knows_my_concern", "recommended", "shares_background"}
    | {"practical"}
)

Asked = Literal["jumped_at_it_kindly", "answered_politely", "avoided", "harsh", "not_asked"]
ASKED: Final = ("jumped_at_it_kindly", "answered_politely", "avoided", "harsh", "not_asked")
Sign = Literal["warm_without_challenge", "warm_without_goals", "comfort_alone", "gentle_and_still"]
Question = Literal["how_am_i_wrong", "when_would_you_push", "what_will_change", "what_will_we_do"]


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; gives it back as it is."""
    return text


_ = gettext_noop
SIGNS: Final[dict[Sign, str]] = {
    "warm_without_challenge": _("It felt warm, and little was questioned."),
    "warm_without_goals": _("It felt warm, and what to work towards is still open."),
    "comfort_alone": _("What spoke for them was feeling comfortable or being alike."),
    "gentle_and_still": _("For five sessions it has been warm and gentle, and your goals have hardly moved."),
}
QUESTIONS: Final[dict[Question, str]] = {
    "how_am_i_wrong": _("How might I be wrong about myself, or have a part in this?"),
    "when_would_you_push": _("When would you push me, and how?"),
    "what_will_change": _("What should be different in three months, and how will we notice?"),
    "what_will_we_do": _("What will we do in our sessions to get there?"),
}
# The two questions of each sign, the more telling first; the first sign's come first.
_TO_ASK: Final[dict[Sign, tuple[Question, Question]]] = {
    "warm_without_challenge": ("how_am_i_wrong", "when_would_you_push"),
    "warm_without_goals": ("what_will_change", "what_will_we_do"),
    "comfort_alone": ("how_am_i_wrong", "what_will_change"),
    "gentle_and_still": ("when_would_you_push", "what_will_change"),
}


@dataclass(frozen=True, slots=True)
class FirstConsultation:
    """What a client said after a first consultation; None is not known.

    `bond` and `goals` are 0–100, `support_challenge` −3 (too gentle) to 3 (too hard). `asked` is what
    happened when constructive criticism was asked for. `reasons` are codes of why they would choose this one.
    """

    bond: float | None = None
    goals: float | None = None
    support_challenge: float | None = None
    asked: Asked | None = None
    reasons: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SessionRating:
    """One rated session of a pair, on the scales of `FirstConsultation`; `session` counts from 1."""

    session: int
    bond: float | None = None
    goals: float | None = None
    support_challenge: float | None = None


@dataclass(frozen=True, slots=True)
class Comfort:
    """Which signs of the friendship trap there are, and two questions to ask next; both empty without any."""

    signs: tuple[Sign, ...]
    questions: tuple[Question, ...]

    @property
    def noticed(self) -> bool:
        """Whether there is any sign."""
        return bool(self.signs)


def after_first_consultation(first: FirstConsultation) -> Comfort:
    """Was a first consultation warm without challenge or goals, or the choice made on comfort alone?

    Args:
        first: ratings 0–100 and −3…3, what happened when criticism was asked for, reasons as codes.

    Missing data: what is not known is no sign. A harsh answer is another trouble, and no sign either.

    Raises:
        BadInput: a value out of its range, or an unknown code.

    >>> after_first_consultation(FirstConsultation(bond=92, asked="avoided")).signs
    ('warm_without_challenge',)

    Source: module. Compared with: a table of cases in tests/library; no validation data yet.
    """
    _check_ratings(first)
    _check(first.asked is None or first.asked in ASKED, "one of " + ", ".join(ASKED), first.asked, "asked")
    for each in sorted(first.reasons - COMFORT_REASONS - OTHER_REASONS):
        _check(False, "a known reason", each, "reasons")
    warm = _at_least(first.bond, HIGH) or "felt_at_ease" in first.reasons
    signs: list[Sign] = []
    if warm and _unchallenged(first):
        signs.append("warm_without_challenge")
    if warm and first.goals is not None and first.goals < LOW_GOALS:
        signs.append("warm_without_goals")
    if first.reasons and first.reasons <= COMFORT_REASONS:
        signs.append("comfort_alone")
    return Comfort(tuple(signs), _to_ask(signs, already_asked=first.asked not in (None, "not_asked")))


def _unchallenged(first: FirstConsultation) -> bool:
    """Whether nothing was questioned; who took criticism kindly, was harsh or challenged, did question."""
    if first.asked in ("jumped_at_it_kindly", "harsh") or "challenged_me" in first.reasons:
        return False
    gentle = first.support_challenge is not None and first.support_challenge <= TOO_GENTLE
    return gentle or first.asked == "avoided"


def over_sessions(ratings: Iterable[SessionRating]) -> Comfort:
    """Have the last five sessions of a pair been warm and gentle with goals standing still?

    Noticed when all hold: mean bond high, every session on the gentle side, and goals neither high
    nor rising along the least-squares line.

    Args:
        ratings: the rated sessions of one pair, in any order, each session once.

    Missing data: fewer than five sessions, or a rating missing among the last five, is no sign.

    Raises:
        BadInput: a value out of its range, or a session that stands there twice.

    Source: module. Compared with: a table of cases in tests/library; no validation data yet.
    """
    last = sorted(ratings, key=lambda each: each.session)
    for each in last:
        _check_ratings(each)
    _check(len({each.session for each in last}) == len(last), "each session once", "one twice", "session")
    last = last[-SESSIONS:]
    bond = [each.bond for each in last if each.bond is not None]
    goals = [each.goals for each in last if each.goals is not None]
    gentle = [each.support_challenge for each in last if each.support_challenge is not None]
    if min(map(len, (bond, goals, gentle))) < SESSIONS:
        return Comfort((), ())
    still = _mean(goals) < HIGH and _rise(goals) < FLAT
    trapped = _mean(bond) >= HIGH and max(gentle) <= TOO_GENTLE and still
    signs: list[Sign] = ["gentle_and_still"] if trapped else []
    return Comfort(tuple(signs), _to_ask(signs, already_asked=False))


def _to_ask(signs: Sequence[Sign], *, already_asked: bool) -> tuple[Question, ...]:
    """Two questions, none that was asked already: for several signs the first of each, then the second."""
    turns = [_TO_ASK[sign][turn] for turn in (0, 1) for sign in signs]
    spare: list[Question] = ["when_would_you_push"] if signs else []
    wanted = [each for each in (*turns, *spare) if not (already_asked and each == "how_am_i_wrong")]
    if already_asked and len(set(wanted)) == 1:
        wanted.append("what_will_change")
    return tuple(dict.fromkeys(wanted))[:2]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _rise(values: Sequence[float]) -> float:
    """How far the least-squares line rises from the first to the last of evenly spaced values."""
    middle = (len(values) - 1) / 2
    slope = sum((at - middle) * value for at, value in enumerate(values))
    return slope / sum((at - middle) ** 2 for at in range(len(values))) * (len(values) - 1)


def _at_least(value: float | None, threshold: float) -> bool:
    return value is not None and value >= threshold


def _check_ratings(rated: FirstConsultation | SessionRating) -> None:
    for column, value in (("bond", rated.bond), ("goals", rated.goals)):
        _check(value is None or 0 <= value <= 100, "0 to 100", value, column)
    level = rated.support_challenge
    _check(level is None or -3 <= level <= 3, "-3 to 3", level, "support_challenge")


def _check(holds: bool, expected: str, arrived: object, column: str) -> None:
    if not holds:
        raise BadInput(Problem(expected=expected, arrived=str(arrived), column=column))
