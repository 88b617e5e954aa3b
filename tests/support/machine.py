"""What the tests need of the machine beside Python: Chromium and a PostgreSQL server.

Missing ones are installed with apt-get where this user may (root, or sudo without a password).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from support import browser, cluster

SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing the tests need: what to call it, how to see it, which Debian packages bring it."""

    name: str
    present: Callable[[], object]
    packages: tuple[str, ...]


CHROMIUM = Need("Chromium", browser.chromium, ("chromium", "fonts-dejavu-core"))
POSTGRESQL = Need("PostgreSQL", cluster.binaries, ("postgresql",))


def provide(*needs: Need) -> dict[str, str]:
    """Install what is missing; what is missing still, and why."""
    missing = [need for need in needs if not need.present()]
    if not missing:
        return {}
    why = _install([package for need in missing for package in need.packages])
    return {need.name: why for need in missing if not need.present()}


def _install(packages: list[str]) -> str:
    apt_get = shutil.which("apt-get", path=SYSTEM_PATH)
    if apt_get is None:
        return "not installed, and this machine has no apt-get"
    rights = [] if os.geteuid() == 0 else _sudo()
    if rights is None:
        return "not installed, and apt-get needs root or a sudo that asks for no password"
    print(f"installing {' '.join(packages)} with apt-get", file=sys.stderr, flush=True)
    install = [apt_get, "install", "--yes", "--no-install-recommends", *packages]
    done = _quietly([*rights, *install])
    if done.returncode:
        # Lists that are missing or old are the usual reason.
        _quietly([*rights, apt_get, "update"])
        done = _quietly([*rights, *install])
    return f"apt-get said: {done.stderr.strip().splitlines()[-1:] or 'nothing'}"


def _sudo() -> list[str] | None:
    sudo = shutil.which("sudo")
    if sudo and _quietly([sudo, "-n", "true"]).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None


def _quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "PATH": SYSTEM_PATH}
    return subprocess.run(
        command, capture_output=True, text=True, stdin=subprocess.DEVNULL, env=environment, check=False
    )
