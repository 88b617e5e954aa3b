"""Drill: nobody opens what is not theirs, by no address and no method, over HTTP.

Every address of the site, with things of the first client and the first provider in it, is asked for as
everybody, read and written. `who_may` says who may; the site's own policy is not asked. Whatever a refused
request changed in the database counts as well. The control takes the policy away.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from rapport.cli.drills.instance import Instance, scratch
from rapport.cli.drills.visits import Answer, Visit
from rapport.cli.drills.who_may import CAST, CLIENT

PROVIDERS = 60
AT_ONCE = 4
READING, WRITING, NEVER = ("GET", "HEAD"), ("POST",), ("PUT", "DELETE")
METHODS = (*READING, *WRITING, *NEVER)
EVERYBODY = len(CAST)
# Reading it ends the visit, whoever does: the drill of crisis help looks at that.
ENDING = ("/mine/leave/",)
# Where somebody is sent who may not open a page: to find their own way in.
ENTRANCES = ("/return/", "/questionnaire/", "/sign-in/", "/account/")


@dataclass(frozen=True)
class Line:
    """One address and who may open it."""

    path: str
    who: frozenset[str]


@dataclass(slots=True)
class Seen:
    """What was asked, what came back, and what should not have."""

    asked: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run on one database, and the control without the policy."""
    begun = time.monotonic()
    say("making a scratch installation")
    with scratch(url) as instance:
        instance.inside("directory", PROVIDERS)
        told = instance.inside("cast")
        lines = _some([Line(each["path"], frozenset(each["who"])) for each in told["lines"]], attempts)
        say(f"{len(lines)} addresses as {len(told['visits'])} people, by {len(METHODS)} methods")
        with instance.served():
            own = _crawl(instance, told, [each for each in lines if each.path not in ENDING], METHODS)
        own.faults.update(_changed(told["held"], instance.inside("held_by_cast")))
        say("the control: without the policy")
        with instance.served(without=("policy",)):
            control = _crawl(instance, told, [each for each in lines if len(each.who) < EVERYBODY], ("GET",))
    return _summary(instance, own, control, begun)


def _some(lines: list[Line], most: int | None) -> list[Line]:
    """At most so many addresses, spread over all of them; those of few people come first."""
    if most is None:
        return lines
    return sorted(lines, key=lambda each: (len(each.who), each.path))[:most]


def _crawl(instance: Instance, told: dict[str, Any], lines: list[Line], methods: Iterable[str]) -> Seen:
    """Ask for everything as everybody who may not, and, to see that it is there, read it as who may."""
    seen = Seen()
    asked = list(_questions(told["visits"], lines, methods))
    with ThreadPoolExecutor(AT_ONCE) as connections:
        answers = connections.map(
            lambda each: Visit(instance.port, told["visits"][each[0]]).ask(each[1], each[2].path, each[3]),
            asked,
        )
        for (who, method, line, _), answer in zip(asked, answers, strict=True):
            seen.asked += 1
            seen.statuses[answer.status] += 1
            seen.faults.update(
                f"{who}, {method} {line.path}: {fault}"
                for fault in _faults(answer, method, who in line.who, told["secrets"], who)
            )
    return seen


def _questions(
    visits: dict[str, str], lines: list[Line], methods: Iterable[str]
) -> Iterator[tuple[str, str, Line, str | None]]:
    for line in lines:
        for who in visits:
            for method in methods:
                # Whoever may write would: that would change what the next one is asked about.
                if method in READING or method in NEVER or who not in line.who:
                    yield who, method, line, "" if method == "POST" else None


def _faults(answer: Answer, method: str, may: bool, secrets: list[str], who: str) -> Iterator[str]:
    if answer.status == 0 or answer.status >= 500:
        yield f"failed with {answer.status}"
    elif answer.status < 300 and (not may or method in NEVER):
        yield f"expected to be refused, got {answer.status}"
    elif answer.is_elsewhere and not may and not answer.headers["location"].startswith(ENTRANCES):
        yield f"expected the way in, was sent to {answer.headers['location']}"
    elif may and method in READING and answer.status >= 400 and answer.status != 405:
        yield f"expected the page, got {answer.status}"
    if who != CLIENT and any(secret in answer.body for secret in secrets):
        yield "shows what is the first client's alone"


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Tables whose rows are not as they were; nobody who asked might change them."""
    return [f"{table} was changed" for table in sorted(before) if before[table] != after.get(table)]


def _summary(instance: Instance, own: Seen, control: Seen, begun: float) -> dict[str, Any]:
    return {
        "database": instance.database,
        "attempts": own.asked,
        "violations": own.faults.total(),
        "control_violations": sum(
            count for fault, count in control.faults.items() if "expected to be refused" in fault
        ),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "answers": dict(sorted(own.statuses.items())),
            "faults": sorted(own.faults)[:20],
            "control_faults": sorted(control.faults)[:10],
        },
    }
