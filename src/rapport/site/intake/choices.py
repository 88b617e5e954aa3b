"""Plain names, at a reading age of twelve, for the codes of contract.md that a client may choose."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen: the code that is stored, its plain name, a line of help."""

    code: str
    label: Words
    hint: Words = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Options that belong together on the page."""

    label: Words
    options: tuple[Option, ...]


CONCERN_GROUPS = (
    Group(
        _("Mood and worry"),
        (
            Option("anxiety", _("Anxiety or worry that will not stop")),
            Option("panic", _("Panic attacks")),
            Option("depression", _("Low mood or depression")),
            Option("anger", _("Anger")),
            Option("ocd", _("Thoughts or rituals I cannot stop (OCD)")),
            Option("bipolar", _("Very high and very low moods (bipolar)")),
            Option("psychosis", _("Hearing, seeing or believing things that others do not")),
        ),
    ),
    Group(
        _("Hard things that happened, and staying safe"),
        (
            Option("trauma", _("Trauma or abuse, now or in the past")),
            Option("grief", _("Grief or loss")),
            Option("self_harm", _("Hurting myself")),
            Option("suicidality", _("Thoughts of not wanting to live")),
        ),
    ),
    Group(
        _("People close to me"),
        (
            Option("relationship", _("My relationship, or dating")),
            Option("family", _("Family trouble")),
            Option("parenting", _("Being a parent")),
            Option("divorce_separation", _("Separation or divorce")),
            Option("loneliness", _("Loneliness")),
        ),
    ),
    Group(
        _("Work and change"),
        (
            Option("stress_burnout", _("Stress or burnout")),
            Option("work_career", _("Work, study or career")),
            Option("life_transition", _("A big change in my life")),
        ),
    ),
    Group(
        _("Body and habits"),
        (
            Option("sleep", _("Sleep")),
            Option("eating", _("Food, eating or how I see my body")),
            Option("substance_use", _("Alcohol or drugs")),
            Option("chronic_illness", _("Long illness or pain")),
            Option("perinatal", _("Pregnancy, birth or a new baby")),
        ),
    ),
    Group(
        _("Who I am"),
        (
            Option("self_esteem", _("How I feel about myself")),
            Option("identity_culture", _("Culture, race, faith or belonging")),
            Option("sexuality", _("Sexuality or sex")),
            Option("gender_identity", _("Gender")),
            Option("adhd", _("ADHD: keeping my mind on things")),
            Option("autism", _("Autism")),
        ),
    ),
)
CONCERNS = tuple(option for group in CONCERN_GROUPS for option in group.options)

GOALS = (
    Option("relief", _("Feel better")),
    Option("cope", _("Get through hard moments")),
    Option("understand", _("Understand why I feel and act as I do")),
    Option("relate", _("Get on better with people")),
    Option("process", _("Work through something that happened")),
    Option("decide", _("Make a decision")),
    Option("change_habit", _("Change a habit")),
    Option("function", _("Manage work, school or home again")),
    Option("accept", _("Make peace with what I cannot change")),
    Option("grow", _("Become more of who I want to be")),
)

TASKS = (
    Option("talk_freely", _("Talk freely, wherever it leads")),
    Option("skills", _("Learn and practice skills")),
    Option("direct_feedback", _("Be told plainly what the therapist sees")),
    Option("structured_agenda", _("Follow a clear plan each time")),
    Option("homework", _("Try things between sessions")),
    Option("explore_past", _("Look at my past")),
    Option("exposure", _("Face what I fear, step by step")),
    Option("body_work", _("Notice and use the body: breath, tension, movement")),
    Option("role_play", _("Act out talks before having them")),
    Option("journaling", _("Write about what I think and feel")),
)
WANT, RATHER_NOT, NO_VIEW = 2, -2, 0
TASK_VIEWS = (
    (str(WANT), _("Yes")),
    (str(RATHER_NOT), _("Rather not")),
    (str(NO_VIEW), _("No view")),
)

USUAL_IMPORTANCE = 2  # what a thing counts that was chosen, but not weighed

STYLE_MATTERS = (
    Option("0", _("Not at all"), _("I can work with most people.")),
    Option("1", _("A little")),
    Option("2", _("Quite a lot")),
    Option("3", _("Very much")),
)

AGE_GROUPS = (
    Option("child", _("A child"), _("Up to 12 years.")),
    Option("teen", _("A teenager"), _("13 to 17 years.")),
    Option("adult", _("An adult"), _("18 to 64 years.")),
    Option("older_adult", _("An older adult"), _("65 years or more.")),
)
SERVICES = (
    Option("individual", _("One person alone")),
    Option("couple", _("A couple together")),
    Option("family", _("A family together")),
    Option("group", _("A group of people with something in common")),
)
KINDS = (
    Option(
        "therapist",
        _("A therapist"),
        _("Has a licence from the state, and is trained to treat illness and distress."),
    ),
    Option(
        "coach",
        _("A coach"),
        _("Helps with goals and change. Has no licence and does not treat illness."),
    ),
    Option("either", _("Either is fine")),
)
FORMATS = (
    Option("video", _("By video")),
    Option("phone", _("By phone")),
    Option("in_person", _("In person"), _("We will ask where, and how far you could travel.")),
)
LANGUAGES = (
    Option("en", _("English")),
    Option("es", _("Spanish")),
    Option("ase", _("American Sign Language")),
    Option("ar", _("Arabic")),
    Option("zh", _("Chinese")),
    Option("tl", _("Filipino (Tagalog)")),
    Option("fr", _("French")),
    Option("de", _("German")),
    Option("ht", _("Haitian Creole")),
    Option("hi", _("Hindi")),
    Option("it", _("Italian")),
    Option("ja", _("Japanese")),
    Option("ko", _("Korean")),
    Option("fa", _("Persian (Farsi)")),
    Option("pl", _("Polish")),
    Option("pt", _("Portuguese")),
    Option("ru", _("Russian")),
    Option("vi", _("Vietnamese")),
)
MILES = (5, 10, 15, 25, 40, 60, 100)
USUAL_MILES = 25  # contract.md: the limit when none is given

SELF_PAY = "self_pay"
INSURERS = (
    Option("aetna", "Aetna"),
    Option("anthem", "Anthem"),
    Option("bcbs", "Blue Cross Blue Shield"),
    Option("cigna", "Cigna"),
    Option("humana", "Humana"),
    Option("kaiser", "Kaiser Permanente"),
    Option("medicaid", "Medicaid"),
    Option("medicare", "Medicare"),
    Option("molina", "Molina"),
    Option("optum", "Optum"),
    Option("oscar", "Oscar"),
    Option("tricare", "Tricare"),
    Option("uhc", "UnitedHealthcare"),
)
MOST_FEE = 1000  # dollars a session: above this it is a slip of the finger

GENDERS = (
    Option("woman", _("A woman")),
    Option("man", _("A man")),
    Option("nonbinary", _("A nonbinary person")),
)
IDENTITIES = (
    Option("lgbtq", _("Is LGBTQ+")),
    Option("bipoc", _("Is Black, Indigenous or a person of color")),
    Option("immigrant", _("Came from another country, or their parents did")),
    Option("disabled", _("Lives with a disability")),
    Option("veteran", _("Served in the armed forces")),
)
FAITHS = (
    Option("buddhist", _("Buddhist")),
    Option("christian", _("Christian")),
    Option("hindu", _("Hindu")),
    Option("jewish", _("Jewish")),
    Option("muslim", _("Muslim")),
)

MUSTS = (
    Option("gender", _("The gender I chose")),
    Option("identity", _("What I ticked under “Someone who”")),
    Option("faith", _("The faith I chose")),
)


INSURED_TOO = (Option("yes", _("I could also pay myself, for someone outside my insurance")),)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of the week that many people think in: days and the hours at which a session may begin."""

    code: str
    label: Words
    days: tuple[str, ...]
    hours: range

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(f"{day}-{hour:02d}" for day in self.days for hour in self.hours)


_WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
SPELLS = (
    Spell("mornings", _("Workday mornings, 7 am to noon"), _WORKDAYS, range(7, 12)),
    Spell("afternoons", _("Workday afternoons, noon to 5 pm"), _WORKDAYS, range(12, 17)),
    Spell("evenings", _("Workday evenings, 5 to 10 pm"), _WORKDAYS, range(17, 22)),
    Spell("saturdays", _("Saturdays, 7 am to 10 pm"), ("sat",), range(7, 22)),
    Spell("sundays", _("Sundays, 7 am to 10 pm"), ("sun",), range(7, 22)),
)


def codes(options: Iterable[Option]) -> tuple[str, ...]:
    return tuple(option.code for option in options)


def pairs(options: Iterable[Option]) -> list[tuple[str, Words]]:
    return [(option.code, option.label) for option in options]


def label_of(options: Iterable[Option], code: str) -> str:
    """The plain name of a code; the code itself where there is none (an older form, a new roster)."""
    return next((str(option.label) for option in options if option.code == code), code)
