"""Drill: crisis help and the quick exit on every answer, whatever is broken; help first when needed."""

import time
from collections.abc import Iterator
from typing import Any

from rapport.cli.drills.instance import Instance, scratch
from rapport.cli.drills.people import visits_of
from rapport.cli.drills.visits import Answer, Visit
from rapport.language.crisis import screen

TIMED = 100
PROVIDERS = 60
# A page that must calm somebody down may not keep them waiting (docs/operator/trust.md).
MOST_SECONDS_P99 = 0.2
PATCH = "from rapport.cli.drills import unguarded; unguarded.{}()"
WANTED = ('href="/crisis/"', 'href="/mine/leave/"', "988")
PAGES = (
    "/", "/crisis/", "/privacy/", "/guides/", "/does-it-work/", "/planner/", "/newsletter/", "/return/",
    "/questionnaire/", "/questionnaire/about/", "/questionnaire/check/", "/recommended/", "/mine/",
    "/matches/",
    "/matches/again/", "/nowhere/", "/providers/" + "a" * 26 + "/", "/matches/" + "a" * 26 + "/",
)  # fmt: skip
# Said in plain words by nobody in particular; the real test is the red team in tests/support.
DANGER = (
    "I want to kill myself", "I don't want to live anymore", "everyone would be better off without me",
    "quiero quitarme la vida", "my son says he wants to die", "I wish I would not wake up",
)  # fmt: skip


def run(url: str, attempts: int | None) -> dict[str, Any]:
    """All states and faults on one database, and the control without the way to help."""
    begun = time.monotonic()
    timed = attempts or TIMED
    with scratch(url) as instance:
        instance.rapport("demo", "--until", "directory", "--providers", str(PROVIDERS))
        sessions = {"signed out": "", "new": "", "finished": visits_of(instance, 1, issue=True)[0]}
        sessions["new"] = visits_of(instance, 1)[0]
        faults: list[str] = []
        asked = 0
        with instance.served():
            asked += _looked(instance, sessions, faults)
            faults += _help_comes_first(instance, sessions["new"])
        with instance.served(before=PATCH.format("failing_page")):
            faults += _missing(Visit(instance.port).get("/"), "an error nobody expected", 500)
        with instance.served(before=PATCH.format("without_database")):
            slow, down = _without_database(instance, sessions["finished"], timed)
            faults += down
        faults += [
            f"the screen heard nothing in sentence {n}"
            for n, said in enumerate(DANGER)
            if not screen(said).flag
        ]
        control: list[str] = []
        with instance.served(before=PATCH.format("without_help")):
            _looked(instance, {"signed out": ""}, control)
    return {
        "database": instance.database,
        "attempts": asked + timed + len(DANGER) + 3,
        "violations": len(faults),
        "control_violations": len(control),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {"faults": faults, "database_down_p99_ms": round(slow * 1000, 1)},
    }


def _looked(instance: Instance, sessions: dict[str, str], faults: list[str]) -> int:
    """Ask for everything as everybody; how many answers were looked at."""
    asked = 0
    for who, session in sessions.items():
        for path, answer in _answers(Visit(instance.port, session)):
            asked += 1
            faults += _missing(answer, f"{path} {who}")
    return asked


def _answers(visit: Visit) -> Iterator[tuple[str, Answer]]:
    for path in PAGES:
        yield path, visit.get(path)
    yield "405", visit.get("/matches/issue/")
    yield "403", visit.post("/return/", {"code": "x"}, secret="e" * 32)
    yield "400", visit.post("/questionnaire/about/", {f"f{number}": "" for number in range(1200)})
    for _ in range(40):
        answer = visit.get("/recommended/?q=zz")
    yield "429", answer


def _missing(answer: Answer, where: str, status: int | None = None) -> list[str]:
    """What an answer lacks; a redirect leads to a page that is looked at by itself."""
    if status is not None and answer.status != status:
        return [f"{where}: expected status {status}, got {answer.status}"]
    if answer.status in (301, 302, 303):
        return []
    return [f"{where}: {answer.status} without {piece}" for piece in WANTED if piece not in answer.body]


def _help_comes_first(instance: Instance, session: str) -> list[str]:
    """A crisis in the client's words, or "not safe": help comes before the next question."""
    visit, faults = Visit(instance.port, session), []
    for path, said in (("about", DANGER[0]), ("safe", "no")):
        sent = visit.post(f"/questionnaire/{path}/", {"said": said})
        shown = visit.get(sent.headers.get("location", "/"))
        if "tel:988" not in shown.body.partition("<main")[2].partition("</main>")[0]:
            faults.append(f"help was not shown first after {path}")
        if "/questionnaire/go-on/" not in shown.body:
            faults.append(f"no way on after help for {path}")
        visit.post("/questionnaire/go-on/", {"next": "/questionnaire/concerns/"})
    return faults


def _without_database(instance: Instance, session: str, times: int) -> tuple[float, list[str]]:
    """Answers while the database is gone: help is there, soon; and the slowest one in a hundred."""
    visit, faults = Visit(instance.port, session), []
    faults += _missing(visit.get("/crisis/"), "/crisis/ without a database", 200)
    faults += _missing(visit.get("/matches/"), "/matches/ without a database", 503)
    if visit.get("/healthz").status != 200:
        faults.append("/healthz needs the database")
    taken = sorted(visit.get("/crisis/").seconds for _ in range(times))
    slow = taken[min(len(taken) - 1, int(len(taken) * 0.99))]
    if slow > MOST_SECONDS_P99:
        faults.append(f"help took {slow:.2f} s without a database, expected under {MOST_SECONDS_P99} s")
    return slow, faults
