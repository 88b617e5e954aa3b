"""Setting the scene: the host, the accounts, and whose answers suit the host."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import chain, product
from typing import Any, Final

from rapport.cli import demo_accounts
from rapport.cli.demo_life.people import Person, Scene
from rapport.cli.demo_life.plots import cast
from rapport.cli.demo_life.series import Courses
from rapport.simulation.practice import Practice
from rapport.site.directory.actions.places import set_places
from rapport.site.directory.models import Provider
from rapport.site.people.account_queries import account_by_name
from rapport.site.people.choices import AccountKind
from rapport.vocabulary import SELF_PAY

# The host has room for the whole caseload, and for some who still look.
HOSTS_PLACES: Final = 18
HOURS_A_WEEK: Final = 15
# Those whom a crowd finds: three, and one more for who stays away.
FEWEST: Final = 4
CROWD: Final = {
    "age_group": "adult", "service": "individual", "concerns": [{"code": "anxiety", "importance": 3}]
}  # fmt: skip


def set_scene(practice: Practice, *, opens: datetime, now: datetime) -> tuple[Scene, list[dict[str, str]]]:
    """The scene of a practice whose directory is imported, on the day it opens; and how to sign in there."""
    host = Provider.objects.get(provider_id=_host_row(practice)["provider_id"])
    accounts = demo_accounts.make(provider=host.pk, at=opens)
    host.refresh_from_db()
    desk = [account_by_name(each["address"]) for each in accounts if each["kind"] == AccountKind.COORDINATOR]
    coordinator, colleague = (each for each in desk if each is not None)
    set_places(host, capacity=HOSTS_PLACES, by=host.pk, at=opens)
    return Scene(practice, now, host, coordinator, colleague), accounts


def _host_row(practice: Practice) -> dict[str, str]:
    """The first therapist whom most grown-ups could choose; anybody where there is none such."""
    rows = practice.roster_rows
    return next((row for row in rows if _suits_most(row)), rows[0])


def _suits_most(row: dict[str, str]) -> bool:
    wanted = {"age_groups": "adult", "services": "individual", "formats": "video", "payers": SELF_PAY}
    held = all(value in row[column].split(";") for column, value in wanted.items())
    is_open = row["accepting"] == "yes" and len(row["slots"].split(";")) >= HOURS_A_WEEK
    return held and is_open and row["kind"] == "therapist" and "en" in row["languages"].split(";")


def begins(clients: int, *, now: datetime) -> datetime:
    """When the first of so many clients comes, and so when the practice opens."""
    return now - timedelta(weeks=max((plot.weeks for plot in cast(clients)), default=0))


def people(scene: Scene, clients: int) -> list[Person]:
    """Everybody, each with answers that suit their plot."""
    grown, rest = _parted(scene.practice.answers)
    courses, found, crowded = Courses(scene.practice), [], _crowded(scene.practice)
    for place, plot in enumerate(cast(clients)):
        said = next(grown if plot.host else chain(rest, grown))
        said = _for_host(said, scene.host) if plot.host else said
        said = _practical(said) | crowded if "crowd" in plot.acts else said
        series = courses.take(plot.goes, max(1, plot.sessions))
        found.append(Person(scene, place, plot, said, series))
    return found


def _parted(answers: tuple[dict[str, Any], ...]) -> tuple[Iterator[dict[str, Any]], Iterator[dict[str, Any]]]:
    """Grown-ups who come alone and are in no danger; and all others."""
    grown = [each for each in answers if _is_grown(each)]
    return iter(grown), iter([each for each in answers if not _is_grown(each)])


def _is_grown(answers: dict[str, Any]) -> bool:
    main = answers["concerns"][0]["code"]
    in_danger = answers.get("safe_now") is False or main in ("suicidality", "self_harm", "psychosis")
    return answers["age_group"] == "adult" and answers["service"] == "individual" and not in_danger


def _for_host(answers: dict[str, Any], host: Provider) -> dict[str, Any]:
    """The same person, living where the host may see them and asking for nothing that the host is not."""
    row = host.row
    where = {"state": (row["licences"] or "CA").split(";")[0], "zip": row["zip"], "timezone": row["timezone"]}
    return _practical(answers) | where


def _practical(answers: dict[str, Any]) -> dict[str, Any]:
    """The same person, with no wish that keeps anybody out."""
    easy = {
        "kind": "either",
        "languages": ["en"],
        "formats": ["video"],
        "payer": SELF_PAY,
        "self_pay_ok": True,
        "max_fee": None,
        "slots": [],
        "prefer": {},
    }
    return {key: value for key, value in answers.items() if key != "must"} | easy


def _crowded(practice: Practice) -> dict[str, Any]:
    """What the crowd has in common: a home, a payer and a language for which the fewest places are there."""
    places = defaultdict[tuple[str, str], list[int]](list)
    for row in filter(_speaks_spanish, practice.roster_rows):
        for pair in product(row["licences"].split(";"), row["payers"].split(";")):
            places[pair].append(int(row["capacity"]))
    homes = {each["state"]: each for each in practice.answers}
    few = [pair for pair, each in places.items() if len(each) >= FEWEST and pair[0] in homes]
    few = [pair for pair in few if pair[1] != SELF_PAY]
    if not few:
        return {}  # In a small practice they are like anybody.
    state, payer = min(few, key=lambda pair: (sum(places[pair]), pair))
    home = {key: homes[state][key] for key in ("state", "zip", "timezone")}
    return home | {"languages": ["es"], "payer": payer, "self_pay_ok": False} | CROWD


def _speaks_spanish(row: dict[str, str]) -> bool:
    wanted = {"age_groups": "adult", "services": "individual", "formats": "video", "languages": "es"}
    held = all(value in row[column].split(";") for column, value in wanted.items())
    is_open = row["accepting"] == "yes" and row["capacity"] not in ("", "0")
    return held and is_open and row["kind"] == "therapist"
