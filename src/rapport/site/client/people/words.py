"""The roster's codes in words that a client would use, about somebody else.

Approaches, payers and identities are open lists: a code that we do not know is shown as it is written,
with its underscores as spaces.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.queries import profession_of
from rapport.site.intake import choices, places

Words = str | Promise

CONCERNS: Final[Mapping[str, Words]] = {
    "anxiety": _("Anxiety and worry"),
    "panic": _("Panic attacks"),
    "depression": _("Low mood and depression"),
    "grief": _("Grief and loss"),
    "trauma": _("Trauma and abuse"),
    "ocd": _("Thoughts and rituals that will not stop (OCD)"),
    "bipolar": _("Very high and very low moods (bipolar)"),
    "psychosis": _("Hearing, seeing or believing things that others do not"),
    "adhd": _("ADHD"),
    "autism": _("Autism"),
    "eating": _("Eating, food and body image"),
    "substance_use": _("Alcohol and drugs"),
    "self_harm": _("Self-harm"),
    "suicidality": _("Thoughts of not wanting to live"),
    "anger": _("Anger"),
    "stress_burnout": _("Stress and burnout"),
    "work_career": _("Work, study and career"),
    "relationship": _("Relationships and dating"),
    "family": _("Family trouble"),
    "parenting": _("Being a parent"),
    "divorce_separation": _("Separation and divorce"),
    "sexuality": _("Sexuality and sex"),
    "gender_identity": _("Gender"),
    "identity_culture": _("Culture, race, faith and belonging"),
    "chronic_illness": _("Long illness and pain"),
    "sleep": _("Sleep"),
    "self_esteem": _("How one feels about oneself"),
    "loneliness": _("Loneliness"),
    "life_transition": _("Big changes in life"),
    "perinatal": _("Pregnancy, birth and a new baby"),
}

AGE_GROUPS: Final[Mapping[str, Words]] = {
    "child": _("children"),
    "teen": _("teenagers"),
    "adult": _("adults"),
    "older_adult": _("older adults"),
}
SERVICES: Final[Mapping[str, Words]] = {
    "individual": _("one person"),
    "couple": _("couples"),
    "family": _("families"),
    "group": _("groups"),
}
FORMATS: Final[Mapping[str, Words]] = {
    "video": _("by video"),
    "in_person": _("in person"),
    "phone": _("by phone"),
}
GENDERS: Final[Mapping[str, Words]] = {
    "woman": _("woman"),
    "man": _("man"),
    "nonbinary": _("nonbinary"),
}
IDENTITIES: Final[Mapping[str, Words]] = {
    "lgbtq": _("LGBTQ+"),
    "bipoc": _("Black, Indigenous or a person of color"),
    "immigrant": _("from another country, or their parents are"),
    "disabled": _("living with a disability"),
    "veteran": _("served in the armed forces"),
}
FAITHS: Final[Mapping[str, Words]] = dict(choices.pairs(choices.FAITHS))
LANGUAGES: Final[Mapping[str, Words]] = dict(choices.pairs(choices.LANGUAGES))
INSURERS: Final[Mapping[str, Words]] = dict(choices.pairs(choices.INSURERS))
STATES: Final[Mapping[str, Words]] = dict(places.STATES)


def said(code: str, words: Mapping[str, Words]) -> str:
    """A code in words; one that we do not know, as it is written."""
    return str(words[code]) if code in words else code.replace("_", " ")


def listed(codes: Iterable[str], words: Mapping[str, Words]) -> str:
    """Codes in words, as a list in a sentence starts."""
    return capfirst(", ".join(said(code, words) for code in codes))


def profession(kind: str, taxonomy: str) -> str:
    """What a provider is, in words: the profession of a known taxonomy, or the kind."""
    if kind == "coach":
        return str(_("Coach"))
    known = profession_of(taxonomy)
    return capfirst(gettext(known)) if known else str(_("Therapist"))
