"""A check-in on one page, a symptom questionnaire, and goals in one's own words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.checkins.actions.checking_in import Entry
from rapport.site.checkins.choices import LONGEST_GOAL, LONGEST_LINE, MOST_REACHED, CheckForm
from rapport.site.checkins.models import KEY_LENGTH, MOST_GOALS, MOST_SESSIONS
from rapport.site.checkins.queries.asking import balance_item, rapport_check, ratings_of
from rapport.site.checkins.queries.due import Due, OwnGoal, held_on
from rapport.site.checkins.queries.symptoms import GAD_7, PHQ_9, questionnaire
from rapport.site.consultations.reflection_forms import Balance
from rapport.site.foundation.ids import new_id
from rapport.site.foundation.widgets import Cards, CheckCards, Importance, Scale

Data = Mapping[str, Any] | None
NOT_OFFERED = _("Choose one of the answers on this page")
NOT_SAFE: Final = "not_safe"
GOAL: Final = "goal-"
WANTS = {PHQ_9: _("Low mood: nine questions"), GAD_7: _("Worry: seven questions")}


class Truth(Scale):
    """Seven points in one row between the two ends of an item, each in the item's own words."""

    def __init__(self, answers: list[tuple[str, str]]) -> None:
        super().__init__(low=answers[0][1], high=answers[-1][1])
        self.labels = dict(answers)

    def words(self, point: str) -> str:
        """The label of the item's own answer."""
        return self.labels[point]


def _choice(label: Any, choices: Any, widget: forms.Widget) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=widget,
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )


def _key() -> forms.CharField:
    return forms.CharField(widget=forms.HiddenInput, max_length=KEY_LENGTH)


def _several(label: Any, choices: Any, widget: forms.Widget) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        widget=widget,
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )


def _asked(form: CheckForm) -> dict[str, forms.Field]:
    """The items of a form, and the one on support and challenge."""
    items, balance = rapport_check(form), balance_item()
    answers = [(str(option.value), option.label) for option in items.options]
    found = {item.code: _choice(item.text, answers, Truth(answers)) for item in items.items}
    points = [(str(option.value), option.label) for option in balance.options]
    widget = Balance(low=_("Too gentle"), high=_("Too hard"))
    return {**found, "balance": _choice(balance.items[0].text, points, widget)}


def _reached(goals: tuple[OwnGoal, ...]) -> dict[str, forms.Field]:
    points = [(str(point), str(point)) for point in range(MOST_REACHED + 1)]
    return {GOAL + goal.id: _choice(goal.words, points, Importance()) for goal in goals}


def _besides() -> dict[str, forms.Field]:
    line = forms.CharField(
        label=_("One line, if you like"),
        required=False,
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": _("That is too long for this box. Shorten it a little.")},
    )
    unsafe = CheckCards(hints={NOT_SAFE: _("Help comes first.")})
    return {
        "line": line,
        NOT_SAFE: _several(_("And you?"), [(NOT_SAFE, _("I do not feel safe"))], unsafe),
        "wants": _several(_("Also look at"), list(WANTS.items()), CheckCards()),
    }


WRONG_NUMBER = ("required", "invalid", "min_value", "max_value")


class CheckInForm(forms.Form):
    """One session on one page; whatever is left open stays open. The key makes sending it twice harmless."""

    number = forms.IntegerField(
        label=_("Which session was it?"),
        min_value=1,
        max_value=MOST_SESSIONS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    day = forms.DateField(
        label=_("On which day?"),
        error_messages={"required": _("Enter the day."), "invalid": _("Enter a day, such as 2026-03-31.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    key = _key()

    def __init__(
        self, data: Data = None, *, due: Due, at: datetime, form: CheckForm, goals: tuple[OwnGoal, ...] = ()
    ) -> None:
        shown = {"number": due.number, "day": due.today(at), "key": new_id()}
        super().__init__(data, initial=shown)
        self.due, self.at, self.check_form, self.goals = due, at, form, goals
        # Filled in here: a sentence filled in with the class would keep one language for good.
        is_wrong = _("Enter a number from 1 to %(most)d.") % {"most": MOST_SESSIONS}
        self.fields["number"].error_messages |= dict.fromkeys(WRONG_NUMBER, is_wrong)
        if due.by_link:
            # A link opens one session and no other.
            del self.fields["number"]
        self.fields |= _asked(form) | _reached(goals) | _besides()

    @property
    def items(self) -> list[forms.BoundField]:
        """The fields of the form's items, in their order."""
        return [self[item.code] for item in rapport_check(self.check_form).items]

    @property
    def goal_fields(self) -> list[forms.BoundField]:
        """A field for each goal."""
        return [self[GOAL + goal.id] for goal in self.goals]

    def clean(self) -> dict[str, Any]:
        """The day lies in the past, and something is said."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("day") and cleaned["day"] > self.due.today(self.at):
            self.add_error("day", _("That day is still to come. Enter the day of the session."))
        if not self.errors and not ratings_of(self.check_form, self._answers()) and not cleaned[NOT_SAFE]:
            raise forms.ValidationError(_("Answer one or two questions more, or come back later"))
        return cleaned

    def _answers(self) -> dict[str, int | None]:
        codes = [item.code for item in rapport_check(self.check_form).items]
        return {code: _number(self.cleaned_data.get(code, "")) for code in codes}

    def entry(self) -> Entry:
        """What was sent, as the action takes it."""
        sent = self.cleaned_data
        number = sent.get("number", self.due.number)
        reached = {goal.id: _number(sent[GOAL + goal.id]) for goal in self.goals}
        return Entry(
            form=self.check_form,
            number=number,
            held_at=held_on(self.due, number, sent["day"], self.at),
            answers=self._answers(),
            balance=_number(sent["balance"]),
            line=sent["line"],
            goals={goal: value for goal, value in reached.items() if value is not None},
            wants=tuple(sent["wants"]),
            is_not_safe=bool(sent[NOT_SAFE]),
        )


def _number(sent: str) -> int | None:
    return int(sent) if sent else None


class SymptomForm(forms.Form):
    """A symptom questionnaire, word for word; each item may be left out."""

    key = _key()

    def __init__(self, data: Data = None, *, name: str) -> None:
        super().__init__(data, initial={"key": new_id()})
        asked = questionnaire(name)
        if asked is None:
            raise LookupError(name)
        self.asked = asked
        answers = [(str(option.value), option.label) for option in asked.options]
        for item in asked.items:
            self.fields[item.code] = _choice(item.text, answers, Cards())

    def clean(self) -> dict[str, Any]:
        """An empty page says nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.get(item.code) for item in self.asked.items):
            raise forms.ValidationError(_("Answer one question at least, or leave these out for now"))
        return cleaned

    def answers(self) -> dict[str, int | None]:
        """What was sent, by item."""
        return {item.code: _number(self.cleaned_data[item.code]) for item in self.asked.items}


class GoalsForm(forms.Form):
    """Up to three goals; an empty line is none."""

    def __init__(self, data: Data = None, *, goals: tuple[OwnGoal, ...] = ()) -> None:
        super().__init__(data, initial={f"goal{goal.place}": goal.words for goal in goals})
        for place in range(1, MOST_GOALS + 1):
            self.fields[f"goal{place}"] = forms.CharField(
                label=_("Goal %(place)d") % {"place": place},
                required=False,
                max_length=LONGEST_GOAL,
                error_messages={"max_length": _("That is too long for this line. Shorten it a little.")},
            )

    def words(self) -> dict[int, str]:
        """What was sent, by place."""
        return {place: self.cleaned_data[f"goal{place}"] for place in range(1, MOST_GOALS + 1)}
