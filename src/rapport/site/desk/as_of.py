"""As of when a report is, in words."""

from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def as_of_words(at: datetime | None) -> str:
    """That it was reckoned at night, and when; or that it is as of now."""
    if at is None:
        return _("As of now.")
    moment = at.astimezone(UTC)
    told = {"day": date_format(moment, "j F Y"), "time": f"{moment:%H:%M}"}
    return _("As of %(day)s, %(time)s UTC; reckoned each night.") % told
