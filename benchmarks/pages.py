"""`rapport bench pages`: how long pages take with eight people at once, beside a bare page.

Both are served by gunicorn as `rapport serve` runs it, in this run, with the same settings, middleware,
processes and threads; pages take turns, and times are those that a visitor on this machine sees. The bare
page renders one template without a variable: it opens no session and asks no database.

Pages that are kept once written are asked for again as a visitor sees them who comes back to them, and, on a
second server that may keep none, as one who sees them first.
"""

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import quote

from benchmarks import processor, servers
from benchmarks.report import Report, quantile
from benchmarks.visits import NoPage, Visitor, at_once

Say = Callable[[str], None]
VISITORS, ROUNDS, PAGES_A_ROUND = 8, 4, 8
# Visitors share them: each of so many has offers and a booking.
CLIENTS = 3
MATCH_LINK: Final = re.compile(r'href="(/matches/[a-z2-7]{26}/)"')
TARGET_TIMES: Final = 4.0
BARE: Final = "bare page"
KEPT: Final = ("matches", "one match", "provider profile", "recommended: one provider's fit")
KEEP_NONE: Final = {"RAPPORT_PAGE_MEMORY_MB": "0"}
FIRST: Final = "seen first"
VISIT: Final = "visit"


@dataclass
class Asking:
    """Who asks whom for what, and what it took: times in milliseconds, processor time of the server."""

    site: servers.Site
    visitors: list[Visitor]
    paths: list[str]
    times: list[float] = field(default_factory=list)
    processor: float | None = 0.0

    def round(self, pages: int) -> list[float]:
        """Everyone asks so many times, one page after the other; all at once."""
        path_of = dict(zip(self.visitors, self.paths, strict=True))

        def ask(visitor: Visitor) -> Iterator[float]:
            # A name may be looked up a limited number of times from one address. Connecting is untimed.
            visitor.move()
            visitor.connect()
            return (visitor.timed(path_of[visitor]) for _ in range(pages))

        return at_once(self.visitors, ask)

    def turn(self) -> None:
        """One timed round."""
        before = processor.milliseconds(self.site.pid)
        self.times += self.round(PAGES_A_ROUND)
        after = processor.milliseconds(self.site.pid)
        if before is None or after is None or self.processor is None:
            self.processor = None
        else:
            self.processor += after - before

    def processor_a_page(self) -> float | None:
        """None where the system does not tell."""
        return None if self.processor is None else self.processor / len(self.times)


def measure(say: Say) -> dict[str, Any]:
    """Run all of it."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        folder = Path(name) / "data"
        say("making a demo practice of 3,000 providers in a scratch folder")
        with (
            servers.site(folder) as site,
            servers.site(folder, KEEP_NONE) as forgetful,
            servers.bare(folder) as bare,
        ):
            guests = [Visitor(bare.port) for _ in range(VISITORS)]
            asked = _asked(folder, site, forgetful)
            answering = {case: each for case, each in asked.items() if _answers(case, each, say)}
            for case, ours in answering.items():
                say(f"timing {case}")
                _one_page(report, case, ours, Asking(bare, guests, ["/"] * VISITORS))
    report.at_least("pages that answer, of all asked for, at least", len(answering), len(asked))
    return report.as_json()


def _asked(folder: Path, site: servers.Site, forgetful: servers.Site) -> dict[str, Asking]:
    told = servers.people(folder, site, CLIENTS)
    clients = [told["clients"][number % CLIENTS] for number in range(VISITORS)]
    visitors = [_signed_in(site, code) for code, _, _ in clients]
    cases = _cases(folder, visitors) | _booking_cases(clients)
    strangers = [_signed_in(forgetful, code) for code, _, _ in clients]
    asked = {case: Asking(site, visitors, paths) for case, paths in cases.items()}
    asked |= {f"{case}, {FIRST}": Asking(forgetful, strangers, cases[case]) for case in KEPT}
    return asked | _portal(site, told)


def _booking_cases(clients: list[Any]) -> dict[str, list[str]]:
    """Choosing a time, and one appointment: each visitor their own."""
    return {
        "choosing a time": [times for _, times, _ in clients],
        "one appointment": [one for _, _, one in clients],
        "all appointments": ["/bookings/"] * VISITORS,
    }


def _portal(site: servers.Site, told: dict[str, Any]) -> dict[str, Asking]:
    """A provider's pages."""
    paths = {"portal: calendar": "/portal/calendar/", "portal: one appointment": told["appointment"]}
    visitors = [Visitor(site.port) for _ in range(VISITORS)]
    for visitor in visitors:
        visitor.carry(VISIT, told["visit"])
    return {case: Asking(site, visitors, [path] * VISITORS) for case, path in paths.items()}


def _answers(case: str, asking: Asking, say: Say) -> bool:
    """Ask once, untimed: a page that is no page is told and not timed."""
    try:
        for visitor, path in zip(asking.visitors, asking.paths, strict=True):
            visitor.move()  # The server closes a connection that was idle for two seconds.
            visitor.get(path)
    except NoPage as error:
        say(f"{case}: {error}")
        return False
    return True


def _signed_in(site: servers.Site, code: str) -> Visitor:
    visitor = Visitor(site.port)
    visitor.sign_in(code)
    return visitor


def _cases(folder: Path, visitors: list[Visitor]) -> dict[str, list[str]]:
    """Per case the path that each visitor asks for."""
    provider_id, name = servers.a_provider(folder)
    same = {
        "home": "/",
        "crisis": "/crisis/",
        "questionnaire start": "/questionnaire/",
        "one question": "/questionnaire/concerns/",
        "check answers": "/questionnaire/check/",
        "matches": "/matches/",
        "provider profile": f"/providers/{provider_id}/",
        "recommended: looking up a name": f"/recommended/?q={quote(name)}",
        "recommended: one provider's fit": f"/recommended/{provider_id}/fit/",
    }
    found = {case: [path] * len(visitors) for case, path in same.items()}
    found["one match"] = [_first_match(visitor) for visitor in visitors]
    return found


def _first_match(visitor: Visitor) -> str:
    visitor.move()
    link = MATCH_LINK.search(visitor.get("/matches/"))
    assert link, "expected a link to a match at /matches/"
    return link[1]


def _one_page(report: Report, case: str, ours: Asking, bare: Asking) -> None:
    ours.round(1)
    bare.round(1)
    for _ in range(ROUNDS):
        ours.turn()
        bare.turn()
    who = f"{case}, {VISITORS} at once"
    report.add(f"{who}: p50", median(ours.times), {BARE: median(bare.times)}, unit="ms")
    report.add(f"{who}: p99", quantile(ours.times, 0.99), {BARE: quantile(bare.times, 0.99)}, unit="ms")
    used, least = ours.processor_a_page(), bare.processor_a_page()
    if used and least:
        report.add(f"{who}: processor time of the server", used, {BARE: least}, unit="ms")
    if case in ("matches", "one match"):
        name = f"{case}: times as long as the bare page at 3,000 providers (p50), at most"
        report.at_most(name, median(ours.times) / median(bare.times), TARGET_TIMES)
