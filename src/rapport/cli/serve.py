"""`rapport serve`: prepare what is missing, then run the web server and the worker until told to stop."""

import argparse
import ctypes
import hashlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PREPARED = "prepared.json"
STOP_SECONDS = 15
LOOK_EVERY_SECONDS = 0.1
PR_SET_PDEATHSIG = 1  # prctl(2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport serve`."""
    parser.add_argument("--prepare-only", action="store_true", help="prepare everything, then stop")


def run(args: argparse.Namespace) -> int:
    """Prepare, say where the site is, serve."""
    from django.conf import settings

    from rapport.site.config import presence
    from rapport.site.config.start import start

    start()
    environment = settings.ENVIRONMENT
    presence.join(environment)
    listening = None if args.prepare_only else _listen(environment.bind, environment.port)
    prepare()
    if listening is None:
        return 0
    _say_where(environment)
    return supervise({"web": lambda: _web(listening), "worker": _worker})


def prepare() -> None:
    """Bring database, static files, keys and demo up to this version; quick when they are."""
    from django.conf import settings

    from rapport.site.foundation import keys
    from rapport.site.people import actions as people

    keys.self_test(keys.ring(reread=True))
    state = settings.ENVIRONMENT.data / PREPARED
    wanted = _fingerprint()
    if _read_state(state).get("fingerprint") != wanted or not _database_is_ready():
        _migrate()
        _collect_static()
        state.write_text(json.dumps({"fingerprint": wanted}), encoding="ascii")
    people.replay_erasures(datetime.now(UTC))
    if settings.ENVIRONMENT.demo:
        _demo()


def _fingerprint() -> str:
    """Changes when migrations, static files or the database's address change; reads no file's content."""
    from django.conf import settings

    from rapport import __version__

    found = [__version__, settings.ENVIRONMENT.database_url, sys.version]
    for folder in ("migrations", "static"):
        for file in sorted(settings.SITE.glob(f"*/{folder}/**/*")):
            if file.is_file() and file.suffix != ".pyc":
                status = file.stat()
                found.append(f"{file.relative_to(settings.SITE)} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def _read_state(file: Path) -> dict[str, Any]:
    try:
        state = json.loads(file.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _database_is_ready() -> bool:
    from django.db import DatabaseError

    from rapport.site.people.models import Client

    try:
        Client.objects.exists()
    except DatabaseError:
        return False
    return True


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)


def _collect_static() -> None:
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    from django.contrib.staticfiles.storage import staticfiles_storage

    if hasattr(staticfiles_storage, "load_manifest"):
        # The storage read the old manifest, or none, when this process started.
        staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = (
            staticfiles_storage.load_manifest()
        )


def _demo() -> None:
    if find_spec("rapport.cli.demo"):
        import_module("rapport.cli.demo").prepare()


def _listen(bind: str, port: int) -> socket.socket:
    """Take the port before anything else, so that a taken one is one clear line and not half a start."""
    from rapport.errors import BadInput, Problem

    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((bind.strip("[]"), port))
    except OSError as error:
        listening.close()
        arrived = f"{port}: {os.strerror(error.errno or 0)}"
        raise BadInput(Problem(expected=f"a free port on {bind}", arrived=arrived, file="PORT")) from None
    listening.listen(512)
    return listening


def _say_where(environment: Any) -> None:
    host = f"[{environment.bind}]" if ":" in environment.bind else environment.bind
    print(f"Rapport is at http://{host}:{environment.port}/  (Ctrl-C stops it)", flush=True)
    if environment.demo and find_spec("rapport.cli.demo"):
        for line in import_module("rapport.cli.demo").sign_ins():
            print(line, flush=True)


def _web(listening: socket.socket) -> None:
    from rapport.site.config.server import serve

    serve(listening)


def _worker() -> None:
    from rapport.cli.worker import work

    work()


def supervise(parts: dict[str, Callable[[], None]]) -> int:
    """Run each part in a process of its own; when one ends, or a signal comes, end all and wait for them."""
    from django.db import connections

    # A database connection must not be shared by two processes, nor a pool of them.
    connections.close_all()
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql":
            connection.close_pool()
    asked = {"stop": False}
    running: dict[int, str] = {}

    def stop(*_: object) -> None:
        asked["stop"] = True
        _tell(running, signal.SIGTERM)

    previous = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    for name, part in parts.items():
        running[_fork(part)] = name
    if asked["stop"]:
        _tell(running, signal.SIGTERM)
    status = _wait(running, asked)
    for number, handler in previous.items():
        signal.signal(number, handler)
    return status


def _fork(part: Callable[[], None]) -> int:
    from rapport.site.foundation.logs import described

    child = os.fork()
    if child:
        return child
    status = 1
    try:
        # Ctrl-C reaches a whole group: in groups of their own, the parts hear it from the parent only.
        os.setpgid(0, 0)
        _end_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
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


def _wait(running: dict[int, str], asked: dict[str, bool]) -> int:
    """Wait for the first part to end, then give the others time, then end them."""
    status, deadline = 0, None
    while running:
        ended, _ = os.waitpid(-1, os.WNOHANG)
        if ended:
            name = running.pop(ended, "")
            if not asked["stop"]:
                print(f"rapport serve: the {name} process ended by itself; stopping", file=sys.stderr)
                status, asked["stop"] = 1, True
                _tell(running, signal.SIGTERM)
            continue
        if asked["stop"]:
            deadline = deadline or time.monotonic() + STOP_SECONDS
            if time.monotonic() > deadline:
                _tell(running, signal.SIGKILL)
        time.sleep(LOOK_EVERY_SECONDS)
    return status


def _tell(running: dict[int, str], number: int) -> None:
    for child in list(running):
        try:
            os.kill(child, number)
        except ProcessLookupError:
            running.pop(child, None)
