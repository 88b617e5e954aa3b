"""What is usual, and what is expected of symptoms, learnt once a night so that no page has to."""

from datetime import datetime

from rapport.site.checkins.queries.others import USUAL
from rapport.site.checkins.queries.symptoms_course import EXPECTED


def learn_usual(at: datetime) -> bool:
    """Learn tonight's and keep them; False where that was done. One look each when there is nothing to do."""
    return any([USUAL.keep(at), EXPECTED.keep(at)])
