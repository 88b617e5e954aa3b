"""`rapport serve`: prepare what is missing, then run the web server and the worker until told to stop."""

import argparse
import hashlib
import json
import os
import socket
import sys
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rapport.cli import supervising

PREPARED = "prepared.json"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport serve`."""
    parser.add_argument("--prepare-only", action="store_true", help="prepare everything, then stop")


def run(args: argparse.Namespace) -> int:
    """Prepare, say where the site is, serve; after a restart, go on with what was handed on."""
    from django.conf import settings

    from rapport.site.config import presence
    from rapport.site.config.start import start

    start()
    environment = settings.ENVIRONMENT
    presence.join(environment)
    handed = None if args.prepare_only else supervising.handed_on()
    if handed is None:
        listening = None if args.prepare_only else _listen(environment.bind, environment.port)
        prepare()
        if listening is None:
            _load_web()
            return 0
        _say_where(environment)
        handed = supervising.Handed(listening)
    return _serve(handed)


def _serve(handed: supervising.Handed) -> int:
    ready = supervising.Ready()
    parts = {"web": lambda: _web(handed.listening, ready), "worker": _worker}
    return supervising.supervise(parts, handed, ready)


def prepare() -> None:
    """Bring database, static files, keys and demo up to this version; quick when they are."""
    from django.conf import settings

    from rapport.site.foundation import keys
    from rapport.site.foundation.models import DataKey
    from rapport.site.people import actions as people

    is_ready = _database_is_ready()
    if is_ready:
        DataKey.check_folder()
    keys.self_test(keys.ring(reread=True))
    state = settings.ENVIRONMENT.data / PREPARED
    wanted = _fingerprint()
    if _read_state(state).get("fingerprint") != wanted or not is_ready:
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

    # While an old release still serves, its pages ask for its own files.
    call_command("collectstatic", interactive=False, clear=not supervising.is_trial(), verbosity=0)
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


def _web(listening: socket.socket, ready: supervising.Ready) -> None:
    from rapport.site.config.server import serve

    serve(listening, ready.tell)


def _load_web() -> None:
    """All that a web process loads, so that a release that cannot serve is known before it is asked to."""
    from django.urls import get_resolver

    from rapport.site.config import server, wsgi  # noqa: F401

    get_resolver().url_patterns  # noqa: B018


def _worker() -> None:
    from rapport.cli.worker import work

    work()
