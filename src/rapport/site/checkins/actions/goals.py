"""Goals in the client's own words: set, reworded, let go."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from rapport.errors import BadInput, Problem
from rapport.site.checkins.actions.sessions import NotTheirs
from rapport.site.checkins.choices import LONGEST_GOAL
from rapport.site.checkins.models import MOST_GOALS, Goal
from rapport.site.consultations.actions.reflections import locked
from rapport.site.consultations.models import Course
from rapport.site.foundation import audit
from rapport.site.people.models import Client


def set_goals(*, by: Client, at: datetime, course: Course, words: Mapping[int, str]) -> None:
    """Let the goals of a course read so, by place; an empty place lets its goal go.

    The same words are the same goal. Other words are another goal: its ratings begin anew, and those of the
    one before are kept with it.

    Raises:
        BadInput: a place that there is not, or too many letters.
        NotTheirs: the course is another client's.
    """
    if course.client_id != by.pk:
        raise NotTheirs
    if set(words) - set(range(1, MOST_GOALS + 1)):
        raise BadInput(Problem(expected=f"places 1 to {MOST_GOALS}", arrived="others", column="goals"))
    if any(len(each) > LONGEST_GOAL for each in words.values()):
        raise BadInput(Problem(expected=f"at most {LONGEST_GOAL} letters", arrived="more", column="goals"))
    with transaction.atomic():
        client = locked(by)
        pair = {"client": client, "provider_id": course.provider_id}
        standing = {goal.place: goal for goal in Goal.objects.filter(**pair, let_go_at__isnull=True)}
        for place, said in words.items():
            goal = standing.get(place)
            if goal is not None:
                goal.client = client
            if said == (goal.unseal("words") if goal is not None else ""):
                continue
            if goal is not None:
                goal.let_go_at = at
                goal.save(update_fields=["let_go_at"])
            if said:
                new = Goal(**pair, place=place, set_at=at)
                new.seal("words", said)
                new.save(force_insert=True)
        audit.record(actor=client.pk, verb="set_goals", subject=client.pk, at=at)
