"""A browser's visit without a browser: cookies, the form secret, and what came back."""

import http.client
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

# Any text of 32 letters is a form secret, as long as cookie and form agree.
SECRET = "d" * 32
OTHER_SECRET = "e" * 32
VISIT, FORM = "visit", "form"
TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request brought: status 0 when the connection broke."""

    status: int
    headers: dict[str, str]
    body: str
    seconds: float

    @property
    def is_html(self) -> bool:
        """Whether a person sees a page."""
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def is_elsewhere(self) -> bool:
        """Whether it sends the browser to another page."""
        return 300 <= self.status < 400


class Visit:
    """The cookies of a client's visit (none: signed out); each request is a connection of its own."""

    def __init__(self, port: int, session: str = "") -> None:
        self._port = port
        self.session = session

    def get(self, path: str) -> Answer:
        """Read a page."""
        return self.ask("GET", path)

    def post(self, path: str, fields: dict[str, object], *, secret: str = SECRET) -> Answer:
        """Send a form, with the form's secret unless told otherwise."""
        return self.ask("POST", path, urlencode({"csrfmiddlewaretoken": secret, **fields}, doseq=True))

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """Any request; a visit that the answer begins or ends is taken over."""
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, path, body, self._headers(body is not None))
            response = connection.getresponse()
            text = response.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            return Answer(0, {}, "", time.monotonic() - begun)
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._take(value)
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, text, time.monotonic() - begun)

    def _headers(self, is_form: bool) -> dict[str, str]:
        visit = f"; {VISIT}={self.session}" if self.session else ""
        headers = {"Cookie": f"{FORM}={SECRET}{visit}", "X-CSRFToken": SECRET}
        if is_form:
            del headers["X-CSRFToken"]  # The form has its own.
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return headers

    def _take(self, cookie: str) -> None:
        morsel = SimpleCookie(cookie).get(VISIT)
        if morsel is not None:
            self.session = morsel.value
