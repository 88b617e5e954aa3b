"""A provider leaves the service: each of their clients is asked whether somebody else shall be found."""

from datetime import datetime

from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.courses import open_courses_of
from rapport.site.directory.models import Provider
from rapport.site.people.models import Account, Client
from rapport.site.referrals.actions.referring import NotOpen, ask


def hand_over_all(*, by: Account, at: datetime, provider: Provider) -> int:
    """Ask for somebody else in every open course, each in a transaction of its own; asked before, it stays.

    Returns:
        In how many courses it is asked now.
    """
    return sum(_asked(course, by=by, at=at) for course in open_courses_of(provider))


def _asked(course: Course, *, by: Account, at: datetime) -> bool:
    try:
        ask(by=by, at=at, course=course)
    except (NotOpen, Client.DoesNotExist):
        return False  # Ended or erased meanwhile.
    return True
