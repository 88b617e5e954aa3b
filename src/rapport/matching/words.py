"""Plain English for the codes, and sentences that can be translated whole.

A `Sentence` keeps its template apart from what fills it, so that the site can look the template up
in its own language; `str()` gives the English. Templates are marked with `gettext_noop` for the
extractor; labels are marked in the same way.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple


def gettext_noop(text: str) -> str:
    """Mark a text for the translators; gives it back as it is."""
    return text


class Counted(NamedTuple):
    """A count with its noun, "1 client" or "14 clients", to fill a sentence."""

    one: str
    many: str
    number: int

    def __str__(self) -> str:
        return (self.one if self.number == 1 else self.many) % {"count": self.number}


def ngettext(one: str, many: str, number: int) -> Counted:
    """Mark a singular and a plural for the translators; the site chooses by its language's own rule."""
    return Counted(one, many, number)


class Sentence(NamedTuple):
    """A template such as "Works with %(concerns)s." and what fills it.

    Values are words of this module (translatable on their own), tuples of them, counts, or figures.
    """

    template: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return self.template % {name: _shown(value) for name, value in self.values}


def sentence(template: str, values: Mapping[str, object] | None = None) -> Sentence:
    """Make a sentence."""
    return Sentence(template, tuple(values.items()) if values else ())


def _shown(value: object) -> str:
    if isinstance(value, tuple) and not isinstance(value, Counted):
        return listed([str(each) for each in value])
    return str(value)


def listed(items: Sequence[str]) -> str:
    """Join as a person would: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


_ = gettext_noop

CONCERNS: Final[Mapping[str, str]] = {
    "anxiety": _("anxiety"),
    "panic": _("panic"),
    "depression": _("depression"),
    "grief": _("grief"),
    "trauma": _("trauma"),
    "ocd": _("obsessive thoughts"),
    "bipolar": _("bipolar disorder"),
    "psychosis": _("psychosis"),
    "adhd": _("ADHD"),
    "autism": _("autism"),
    "eating": _("eating"),
    "substance_use": _("alcohol or drugs"),
    "self_harm": _("self-harm"),
    "suicidality": _("thoughts of suicide"),
    "anger": _("anger"),
    "stress_burnout": _("stress and burnout"),
    "work_career": _("work and career"),
    "relationship": _("relationship trouble"),
    "family": _("family conflict"),
    "parenting": _("parenting"),
    "divorce_separation": _("separation"),
    "sexuality": _("sexuality"),
    "gender_identity": _("gender identity"),
    "identity_culture": _("identity and culture"),
    "chronic_illness": _("living with illness"),
    "sleep": _("sleep"),
    "self_esteem": _("self-esteem"),
    "loneliness": _("loneliness"),
    "life_transition": _("a change in life"),
    "perinatal": _("pregnancy and the first year"),
}
GOALS: Final[Mapping[str, str]] = {
    "relief": _("feel better"),
    "cope": _("cope better day to day"),
    "understand": _("understand yourself"),
    "relate": _("get on better with others"),
    "process": _("work through what happened"),
    "decide": _("make a decision"),
    "change_habit": _("change a habit"),
    "function": _("manage daily life"),
    "accept": _("accept what can't be changed"),
    "grow": _("grow as a person"),
}
TASKS: Final[Mapping[str, str]] = {
    "homework": _("things to try between sessions"),
    "skills": _("learning skills"),
    "talk_freely": _("talking freely"),
    "explore_past": _("looking at the past"),
    "body_work": _("working with the body"),
    "direct_feedback": _("direct feedback"),
    "role_play": _("trying things out in role play"),
    "journaling": _("writing"),
    "structured_agenda": _("a plan for each session"),
    "exposure": _("facing fears step by step"),
}
APPROACHES: Final[Mapping[str, str]] = {
    "act": _("acceptance and commitment therapy"),
    "cbt": _("cognitive behavioural therapy"),
    "dbt": _("dialectical behaviour therapy"),
    "eft": _("emotionally focused therapy"),
    "emdr": _("EMDR"),
    "exposure": _("exposure therapy"),
    "family_systems": _("family systems therapy"),
    "gottman": _("the Gottman method"),
    "humanistic": _("humanistic therapy"),
    "ifs": _("internal family systems"),
    "ipt": _("interpersonal therapy"),
    "mindfulness": _("mindfulness"),
    "motivational_interviewing": _("motivational interviewing"),
    "narrative": _("narrative therapy"),
    "person_centered": _("person-centred therapy"),
    "psychodynamic": _("psychodynamic therapy"),
    "schema": _("schema therapy"),
    "solution_focused": _("solution-focused therapy"),
    "somatic": _("somatic therapy"),
}
# axis → (what the low end is like, what the high end is like), to follow "someone who".
STYLES: Final[Mapping[str, tuple[str, str]]] = {
    "directive": (_("lets you lead"), _("leads")),
    "emotional": (_("keeps feelings calm"), _("goes deep into feelings")),
    "past": (_("stays with the present"), _("looks at the past")),
    "challenge": (_("is warm and supportive"), _("challenges you")),
}
WISHES: Final[Mapping[str, str]] = {
    "woman": _("a woman"),
    "man": _("a man"),
    "nonbinary": _("nonbinary"),
    "lgbtq": _("LGBTQ+"),
    "bipoc": _("a person of colour"),
    "veteran": _("a veteran"),
    "disabled": _("disabled"),
    "immigrant": _("an immigrant"),
    "christian": _("Christian"),
    "jewish": _("Jewish"),
    "muslim": _("Muslim"),
    "buddhist": _("Buddhist"),
    "hindu": _("Hindu"),
}
FORMATS: Final[Mapping[str, str]] = {
    "video": _("video"),
    "in_person": _("in person"),
    "phone": _("phone"),
}


def label(codes: Mapping[str, str], code: str) -> str:
    """The plain words of a code; an open code that has none is shown with spaces."""
    return codes[code] if code in codes else code.replace("_", " ")
