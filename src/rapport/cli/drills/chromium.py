"""A Chromium that tells everything it asks for: driven over a pipe, with nothing but the standard library.

The pipe carries the DevTools protocol, one JSON message after another with a zero byte between.
"""

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Names other than this machine's are never looked up: what a page asks for is seen, and goes nowhere.
QUIET = (
    "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-dev-shm-usage", "--disable-gpu", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
ANSWER_SECONDS = 60.0
# After the last page: what scripts ask for late is seen too.
LATE_SECONDS = 1.0
STOP_SECONDS = 10.0
READ_BYTES = 1 << 20
# Chromium reads its commands from descriptor 3 and answers on 4, whichever ours are.
_BECOME = """
import fcntl, os, sys
ours = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
for number, wanted in zip(ours, (3, 4)):
    os.dup2(number, wanted)
    os.close(number)
os.execv(sys.argv[3], sys.argv[3:])
"""


def installed() -> str | None:
    """The path of a Chromium or Chrome on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@dataclass(slots=True)
class Tab:
    """One tab: every address it asked for, and every complaint about the content policy."""

    session: str
    at: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    complaints: list[tuple[str, str]] = field(default_factory=list)
    loads: int = 0


class Chromium:
    """A running browser."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write = read, write
        self._rest, self._number = b"", 0
        self._tabs: dict[str, Tab] = {}
        self._inbox: list[dict[str, Any]] = []

    def tab(self, *, scripts: bool, cookies: dict[str, str], base: str) -> Tab:
        """A new tab with nothing in common with the others but the browser."""
        context = self._call("Target.createBrowserContext")["browserContextId"]
        target = self._call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        tab = Tab(self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        self._tabs[tab.session] = tab
        for domain in ("Page", "Network", "Audits", "Log", "Runtime"):
            self._do(tab, f"{domain}.enable")
        self._do(tab, "Emulation.setScriptExecutionDisabled", value=not scripts)
        for name, value in cookies.items():
            self._do(tab, "Network.setCookie", name=name, value=value, url=base)
        return tab

    def open(self, tab: Tab, address: str) -> None:
        """Go to an address, and wait until the page and what belongs to it is there."""
        tab.at, loads = address, tab.loads
        went = self._do(tab, "Page.navigate", url=address)
        # A download and a name that is not looked up load no page.
        if "loaderId" in went and not went.get("errorText"):
            self._until_loaded(tab, loads)

    def send_form(self, tab: Tab, fill: str) -> None:
        """Run a script of ours that fills in a form and sends it; wait for the page that follows."""
        loads = tab.loads
        done = self._do(tab, "Runtime.evaluate", expression=fill, userGesture=True)
        if "exceptionDetails" in done:
            raise RuntimeError(f"no form could be sent: {done['exceptionDetails'].get('text', '')}")
        self._until_loaded(tab, loads)

    def address(self, tab: Tab) -> str:
        """Where the tab is now."""
        frame = self._do(tab, "Page.getFrameTree")["frameTree"]["frame"]
        tab.at = str(frame["url"])
        return tab.at

    def linger(self, seconds: float = LATE_SECONDS) -> None:
        """Listen a little longer to everything."""
        deadline = time.monotonic() + seconds
        while self._receive(deadline) is not None:
            pass

    def _do(self, tab: Tab, method: str, **given: Any) -> Any:
        """One command to one tab."""
        return self._call(method, tab.session, **given)

    def _call(self, method: str, session: str = "", /, **given: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": given}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + ANSWER_SECONDS
        while (answer := self._receive(deadline)) is not None:
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"Chromium refused {method}: {answer['error'].get('message', '')}")
                return answer["result"]
        raise RuntimeError(f"Chromium did not answer {method}")

    def _until_loaded(self, tab: Tab, loads: int) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS
        while tab.loads == loads:
            if self._receive(deadline) is None:
                raise RuntimeError("a page did not load in Chromium")

    def _receive(self, deadline: float) -> dict[str, Any] | None:
        """The next message, noted if it is an event; None when the time is over."""
        while not self._inbox:
            ready, _, _ = select.select([self._read], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                return None
            more = os.read(self._read, READ_BYTES)
            if not more:
                raise RuntimeError("Chromium ended")
            *whole, self._rest = (self._rest + more).split(b"\0")
            self._inbox = [json.loads(each) for each in whole]
        message = self._inbox.pop(0)
        if "method" in message:
            self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        tab, told = self._tabs.get(message.get("sessionId", "")), message["params"]
        if tab is None:
            return
        match message["method"]:
            case "Page.loadEventFired":
                tab.loads += 1
            case "Network.requestWillBeSent":
                tab.asked.append((tab.at, told["request"]["url"]))
            case "Network.webSocketCreated" | "Network.webTransportCreated":
                tab.asked.append((tab.at, told["url"]))
            case "Audits.issueAdded" if told["issue"]["code"] == "ContentSecurityPolicyIssue":
                tab.complaints.append((tab.at, "the content policy refused something"))
            case "Log.entryAdded" if "Content Security Policy" in told["entry"]["text"]:
                tab.complaints.append((tab.at, "the content policy refused something"))


@contextlib.contextmanager
def running(path: str) -> Iterator[Chromium]:
    """Start a browser with an empty profile; it goes, with the profile, afterwards."""
    profile = Path(tempfile.mkdtemp(prefix="rapport-drill-chromium-"))
    to_read, to_write = os.pipe(), os.pipe()
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    process = subprocess.Popen(  # noqa: S603 - the browser of this machine, and our own words
        [
            sys.executable, "-S", "-c", _BECOME, str(to_write[0]), str(to_read[1]),
            path, *QUIET, *as_root, f"--user-data-dir={profile}",
        ],
        pass_fds=(to_write[0], to_read[1]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(to_write[0])
    os.close(to_read[1])
    try:
        yield Chromium(to_read[0], to_write[1])
    finally:
        os.close(to_write[1])  # The end of its commands is the end of the browser.
        os.close(to_read[0])
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        process.kill()
        process.wait()
        shutil.rmtree(profile, ignore_errors=True)
