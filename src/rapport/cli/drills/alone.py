"""The site where no network exists: a process with a network of its own that leads nowhere.

The system counts what it was asked to send and could not (`OutNoRoutes`, RFC 4293), whoever asked: an
interpreter's audit hook does not see what a library written in C does.
"""

import ctypes
import fcntl
import json
import os
import socket
import struct
import sys
from pathlib import Path

from rapport.cli.drills.egress import read
from rapport.cli.drills.instance import Instance

# unshare(2), netdevice(7)
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
LINUX = "linux"


def main() -> None:
    """Read what to do on standard input, do it, and say what the system could not send."""
    asked = json.load(sys.stdin)
    why = leave_the_network()
    if why:
        json.dump({"not_run": why}, sys.stdout)
        return
    instance = Instance(Path(asked["folder"]), "")
    with instance.served(without=tuple(asked["without"])):
        found = read(instance, asked["visits"], asked["paths"])
    told = {"not_run": "", "looked_at": found.looked_at, "unsent": unsent()}
    json.dump(told, sys.stdout)


def leave_the_network() -> str:
    """Give this process a network that holds its own loopback alone; why not, where that cannot be."""
    if sys.platform != LINUX:
        return "only Linux can give a process a network of its own"
    # Who is not root may do it inside a user namespace, where the system allows those.
    spaces = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWNET
    system = ctypes.CDLL(None, use_errno=True)
    if system.unshare(spaces):
        return f"this user may not have a network of its own ({os.strerror(ctypes.get_errno())})"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
    return ""


def unsent() -> int:
    """How often something was to be sent for which there is no way, since this network began."""
    return _ipv4() + _ipv6()


def _ipv4() -> int:
    names, values = [
        line.split() for line in Path("/proc/net/snmp").read_text().splitlines() if line.startswith("Ip:")
    ]
    return int(values[names.index("OutNoRoutes")])


def _ipv6() -> int:
    file = Path("/proc/net/snmp6")
    rows = dict(line.split() for line in file.read_text().splitlines()) if file.exists() else {}
    return int(rows.get("Ip6OutNoRoutes", 0))
