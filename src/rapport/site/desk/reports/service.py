"""The service in the last months, as tables: who came, who was offered, how soon, who began."""

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rapport.site.desk.reports.tables import Report, Table
from rapport.site.foundation.figures import rounded
from rapport.site.outcomes.queries.months import Month


def as_report(months: Sequence[Month]) -> Report:
    """One row a month, the newest first."""
    columns = (
        _("Month"), _("Asked for three"), _("Of these short"), _("Requests"), _("Offered"), _("Declined"),
        _("Not answered"), _("Median days to an offer"), _("First conversations"), _("Began together"),
    )  # fmt: skip
    rows = [
        (
            date_format(each.first, "M Y"), str(each.asked), str(each.short), str(each.requests),
            str(each.offered), str(each.declined), str(each.silent),
            rounded(each.days_to_offer, 1) if each.days_to_offer is not None else _("none"),
            str(each.talks), str(each.began),
        )
        for each in months
    ]  # fmt: skip
    lede = _("Counts of the last twelve months, and nothing else.")
    return Report(_("The service, month by month"), lede, [Table(_("Months"), columns, rows)])
