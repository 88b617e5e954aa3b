"""The stages of the story, one function each: a later chapter adds its own line here."""

from collections.abc import Callable, Iterator
from datetime import datetime
from types import MappingProxyType
from typing import Final

from rapport.cli.demo_life.arriving import come, see_three
from rapport.cli.demo_life.asking import answer_requests, ask
from rapport.cli.demo_life.clock import Life, play
from rapport.cli.demo_life.colleagues import keep_hours, show_who_they_are, write_and_rate
from rapport.cli.demo_life.desk import look_after, steer
from rapport.cli.demo_life.following import go_on
from rapport.cli.demo_life.meeting import begin, book, talk
from rapport.cli.demo_life.parting import part
from rapport.cli.demo_life.people import Person, Scene
from rapport.cli.demo_life.plots import CAST
from rapport.cli.demo_life.post import run_the_mail_server, write_to_readers
from rapport.cli.demo_life.stepping import step_up_and_down
from rapport.site.people.actions import touch
from rapport.site.steps.looking import look_again

STAGES: Final = MappingProxyType[str, Callable[[Person], Iterator[datetime]]](
    {
        "intake": come,
        "matches": see_three,
        "requests": ask,
        "bookings": book,
        "consultations": talk,
        "courses": begin,
        "checkins": go_on,
        "referrals": part,
    }
)


def live(
    scene: Scene, people: list[Person], *, until: str, told: Callable[[int], None] | None = None
) -> None:
    """Let everybody live up to the scene's day, each as far as their plot goes, and nobody beyond a stage."""
    lives: list[Life] = [_life(person, until) for person in people]
    if _reached("requests", until):
        lives.append(answer_requests(scene, people))
    if _reached("referrals", until) and len(people) >= len(CAST):
        lives += [steer(scene), show_who_they_are(scene), write_and_rate(scene), look_after(scene, people)]
        lives += [
            step_up_and_down(scene, people),
            keep_hours(scene),
            write_to_readers(scene),
            run_the_mail_server(scene),
        ]
    play(lives, until=scene.now, told=told)
    look_again(scene.now)
    for person in people:
        touch(person.client, at=scene.now)


def _life(person: Person, until: str) -> Life:
    for name, stage in STAGES.items():
        yield from stage(person)
        if name in (until, person.plot.until):
            return


def _reached(name: str, until: str) -> bool:
    order = list(STAGES)
    return order.index(until) >= order.index(name)
