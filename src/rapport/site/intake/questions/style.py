"""The four style questions. The items are those of our own instrument `rapport-style`.

The wording is repeated here so that it can be translated; a test holds it equal to the instrument's.
"""

from django.utils.translation import gettext_lazy as _

from rapport.site.intake import choices
from rapport.site.intake.choices import Words
from rapport.site.intake.questions.question import Item, Kind, Question

_WHY = _(
    "Neither end is better. People differ in what helps them, and so do therapists. "
    "We look for someone whose way of working is near to what you want."
)
_HINT = _("There is no right answer. Pick the place between the two that feels most like you.")
_UNSURE = _("I am not sure")


def _style(*, slug: str, title: Words, short: Words, items: tuple[Item, ...]) -> Question:
    return Question(
        slug=slug,
        kind=Kind.SCALES,
        title=title,
        hint=_HINT,
        why=_WHY,
        short=short,
        fills=("style",),
        items=items,
        unsure=_UNSURE,
    )


STYLE = (
    _style(
        slug="lead",
        title=_("Who should lead?"),
        short=_("Who leads"),
        items=(
            Item(
                "directive1",
                _("You sit down for the hour. Who should pick what comes first?"),
                _("I should, each time"),
                _("The person I see should, each time"),
            ),
            Item(
                "directive2",
                _("You are stuck on a hard choice. What would help you more?"),
                _("Room to work it out my own way"),
                _("A clear plan that I can try out"),
            ),
        ),
    ),
    _style(
        slug="feeling",
        title=_("How strong may feelings be?"),
        short=_("Strength of feelings"),
        items=(
            Item(
                "emotional1",
                _("You start to cry while you talk. What should happen next?"),
                _("We move on to calmer ground"),
                _("We stay with the tears"),
            ),
            Item(
                "emotional2",
                _("How would you like to feel as you walk out of the door?"),
                _("Calm, even if we held back"),
                _("Stirred up, if that is what it takes"),
            ),
        ),
    ),
    _style(
        slug="time",
        title=_("More about now, or about years gone by?"),
        short=_("Now or years gone by"),
        items=(
            Item(
                "past1",
                _("You had a row at home last night. Where should we start?"),
                _("With what to do tonight"),
                _("With where that old hurt began"),
            ),
            Item(
                "past2",
                _("Think of ten meetings. How many should be about years gone by?"),
                _("None of the ten"),
                _("All ten"),
            ),
        ),
    ),
    _style(
        slug="challenge",
        title=_("When you talk about something hard, what helps you more?"),
        short=_("Support or challenge"),
        items=(
            Item(
                "challenge1",
                _("You tell a story in which you are in the right. What would you like to hear?"),
                _("That they see why I felt that way"),
                _("What I may have got wrong"),
            ),
            Item(
                "challenge2",
                _("You did not do what you said you would do. How should they take it?"),
                _("Be kind and let it go"),
                _("Ask me straight out why not"),
            ),
        ),
    ),
)
AXIS_OF = {"lead": "directive", "feeling": "emotional", "time": "past", "challenge": "challenge"}

STYLE_MATTERS = Question(
    slug="style",
    kind=Kind.ONE,
    title=_("How much does a therapist’s style matter to you?"),
    hint=_(
        "Style means the last four questions: who leads, feelings, past or present, support or challenge."
    ),
    why=_("If it matters little, we look more at goals, methods and what people have helped with."),
    short=_("How much style matters"),
    fills=("style_importance",),
    options=choices.STYLE_MATTERS,
    unsure=_("I am not sure"),
)
