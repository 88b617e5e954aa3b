"""The pages of the profile in their order, and what the row says on each, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms as django_forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.portal.profile import forms

Words = str | Promise
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """One page: its address, its heading, why it is asked, and its form."""

    slug: str
    title: Words
    lede: Words
    form: Callable[..., forms.PartForm]


PARTS: Final = (
    Part(
        "work",
        gettext_lazy("What you work with"),
        gettext_lazy("Clients name what troubles them; you are forecast higher where you name it too."),
        forms.WorkForm,
    ),
    Part(
        "aims",
        gettext_lazy("Goals and tasks"),
        gettext_lazy("What clients want to change and what they would like to do, on their own lists."),
        forms.AimsForm,
    ),
    Part(
        "style",
        gettext_lazy("How you work"),
        gettext_lazy("The four questions that clients answer, seen from your chair. Neither end is better."),
        forms.StyleForm,
    ),
    Part(
        "people",
        gettext_lazy("Whom, how and where"),
        gettext_lazy("These are hard limits: nobody is sent to you who does not fit them."),
        forms.PeopleForm,
    ),
    Part(
        "fees",
        gettext_lazy("Fees and insurance"),
        gettext_lazy("A hard limit too: clients say what they can pay."),
        forms.FeesForm,
    ),
    Part(
        "self",
        gettext_lazy("About you"),
        gettext_lazy("Some clients wish for somebody like them. Say only what you want them to see."),
        forms.SelfForm,
    ),
    Part("about", gettext_lazy("In your own words"), "", forms.AboutForm),
)
BY_SLUG: Final = {part.slug: part for part in PARTS}


# Without these nobody can be matched with anybody; the rest may stay unsaid.
NEEDED: Final = ("concerns", "age_groups", "services", "formats", "languages")


def is_said(row: Row) -> bool:
    """Whether the profile says enough to be shown, whatever else is still missing."""
    return all(row.get(name) for name in NEEDED)


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the profile as it stands: what was asked, what was said, where to change it."""

    question: Words
    answers: list[str]
    url: str


def said_in(part: Part, row: Row, url: str) -> list[Said]:
    """What a row says on one page, in the words of its form."""
    form = part.form(row=row)
    return [
        Said(_short(name, field), _words(field, form.initial.get(name)), url)
        for name, field in form.fields.items()
    ]


def _short(name: str, field: django_forms.Field) -> Words:
    return _SHORT.get(name) or field.label or name


_SHORT: Final[Mapping[str, Words]] = {
    "concerns": gettext_lazy("Concerns"),
    "approaches": gettext_lazy("Ways of working"),
    "goals": gettext_lazy("Goals"),
    "tasks": gettext_lazy("Tasks"),
    "directive": gettext_lazy("Who leads"),
    "emotional": gettext_lazy("Strength of feelings"),
    "past": gettext_lazy("Now or years gone by"),
    "challenge": gettext_lazy("Support or challenge"),
    "age_groups": gettext_lazy("Ages"),
    "services": gettext_lazy("Together"),
    "formats": gettext_lazy("Formats"),
    "zip": gettext_lazy("ZIP code"),
    "languages": gettext_lazy("Languages"),
    "payers": gettext_lazy("Who pays"),
    "fee_max": gettext_lazy("Usual fee"),
    "sliding_scale": gettext_lazy("Sliding scale"),
    "fee_min": gettext_lazy("Lowest fee"),
    "identities": gettext_lazy("True of you"),
    "about": gettext_lazy("Your own words"),
}


def name_of(cell: str) -> str:
    """A cell of the row in words, for the list of changes."""
    return str(_SHORT.get(cell, cell.replace("_", " ").capitalize()))


def _words(field: django_forms.Field, value: Any) -> list[str]:
    if value in (None, "", []):
        return []
    if not isinstance(field, django_forms.ChoiceField):
        return [f"${value}" if isinstance(field, django_forms.IntegerField) else str(value)]
    if isinstance(field.widget, forms.Scale):
        return [str(field.widget.words(str(value)))]
    names = dict(_flat(field.choices))
    return [str(names.get(code, code)) for code in (value if isinstance(value, list) else [value])]


def _flat(listed: Iterable[tuple[Any, Any]]) -> Iterable[tuple[str, Words]]:
    for code, label in listed:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield code, label


def change_words(before: str, after: str) -> str:
    """A change of a cell as codes: what stood, and what stands."""
    return _("%(before)s → %(after)s") % {"before": _plain(before), "after": _plain(after)}


def _plain(text: str) -> str:
    return text.replace(forms.SEPARATOR, ", ").replace("_", " ") or _("nothing")
