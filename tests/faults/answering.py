"""Clients who write an answer again and again, over new connections, and look whether it is kept."""

import queue
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any

PAGE = "/questionnaire/about/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
SECONDS = 60


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """Cookies, and one connection a request; the same cookies wherever it goes."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(jar, _Stay)

    def get(self, url: str) -> str:
        """A page."""
        return self._ask(url, None)[1]

    def post(self, url: str, **fields: str) -> int:
        """Send the form that stands at this address; the status of the answer."""
        token = TOKEN.search(self.get(url))
        assert token, f"no form at {url}"
        sent = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields})
        return self._ask(url, sent.encode())[0]

    def _ask(self, url: str, sent: bytes | None) -> tuple[int, str]:
        try:
            with self._opener.open(url, sent, timeout=SECONDS) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class Answering(threading.Thread):
    """One client: what was acknowledged, what of it was lost, and how often nobody answered."""

    def __init__(self, site: str, told: "queue.Queue[Answering]") -> None:
        super().__init__(daemon=True)
        self.acknowledged, self.lost, self.unanswered = 0, [], []
        self._page, self._told, self._ends = site + PAGE, told, threading.Event()
        self._browser = Browser()

    def run(self) -> None:
        """Write and look until told to end."""
        number = 0
        while not self._ends.is_set():
            number += 1
            try:
                self._write(f"Words number {number}.")
            except OSError as error:
                self.unanswered.append(repr(error))
            self._told.put(self)

    def _write(self, words: str) -> None:
        status = self._browser.post(self._page, said=words)
        if status != 302:
            self.unanswered.append(f"status {status}")
            return
        self.acknowledged += 1
        if words not in self._browser.get(self._page):
            self.lost.append(words)

    def end(self) -> None:
        """Stop behind the answer that is being written."""
        self._ends.set()
        self.join(SECONDS)
