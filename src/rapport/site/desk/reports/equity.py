"""Equity as tables."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.site.desk.reports.group_words import alarm_in_few, alarm_in_words, group_in_words
from rapport.site.desk.reports.tables import Report, Table
from rapport.site.foundation.figures import rounded
from rapport.site.outcomes.queries.equity import MISSES, Alarm, EquityReport, Misses, Rates

OF_100: Final = 100
# A rate is told of a hundred of these.
KINDS: Final = {
    "offer_rate": (
        gettext_lazy("Requests that were offered a conversation"),
        gettext_lazy("Of 100 requests"),
    ),
    "offers_a_day": (gettext_lazy("How soon it was offered"), gettext_lazy("Offers in 100 days of waiting")),
    "exposure": (
        gettext_lazy("How often providers are shown"),
        gettext_lazy("Of 100 that chance would give"),
    ),
}
MISSED: Final = gettext_lazy(
    "How far forecasts missed in first sessions, and how often their 80% intervals held"
)
BY: Final = {
    "age_group": gettext_lazy("age"),
    "payer": gettext_lazy("who pays"),
    "language": gettext_lazy("language"),
    "state": gettext_lazy("state"),
    "format": gettext_lazy("way to meet"),
    "gender": gettext_lazy("gender of the provider"),
    "kind": gettext_lazy("kind of provider"),
    "identities": gettext_lazy("identities of the provider"),
    "faith": gettext_lazy("faith of the provider"),
}


def as_sentence(alarm: Alarm) -> str:
    """One alarm of this report."""
    what = MISSED if alarm.kind == MISSES else KINDS[alarm.kind][0]
    group = group_in_words(alarm.by, alarm.group)
    return alarm_in_words(what, str(BY[alarm.by]), group, alarm.said, alarm.ratio)


def as_report(found: EquityReport) -> Report:
    """Every table; groups too small to be told say so."""
    lede = (
        _("%(n)s groups of the last year need a look.") % {"n": len(found.alarms)}
        if found.alarms
        else _("No group of the last year stands out.")
    )
    notes = [
        _("Of clients who let us learn from it. Groups of fewer than eleven are put together or hidden."),
        _("Intervals are 95% for a whole table together. Nothing is adjusted for: a difference that another "
          "circumstance explains is a difference all the same."),
        _("We ask clients neither for origin nor for income, so nothing is told of these."),
    ]  # fmt: skip
    tables = [*map(_rates, found.rates), *map(_misses, found.misses)]
    return Report(_("Equity"), lede, tables, notes)


def _rates(part: Rates) -> Table:
    title, unit = KINDS[part.kind]
    columns = (_("Group"), _("People"), str(unit), _("Against the others"), _("Note"))
    rows = []
    for each in part.figures:
        name = group_in_words(part.by, each.group)
        if each.people is None:
            rows.append((name, "<11", "", "", _("hidden")))
            continue
        rate = rounded(OF_100 * each.rate, 1) if each.rate is not None else ""
        rows.append((name, str(each.people), rate, _range(each.ratio, 2), alarm_in_few(each.alarm)))
    return Table(f"{title}, {BY[part.by]}", columns, rows, _pressing(part.figures))


def _misses(part: Misses) -> Table:
    columns = (_("Group"), _("People"), _("Misses by, points"), _("Held, of 100"), _("Note"))
    rows = []
    for each in part.figures:
        name = group_in_words(part.by, each.group)
        if each.people is None:
            rows.append((name, "<11", "", "", _("hidden")))
            continue
        held = _range(each.coverage, 0, OF_100)
        rows.append((name, str(each.people), _range(each.mae, 1), held, alarm_in_few(each.alarm)))
    return Table(f"{MISSED}, {BY[part.by]}", columns, rows, _pressing(part.figures))


def _pressing(figures: Sequence[Any]) -> frozenset[int]:
    return frozenset(row for row, each in enumerate(figures) if each.alarm)


def _range(found: Sequence[float] | None, decimals: int, scale: float = 1) -> str:
    if found is None:
        return _("not known")
    value, low, high = (rounded(scale * each, decimals) for each in found)
    return f"{value} ({low} – {high})"
