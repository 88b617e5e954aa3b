"""The page to take along: each question with what a good answer sounds like."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from rapport.site.consultations.queries.preparing import Prepared
from rapport.site.matches.told import in_words


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, and what a good answer to it sounds like."""

    question: str
    good: str


@dataclass(frozen=True, slots=True)
class Page:
    """The printable page for one match."""

    name: str
    own_words: str
    asks: list[Ask]
    hard: list[Ask]
    own_questions: str
    back: str


GOOD: Final[Mapping[str, object]] = {
    "concern": gettext_lazy(
        "They speak of people like you without naming anyone, say what they tried and what it changed, and "
        "name a first step for the two of you."
    ),
    "not_listed": gettext_lazy(
        "They say plainly what they know and what they do not. “I would send you to someone who knows it "
        "better” is a good answer too."
    ),
    "goal": gettext_lazy(
        "They put it in words that you could check: what you would do, sleep or say differently, and by when "
        "you would look at it together."
    ),
    "task": gettext_lazy("They say yes or no, and why. Better a clear no than a yes to everything."),
    "style": gettext_lazy(
        "They can say how they are with people, and what they would change for you. Nobody can be everything."
    ),
    "": gettext_lazy("They answer the question that you asked, in words that you understand."),
}
# The two questions of the article, in our own words.
SELF: Final = gettext_lazy("How might I be wrong about how I see myself?")
OTHERS: Final = gettext_lazy("How might I contribute to what happens with the people close to me?")
GOOD_SELF: Final = gettext_lazy(
    "They take it up gladly. They name one thing that they noticed, as a guess and not as a verdict, and ask "
    "what you make of it. It may sting a little, and still feel kind."
)
GOOD_OTHERS: Final = gettext_lazy(
    "They go through one moment with you, step by step: what was said, what you did next. They blame neither "
    "you nor the others."
)


def page_of(prepared: Prepared) -> Page:
    """The page of one match in words."""
    return Page(
        name=prepared.name,
        own_words=prepared.own_words,
        asks=[Ask(in_words(sentence), str(GOOD[kind])) for kind, sentence in prepared.questions],
        hard=[Ask(str(SELF), str(GOOD_SELF)), Ask(str(OTHERS), str(GOOD_OTHERS))],
        own_questions=prepared.own_questions,
        back=reverse("match", args=[prepared.match.pk]),
    )
