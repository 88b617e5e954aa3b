"""`rapport demo`: fill an empty database with a believable practice, through the real actions.

Everybody in it is invented. The clients answer the questionnaire page by page and are issued their
three as anyone would be, so that demo data can never say what the product could not.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rapport.cli.output import warn

if TYPE_CHECKING:
    from rapport.simulation.practice import Practice
    from rapport.simulation.sessions import Course
    from rapport.simulation.world import World
    from rapport.site.matches.models import Match, Shortlist

STAGES: Final = ("directory", "intake", "matches", "checkins")
# Enough that a newcomer from any state finds three.
PROVIDERS, CLIENTS, SEED = 3000, 12, 7
STATE_FILE: Final = "demo.json"
SHOWN_SIGN_INS: Final = 3
MOST_WANTED: Final = 2
# How long ago clients of the last stage came, when they first met someone, and that they met weekly.
CAME_BEFORE: Final = timedelta(days=70)
FIRST_TALK, WEEK, FILLED_IN = timedelta(days=6), timedelta(days=7), timedelta(hours=2)
DECLINES_EVERY: Final = 5
STYLE_PAGES: Final = (
    ("lead", "directive"),
    ("feeling", "emotional"),
    ("time", "past"),
    ("challenge", "challenge"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport demo`."""
    parser.add_argument("--until", choices=STAGES, default=STAGES[-1], help="how far the story goes")
    parser.add_argument("--seed", type=int, default=SEED, help=f"of the invention (default {SEED})")
    parser.add_argument("--providers", type=int, default=PROVIDERS, help=f"default {PROVIDERS}")
    parser.add_argument("--sign-ins", action="store_true", help="print how to sign in, and change nothing")
    parser.add_argument("--clients", type=int, default=CLIENTS, help=f"default {CLIENTS}")


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when the database already holds a directory."""
    from rapport.site.config.start import start

    start()
    from django.core.management import call_command

    if args.sign_ins:
        return _tell()
    call_command("migrate", interactive=False, verbosity=0)
    if not _is_empty():
        warn("demo", "expected an empty directory, got one with providers; nothing was changed")
        return 1
    fill(providers=args.providers, clients=args.clients, seed=args.seed, until=args.until)
    _accounts()
    return _tell()


def _tell() -> int:
    lines = sign_ins()
    for line in lines:
        print(line)
    return 0 if lines else 1


def _accounts() -> None:
    """Accounts to sign in with, in a demo alone."""
    from django.conf import settings
    from django.utils import timezone

    from rapport.cli import demo_accounts

    if settings.ENVIRONMENT.demo:
        demo_accounts.prepare(at=timezone.now())


def prepare() -> None:
    """Fill the database when it is empty; called at every start of the site."""
    if _is_empty():
        print("Making a demo practice, once: everybody in it is invented.", flush=True)
        fill(providers=PROVIDERS, clients=CLIENTS, seed=SEED, until=STAGES[-1])
    if _is_demo():
        _accounts()


def sign_ins() -> list[str]:
    """How to come in as one of the invented people; empty when this is no demo."""
    from django.conf import settings
    from django.utils import timezone

    from rapport.cli import demo_accounts
    from rapport.site.people.queries import client_by_id

    file = Path(settings.ENVIRONMENT.data) / STATE_FILE
    if not file.exists():
        return []
    ids = json.loads(file.read_text(encoding="ascii"))
    now = timezone.now()
    found = [client for each in ids if (client := client_by_id(each, at=now)) is not None][:SHOWN_SIGN_INS]
    codes = [f"  {client.receipt_code()}" for client in found]
    clients = ["Demo clients, by receipt code at /return/:", *codes] if codes else []
    return [*clients, *demo_accounts.sign_ins(at=now)]


def _is_demo() -> bool:
    """Whether the practice in the database is the made-up one."""
    from django.conf import settings

    return (Path(settings.ENVIRONMENT.data) / STATE_FILE).exists()


def _is_empty() -> bool:
    from rapport.site.directory.models import Provider

    return not Provider.objects.exists()


def fill(*, providers: int, clients: int, seed: int, until: str) -> None:
    """Make the practice up to a stage of the story."""
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from rapport.matching.columns import COLUMNS
    from rapport.matching.reading import read_roster
    from rapport.simulation.practice import make_practice
    from rapport.site.directory.actions import import_roster
    from rapport.site.matches.actions import issue

    # Whoever rated sessions came some weeks ago.
    now = timezone.now()
    at = now - CAME_BEFORE if until == STAGES[-1] else now
    practice = make_practice(providers=providers, clients=clients, seed=seed, on=timezone.localdate())
    rows = [[row.get(name, "") for name in COLUMNS] for row in practice.roster_rows]
    # All or nothing: half a practice would look like a directory that somebody filled.
    with transaction.atomic():
        import_roster(read_roster(tuple(COLUMNS), rows, file="demo"), by="system", at=now)
        answers = practice.answers if until != STAGES[0] else ()
        opened = [answer_questionnaire(each, at=at) for each in answers]
        shortlists = [issue(by=client, at=at) for client in opened] if until in STAGES[2:] else []
        if until == STAGES[-1]:
            rate_sessions(practice, shortlists, now=now)
    file = Path(settings.ENVIRONMENT.data) / STATE_FILE
    file.write_text(json.dumps([client.pk for client in opened]), encoding="ascii")
    file.chmod(0o600)


def rate_sessions(practice: "Practice", shortlists: "list[Shortlist]", *, now: datetime) -> None:
    """Invented clients choose one of their three, meet week by week, and rate how it goes.

    The course of ratings is the simulation's, moved by how much better or worse these two would get on in its
    hidden truth. Most agree to learning, and some do not.
    """
    from rapport.simulation.practice import stream
    from rapport.simulation.sessions import make_courses
    from rapport.simulation.world import make_world
    from rapport.site.people.actions import answer_consent, touch

    world = make_world(practice)
    courses = {course.client: course for course in make_courses(world)}
    for place, shortlist in enumerate(shortlists):
        matches = list(shortlist.matches.select_related("provider", "shortlist"))
        agrees = place % DECLINES_EVERY != DECLINES_EVERY - 1
        answer_consent(shortlist.client, purpose="learning", is_given=agrees, at=shortlist.issued_at)
        if matches and place in courses:
            match = stream(practice.seed, "choice", place).choice(matches)
            _rate_course(world, courses[place], match, now=now)
        touch(shortlist.client, at=now)


def _rate_course(world: "World", course: "Course", match: "Match", *, now: datetime) -> None:
    from rapport.simulation.world import true_rapport
    from rapport.site.checkins.actions.sessions import RATINGS, record_session_ratings

    ids = [row["provider_id"] for row in world.practice.roster_rows]
    truth = true_rapport(world, course.client).mean(axis=0)
    moved = truth[ids.index(match.provider.provider_id)] - truth[course.provider]
    first = match.shortlist.issued_at + FIRST_TALK
    for week, (ratings, is_kept) in enumerate(zip(course.ratings, course.kept, strict=True)):
        held_at = first + week * WEEK
        if is_kept and held_at + FILLED_IN <= now:
            told = {
                name: float(min(max(value + moved, 0), 100))
                for name, value in zip(RATINGS, ratings, strict=True)
            }
            record_session_ratings(
                by=match.shortlist.client,
                at=held_at + FILLED_IN,
                match=match,
                number=week + 1,
                held_at=held_at,
                ratings=told,
                key=f"demo-{match.pk}-{week + 1}",
            )


def answer_questionnaire(answers: dict[str, Any], *, at: datetime) -> Any:
    """One invented client who sends every page of the questionnaire."""
    from rapport.site.intake.actions import Sent, go_on_after_help, save_page

    client = None
    for slug, value in _pages(answers):
        sent = Sent(slug=slug, state="skipped" if value in (None, [], {}) else "said", value=value, seen=0)
        saved = save_page(sent, by=client, language="en", at=at)
        client = saved.client
        if saved.draft.help_due:
            go_on_after_help(by=client, at=at)
    return client


def _pages(answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Answers in the published format, turned back into what each page of the questionnaire sends."""
    goals, style = answers.get("goals", []), answers.get("style", {})
    yield "about", answers.get("text") or None
    yield "safe", "no" if answers.get("safe_now") is False else "yes"
    yield "concerns", [each["code"] for each in answers["concerns"]]
    yield "pace", "long"
    yield "goals", [each["code"] for each in goals]
    yield "matter", {"concerns": _importance(answers["concerns"]), "goals": _importance(goals)}
    yield "tasks", {each["code"]: _view(each["wanted"]) for each in answers.get("tasks", [])}
    yield from ((slug, style.get(axis)) for slug, axis in STYLE_PAGES)
    yield "style", str(answers.get("style_importance", 1))
    yield from _practical_pages(answers)


def _view(wanted: int) -> int:
    """What the page offers: wanted, no view, or rather not."""
    return (wanted > 0) * MOST_WANTED - (wanted < 0) * MOST_WANTED


def _importance(weighted: list[dict[str, Any]]) -> dict[str, int]:
    return {each["code"]: each["importance"] for each in weighted}


def _practical_pages(answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "who", {key: answers[key] for key in ("age_group", "service")}
    yield "kind", answers.get("kind", "either")
    yield "formats", answers["formats"]
    yield "state", answers["state"]
    yield "distance", {"zip": answers.get("zip", ""), "miles": answers.get("max_miles", 25)}
    yield "languages", answers["languages"]
    yield "pay", {key: answers.get(key) for key in ("payer", "self_pay_ok", "max_fee")}
    yield "hours", {"slots": answers.get("slots", []), "timezone": answers.get("timezone", "")}
    prefer = {key: value for key, value in (answers.get("prefer") or {}).items() if value}
    yield "preferences", {"must": [], **prefer} if prefer else {}
