"""A week as a plain form: for each day a few lines of "from" and "to", on the half hour."""

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from typing import Any, Final, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.directory.queries.hours import DAY_MINUTES, GRID_MINUTES, Span, WeekSpan
from rapport.site.foundation.widgets import DAYS, Cards
from rapport.site.intake.places import TIME_ZONES

FEWEST_LINES, MOST_LINES = 2, 4
WORKDAYS: Final = tuple(day for day, _name in DAYS[1:5])
LONGEST_AHEAD: Final = timedelta(days=366)
LONGEST_OFF: Final = timedelta(days=60)
HOUR_MINUTES: Final = 60


class Line(NamedTuple):
    """The two fields of one stretch."""

    begins: forms.BoundField
    ends: forms.BoundField


class _Clock(forms.TimeField):
    """A time on the half hour; browsers offer a clock, and text such as 9:30 or 9 pm is understood too."""

    def __init__(self, label: Any) -> None:
        words = _("Enter a time like 9:00 or 17:30.")
        super().__init__(
            label=label,
            required=False,
            input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p", "%I%p", "%H"],
            widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": GRID_MINUTES * 60}),
            error_messages={"invalid": words},
        )

    def clean(self, value: Any) -> int | None:
        """Minutes since midnight."""
        found: time | None = super().clean(value)
        if found is None:
            return None
        minutes = found.hour * HOUR_MINUTES + found.minute
        if minutes % GRID_MINUTES:
            raise forms.ValidationError(_("Choose a full or a half hour, like 9:00 or 9:30."))
        return minutes


class LinesForm(forms.Form):
    """Lines of "from" and "to", in groups that each may not overlap: the days of a week, or one date."""

    use_required_attribute = False

    def add_lines(self, group: str, label: Any, spans: list[Span]) -> None:
        """Two lines, or one more than are filled in, so that there is always room for another."""
        posted = sum(f"{group}-{line}-from" in self.data for line in range(MOST_LINES))
        for line in range(posted or min(max(len(spans) + 1, FEWEST_LINES), MOST_LINES)):
            for end, words in (("from", _("%(day)s, from")), ("to", _("%(day)s, to"))):
                self.fields[f"{group}-{line}-{end}"] = _Clock(words % {"day": label})
            if line < len(spans):
                self.initial[f"{group}-{line}-from"] = _clock(spans[line].starts)
                self.initial[f"{group}-{line}-to"] = _clock(spans[line].ends)

    def lines(self, group: str) -> list[Line]:
        """The fields of a group, line by line."""
        names = [name for name in self.fields if name.startswith(f"{group}-") and name.endswith("-from")]
        return [Line(self[name], self[name.removesuffix("from") + "to"]) for name in names]

    def spans(self, group: str) -> list[Span]:
        """The stretches that were filled in, in order; what is wrong is said at its field."""
        found: list[Span] = []
        for line in self.lines(group):
            span = self._span(line)
            if span is None:
                continue
            if any(span.starts < other.ends and other.starts < span.ends for other in found):
                self.add_error(line.begins.name, _("This overlaps with another line of the same day."))
            found.append(span)
        return sorted(found)

    def _span(self, line: Line) -> Span | None:
        begins, ends = (self.cleaned_data.get(field.name) for field in line)
        if begins is None and ends is None:
            return None
        missing = line.begins if begins is None else line.ends if ends is None else None
        if missing is not None:
            if missing.name not in self.errors:
                self.add_error(missing.name, _("Enter both ends, or neither."))
            return None
        # Midnight at the end of a day is the end of that day.
        span = Span(begins, ends or DAY_MINUTES)
        if span.starts >= span.ends:
            self.add_error(line.ends.name, _("The end must be later than the beginning."))
            return None
        return span


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR_MINUTES % 24:02d}:{minutes % HOUR_MINUTES:02d}"


class WeekForm(LinesForm):
    """Every week: the zone, and the hours of each day."""

    zone = forms.ChoiceField(
        label=_("The hours are in"),
        error_messages={"required": _("Choose a time zone."), "invalid_choice": _("Choose a time zone.")},
    )
    same = forms.BooleanField(label=_("Tuesday to Friday are like Monday"), required=False)

    def __init__(self, data: Any = None, *, hours: Iterable[WeekSpan] = (), zone: str = "") -> None:
        super().__init__(data, initial={"zone": zone})
        listed = dict(TIME_ZONES)
        own = [] if not zone or zone in listed else [(zone, zone.replace("_", " "))]
        empty = [] if zone else [("", _("Choose a time zone"))]
        self.fields["zone"].choices = [*empty, *TIME_ZONES, *own]
        for weekday, (day, label) in enumerate(DAYS):
            self.add_lines(day, label, [Span(e.starts, e.ends) for e in hours if e.weekday == weekday])

    def days(self) -> Iterator[tuple[Any, list[Line]]]:
        """Each day with its lines, for the page."""
        return ((label, self.lines(day)) for day, label in DAYS)

    def clean(self) -> dict[str, Any]:
        """The stretches of all days together."""
        said = super().clean() or self.cleaned_data
        by_day = {day: self.spans(day) for day, _label in DAYS}
        if said.get("same"):
            by_day |= dict.fromkeys(WORKDAYS, by_day[DAYS[0][0]])
        said["hours"] = [
            WeekSpan(weekday, span.starts, span.ends)
            for weekday, (day, _label) in enumerate(DAYS)
            for span in by_day[day]
        ]
        return said


CLOSED, OTHER = "closed", "other"


class DatesForm(LinesForm):
    """A date, or a stretch of them, on which the week does not hold."""

    first = forms.DateField(
        label=_("On"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Enter a date."), "invalid": _("Enter a date like 2026-12-24.")},
    )
    last = forms.DateField(
        label=_("Until, where it is more than one day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a date like 2026-12-24.")},
    )
    what = forms.ChoiceField(
        label=_("What is different?"),
        choices=((CLOSED, _("I am not there")), (OTHER, _("I am there at other hours"))),
        widget=Cards,
        error_messages={"required": _("Choose one of these.")},
    )
    group = "day"

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.add_lines(self.group, _("That day"), [])

    def clean(self) -> dict[str, Any]:
        """The dates, and their hours: none on days off."""
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last") or said.get("first")
        if first is not None and last is not None:
            self._check_dates(first, last)
        spans = self.spans(self.group)
        if said.get("what") == OTHER and not spans and not self.errors:
            self.add_error(f"{self.group}-0-from", _("Enter the hours of that day."))
        said["hours"] = spans if said.get("what") == OTHER else []
        return said

    def _check_dates(self, first: date, last: date) -> None:
        if not self.today <= first <= self.today + LONGEST_AHEAD:
            self.add_error("first", _("Enter a date from today to a year ahead."))
        elif not first <= last <= first + LONGEST_OFF:
            self.add_error("last", _("Enter a date after the first, at most sixty days later."))

    def dates(self) -> list[date]:
        """Every date that was meant."""
        first: date = self.cleaned_data["first"]
        last: date = self.cleaned_data["last"] or first
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def hours_words(spans: Iterable[Span]) -> list[str]:
    """Stretches as people write them: 9:00–12:30."""
    return [f"{_plain(span.starts)}–{_plain(span.ends)}" for span in spans]


def _plain(minutes: int) -> str:
    return f"{minutes // HOUR_MINUTES}:{minutes % HOUR_MINUTES:02d}"
