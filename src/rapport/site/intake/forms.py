"""One form for each way of asking; each turns what was posted into the value that the draft keeps."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.widgets import (
    IMPORTANCE_CHOICES,
    SCALE_CHOICES,
    UNSURE,
    Cards,
    CheckCards,
    Importance,
    Scale,
)
from rapport.site.intake import choices
from rapport.site.intake.choices import Group, Option, Words
from rapport.site.intake.draft import Draft
from rapport.site.intake.questions import BY_SLUG, LONGEST_TEXT, Question

CHOOSE_ONE = _("Choose one of these.")
CHOOSE_SOME = _("Tick at least one.")
LONGEST_COUNT = 9
NOT_OFFERED = _("Choose from what is on this page.")


def without_control_characters(text: str) -> str:
    """Text as it can be shown and searched: line ends as one character, no control characters but tabs.

    Marks of right-to-left scripts and the joiners of emoji are format characters, not control
    characters: they stay.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))


class OwnWords(forms.CharField):
    """Free text: cleaned before it is measured, so that a pasted letter is not refused for its line ends."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(without_control_characters(str(value or "")))

    def run_validators(self, value: Any) -> None:
        if len(value) > LONGEST_TEXT:
            words = gettext("This is %(length)d characters long. We can keep %(limit)d: please shorten it.")
            raise forms.ValidationError(
                words % {"length": len(value), "limit": LONGEST_TEXT}, code="too_long"
            )


class GroupedCards(CheckCards):
    """Cards in groups, the first of which has the address that an error summary leads to.

    Django numbers grouped options `0_0`; the summary looks for `0`.
    """

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return super().id_for_label(id_, index and index.removesuffix("_0"))


def one_of(
    options: tuple[Option, ...],
    *,
    label: Words,
    unsure: Words = "",
    help_text: Words = "",
    required: bool = True,
) -> forms.ChoiceField:
    """Options as cards, of which one can be chosen."""
    listed = choices.pairs(options) + ([(UNSURE, unsure)] if unsure else [])
    hints = {option.code: option.hint for option in options if option.hint}
    return forms.ChoiceField(
        label=label,
        choices=listed,
        widget=Cards(hints=hints),
        error_messages={"required": CHOOSE_ONE, "invalid_choice": NOT_OFFERED},
        help_text=help_text,
        required=required,
    )


def some_of(
    options: tuple[Option | Group, ...],
    *,
    label: Words,
    columns: bool = False,
    help_text: Words = "",
    required: bool = True,
) -> forms.MultipleChoiceField:
    """Options, or groups of options, as cards to tick."""
    flat = [option for each in options for option in (each.options if isinstance(each, Group) else (each,))]
    hints = {option.code: option.hint for option in flat if option.hint}
    cards = GroupedCards if any(isinstance(each, Group) for each in options) else CheckCards
    return forms.MultipleChoiceField(
        label=label,
        choices=[_listed(each) for each in options],
        widget=cards(hints=hints, columns=columns),
        error_messages={"required": CHOOSE_SOME, "invalid_choice": NOT_OFFERED},
        help_text=help_text,
        required=required,
    )


def _listed(each: Option | Group) -> tuple[Words, Any]:
    if isinstance(each, Group):
        return (each.label, choices.pairs(each.options))
    return (each.code, each.label)


class PageForm(forms.Form):
    """A question page. `value()` is what the draft keeps, or None where nothing was said."""

    use_required_attribute = False
    page_heading = "said"
    is_rows = False  # drawn as short lines, one a field
    folded = ""  # the field that is folded away until asked for
    # How often this page had been changed when it was shown: tells a second tab from a first.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, *, question: Question, draft: Draft) -> None:
        super().__init__(data, initial={"seen": draft.version(question.slug)})
        self.question, self.draft = question, draft
        for name, field in self.asked().items():
            self.fields[name] = field
        if self.page_heading in self.fields:
            self.fields[self.page_heading].why = question.why
        self.initial.update(self.shown(draft.value(question.slug)))

    def asked(self) -> dict[str, forms.Field]:
        raise NotImplementedError

    def shown(self, value: Any) -> dict[str, Any]:
        """The initial values of the fields for what was said before."""
        return {} if value is None else {"said": value}

    def value(self) -> Any:
        return self.cleaned_data["said"] or None

    @property
    def is_unsure(self) -> bool:
        return self.cleaned_data.get("said") == UNSURE

    @property
    def seen_version(self) -> int:
        """A count that was tampered with counts as none: at worst a notice too many."""
        seen = self.cleaned_data.get("seen", "")
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < LONGEST_COUNT else 0


class TextForm(PageForm):
    def asked(self) -> dict[str, forms.Field]:
        area = forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "true"})
        q = self.question
        return {"said": OwnWords(label=q.title, help_text=q.hint, required=False, widget=area)}


class OneForm(PageForm):
    def asked(self) -> dict[str, forms.Field]:
        q = self.question
        return {
            "said": one_of(q.options, label=q.title, unsure=q.unsure, help_text=q.hint, required=q.required)
        }

    def shown(self, value: Any) -> dict[str, Any]:
        if self.draft.is_unsure(self.question.slug):
            return {"said": UNSURE}
        return {"said": "long" if value is None and self.question.slug == "pace" else value}

    def value(self) -> Any:
        said = self.cleaned_data["said"]
        return None if said in ("", UNSURE) else said


class ManyForm(PageForm):
    def asked(self) -> dict[str, forms.Field]:
        q = self.question
        columns = len(q.options) > len(choices.FORMATS)
        field = some_of(q.options, label=q.title, help_text=q.hint, required=q.required, columns=columns)
        return {"said": field}


class MatterForm(PageForm):
    page_heading = ""
    is_rows = True

    def asked(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for part in ("concerns", "goals"):
            for code in self.draft.value(part) or ():
                label = choices.label_of(BY_SLUG[part].options, code)
                fields[f"{part}-{code}"] = forms.ChoiceField(
                    label=label,
                    choices=IMPORTANCE_CHOICES,
                    widget=Importance,
                    required=False,
                    error_messages={"invalid_choice": NOT_OFFERED},
                )
        return fields

    def shown(self, value: Any) -> dict[str, Any]:
        weights = value or {}
        return {f"{part}-{code}": str(n) for part in weights for code, n in weights[part].items()}

    def value(self) -> Any:
        weights: dict[str, dict[str, int]] = {}
        for name, chosen in self.cleaned_data.items():
            part, dash, code = name.partition("-")
            if dash and chosen:
                weights.setdefault(part, {})[code] = int(chosen)
        return weights or None


class TasksForm(PageForm):
    page_heading = ""
    is_rows = True

    def asked(self) -> dict[str, forms.Field]:
        return {
            option.code: forms.ChoiceField(
                label=option.label,
                choices=choices.TASK_VIEWS,
                widget=Importance,
                required=False,
                error_messages={"invalid_choice": NOT_OFFERED},
            )
            for option in self.question.options
        }

    def shown(self, value: Any) -> dict[str, Any]:
        return {code: str(wanted) for code, wanted in (value or {}).items()}

    def value(self) -> Any:
        said = {option.code: self.cleaned_data.get(option.code) for option in self.question.options}
        return {code: int(wanted) for code, wanted in said.items() if int(wanted or choices.NO_VIEW)} or None


class ScaleForm(PageForm):
    def asked(self) -> dict[str, forms.Field]:
        (item,) = self.question.items
        field = forms.ChoiceField(
            label=item.text,
            help_text=self.question.hint,
            choices=SCALE_CHOICES,
            widget=Scale(low=item.low, high=item.high),
            required=False,
            error_messages={"invalid_choice": NOT_OFFERED},
        )
        return {"said": field}

    def shown(self, value: Any) -> dict[str, Any]:
        if self.draft.is_unsure(self.question.slug):
            return {"said": UNSURE}
        return {} if value is None else {"said": str(value)}

    def value(self) -> Any:
        said = self.cleaned_data["said"]
        return None if said in ("", UNSURE) else int(said)
