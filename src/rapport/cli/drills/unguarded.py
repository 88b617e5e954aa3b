"""How a drill starts the program in its own scratch installation: watched, or with a guard taken away.

Each function takes one guard away, to prove that the drill would notice. Nothing else imports this module:
the program itself has no switch that does any of it.
"""

import json
import os
import re
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from types import SimpleNamespace
from typing import Any

from rapport.cli.drills.unguarded_checkins import CHECKIN_GUARDS

PAUSE_SECONDS = 0.1
# Longer than crisis help may take (crisis.py).
SLOW_SECONDS = 0.3
# How long a locked database is waited for: the site's own twenty seconds would make a drill long.
IMPATIENT_SECONDS = 1
# A name that can never exist (RFC 6761) and an address that belongs to nobody (RFC 5737).
STRANGER = "https://tracker.invalid/x.gif"
NOBODY = ("192.0.2.1", 9)
PAGE_WITHOUT_POLICY = "/privacy/"
WATCHED = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
_SAFETY = re.compile(r"<header.*?</header>|<footer.*?</footer>", re.DOTALL)


def entry() -> None:
    """Run `rapport ARGUMENTS` as the first argument, in JSON, says: where to write what, without what."""
    from rapport.cli.main import main

    asked = json.loads(sys.argv[1])
    if asked["watch"]:
        watch(asked["watch"])
    for name in asked["without"]:
        GUARDS[name]()
    sys.exit(main(sys.argv[2:]))


def watch(file: str) -> None:
    """Write down every address that this process and its children connect to, and every name they look up.

    An audit hook sees every socket of the interpreter, whoever opens it, and cannot be taken out again.
    """

    def note(event: str, given: tuple[Any, ...]) -> None:
        if event in WATCHED:
            target = given[0] if event.startswith("socket.get") else given[1]
            host = target[0] if isinstance(target, tuple) else target
            is_path = not isinstance(target, tuple) and not event.startswith("socket.get")
            line = "a local socket" if is_path else str(host)
            out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.write(out, f"{line}\n".encode())
            os.close(out)

    sys.addaudithook(note)


def transactions() -> None:
    """Issuing without a transaction, without a lock, with time for others between looking and writing."""
    _start()
    from django.db.models import QuerySet

    from rapport.site.consultations.actions import renewing
    from rapport.site.matches import actions

    next_number = actions._next_number

    def slowly(client: Any) -> int:
        number = next_number(client)
        time.sleep(PAUSE_SECONDS)
        return number

    actions._next_number = slowly
    renewing.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]
    actions.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]
    QuerySet.select_for_update = lambda self, of=(): self  # type: ignore[method-assign, assignment]  # noqa: ARG005


def booking_locks() -> None:
    """Bookings without a transaction, without a lock, with time for others between looking and writing."""
    _start()
    from django.db.models import QuerySet

    from rapport.site.consultations.actions import bookings, half_hours, once

    offered = half_hours.is_offered

    def slowly(*given: Any, at: Any) -> bool:
        found = offered(*given, at=at)
        time.sleep(PAUSE_SECONDS)
        return found

    half_hours.is_offered = slowly
    bookings.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]
    # The outbox takes nothing outside of a transaction.
    once.mails = SimpleNamespace(tell=lambda *_: None)  # type: ignore[assignment]
    QuerySet.select_for_update = lambda self, of=(), no_key=False: self  # type: ignore[method-assign, assignment]  # noqa: ARG005


def place_locks() -> None:
    """Places taken by looking first and writing later, without a lock."""
    _start()
    from django.db.models import QuerySet

    from rapport.site.consultations.actions import choosing
    from rapport.site.directory.actions.places import NoPlace
    from rapport.site.directory.models import Places

    def look_then_take(provider: Any, *, by: str, at: Any) -> None:  # noqa: ARG001
        places = Places.objects.get(pk=provider.pk)
        if places.used >= places.capacity:
            raise NoPlace
        time.sleep(PAUSE_SECONDS)
        Places.objects.filter(pk=provider.pk).update(used=places.used + 1)

    choosing.take_place = look_then_take
    choosing.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]
    QuerySet.select_for_update = lambda self, of=(), no_key=False: self  # type: ignore[method-assign, assignment]  # noqa: ARG005


