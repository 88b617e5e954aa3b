"""Ways to answer: cards to press, a scale in words, hours of the week, how much something matters."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UNSURE = "unsure"

SCALE_POINTS = ("-3", "-2", "-1", "0", "1", "2", "3")

# Choices for a field that uses Scale; the widget puts the two ends into the words.
SCALE_CHOICES = [*((point, point) for point in SCALE_POINTS), (UNSURE, gettext_lazy("I’m not sure"))]

IMPORTANCE_CHOICES = [
    ("1", gettext_lazy("A little")),
    ("2", gettext_lazy("Quite a lot")),
    ("3", gettext_lazy("Most of all")),
]

DAYS = (
    ("mon", gettext_lazy("Monday")),
    ("tue", gettext_lazy("Tuesday")),
    ("wed", gettext_lazy("Wednesday")),
    ("thu", gettext_lazy("Thursday")),
    ("fri", gettext_lazy("Friday")),
    ("sat", gettext_lazy("Saturday")),
    ("sun", gettext_lazy("Sunday")),
)

FIRST_HOUR, LAST_HOUR, NOON = 7, 21, 12

_NO_VERDICT = gettext_lazy("That is fine. We will look for a balance.")

Hints = Mapping[str, Any]


def week_choices(*, first: int = FIRST_HOUR, last: int = LAST_HOUR) -> list[tuple[str, str]]:
    """Choices for a field that uses WeekHours: `mon-07` … `sun-21`, each an hour that starts then."""
    slots = [f"{day}-{hour:02d}" for day, _name in DAYS for hour in range(first, last + 1)]
    return [(slot, _slot_words_lazy(slot)) for slot in slots]


def slot_words(slot: str) -> str:
    """A slot such as `mon-09` as people say it: Monday, 9 am."""
    day, _dash, hour = slot.partition("-")
    return f"{dict(DAYS)[day]}, {hour_words(int(hour))}"


_slot_words_lazy = lazy(slot_words, str)


def hour_words(hour: int) -> str:
    """An hour of the day as people say it: 9 am, noon, 6 pm."""
    if hour == NOON:
        return _("noon")
    if hour == 0:
        return _("midnight")
    return _("%(hour)d am") % {"hour": hour} if hour < NOON else _("%(hour)d pm") % {"hour": hour - NOON}


class _Hinted:
    """Gives each option its hint, and sets one option apart from the others after an "or"."""

    hints: Hints
    apart: str

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        option["apart"] = str(value) == self.apart
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        # These two belong to the group, not to each button: a radio button may not carry aria-invalid.
        for _group, options, _index in context["widget"]["optgroups"]:
            for option in options:
                option["attrs"].pop("aria-invalid", None)
                option["attrs"].pop("required", None)
        return context


class Cards(_Hinted, RadioSelect):
    """One of a few: radio buttons as cards. `hints` by value; `apart` is the value that follows an "or"."""

    template_name = "forms/cards.html"

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, hints: Hints | None = None, apart: str = UNSURE
    ) -> None:
        super().__init__(attrs)
        self.hints, self.apart = hints or {}, apart


class CheckCards(_Hinted, CheckboxSelectMultiple):
    """Any of a few: checkboxes as cards, in two columns where there is room for many."""

    template_name = "forms/cards.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        hints: Hints | None = None,
        apart: str = UNSURE,
        columns: bool = False,
    ) -> None:
        super().__init__(attrs)
        self.hints, self.apart, self.columns = hints or {}, apart, columns

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["columns"] = self.columns
        return context


class Scale(_Hinted, RadioSelect):
    """Seven points between two ends, each in words, and "I’m not sure" as a card of its own.

    Use with `ChoiceField(choices=SCALE_CHOICES)`; leave the last one out where not being sure is no answer.
    `low` and `high` name the ends in a few words; `low_hint` and `high_hint` say what each means.
    """

    template_name = "forms/scale.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        low: Any,
        high: Any,
        low_hint: Any = "",
        high_hint: Any = "",
        unsure_hint: Any = _NO_VERDICT,
    ) -> None:
        super().__init__(attrs)
        self.low, self.high, self.low_hint, self.high_hint = low, high, low_hint, high_hint
        self.hints, self.apart = {UNSURE: unsure_hint}, UNSURE

    def words(self, point: str) -> str:
        """One point of the scale in words, so that no one has to count dots."""
        end = {"end": self.low if point.startswith("-") else self.high}
        by_strength = {
            "0": _("In between, or both the same"),
            "1": _("A little more: %(end)s") % end,
            "2": _("Clearly more: %(end)s") % end,
            "3": _("Much more: %(end)s") % end,
        }
        return by_strength[point.lstrip("-")]

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if str(value) in SCALE_POINTS:
            label = self.words(str(value))
        return super().create_option(name, value, label, *args, **kwargs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        context["widget"] |= {
            "points": [option for option in options if not option["apart"]],
            "unsure": [option for option in options if option["apart"]],
            "ends": {
                "low": self.low,
                "low_hint": self.low_hint,
                "high": self.high,
                "high_hint": self.high_hint,
            },
        }
        return context


class Importance(_Hinted, RadioSelect):
    """How much something matters: three steps in a row, with `ChoiceField(choices=IMPORTANCE_CHOICES)`."""

    template_name = "forms/steps.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.hints, self.apart = {}, UNSURE


class WeekHours(_Hinted, CheckboxSelectMultiple):
    """Hours of the week one could meet: a group a day, a chip an hour. Use with `week_choices()`.

    Each checkbox says its day and hour to a screen reader; a link jumps over the hours by keyboard.
    """

    template_name = "forms/week_hours.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.hints, self.apart = {}, ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _group, options, _index in context["widget"]["optgroups"] for option in options]
        for option in options:
            option["hour"] = _chip(str(option["value"]))
        context["widget"]["days"] = [
            (label, _of_day(options, day)) for day, label in DAYS if _of_day(options, day)
        ]
        return context


def _of_day(options: Sequence[dict[str, Any]], day: str) -> list[dict[str, Any]]:
    return [option for option in options if str(option["value"]).startswith(f"{day}-")]


def _chip(value: str) -> str:
    """What stands on the chip: the hour of `mon-09`."""
    return hour_words(int(value.partition("-")[2]))
