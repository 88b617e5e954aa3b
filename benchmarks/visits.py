"""Visitors over loopback, and how long their pages take when several ask at once."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from itertools import count
from time import perf_counter
from typing import Final
from urllib.parse import urlencode

HOST: Final = "127.0.0.1"
SECONDS: Final = 30
OK: Final = 200
FORM_TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
# Each visitor has an address of their own, as people have; the site counts tries by address.
_ADDRESSES = count(1)


def next_address() -> str:
    """An address of this machine that nobody in this run has used."""
    number = next(_ADDRESSES)
    return f"127.1.{number // 250}.{number % 250 + 1}"


class NoPage(Exception):
    """The site answered with something else than a page."""


class Visitor:
    """One browser: a connection kept open, and its cookies."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._cookies: dict[str, str] = {}
        self.move()

    def move(self) -> None:
        """Go on from another address."""
        self._connection = HTTPConnection(
            HOST, self._port, timeout=SECONDS, source_address=(next_address(), 0)
        )

    def connect(self) -> None:
        """Open the connection, so that no page waits for it."""
        self._connection.connect()

    def get(self, path: str) -> str:
        """The page at a path; raises NoPage."""
        status, body, _ = self._ask("GET", path)
        if status != OK:
            raise NoPage(f"expected a page at {path}, got status {status}")
        return body

    def timed(self, path: str) -> float:
        """Milliseconds from asking to the last byte."""
        started = perf_counter()
        self.get(path)
        return (perf_counter() - started) * 1000

    def carry(self, name: str, value: str) -> None:
        """Have this cookie from now on."""
        self._cookies[name] = value

    def sign_in(self, code: str) -> None:
        """Come back with a receipt code, through the form."""
        token = FORM_TOKEN.search(self.get("/return/"))
        assert token, "expected a form at /return/"
        sent = urlencode({"csrfmiddlewaretoken": token[1], "code": code})
        status, _, _ = self._ask("POST", "/return/", sent)
        assert status == 302, f"expected to be signed in, got status {status}"

    def _ask(self, method: str, path: str, sent: str = "") -> tuple[int, str, str]:
        headers = {"Accept-Language": "en", "Accept": "text/html"}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if sent:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body=sent or None, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie") or []:
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return answer.status, body, answer.headers.get("Location", "")


def at_once(visitors: list[Visitor], ask: Callable[[Visitor], Iterator[float]]) -> list[float]:
    """All visitors ask at the same time, each one page after the other; all their times."""
    with ThreadPoolExecutor(len(visitors)) as pool:
        return [took for times in pool.map(lambda visitor: list(ask(visitor)), visitors) for took in times]
