"""A browser's visit without a browser: cookies, the form secret, and what came back."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import urlencode

SECRET = "d" * 32
TIMEOUT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request brought: status 0 when the connection broke."""

    status: int
    headers: dict[str, str]
    body: str
    seconds: float


class Visit:
    """The cookies of a client's visit (none: signed out); each request is a connection of its own."""

    def __init__(self, port: int, session: str = "") -> None:
        self._port = port
        self._cookie = f"form={SECRET}" + (f"; visit={session}" if session else "")

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, object], *, secret: str = SECRET) -> Answer:
        """Send a form, with the form's secret unless told otherwise."""
        body = urlencode({"csrfmiddlewaretoken": secret, **fields}, doseq=True)
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return Answer(0, {}, "", time.monotonic() - begun)
        finally:
            connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, text, time.monotonic() - begun)