def stillness() -> None:
    """Every page asks a stranger for a picture, one without a content policy; the server calls out."""
    _start()
    picture = f'<img src="{STRANGER}" alt=""></main>'
    _change_answers(_with_picture(picture))


def _with_picture(picture: str) -> Callable[[Any, Any], None]:
    import socket

    def change(request: Any, response: Any) -> None:
        with suppress(OSError), socket.socket() as stranger:
            stranger.settimeout(PAUSE_SECONDS)
            stranger.connect(NOBODY)
        if response.get("Content-Type", "").startswith("text/html"):
            response.content = response.content.replace(b"</main>", picture.encode())
            if request.path == PAGE_WITHOUT_POLICY:
                del response["Content-Security-Policy"]

    return change


def help_everywhere() -> None:
    """Pages lose their top and their foot, and with them the way to help and the way out; help is slow."""
    _start()

    def change(request: Any, response: Any) -> None:
        if request.path == "/crisis/":
            time.sleep(SLOW_SECONDS)
        if response.get("Content-Type", "").startswith("text/html"):
            response.content = _SAFETY.sub("", response.content.decode()).encode()

    _change_answers(change)


def hearing() -> None:
    """Nobody listens for a crisis: not the questionnaire, not `rapport match`, not `rapport screen`."""
    from rapport.cli import match, screen

    _start()
    from rapport.site.intake import actions

    heard = screen.screen
    actions.is_crisis = lambda text: False  # noqa: ARG005
    actions.DANGER = frozenset()
    actions._with_help = lambda draft, sent: draft  # noqa: ARG005
    match.is_crisis = lambda text: False  # noqa: ARG005
    screen.screen = lambda text: heard("")  # noqa: ARG005


def policy() -> None:
    """Everybody may do everything."""
    _start()
    from rapport.site.people import policy as asked

    asked.may = lambda viewer, verb, thing: True  # noqa: ARG005


def fresh_consent() -> None:
    """Who said yes is asked once in a process and then remembered."""
    _start()
    from rapport.site.foundation import consent
    from rapport.site.foundation.models import ConsentEntry

    asked, remembered = consent.holders, {}

    def holders(purpose: str, *, since: Any = None) -> Any:
        if purpose not in remembered:
            ids = sorted(asked(purpose, since=since))
            remembered[purpose] = ConsentEntry.objects.filter(client_id__in=ids).values_list(
                "client_id", flat=True
            )
        return remembered[purpose].all()

    consent.holders = holders


def working_pages() -> None:
    """Every page raises an error that nobody expected."""
    _start()
    from django.conf import settings

    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Failing"]


class Failing:
    """Middleware that raises where the view would have answered."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        return self.get_response(request)

    def process_view(self, *_: Any) -> None:
        """Instead of the view."""
        raise RuntimeError("planted by a drill")


def patience() -> None:
    """A locked database is given up after a second; nothing else changes."""
    _start()
    from django.db import connections

    options = connections.settings["default"]["OPTIONS"]
    if "timeout" in options:
        options["timeout"] = IMPATIENT_SECONDS
    else:
        options["options"] += f" -c lock_timeout={IMPATIENT_SECONDS}s"


def _start() -> None:
    from rapport.site.config.start import start

    start()


def _change_answers(change: Callable[[Any, Any], None]) -> None:
    """Let `change` at every answer after everything else of the site is done with it."""
    from django.conf import settings

    Changing.change = staticmethod(change)
    settings.MIDDLEWARE = [f"{__name__}.Changing", *settings.MIDDLEWARE]


class Changing:
    """Middleware, outermost of all."""

    change: Callable[[Any, Any], None]

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """The answer, changed."""
        response = self.get_response(request)
        if not response.streaming:
            self.change(request, response)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response


GUARDS: dict[str, Callable[[], None]] = {
    guard.__name__: guard
    for guard in (
        transactions,
        booking_locks,
        place_locks,
        stillness,
        help_everywhere,
        hearing,
        policy,
        fresh_consent,
        working_pages,
        patience,
    )
} | CHECKIN_GUARDS
