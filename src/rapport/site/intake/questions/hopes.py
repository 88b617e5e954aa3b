"""The first questions: what brings a person here, whether they are safe, and what they hope for."""

from django.utils.translation import gettext_lazy as _

from rapport.site.intake import choices
from rapport.site.intake.choices import Option
from rapport.site.intake.questions.question import Kind, Question, has_several_to_weigh

ABOUT = Question(
    slug="about",
    kind=Kind.TEXT,
    title=_("What brings you here?"),
    hint=_("A few words or a long letter: whatever comes. You can also leave this empty."),
    why=_(
        "Your own words help us offer the right list on a later page. "
        "They are locked with a key of your own, and they are not sent to anyone."
    ),
    short=_("What brings you here"),
    fills=("text",),
    essential=True,
)
SAFE = Question(
    slug="safe",
    kind=Kind.ONE,
    title=_("Are you safe right now?"),
    hint=_("If you might be hurt, or might hurt yourself or someone else, please say no."),
    why=_(
        "If you are not safe, help now comes before a good match. "
        "Whatever you answer, you can go on with the questions. Nobody is told."
    ),
    short=_("Safe right now"),
    fills=("safe_now",),
    essential=True,
    options=(Option("yes", _("Yes, I am safe")), Option("no", _("No, I am not safe"))),
    unsure=_("I am not sure"),
)
CONCERNS = Question(
    slug="concerns",
    kind=Kind.CONCERNS,
    title=_("What would you like help with?"),
    hint=_("Tick all that fit. If nothing fits quite, tick the nearest."),
    why=_(
        "So that people who know this kind of trouble stand first, "
        "and a coach is offered only where a coach can help."
    ),
    short=_("What you would like help with"),
    fills=("concerns",),
    required=True,
    essential=True,
    options=choices.CONCERNS,
)
PACE = Question(
    slug="pace",
    kind=Kind.ONE,
    title=_("How would you like to go on?"),
    hint=_("You can change this at any time, and add more at the end."),
    why=_(
        "The more we know of how you like to work, the better three people can suit you. "
        "If today is a hard day, the few things that we must know are enough."
    ),
    short=_("How you went on"),
    essential=True,
    skippable=False,
    options=(
        Option(
            "long",
            _("Tell you more, about four minutes"),
            _("What you hope for, and how you like to work."),
        ),
        Option("short", _("Only what you must know, about a minute")),
    ),
)
GOALS = Question(
    slug="goals",
    kind=Kind.MANY,
    title=_("What do you hope will be different?"),
    hint=_("Tick all that fit."),
    why=_("Wanting the same thing from the work is one of the three parts of a good working bond."),
    short=_("What you hope for"),
    fills=("goals",),
    options=choices.GOALS,
)
MATTER = Question(
    slug="matter",
    kind=Kind.MATTER,
    title=_("How much does each of these matter to you?"),
    hint=_("Leave a line empty if you cannot say."),
    why=_("Nobody is best at everything. This tells us where not to give way."),
    short=_("How much each matters"),
    fills=("concerns", "goals"),
    applies=has_several_to_weigh,
)
TASKS = Question(
    slug="tasks",
    kind=Kind.TASKS,
    title=_("What would you like to do in sessions?"),
    hint=_("Say only what you have a view on."),
    why=_("Agreeing on what you will do together is the second part of a good working bond."),
    short=_("What you would like to do"),
    fills=("tasks",),
    options=choices.TASKS,
)

HOPES = (ABOUT, SAFE, CONCERNS, PACE, GOALS, MATTER, TASKS)
