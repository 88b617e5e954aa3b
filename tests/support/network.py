"""Keep the tests of this process off the network: this machine's own addresses alone may be reached.

An audit hook sees every socket, whoever opens it, and cannot be taken out again.
"""

import ipaddress
import sys

EVENTS = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
LOCAL_NAMES = ("", "localhost", "localhost.localdomain")


class NetworkReached(RuntimeError):
    """A test tried to reach another machine."""


def forbid() -> None:
    """From now on, reaching another machine raises `NetworkReached`."""
    sys.addaudithook(_check)


def _check(event: str, args: tuple[object, ...]) -> None:
    if event not in EVENTS:
        return
    target = args[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else args[1]
    host = target[0] if isinstance(target, tuple) else target
    # A text or bytes address of a socket is the path of a Unix socket.
    if isinstance(target, tuple) or event in ("socket.getaddrinfo", "socket.gethostbyname"):
        _refuse_elsewhere(host)


def _refuse_elsewhere(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name is None or not isinstance(name, str) or name in LOCAL_NAMES:
        return
    try:
        local = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        local = None
    if local is None or not (local.is_loopback or local.is_unspecified):
        raise NetworkReached(
            f"expected an address of this machine, got {name!r}: tests do without the network"
        )
