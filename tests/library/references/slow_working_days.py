"""Working days once more, slow and obvious: published holidays, and the clock walked minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# As the Office of Personnel Management published them (opm.gov, "Federal Holidays"; from memory, unverified).
HOLIDAYS = {
    date.fromisoformat(f"{year}-{day}")
    for year, days in {
        2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
        2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
        2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
        2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
        2028: "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
    }.items()
    for day in days.split(" ")
}
MINUTE = timedelta(minutes=1)


def is_open(day: date) -> bool:
    return day.strftime("%a") not in ("Sat", "Sun") and day not in HOLIDAYS


def due(sent_at: datetime, zone: str, days: int) -> datetime:
    """Walk real time until so many other working days have come and the wall clock shows the time again."""
    there = sent_at.astimezone(ZoneInfo(zone))
    if is_open(there.date()):
        clock, waits = (there.hour, there.minute), days
    else:
        clock, waits = (0, 0), days + 1
    moment, seen = sent_at.astimezone(UTC), there.date()
    while True:
        moment += MINUTE
        wall = moment.astimezone(ZoneInfo(zone))
        if wall.date() != seen:
            seen = wall.date()
            waits -= is_open(seen)
        if waits == 0 and (wall.hour, wall.minute) >= clock:
            return moment


def open_minutes(start: datetime, end: datetime, zone: str) -> int:
    """Minutes of wall clock on working days, for zones and spans without a change of clocks."""
    moment, count = start, 0
    while moment < end:
        count += is_open(moment.astimezone(ZoneInfo(zone)).date())
        moment += MINUTE
    return count
