"""`rapport demo`: fill an empty database with a believable practice, through the real actions.

Everybody in it is invented. The clients answer the questionnaire page by page and are issued their
three as anyone would be, so that demo data can never say what the product could not.
"""

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rapport.cli.output import warn
from rapport.cli.progress import Progress

# As in `demo_life.stages`, which loads the site and is asked only when there is something to do.
STAGES: Final = (
    "directory", "intake", "matches", "requests", "bookings", "consultations", "courses", "checkins",
    "referrals",
)  # fmt: skip
# Enough that a newcomer from any state finds three; one client for each plot (`demo_life.plots`).
PROVIDERS, CLIENTS, SEED = 3000, 55, 7
# Answers are made for more clients than come, so that each plot finds some that suit it.
ANSWERS_A_CLIENT: Final = 3
STATE_FILE: Final = "demo.json"
SHOWN_SIGN_INS: Final = 3
STEPS_A_CLIENT: Final = 40


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
        demo_accounts.prepare(provider=_state().get("provider", ""), at=timezone.now())


def prepare() -> None:
    """Fill the database when it is empty; called at every start of the site."""
    if _is_empty():
        print("Making a demo practice, once: everybody in it is invented.", flush=True)
        fill(providers=PROVIDERS, clients=CLIENTS, seed=SEED, until=STAGES[-1])
    if _is_demo():
        _accounts()


def sign_ins() -> list[str]:
    """How to come in as one of the invented people; empty when this is no demo."""
    from django.utils import timezone

    from rapport.cli import demo_accounts
    from rapport.site.people.queries import client_by_id

    if not _is_demo():
        return []
    ids = _state()["clients"]
    now = timezone.now()
    found = [client for each in ids if (client := client_by_id(each, at=now)) is not None][:SHOWN_SIGN_INS]
    codes = [f"  {client.receipt_code()}" for client in found]
    clients = ["Demo clients, by receipt code at /return/:", *codes] if codes else []
    return [*clients, *demo_accounts.sign_ins(at=now)]


def _is_demo() -> bool:
    """Whether the practice in the database is the made-up one."""
    return _file().exists()


def _file() -> Path:
    from django.conf import settings

    return Path(settings.ENVIRONMENT.data) / STATE_FILE


def _state() -> dict[str, Any]:
    """Ids of the demo's clients, in the order of their plots, and of the provider to sign in as."""
    found = json.loads(_file().read_text(encoding="ascii"))
    # As demos of earlier versions kept it: a list of clients.
    return found if isinstance(found, dict) else {"clients": found, "provider": ""}


def _is_empty() -> bool:
    from rapport.site.directory.models import Provider

    return not Provider.objects.exists()


def fill(*, providers: int, clients: int, seed: int, until: str) -> None:
    """Make the practice, and let its clients live up to a stage of the story."""
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from rapport.cli import demo_accounts
    from rapport.cli.demo_life.scene import begins
    from rapport.matching.columns import COLUMNS
    from rapport.matching.reading import read_roster
    from rapport.simulation.practice import make_practice
    from rapport.site.directory.actions import import_roster

    now = timezone.now()
    practice = make_practice(
        providers=providers, clients=clients * ANSWERS_A_CLIENT, seed=seed, on=timezone.localdate()
    )
    rows = [[row.get(name, "") for name in COLUMNS] for row in practice.roster_rows]
    state: dict[str, Any] = {"clients": [], "provider": ""}
    # All or nothing: half a practice would look like a directory that somebody filled.
    accounts: list[dict[str, str]] = []
    with transaction.atomic():
        at = begins(clients if until != STAGES[0] else 0, now=now)
        import_roster(read_roster(tuple(COLUMNS), rows, file="demo"), by="system", at=at)
        if until != STAGES[0] and clients:
            state, accounts = _live(practice, clients=clients, until=until, now=now)
    _file().write_text(json.dumps(state), encoding="ascii")
    _file().chmod(0o600)
    if accounts and settings.ENVIRONMENT.demo:
        demo_accounts.keep(accounts)


def _live(
    practice: Any, *, clients: int, until: str, now: datetime
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What is kept of the demo, and how to sign in with its accounts."""
    from rapport.cli.demo_life import scene, stages

    here, accounts = scene.set_scene(practice, opens=scene.begins(clients, now=now), now=now)
    everybody = scene.people(here, clients)
    bar = Progress("demo", clients * STEPS_A_CLIENT)
    stages.live(here, everybody, until=until, told=bar.show)
    bar.end()
    return {"clients": [person.client.pk for person in everybody], "provider": here.host.pk}, accounts
