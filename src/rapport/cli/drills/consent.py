"""Drill: once a client's no is acknowledged, no page of their provider or of the desk shows anything of them.

Providers and a coordinator read every page of the caseload over HTTP without a pause, from several
processes, while clients say no to sharing, one after another. Every request that began after the no was
acknowledged is looked at for what the client's rows alone can show. The control remembers
who said yes, as somebody might who wants pages quicker.
"""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from rapport.cli.drills.instance import Instance, scratch
from rapport.cli.drills.visits import Visit

ATTEMPTS, CLIENTS, READERS = 400, 12, 4
CONTROL_CLIENTS = 3
# So many reads of a client's pages after their no is acknowledged, at the least.
READS_AFTER = 8
# So long the pages are read before.
READ_FIRST_SECONDS = 0.4
PAGES = (
    "/portal/caseload/", "/portal/caseload/{course}/", "/portal/caseload/{course}/tried/",
    "/portal/caseload/supervision/", "/portal/caseload/supervision/courses.csv",
    "/portal/caseload/supervision/courses.json", "/portal/",
)  # fmt: skip
NO = {f"{purpose}-answer": "no" for purpose in ("share_course", "share_course_desk", "learning")}


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run on one database, and the control that remembers consent."""
    begun, wanted = time.monotonic(), attempts or ATTEMPTS
    clients = max(2, min(CLIENTS, wanted // (READS_AFTER * READERS)))
    say("making a scratch installation")
    with scratch(url) as instance:
        practice = instance.inside("consent_practice", clients + CONTROL_CLIENTS)
        people = practice["clients"]
        say(f"{clients} clients say no while their pages are read")
        own = _withdrawn(instance, practice, people[:clients], ())
        say("the control: consent is remembered")
        control = _withdrawn(instance, practice, people[clients:], ("fresh_consent",))
    return {
        "database": instance.database,
        "attempts": own["reads"],
        "violations": own["shown"].total(),
        "control_violations": control["shown"].total(),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "clients": clients,
            "read_before": own["before"],
            "shown_before": own["shown_before"],
            "statuses": dict(sorted(own["statuses"].items())),
            "broken": dict(own["shown"]),
            "control": "who said yes is asked once in a process and then remembered",
            "control_shown": dict(control["shown"]),
        },
    }


def _withdrawn(
    instance: Instance, practice: dict[str, Any], clients: list[dict[str, Any]], without: tuple[str, ...]
) -> dict[str, Any]:
    """Each client in turn says no; what is read meanwhile, before and after."""
    seen: dict[str, Any] = {
        "reads": 0, "before": 0, "shown_before": 0, "shown": Counter(), "statuses": Counter()
    }  # fmt: skip
    with instance.served(without=without):
        for client in clients:
            _one(instance, practice, client, seen)
    return seen


def _one(instance: Instance, practice: dict[str, Any], client: dict[str, Any], seen: dict[str, Any]) -> None:
    pages = [(client["provider"], each.format(**client)) for each in PAGES]
    pages.append((practice["coordinator"], "/desk/courses/"))
    said_no, acknowledged = Event(), [float("inf")]

    def reading(number: int) -> list[tuple[float, str, int, bool]]:
        """Read page after page; done once every page was read after the acknowledgement."""
        found, after = [], 0
        while after < READS_AFTER:
            session, path = pages[(number + len(found)) % len(pages)]
            began = time.monotonic()
            answer = Visit(instance.port, session).get(path)
            shows = any(secret in answer.body for secret in client["secrets"])
            found.append((began, path.replace(client["course"], "ID"), answer.status, shows))
            after += said_no.is_set() and began > acknowledged[0]
        return found

    with ThreadPoolExecutor(READERS) as readers:
        reads = [readers.submit(reading, number) for number in range(READERS)]
        time.sleep(READ_FIRST_SECONDS)
        answer = Visit(instance.port, client["session"]).post("/mine/choices/", dict(NO))
        acknowledged[0] = time.monotonic()
        said_no.set()
        if not answer.is_elsewhere:
            raise RuntimeError(f"expected the client's no to be taken, got {answer.status}")
        for each in reads:
            _count(each.result(), acknowledged[0], seen)


def _count(reads: list[tuple[float, str, int, bool]], acknowledged: float, seen: dict[str, Any]) -> None:
    for began, path, status, shows in reads:
        if began > acknowledged:
            seen["reads"] += 1
            seen["statuses"][status] += 1
            seen["shown"].update([f"{path} still shows"] if shows else [])
            seen["shown"].update([f"{path} failed"] if status in (0, 500) else [])
        else:
            seen["before"] += 1
            seen["shown_before"] += shows
