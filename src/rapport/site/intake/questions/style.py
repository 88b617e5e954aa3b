"""The four style questions: one item an axis of our own instrument `rapport-style`.

The instrument has two items an axis; the second is left out, as its missing-item rule allows, to keep
the whole under five minutes. The wording is repeated here so that it can be translated; a test holds it
equal to the instrument's.
"""

from django.utils.translation import gettext_lazy as _

from rapport.site.intake import choices
from rapport.site.intake.choices import Words
from rapport.site.intake.questions.question import Item, Kind, Question

_WHY = _(
    "Neither end is better. People differ in what helps them, and so do therapists. "
    "We look for someone whose way of working is near to what you want."
)
_HINT = _("There is no right answer.")
_UNSURE = _("I am not sure")


def _style(*, slug: str, short: Words, item: Item) -> Question:
    return Question(
        slug=slug,
        kind=Kind.SCALE,
        title=item.text,
        hint=_HINT,
        why=_WHY,
        short=short,
        fills=("style",),
        items=(item,),
        unsure=_UNSURE,
    )


STYLE = (
    _style(
        slug="lead",
        short=_("Who leads"),
        item=Item(
            code="directive1",
            text=_("You sit down for the hour. Who should pick what comes first?"),
            low=_("I should, each time"),
            high=_("The person I see should, each time"),
        ),
    ),
    _style(
        slug="feeling",
        short=_("Strength of feelings"),
        item=Item(
            code="emotional2",
            text=_("How would you like to feel as you walk out of the door?"),
            low=_("Calm, even if we held back"),
            high=_("Stirred up, if that is what it takes"),
        ),
    ),
    _style(
        slug="time",
        short=_("Now or years gone by"),
        item=Item(
            code="past2",
            text=_("Think of ten meetings. How many should be about years gone by?"),
            low=_("None of the ten"),
            high=_("All ten"),
        ),
    ),
    _style(
        slug="challenge",
        short=_("Support or challenge"),
        item=Item(
            code="challenge1",
            text=_("You tell a story in which you are in the right. What would you like to hear?"),
            low=_("That they see why I felt that way"),
            high=_("What I may have got wrong"),
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
