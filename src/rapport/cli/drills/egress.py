"""Drill: nothing leaves. No page asks anybody else for anything, and the server opens no connection outwards.

Every address of the site is read as everybody: as HTML, and in Chromium with scripts and without, forms
filled in and sent. The server's own processes write down every connection and every name they look up; and
the whole is done once more where no network exists and the system counts what it could not send.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from re import compile as pattern
from typing import Any
from urllib.parse import urljoin, urlsplit

from rapport.cli.drills import chromium, forms
from rapport.cli.drills.instance import Instance, scratch
from rapport.cli.drills.unguarded import PAGE_WITHOUT_POLICY
from rapport.cli.drills.visits import FORM, SECRET, VISIT, Answer, Visit
from rapport.site.config.environment import SETTINGS

PROVIDERS = 60
LEAVE = "/mine/leave/"
EXIT = next(setting.default for setting in SETTINGS if setting.name == "RAPPORT_EXIT_URL")
# Where the server may go: nowhere but here (its database on PostgreSQL is reached by a library of its own).
# The one way out: a mail server, here a name that can never exist (RFC 6761), so that reaching for it shows.
MAIL_HOST = "mail.invalid"
MAIL = {"RAPPORT_MAIL_URL": f"smtps://{MAIL_HOST}", "RAPPORT_MAIL_FROM": "notes@drill.example"}
HOME = frozenset({"a local socket", "127.0.0.1", "::1", "localhost", "None", ""})
# What a browser fetches or sends by itself; a plain link is followed by a person, not by the page.
FETCHED = {
    "img": ("src", "srcset"), "script": ("src",), "iframe": ("src", "srcdoc"), "embed": ("src",),
    "source": ("src", "srcset"), "audio": ("src",), "video": ("src", "poster"), "track": ("src",),
    "object": ("data",), "input": ("src", "formaction"), "button": ("formaction",), "form": ("action",),
    "link": ("href", "imagesrcset"), "base": ("href",), "body": ("background",), "image": ("href",),
    "use": ("href",), "a": ("ping",),
}  # fmt: skip
STYLED = pattern(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
ALONE = "from rapport.cli.drills.alone import main; main()"


@dataclass(slots=True)
class Found:
    """What was looked at, and what was asked of others, by kind."""

    looked_at: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    not_run: str = ""


class _Fetches(HTMLParser):
    """Every address that a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        for name, value in attrs:
            if value and name in FETCHED.get(tag, ()):
                self.found.append(value.split()[0] if name.endswith("srcset") else value)


def run(url: str, attempts: int | None, *, say: Callable[[str], None]) -> dict[str, Any]:
    """One run on one database, and the control: strangers' pictures, a page without policy, a call."""
    begun = time.monotonic()
    say("making a scratch installation")
    with scratch(url, MAIL) as instance:
        instance.inside("directory", PROVIDERS)
        instance.inside("one", of="inside_outbox")
        visits = _visits(instance)
        paths = instance.inside("addresses", visits["finished"])
        own, log = {}, instance.folder / "connections.txt"
        say(f"{len(paths)} addresses as {len(visits)} visitors, as HTML and in Chromium")
        with instance.served(watch=log):
            own["html"] = read(instance, visits, paths)
            own["chromium"] = _browse(instance, visits, _some(paths, attempts), forms_too=True)
        own["server"], own["mail"] = _outward(log), _mailed(log)
        say("once more without any network, then the control")
        own["no network"] = _alone(instance, visits, paths, without=())
        control = _control(instance, visits)
    return _summary(instance, own, control, begun)


def _control(instance: Instance, visits: dict[str, str]) -> dict[str, Found]:
    """The same eyes on a site that does ask strangers."""
    some, log = ["/", PAGE_WITHOUT_POLICY], instance.folder / "planted.txt"
    control = {}
    with instance.served(without=("stillness",), watch=log):
        control["html"] = read(instance, visits, some)
        control["chromium"] = _browse(instance, {"signed out": ""}, some, forms_too=False)
    control["server"] = _outward(log)
    control["no network"] = _alone(instance, visits, some, without=("stillness",))
    return control


def _summary(
    instance: Instance, own: dict[str, Found], control: dict[str, Found], begun: float
) -> dict[str, Any]:
    caught = {name: each.faults.total() for name, each in control.items() if not each.not_run}
    faults = sum((each.faults for each in own.values()), Counter[str]())
    return {
        "database": instance.database,
        "attempts": sum(each.looked_at for each in own.values()),
        "violations": faults.total(),
        # A control that did not fail makes the whole count nothing.
        "control_violations": sum(caught.values()) if all(caught.values()) else 0,
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "looked_at": {name: each.looked_at for name, each in own.items()},
            "not_run": {name: each.not_run for name, each in own.items() if each.not_run},
            "faults": sorted(faults)[:20],
            "controls": caught,
            "control_faults": sorted({fault for each in control.values() for fault in each.faults})[:10],
        },
    }


def _visits(instance: Instance) -> dict[str, str]:
    (begun,) = instance.inside("clients", {"count": 1, "stage": "begun"})
    (finished,) = instance.inside("clients", {"count": 1, "stage": "issued"})
    instance.inside("trial")
    (asked,) = instance.inside("clients", {"count": 1, "stage": "finished"})
    staff = instance.inside("staff")
    return {"signed out": "", "client": begun, "finished": finished, "asked": asked, "staff": staff}


