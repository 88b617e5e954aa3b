"""Who lives in the demo: the scene, and each client in it as far as their life has come."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from rapport.cli.demo_life.plots import Plot
from rapport.cli.demo_life.series import Series
from rapport.simulation.people import draw_person
from rapport.simulation.practice import Practice, stream
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Shortlist
from rapport.site.people.models import Account, Client


@dataclass(frozen=True)
class Scene:
    """What is the same for everybody: the practice, whose day it is, the host, and who is at the desk."""

    practice: Practice
    now: datetime
    host: Provider
    coordinator: Account
    colleague: Account

    def ago(self, days: float) -> datetime:
        """So many days before the scene's day."""
        return self.now - timedelta(days=days)

    def chance(self, kind: str, number: int) -> Random:
        """A stream of chance by name: one thing more never moves another."""
        return stream(self.practice.seed, kind, number)


@dataclass
class Person:
    """One client, how their sessions will go, and what they have so far.

    `at` is the moment at which their life stands.
    """

    scene: Scene
    place: int
    plot: Plot
    answers: dict[str, Any]
    series: Series
    at: datetime = field(init=False)
    client: Client = field(init=False)
    shortlist: Shortlist = field(init=False)
    request: Request | None = None
    booking: Booking | None = None
    course: Course | None = None

    def __post_init__(self) -> None:
        self.at = self.scene.now - timedelta(weeks=self.plot.weeks)

    def later(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        """Let time pass; yielded by a stage, the others live on meanwhile."""
        self.at += timedelta(days=days, hours=hours, minutes=minutes)
        return self.at

    def no_more(self) -> datetime:
        """What they wanted did not come: yielded by a stage, nothing more is seen of them."""
        self.at = self.scene.now + timedelta(days=1)
        return self.at

    def does(self, act: str) -> bool:
        """Whether this is in their plot."""
        return act in self.plot.acts

    @property
    def rng(self) -> Random:
        """Their own stream, from its beginning: say once what is drawn from it."""
        return self.scene.chance("life", self.place)

    @property
    def called(self) -> str:
        """What they want to be called."""
        return draw_person(self.scene.chance("called", self.place)).name.split()[0]

    def key(self, what: str, about: str = "") -> str:
        """As a form would carry it: their own, of what it is and what it is about."""
        return f"demo-{what}-{about or self.client.pk}"
