"""`rapport worker`: what must happen without anybody asking, once a minute, until told to stop."""

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

log = logging.getLogger("rapport.worker")
EVERY_SECONDS = 60.0
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
    from rapport.site.config.start import start

    start()
    if args.learn:
        learn(datetime.now(UTC))
        return 0
    if args.once:
        is_well = turn(datetime.now(UTC))
        learn(datetime.now(UTC))
        return 0 if is_well else 1
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


class Night:
    """Learning takes minutes and much memory: it runs in a process of its own, and no turn waits for it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def begin(self, at: datetime) -> None:
        """Start it when it is due and does not run."""
        from rapport.site.outcomes import nights

        if (self._child is None or self._child.poll() is not None) and nights.is_due(at):
            self._child = subprocess.Popen([sys.executable, "-m", "rapport", "worker", "--learn"])

    def end(self) -> None:
        """Stop it; what it has not written is done another night."""
        if self._child is None or self._child.poll() is not None:
            return
        self._child.terminate()
        try:
            self._child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def work() -> None:
    """Turn after turn; a signal ends the wait between two turns, never a turn itself."""
    stop, night = threading.Event(), Night()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        turn(datetime.now(UTC), (("beginning the night's learning", night.begin),))
        stop.wait(EVERY_SECONDS)
    night.end()
    _rest()


def _rest() -> None:
    """Stopped on purpose: `rapport doctor` need not miss this worker."""
    from django.db import DatabaseError

    from rapport.site.foundation import actions

    with suppress(DatabaseError):
        actions.rest(name="worker")


def turn(at: datetime, more: tuple[Task, ...] = ()) -> bool:
    """Every task once; one that fails is logged by its type and does not keep the others from running."""
    from django.db import close_old_connections

    well = True
    for name, task in (*tasks(), *more):
        close_old_connections()
        try:
            task(at)
        except Exception as error:
            # Whatever it is, the next turn may go well; stopping here would stop erasing what is past its
            # time.
            log.error("%s failed: %s", name, type(error).__name__)
            well = False
    return well


def tasks() -> tuple[Task, ...]:
    """What a turn does, in this order."""
    from rapport.site.directory.actions.places import keep_current
    from rapport.site.foundation import actions, audit, erasure, limits
    from rapport.site.people import actions as people

    return (
        ("erasing clients past their time", people.delete_expired),
        ("ending old visits", people.end_old_sessions),
        ("ending pauses and licences past their time", keep_current),
        ("forgetting old limits", limits.forget_old),
        ("anchoring the audit trail", lambda at: audit.anchor()),  # noqa: ARG005
        ("emptying the database's log", lambda at: erasure.empty_log()),  # noqa: ARG005
        ("heartbeat", lambda at: actions.beat(name="worker", at=at)),
    )