def _some(paths: list[str], most: int | None) -> list[str]:
    """At most so many addresses, spread over all of them."""
    step = 1 if most is None else -(-len(paths) // most)
    return paths[::step]


def read(instance: Instance, visits: dict[str, str], paths: list[str]) -> Found:
    """What the HTML, the styles and the headers of every address would make a browser fetch elsewhere."""
    found, styles = Found(), set()
    for session in visits.values():
        for path in paths:
            answer = Visit(instance.port, session).get(path)
            found.looked_at += 1
            found.faults.update(_read_one(instance, path, answer, styles))
    for style in sorted(styles):
        answer = Visit(instance.port).get(style)
        found.looked_at += 1
        found.faults.update(_strange(instance, style, _styled(answer.body)))
    return found


def _read_one(instance: Instance, path: str, answer: Answer, styles: set[str]) -> list[str]:
    faults = [] if answer.status else [f"{path} did not answer"]
    if "link" in answer.headers or "refresh" in answer.headers:
        faults.append(f"{path} makes the browser fetch by a header")
    if answer.is_elsewhere and path != LEAVE:
        faults += _strange(instance, path, [answer.headers["location"]])
    if not answer.is_html:
        return faults
    if "default-src 'none'" not in answer.headers.get("content-security-policy", ""):
        faults.append(f"{path} has no strict content policy")
    fetches = _Fetches()
    fetches.feed(answer.body)
    styles.update(urlsplit(each).path for each in fetches.found if each.endswith(".css"))
    return faults + _strange(instance, path, fetches.found + _styled(answer.body))


def _styled(text: str) -> list[str]:
    return [first or second for first, second in STYLED.findall(text)]


def _strange(instance: Instance, path: str, targets: list[str]) -> list[str]:
    """Those targets that are neither the site nor part of the page itself."""
    whole = [urljoin(instance.base + path, each.strip()) for each in targets]
    return [f"{path} asks {_who(each)}" for each in whole if not _is_own(instance, each)]


def _is_own(instance: Instance, address: str) -> bool:
    return address == instance.base or address.startswith((instance.base + "/", "data:", "about:", "#"))


def _who(address: str) -> str:
    return urlsplit(address).netloc or "somebody else"


def _outward(log: Path) -> Found:
    """What the server's processes reached for: every line of theirs is one connection or one name."""
    told = _told(log)
    strange = Counter(
        f"the server reached for {each}" for each in told if each not in HOME and each != MAIL_HOST
    )
    return Found(looked_at=len(told), faults=strange)


def _mailed(log: Path) -> Found:
    """How often the worker reached for the mail server; never would mean that this eye is blind to it."""
    reached = _told(log).count(MAIL_HOST)
    return Found(reached, Counter([] if reached else ["a mail was due and its server was not reached for"]))


def _told(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def _browse(instance: Instance, visits: dict[str, str], paths: list[str], *, forms_too: bool) -> Found:
    """The same addresses in Chromium, with scripts and without: every request, every complaint."""
    path = chromium.installed()
    if path is None:
        return Found(not_run="no Chromium or Chrome is installed here")
    found = Found()
    with chromium.running(path) as browser:
        tabs = []
        for scripts in (True, False):
            for session in visits.values():
                cookies = {FORM: SECRET} | ({VISIT: session} if session else {})
                tab = browser.tab(scripts=scripts, cookies=cookies, base=instance.base)
                tabs.append(tab)
                for each in paths:
                    browser.open(tab, instance.base + each)
                    found.looked_at += 1
            if forms_too:
                tab = browser.tab(scripts=scripts, cookies={}, base=instance.base)
                tabs.append(tab)
                found.looked_at += forms.fill_in(browser, tab, instance.base)
        browser.linger()
    for tab in tabs:
        found.faults.update(_asked_by(instance, tab))
    return found


def _asked_by(instance: Instance, tab: chromium.Tab) -> list[str]:
    """What one tab asked of others; the quick exit leads away on purpose, by that one request alone."""
    faults = []
    for at, address in tab.asked:
        is_exit = at == instance.base + LEAVE and address == EXIT
        if not is_exit and not _is_own(instance, address):
            faults.append(f"Chromium asked {_who(address)} at {urlsplit(at).path}")
    return faults + [f"{why} at {urlsplit(at).path}" for at, why in tab.complaints]


def _alone(
    instance: Instance, visits: dict[str, str], paths: list[str], *, without: tuple[str, ...]
) -> Found:
    """Serve and read the same where there is no network but this process's own."""
    if instance.database != "sqlite":
        return Found(not_run="the database is another process, reached over the network")
    asked = {"folder": str(instance.folder), "visits": visits, "paths": paths, "without": without}
    done = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-P", "-c", ALONE],
        env=instance.environment,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the scratch installation failed: {done.stderr[-2000:]}")
    told = json.loads(done.stdout)
    if told["not_run"]:
        return Found(not_run=told["not_run"])
    unsent = Counter({"something was sent where no network exists": told["unsent"]})
    return Found(looked_at=told["looked_at"], faults=+unsent)
