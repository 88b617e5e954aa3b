"""Until when an answer is due, in words."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from rapport.site.consultations.local_times import local_time

MINUTE: Final = timedelta(minutes=1)


def until_words(due_at: datetime, zone: str) -> str:
    """A deadline where somebody lives; midnight could be either end of a day, so it is the minute before."""
    local = due_at.astimezone(ZoneInfo(zone))
    is_midnight = (local.hour, local.minute) == (0, 0)
    return local_time(due_at - MINUTE if is_midnight else due_at, zone).words
