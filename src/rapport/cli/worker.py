"""`rapport worker`: what must happen without anybody asking, once a minute, until told to stop."""

import argparse
import logging
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

log = logging.getLogger("rapport.worker")
EVERY_SECONDS = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport worker`."""
    parser.add_argument("--once", action="store_true", help="do everything that is due now, then stop")


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl-C."""
    from rapport.site.config.start import start

    start()
    if args.once:
        return 0 if turn(datetime.now(UTC)) else 1
    work()
    return 0


def work() -> None:
    """Turn after turn; a signal ends the wait between two turns, never a turn itself."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        turn(datetime.now(UTC))
        stop.wait(EVERY_SECONDS)
    _rest()


def _rest() -> None:
    """Stopped on purpose: `rapport doctor` need not miss this worker."""
    from django.db import DatabaseError

    from rapport.site.foundation import actions

    with suppress(DatabaseError):
        actions.rest(name="worker")


def turn(at: datetime) -> bool:
    """Every task once; one that fails is logged by its type and does not keep the others from running."""
    from django.db import close_old_connections

    well = True
    for name, task in tasks():
        close_old_connections()
        try:
            task(at)
        except Exception as error:
            # Whatever it is, the next turn may go well; stopping here would stop erasing what is past its
            # time.
            log.error("%s failed: %s", name, type(error).__name__)
            well = False
    return well


def tasks() -> tuple[tuple[str, Callable[[datetime], object]], ...]:
    """What a turn does, in this order."""
    from rapport.site.foundation import actions, audit, erasure, limits
    from rapport.site.people import actions as people

    return (
        ("erasing clients past their time", people.delete_expired),
        ("ending old visits", people.end_old_sessions),
        ("forgetting old limits", limits.forget_old),
        ("anchoring the audit trail", lambda at: audit.anchor()),  # noqa: ARG005
        ("emptying the database's log", lambda at: erasure.empty_log()),  # noqa: ARG005
        ("heartbeat", lambda at: actions.beat(name="worker", at=at)),
    )
