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
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import quote

from benchmarks import servers
from benchmarks.report import Report, quantile
from benchmarks.visits import NoPage, Visitor, at_once

Say = Callable[[str], None]
VISITORS, ROUNDS, PAGES_A_ROUND = 8, 4, 8
MATCH_LINK: Final = re.compile(r'href="(/matches/[a-z2-7]{26}/)"')
TARGET_TIMES: Final = 4.0
BARE: Final = "bare page"
KEPT: Final = ("matches", "one match", "provider profile", "recommended: one provider's fit")
KEEP_NONE: Final = {"RAPPORT_PAGE_MEMORY_MB": "0"}
FIRST: Final = "seen first"


def measure(say: Say) -> dict[str, Any]:
    """Run all of it."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        folder = Path(name) / "data"
        say("making a demo practice of 3,000 providers in a scratch folder")
        with (
            servers.site(folder) as site,
            servers.site(folder, KEEP_NONE) as forgetful,
            servers.bare(folder) as bare_port,
        ):
            guests = [Visitor(bare_port) for _ in range(VISITORS)]
            asked = _asked(folder, site, forgetful)
            answering = {case: each for case, each in asked.items() if _answers(case, *each, say)}
            for case, each in answering.items():
                say(f"timing {case}")
                _one_page(report, case, each, guests)
    report.at_least("pages that answer, of all asked for, at least", len(answering), len(asked))
    return report.as_json()


Asked = dict[str, tuple[list[Visitor], list[str]]]


def _asked(folder: Path, site: servers.Site, forgetful: servers.Site) -> Asked:
    """Per case who asks, and the path that each of them asks for."""
    visitors = [_signed_in(site, number) for number in range(VISITORS)]
    cases = _cases(folder, visitors)
    strangers = [_signed_in(forgetful, number) for number in range(VISITORS)]
    asked = {case: (visitors, paths) for case, paths in cases.items()}
    return asked | {f"{case}, {FIRST}": (strangers, cases[case]) for case in KEPT}


def _answers(case: str, visitors: list[Visitor], paths: list[str], say: Say) -> bool:
    """Ask once, untimed: a page that is no page is told and not timed."""
    try:
        for visitor, path in zip(visitors, paths, strict=True):
            visitor.move()  # The server closes a connection that was idle for two seconds.
            visitor.get(path)
    except NoPage as error:
        say(f"{case}: {error}")
        return False
    return True


def _signed_in(site: servers.Site, number: int) -> Visitor:
    visitor = Visitor(site.port)
    visitor.sign_in(site.codes[number % len(site.codes)])
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


def _one_page(
    report: Report, case: str, asked: tuple[list[Visitor], list[str]], guests: list[Visitor]
) -> None:
    visitors, paths = asked
    path_of = dict(zip(visitors, paths, strict=True))
    ours: list[float] = []
    bare: list[float] = []
    _round(visitors, path_of.__getitem__, 1)
    _round(guests, lambda _: "/", 1)
    for _ in range(ROUNDS):
        ours += _round(visitors, path_of.__getitem__, PAGES_A_ROUND)
        bare += _round(guests, lambda _: "/", PAGES_A_ROUND)
    who = f"{case}, {VISITORS} at once"
    report.add(f"{who}: p50", median(ours), {BARE: median(bare)}, unit="ms")
    report.add(f"{who}: p99", quantile(ours, 0.99), {BARE: quantile(bare, 0.99)}, unit="ms")
    if case in ("matches", "one match"):
        name = f"{case}: times as long as the bare page at 3,000 providers (p50), at most"
        report.at_most(name, median(ours) / median(bare), TARGET_TIMES)


def _round(visitors: list[Visitor], path_of: Callable[[Visitor], str], pages: int) -> list[float]:
    def ask(visitor: Visitor) -> Iterator[float]:
        # A name may be looked up a limited number of times from one address. The connection is made untimed.
        visitor.move()
        visitor.connect()
        return (visitor.timed(path_of(visitor)) for _ in range(pages))

    return at_once(visitors, ask)
