"""What a process of `rapport bench request` does: fill an installation, then ask as new clients do.

python -m benchmarks.request_work SIZE     numbers of clients on standard input, times on standard output
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from time import perf_counter, process_time
from typing import Any, Final
from urllib.parse import urlencode

import numpy as np
from benchmarks import rosters

A_CHUNK, WARMING = 5_000, 5
LAST_QUESTION: Final = "/questionnaire/style/"
FORM: Final = "application/x-www-form-urlencoded"


def fill(size: int) -> None:
    """A directory of so many, laid out as a file."""
    from rapport.matching.index import engine
    from rapport.site.directory.actions import indexing
    from rapport.site.directory.actions.current import raise_revision
    from rapport.site.directory.models import Provider, Revision

    at = datetime.now(UTC)
    chunk: list[Provider] = []
    for row in _rows(size):
        chunk.append(_provider(row, at))
        if len(chunk) == A_CHUNK:
            Provider.objects.bulk_create(chunk)
            chunk.clear()
    Provider.objects.bulk_create(chunk)
    Revision.objects.get_or_create(pk=Revision.ONLY)
    raise_revision(at)
    indexing.build_index()
    engine.load()


def _provider(row: dict[str, str], at: datetime) -> Any:
    from rapport.site.directory.choices import Vouched
    from rapport.site.directory.models import Provider
    from rapport.site.directory.names import searchable

    return Provider(
        provider_id=row["provider_id"],
        name=row["name"],
        searchable=searchable(row["name"]),
        kind=row["kind"],
        npi="",
        row=row,
        is_listed=True,
        vouched=Vouched.ROSTER,
        changed_at=at,
    )


def _rows(size: int) -> Iterator[dict[str, str]]:
    """As `rosters.roster` draws them, in the published format; nobody's licence has run out today."""
    base = rosters.made().roster_rows
    rng = np.random.default_rng(rosters.SEED)
    grouped = {name: group for group in rosters.TOGETHER for name in group}
    shift = datetime.now(UTC).date() - rosters.ON
    for start in range(0, size, A_CHUNK):
        many = min(A_CHUNK, size - start)
        draws = {group: rng.integers(0, len(base), many) for group in rosters.TOGETHER}
        alone = {name: rng.integers(0, len(base), many) for name in base[0] if name not in grouped}
        for at in range(many):
            row = {
                name: base[draws[grouped[name]][at] if name in grouped else alone[name][at]][name]
                for name in base[0]
            }
            for name in ("licence_expires", "openings_confirmed_on"):
                row[name] = row[name] and (date.fromisoformat(row[name]) + shift).isoformat()
            yield {**row, "provider_id": f"p{start + at:07d}", "npi": ""}


class Requests:
    """A browser in this process, and clients who have answered all but one question."""

    def __init__(self) -> None:
        from django.test import Client as Browser

        self._browser = Browser()
        self._answers = rosters.made().answers
        self._number = 0

    def times(self, clients: int) -> list[list[float]]:
        """Milliseconds of processor time of each part, for so many new clients."""
        return [self._one() for _ in range(clients)]

    def _one(self) -> list[float]:
        self._sign_in(self._answers[self._number % len(self._answers)])
        self._number += 1
        return [
            self._timed("POST", LAST_QUESTION, {"said": "2", "seen": "1"}),
            self._timed("POST", "/matches/issue/"),
            self._timed("GET", "/matches/"),
        ]

    def _sign_in(self, answers: dict[str, Any]) -> None:
        from django.utils import timezone

        from rapport.cli.demo_life.questionnaire import answer_questionnaire
        from rapport.site.people import sessions

        client = answer_questionnaire({**answers, "text": "", "style_importance": 1}, at=timezone.now())
        session = self._browser.session
        session[sessions.CLIENT], session[sessions.SEEN] = client.pk, timezone.now().isoformat()
        session.save()

    def _timed(self, method: str, path: str, sent: dict[str, str] | None = None) -> float:
        used = process_time()
        answer = self._browser.generic(method, path, urlencode(sent or {}), FORM)
        took = (process_time() - used) * 1000
        assert answer.status_code == (200 if method == "GET" else 302), (path, answer.status_code)
        return took


def main() -> None:
    """Fill, then answer one line after the other."""
    from rapport.site.config.start import start

    start()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", interactive=False, verbosity=0)
    started = perf_counter()
    fill(int(sys.argv[1]))
    requests = Requests()
    requests.times(WARMING)
    print(json.dumps(f"filled in {perf_counter() - started:.0f} s"), flush=True)
    for line in sys.stdin:
        print(json.dumps(requests.times(int(line))), flush=True)


if __name__ == "__main__":
    main()
