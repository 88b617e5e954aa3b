"""Steps of care: two groups with places, one proposal that waits, one that was agreed to."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from rapport.cli.demo_life.clock import Life, planned
from rapport.cli.demo_life.people import Person, Scene
from rapport.site.directory.models import Provider
from rapport.site.steps.actions import Meeting, answer_step, open_group, propose_step, take_place
from rapport.site.steps.choices import Step, Why
from rapport.site.steps.models import Group

BEGINS_IN: Final = timedelta(days=16)
BETTER: Final = (
    "You have been doing well for some weeks. A group on sleep begins soon; your hours could become fewer."
)
STUCK: Final = "It has been a hard month. A group meets beside your hours, if you would like company in it."


def step_up_and_down(scene: Scene, people: list[Person]) -> Life:
    """Groups open, and two proposals are made: one client takes a place, another has not answered."""
    agrees = next(person for person in people if person.does("steps_on"))
    waits = next(person for person in people if person.does("review_talk"))
    return planned(
        (
            (15.0, partial(_open_groups, scene)),
            (9.0, partial(_propose, scene, agrees, Why.RECOVERED, BETTER)),
            (8.0, partial(_agree, agrees)),
            (1.5, partial(_propose, scene, waits, Why.OFF_TRACK, STUCK)),
        ),
        now=scene.now,
    )


def _open_groups(scene: Scene, at: datetime) -> None:
    others = Provider.objects.listed().exclude(pk=scene.host.pk).filter(kind="therapist")
    begins = (scene.now + BEGINS_IN).date()
    meetings = (
        Meeting("Sleep again", "Nights, and what keeps us awake", "Tuesdays, 6 pm, by video", begins, 8, 8),
        Meeting("After a loss", "For whoever misses somebody", "Thursdays, noon, by video", begins, 10, 2),
    )
    for provider, meeting in zip(others.order_by("provider_id")[: len(meetings)], meetings, strict=True):
        open_group(provider, meeting, by=scene.coordinator, at=at)


def _propose(scene: Scene, person: Person, why: Why, words: str, at: datetime) -> None:
    if person.course is not None:
        propose_step(person.course, Step.GROUP, why, by=scene.coordinator, at=at, words=words)


def _agree(person: Person, at: datetime) -> None:
    change = person.client.step_changes.order_by("at").last()
    group = Group.objects.filter(is_open=True).order_by("made_at", "name").last()
    if change is not None and group is not None:
        answer_step(change, by=person.client, at=at, agrees=True)
        take_place(group, by=person.client, at=at)
