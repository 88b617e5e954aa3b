"""`rapport worker`: what must happen without anybody asking: mails at once, the rest once a minute."""

import argparse
import logging
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from rapport.cli.learn import use_one_thread

if TYPE_CHECKING:
    from rapport.site.foundation.mail.delivery import Courier

log = logging.getLogger("rapport.worker")
EVERY_SECONDS = 60.0
# How long a mail that is due waits at most: one look at an index, which costs no more than a click.
LOOK_SECONDS = 2.0
# A night's learning is told to stop with the worker, and given this long.
STOP_SECONDS = 5.0
LONGEST_NAME = 64
Task = tuple[str, Callable[[datetime], object]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport worker`."""
    parser.add_argument("--once", action="store_true", help="do everything that is due now, then stop")
    parser.add_argument(
        "--learn", action="store_true", help="learn from sessions if that is due tonight, then stop"
    )


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C."""
    from django.conf import settings

    from rapport.site.config import presence
    from rapport.site.config.start import start

    use_one_thread()
    start()
    presence.join(settings.ENVIRONMENT)
    if args.learn:
        learn(datetime.now(UTC))
        return 0
    if args.once:
        is_well = turn(datetime.now(UTC))
        are_sent = _deliver(courier(), lambda: False)
        learn(datetime.now(UTC))
        return 0 if is_well and are_sent else 1
    work()
    return 0


def learn(at: datetime) -> None:
    """Do tonight's learning here and now, unless it is done or another worker does it."""
    from rapport.site.outcomes import actions
    from rapport.site.outcomes.learner import Nightly

    version = actions.learn_tonight(
        at=at,
        worker=f"{socket.gethostname()}-{os.getpid()}"[:LONGEST_NAME],
        now=lambda: datetime.now(UTC),
        learner=Nightly(),
    )
    if version is not None:
        log.info("model %s: %s", version.number, version.because)
    _tried("finding tonight's prices", partial(price, at))


def price(at: datetime) -> None:
    """Find what places cost until the next night, unless that is done."""
    from rapport.site.consultations.actions.pricing import price_tonight
    from rapport.site.matches.prices import is_priced
    from rapport.site.outcomes import nights

    night = nights.night_of(at)
    if not is_priced(night) and (found := price_tonight(night, at=at)) is not None:
        log.info("prices of %s: %s clients, gap %.5f", night, found.clients, found.gap)


class Aside:
    """What takes minutes and much memory: it runs in a process of its own, and no turn waits for it."""

    def __init__(self, is_due: Callable[[datetime], bool], *command: str) -> None:
        self._is_due = is_due
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None

    def begin(self, at: datetime) -> None:
        """Start it when it is due and does not run."""
        if (self._child is None or self._child.poll() is not None) and self._is_due(at):
            # Its own command line, from constants.
            self._child = subprocess.Popen([sys.executable, "-m", "rapport", *self._command])  # noqa: S603

    def end(self) -> None:
        """Stop it; what it has not written is done another time."""
        if self._child is None or self._child.poll() is not None:
            return
        self._child.terminate()
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def asides() -> dict[str, Aside]:
    """Learning from sessions at night, and laying the directory's file out anew, by what they are called."""
    from rapport.site.directory.actions import indexing
    from rapport.site.outcomes import nights

    return {
        "beginning the night's learning": Aside(nights.is_due, "worker", "--learn"),
        "laying out the directory": Aside(lambda _: indexing.is_due(), "index", "build"),
    }


def work() -> None:
    """Turn after turn, mails in between; a signal ends the wait, never a turn or a mail itself."""
    stop, beside, post = threading.Event(), asides(), courier()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        turn(datetime.now(UTC), tuple((name, each.begin) for name, each in beside.items()))
        _deliver_until_next_turn(stop, post)
    for each in beside.values():
        each.end()
    _rest()


def courier() -> "Courier":
    """Who sends this worker's mails."""
    from rapport.site.foundation.mail.delivery import Courier

    return Courier(now=lambda: datetime.now(UTC), rng=random.Random())  # noqa: S311 - no secret


def _deliver_until_next_turn(stop: threading.Event, post: "Courier") -> None:
    until = time.monotonic() + EVERY_SECONDS

    def is_over() -> bool:
        return stop.is_set() or time.monotonic() >= until

    while not is_over():
        _deliver(post, is_over)
        stop.wait(LOOK_SECONDS)


def _deliver(post: "Courier", is_over: Callable[[], bool]) -> bool:
    return _tried("sending mails", lambda: post.deliver(is_over=is_over))


def _rest() -> None:
    """Stopped on purpose: `rapport doctor` need not miss this worker."""
    from django.db import DatabaseError

    from rapport.site.foundation import actions

    with suppress(DatabaseError):
        actions.rest(name="worker")


def turn(at: datetime, more: tuple[Task, ...] = ()) -> bool:
    """Every task once; one that fails is logged by its type and does not keep the others from running."""
    well = [_tried(name, partial(task, at)) for name, task in (*tasks(), *more)]
    return all(well)


def _tried(name: str, task: Callable[[], object]) -> bool:
    from django.db import close_old_connections

    close_old_connections()
    try:
        task()
    except Exception as error:
        # Whatever it is, the next time may go well; stopping here would stop erasing what is past its time.
        log.error("%s failed: %s", name, type(error).__name__)
        return False
    return True


def tasks() -> tuple[Task, ...]:
    """What a turn does, in this order."""
    from rapport.site.checkins.actions.learning_usual import learn_usual
    from rapport.site.checkins.actions.reminding import remind
    from rapport.site.consultations.actions.half_hours import free_expired
    from rapport.site.consultations.actions.silence import expire_silent
    from rapport.site.directory.actions.judging import settle_judgements
    from rapport.site.directory.actions.places import keep_current
    from rapport.site.foundation import actions, audit, erasure, limits
    from rapport.site.foundation.mail import leases
    from rapport.site.newsletter.actions import joining
    from rapport.site.newsletter.actions.sending import send_due
    from rapport.site.people import actions as people
    from rapport.site.people import contact_actions
    from rapport.site.referrals.actions.asking import remind_of_reviews
    from rapport.site.steps.looking import look_again

    return (
        ("erasing clients past their time", people.delete_expired),
        ("forgetting unconfirmed addresses", contact_actions.forget_unconfirmed),
        ("forgetting addresses that did not say yes to the newsletter", joining.forget_unconfirmed),
        ("putting the newsletter into the outbox", send_due),
        ("ending old visits", people.end_old_sessions),
        ("ending pauses and licences past their time", keep_current),
        ("settling what colleagues judged", settle_judgements),
        ("closing requests that nobody answered", expire_silent),
        ("freeing times that were held for too long", free_expired),
        ("learning what is usual", learn_usual),
        ("looking at courses with something new", look_again),
        ("reminding of check-ins", remind),
        ("reminding of a look at how it goes", remind_of_reviews),
        ("forgetting old limits", limits.forget_old),
        ("forgetting old mails", leases.forget_old),
        ("anchoring the audit trail", lambda at: audit.anchor()),  # noqa: ARG005
        ("emptying the database's log", lambda at: erasure.empty_log()),  # noqa: ARG005
        ("heartbeat", lambda at: actions.beat(name="worker", at=at)),
    )
