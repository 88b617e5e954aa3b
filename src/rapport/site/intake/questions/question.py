"""What a question is, and the predicates on earlier answers that say whether one is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from rapport.site.intake.choices import Option, Words
from rapport.site.intake.draft import Draft
from rapport.vocabulary import COACHABLE_CONCERNS

LONGEST_TEXT = 10_000


class Kind(Enum):
    """How a question is asked; each kind has one form and one way of being said back."""

    TEXT = auto()
    ONE = auto()
    MANY = auto()
    CONCERNS = auto()
    MATTER = auto()
    TASKS = auto()
    SCALE = auto()
    WHO = auto()
    STATE = auto()
    DISTANCE = auto()
    PAY = auto()
    HOURS = auto()
    PREFERENCES = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """One seven-point item of a style axis; the wording is that of the instrument `rapport-style`."""

    code: str
    text: Words
    low: Words
    high: Words


def _always(_draft: Draft) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Question:
    """One page. `fills` names the keys of contract.md's Answers that it can set."""

    slug: str
    kind: Kind
    title: Words
    why: Words
    short: Words
    fills: tuple[str, ...] = ()
    hint: Words = ""
    required: bool = False
    skippable: bool = True
    essential: bool = False
    options: tuple[Option, ...] = ()
    items: tuple[Item, ...] = ()
    unsure: Words = ""
    applies: Callable[[Draft], bool] = _always

    @property
    def can_be_skipped(self) -> bool:
        return self.skippable and not self.required


def is_in_person(draft: Draft) -> bool:
    return "in_person" in (draft.value("formats") or ())


def has_several_to_weigh(draft: Draft) -> bool:
    named = len(draft.value("concerns") or ()) + len(draft.value("goals") or ())
    return named > 1


def may_have_a_coach(draft: Draft) -> bool:
    """Never with a clinical concern, nor when there is any doubt about the client's safety."""
    concerns = draft.value("concerns") or ()
    is_doubtful = draft.crisis or draft.value("safe") == "no" or draft.is_unsure("safe")
    return bool(concerns) and COACHABLE_CONCERNS.issuperset(concerns) and not is_doubtful
