"""The practical questions: who it is for, where and when, in which language, and how it is paid."""

from django.utils.translation import gettext_lazy as _

from rapport.site.intake import choices
from rapport.site.intake.questions.question import Kind, Question, is_in_person, may_have_a_coach

WHO = Question(
    slug="who",
    kind=Kind.WHO,
    title=_("Who is it for?"),
    hint=_("If you ask for someone else, answer for them."),
    why=_("Not every therapist sees children, couples or groups. We only show those who do."),
    short=_("Who it is for"),
    fills=("age_group", "service"),
    required=True,
    essential=True,
)
KIND = Question(
    slug="kind",
    kind=Kind.ONE,
    title=_("A therapist, a coach, or either?"),
    hint=_(
        "A coach is not for an illness such as depression or anxiety. With what you told us, both could help."
    ),
    why=_("They do different work. You should know which one you are talking to."),
    short=_("Therapist or coach"),
    fills=("kind",),
    options=choices.KINDS,
    unsure=_("I am not sure"),
    applies=may_have_a_coach,
)
FORMATS = Question(
    slug="formats",
    kind=Kind.MANY,
    title=_("How would you like to meet?"),
    hint=_("Tick all that would work. More ticks, more people to choose from."),
    why=_("We only show people who meet in a way that works for you."),
    short=_("How you would like to meet"),
    fills=("formats",),
    required=True,
    essential=True,
    options=choices.FORMATS,
)
STATE = Question(
    slug="state",
    kind=Kind.STATE,
    title=_("Which state will you be in during sessions?"),
    why=_("By law a therapist needs a licence from the state where you are, also by video or phone."),
    short=_("State"),
    fills=("state", "timezone"),
    required=True,
    essential=True,
)
DISTANCE = Question(
    slug="distance",
    kind=Kind.DISTANCE,
    title=_("Where would you travel from, and how far?"),
    why=_("You said that you would meet in person. The ZIP code is enough: we do not need your address."),
    short=_("Travel"),
    fills=("zip", "max_miles"),
    required=True,
    essential=True,
    applies=is_in_person,
)
LANGUAGES = Question(
    slug="languages",
    kind=Kind.MANY,
    title=_("In which languages could you talk about yourself?"),
    hint=_("Tick every language that would do."),
    why=_("We only show people who speak at least one of them."),
    short=_("Languages"),
    fills=("languages",),
    required=True,
    essential=True,
    options=choices.LANGUAGES,
)
PAY = Question(
    slug="pay",
    kind=Kind.PAY,
    title=_("How would you like to pay?"),
    hint=_("Using Rapport is free. This is about the sessions themselves."),
    why=_("So that we do not show you anyone you could not afford."),
    short=_("How you pay"),
    fills=("payer", "self_pay_ok", "max_fee"),
)
HOURS = Question(
    slug="hours",
    kind=Kind.HOURS,
    title=_("When could you talk?"),
    hint=_("Tick all that would often be free. Leave all empty if any hour would do."),
    why=_("We only show people who have at least one of these hours free."),
    short=_("Free hours"),
    fills=("slots", "timezone"),
)
PREFERENCES = Question(
    slug="preferences",
    kind=Kind.PREFERENCES,
    title=_("Is there someone you would find it easier to talk to?"),
    hint=_("A wish moves people up. A “must” leaves everyone else out, so use it when you mean it."),
    why=_("Feeling at ease matters. People do not have to share your story to help, but you may want it."),
    short=_("Who you would find easier to talk to"),
    fills=("prefer",),
)
PRACTICAL = (WHO, KIND, FORMATS, STATE, DISTANCE, LANGUAGES, PAY, HOURS, PREFERENCES)
