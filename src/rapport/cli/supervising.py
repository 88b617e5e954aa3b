"""The parts of `rapport serve` as processes: started, watched, replaced without a gap, stopped.

On SIGHUP the new release is tried first (`--prepare-only`), then this process becomes it by exec: it keeps
its number, its open port and the old parts as its children. They are told to end once the new web answers,
and finish what they have begun; whoever connects meanwhile waits in the queue of the port, never closed.
"""

import ctypes
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

Part = Callable[[], None]
HANDED_ON: Final = "RAPPORT_HANDED_ON"
TRIAL: Final = "trial"
STOP_SECONDS: Final = 15
LOOK_EVERY_SECONDS: Final = 0.1
PR_SET_PDEATHSIG: Final = 1  # prctl(2)


@dataclass
class Handed:
    """What one release hands on to the next: the open port, and its own parts by their process."""

    listening: socket.socket
    parts: dict[int, str] = field(default_factory=dict)


def handed_on() -> Handed | None:
    """What the process before the exec left, if this is a restart."""
    told = os.environ.pop(HANDED_ON, "")
    if not told:
        return None
    left = json.loads(told)
    listening = socket.socket(fileno=left["port"])
    # Only across an exec: no command that a part starts may hold the port open.
    listening.set_inheritable(False)
    return Handed(listening, {int(child): name for child, name in left["parts"].items()})


def is_trial() -> bool:
    """Whether this is a new release being tried beside the old one."""
    return TRIAL in os.environ.get(HANDED_ON, "")


class Ready:
    """Told by the first web process that takes requests; asked by the one that waits for it."""

    def __init__(self) -> None:
        self._asked, self._told = os.pipe()
        os.set_blocking(self._asked, False)
        os.set_blocking(self._told, False)

    def tell(self, _process: object) -> None:
        """Requests are taken from now on."""
        with suppress(BlockingIOError):
            os.write(self._told, b".")

    def is_told(self) -> bool:
        """Whether somebody has told since the last time."""
        with suppress(BlockingIOError):
            return bool(os.read(self._asked, 1))
        return False


def supervise(parts: dict[str, Part], handed: Handed, ready: Ready) -> int:
    """Run each part in a process of its own; when one ends, or a signal comes, end all and wait for them.

    SIGHUP replaces them all without a gap, except where a terminal that is closed sends it: then all end.
    """
    from django.db import connections

    # A database connection must not be shared by two processes, nor a pool of them.
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()
    return _Supervisor(handed, ready).run(parts)


class _Supervisor:
    def __init__(self, handed: Handed, ready: Ready) -> None:
        self._listening, self._ready = handed.listening, ready
        self._running: dict[int, str] = {}
        self._outgoing = dict(handed.parts)
        self._is_stopping = self._is_restarting = False

    def run(self, parts: dict[str, Part]) -> int:
        handlers = {signal.SIGTERM: self._stop, signal.SIGINT: self._stop, signal.SIGHUP: self._restart}
        if sys.stdin is not None and sys.stdin.isatty():
            del handlers[signal.SIGHUP]
        previous = {number: signal.signal(number, handler) for number, handler in handlers.items()}
        for name, part in parts.items():
            self._running[_fork(part)] = name
        if self._is_stopping:
            _tell([*self._running], signal.SIGTERM)
        status = self._watch()
        for number, handler in previous.items():
            signal.signal(number, handler)
        return status

    def _stop(self, *_: object) -> None:
        self._is_stopping = True
        _tell([*self._running, *self._outgoing], signal.SIGTERM)

    def _restart(self, *_: object) -> None:
        self._is_restarting = True

    def _watch(self) -> int:
        """Wait for the first part to end, then give the others time, then end them."""
        status, deadline = 0, float("inf")
        while self._running or self._outgoing:
            ended, how = os.waitpid(-1, os.WNOHANG)
            if ended:
                status = self._reap(ended, how) or status
                continue
            if self._is_stopping:
                deadline = min(deadline, time.monotonic() + STOP_SECONDS)
                if time.monotonic() > deadline:
                    _tell([*self._running, *self._outgoing], signal.SIGKILL)
            elif self._ready.is_told():
                _tell([*self._outgoing], signal.SIGTERM)
            elif self._is_restarting and not self._outgoing:
                self._is_restarting = False
                self._running[_try_new_release()] = TRIAL
            time.sleep(LOOK_EVERY_SECONDS)
        return status

    def _reap(self, ended: int, how: int) -> int:
        if (
            self._outgoing.pop(ended, None)
            or (name := self._running.pop(ended, "")) == ""
            or self._is_stopping
        ):
            return 0
        if name == TRIAL:
            self._take_over(os.waitstatus_to_exitcode(how))
            return 0
        print(f"rapport serve: the {name} process ended by itself; stopping", file=sys.stderr)
        self._stop()
        return 1

    def _take_over(self, status: int) -> None:
        """Become the new release, if it was prepared well."""
        if status:
            print("rapport serve: the new release cannot start; the old one goes on", file=sys.stderr)
            return
        left = {"port": self._listening.fileno(), "parts": self._running}
        self._listening.set_inheritable(True)
        # Another SIGHUP must not end the new program before it listens to it.
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        sys.stdout.flush()
        os.execve(sys.executable, _command(), os.environ | {HANDED_ON: json.dumps(left)})  # noqa: S606


def _try_new_release() -> int:
    """Start preparing what stands on the disk now, which may be a newer release; returns its process."""
    given = os.environ | {HANDED_ON: json.dumps(TRIAL)}
    return os.posix_spawn(sys.executable, [*_command(), "--prepare-only"], given)


def _command() -> list[str]:
    return [sys.executable, *sys.orig_argv[1:]]


def _fork(part: Part) -> int:
    from rapport.site.foundation.logs import described

    child = os.fork()
    if child:
        return child
    status = 1
    try:
        # Ctrl-C reaches a whole group: in groups of their own, the parts hear it from the parent only.
        os.setpgid(0, 0)
        _end_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        part()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException as error:
        print(f"rapport serve: a part ended with {described(error)}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        os._exit(status)


def _end_with_parent() -> None:
    """Where the system can (Linux): no part outlives a parent that was killed, holding the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _tell(children: list[int], number: int) -> None:
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, number)
