"""Drill: nothing leaves. No page asks anybody else for anything, and the server opens no connection outwards.

Every page that can be reached is read with and without a visit, by its HTML, and in Chromium (with
JavaScript and without) where Playwright and a Chromium are installed. An audit hook in the server's own
processes writes down every connection and every name they look up.
"""

import contextlib
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from rapport.cli.drills.instance import Instance, scratch
from rapport.cli.drills.people import visits_of
from rapport.cli.drills.visits import Visit

MOST_PAGES = 150
PROVIDERS = 60
PLANTED = "from rapport.cli.drills import unguarded; unguarded.third_party_picture()"
# Written by the server's own processes, one line a connection: only loopback and local sockets may appear.
HOOK = """
import sys
def listen(event, given):
    if event == "socket.connect":
        told = "local" if isinstance(given[1], (str, bytes)) else str(given[1][0])
    elif event == "socket.getaddrinfo":
        told = str(given[0])
    else:
        return
    with open({file!r}, "a") as log:
        log.write(told + "\\n")
sys.addaudithook(listen)
"""
HOME = frozenset({"local", "127.0.0.1", "::1", "localhost", "None"})
# What a browser fetches by itself; a plain link is followed by a person, not by the page.
_FETCHED = re.compile(
    r'<(?:img|script|iframe|embed|source|audio|video|object|input)[^>]*?\s(?:src|data|srcset)="([^"]+)"'
    r'|<link[^>]*?\shref="([^"]+)"|<form[^>]*?\saction="([^"]+)"|url\(["\']?([^"\')]+)'
)
_LINKS = re.compile(r'<a[^>]*?\shref="([^"#]+)')
_LEAVE = "/mine/leave/"


def run(url: str, attempts: int | None) -> dict[str, Any]:
    """One run on one database, and the control with a planted third-party picture."""
    begun = time.monotonic()
    most = attempts or MOST_PAGES
    with scratch(url) as instance:
        instance.rapport("demo", "--until", "directory", "--providers", str(PROVIDERS))
        visits = {"signed out": "", "finished": visits_of(instance, 1, issue=True)[0]}
        log = instance.folder / "connections.txt"
        with instance.served(before=HOOK.format(file=str(log))):
            pages, faults = _read(instance, visits, most)
            seen, problems = _browsed(instance, pages, visits)
        alone, needing = _without_network(instance, pages["signed out"])
        faults += problems + _outward(log) + needing
        with instance.served(before=PLANTED):
            _, control = _read(instance, {"signed out": ""}, 5)
    return {
        "database": instance.database,
        "attempts": sum(map(len, pages.values())) + seen,
        "violations": len(faults),
        "control_violations": len(control),
        "seconds": round(time.monotonic() - begun, 1),
        "detail": {
            "faults": sorted(set(faults))[:20],
            "pages_in_chromium": seen or "not run: Playwright or Chromium is not installed",
            "without_any_network": alone,
        },
    }


def _read(instance: Instance, visits: dict[str, str], most: int) -> tuple[dict[str, list[str]], list[str]]:
    """Follow the links of every page, as everybody; the addresses found, and what pages ask of others."""
    pages: dict[str, list[str]] = {}
    faults: list[str] = []
    for who, session in visits.items():
        visit, waiting, known = Visit(instance.port, session), ["/", "/crisis/"], {"/", "/crisis/", _LEAVE}
        pages[who] = []
        while waiting and len(pages[who]) < most:
            path = waiting.pop(0)
            answer = visit.get(path)
            pages[who].append(path)
            faults += _asked_of_others(instance, path, answer.body, answer.headers)
            for target in [*_LINKS.findall(answer.body), answer.headers.get("location", "")]:
                near = _own_path(instance, path, target)
                if near and near not in known:
                    known.add(near)
                    waiting.append(near)
    return pages, faults


def _own_path(instance: Instance, path: str, target: str) -> str:
    whole = urlsplit(urljoin(instance.base + path, target.replace("&amp;", "&")))
    is_own = target and whole.netloc == urlsplit(instance.base).netloc
    return (whole.path + (f"?{whole.query}" if whole.query else "")) if is_own else ""


def _asked_of_others(instance: Instance, path: str, body: str, headers: dict[str, str]) -> Iterator[str]:
    for groups in _FETCHED.findall(body):
        target = next(each for each in groups if each)
        if not target.startswith("data:") and not _own_path(instance, path, target):
            yield f"{path.partition('?')[0]} asks {urlsplit(target).netloc or 'somebody else'}"
    if body.startswith("<!doctype html") and "default-src 'none'" not in headers.get(
        "content-security-policy", ""
    ):
        yield f"{path.partition('?')[0]} has no strict content policy"


def _outward(log: Path) -> list[str]:
    told = log.read_text().split() if log.exists() else []
    return [f"the server reached for {each}" for each in told if each not in HOME]


def _without_network(instance: Instance, paths: list[str]) -> tuple[str, list[str]]:
    """Render the same pages where no network exists at all: what happened in words, and what failed."""
    tool = shutil.which("unshare")
    if instance.database != "sqlite":
        return "not run: the database is reached over the network", []
    if tool is None or subprocess.run([tool, "--net", "true"], capture_output=True, check=False).returncode:  # noqa: S603
        return "not run: this user may not make a network namespace", []
    code = _RENDER.format(paths=[each for each in paths if "?" not in each])
    failed = instance.django(code, through=(tool, "--net")).split()
    return f"{len(paths)} pages rendered", [f"{each} needs the network" for each in failed]


_RENDER = """
from django.test import Client
client = Client(raise_request_exception=False, headers={{"host": "localhost"}})
print(" ".join(path for path in {paths!r} if client.get(path).status_code >= 500))
"""


def _browsed(
    instance: Instance, pages: dict[str, list[str]], visits: dict[str, str]
) -> tuple[int, list[str]]:
    """Open the pages in Chromium, scripts on and off; how many, and every request or complaint."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return 0, []
    if chromium is None:
        return 0, []
    seen, faults = 0, []
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        for who, session in visits.items():
            for scripts in (True, False):
                context = browser.new_context(java_script_enabled=scripts)
                if session:
                    context.add_cookies([{"name": "visit", "value": session, "url": instance.base}])
                page = context.new_page()
                page.on("request", lambda asked: faults.extend(_foreign(instance, asked.url)))
                page.on("console", lambda said: faults.extend(_refused(said.text)))
                for path in pages[who]:
                    with contextlib.suppress(Exception):
                        page.goto(instance.base + path)
                    seen += 1
                context.close()
        browser.close()
    return seen, faults


def _foreign(instance: Instance, address: str) -> list[str]:
    own = address.startswith((instance.base + "/", "data:", "about:"))
    return [] if own else [f"Chromium asked {urlsplit(address).netloc}"]


def _refused(text: str) -> list[str]:
    return ["Chromium refused something by the content policy"] if "Content Security Policy" in text else []
