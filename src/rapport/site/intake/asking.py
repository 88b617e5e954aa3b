"""Which form asks which question."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.intake import choices, practical_forms
from rapport.site.intake.choices import Group
from rapport.site.intake.draft import Draft
from rapport.site.intake.forms import (
    ManyForm,
    MatterForm,
    OneForm,
    PageForm,
    ScaleForm,
    TasksForm,
    TextForm,
    some_of,
)
from rapport.site.intake.queries import suggested_concerns
from rapport.site.intake.questions import Kind, Question


class ConcernsForm(PageForm):
    """All concerns in plain groups; what the client's own words point to stands first, not ticked."""

    def asked(self) -> dict[str, forms.Field]:
        q = self.question
        field = some_of(self._groups(), label=q.title, help_text=q.hint, required=True, columns=True)
        return {"said": field}

    def value(self) -> list[str]:
        """In the order of the list, not of the page: the same ticks are the same answer anywhere."""
        ticked = set(self.cleaned_data["said"])
        return [option.code for option in choices.CONCERNS if option.code in ticked]

    def _groups(self) -> tuple[Group, ...]:
        by_code = {option.code: option for option in choices.CONCERNS}
        found = [by_code[code] for code in suggested_concerns(self.draft) if code in by_code]
        if not found:
            return choices.CONCERN_GROUPS
        others = [
            Group(group.label, tuple(option for option in group.options if option not in found))
            for group in choices.CONCERN_GROUPS
        ]
        return (Group(_("From what you wrote, perhaps"), tuple(found)), *(g for g in others if g.options))


FORMS: dict[Kind, type[PageForm]] = {
    Kind.TEXT: TextForm,
    Kind.ONE: OneForm,
    Kind.MANY: ManyForm,
    Kind.CONCERNS: ConcernsForm,
    Kind.MATTER: MatterForm,
    Kind.TASKS: TasksForm,
    Kind.SCALE: ScaleForm,
    Kind.WHO: practical_forms.WhoForm,
    Kind.STATE: practical_forms.StateForm,
    Kind.DISTANCE: practical_forms.DistanceForm,
    Kind.PAY: practical_forms.PayForm,
    Kind.HOURS: practical_forms.HoursForm,
    Kind.PREFERENCES: practical_forms.PreferencesForm,
}


def form_for(question: Question, *, draft: Draft, data: Mapping[str, Any] | None = None) -> PageForm:
    """The form of a question, filled with what was said before or with what was posted."""
    return FORMS[question.kind](data, question=question, draft=draft)
