"""What the site has kept of what it acknowledged to people under load.

python -m benchmarks.load_work     a JSON list of people on standard input, the counts on standard output
"""

import json
import sys
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from benchmarks.load_journey import Kept


def recount(people: Iterable[Kept]) -> dict[str, int]:
    """Answers looked for, and those acknowledged that are not there exactly as often as they were sent.

    A page that was sent and not acknowledged before the load ended may be there or not.
    """
    from django.utils import timezone

    from rapport.site.intake.queries import draft_of
    from rapport.site.matches.queries import standing_shortlist
    from rapport.site.people.queries import client_by_receipt

    counted = {"people": 0, "answers": 0, "three": 0, "not kept": 0}
    for kept in people:
        client = client_by_receipt(kept.code, at=timezone.now()) if kept.code else None
        sent = len(kept.sent)
        counted["people"] += 1
        counted["answers"] += sent
        counted["three"] += kept.has_three
        if client is None:
            counted["not kept"] += sent if kept.code else 0
            continue
        counted["not kept"] += _missing(draft_of(client), kept)
        counted["not kept"] += kept.has_three and standing_shortlist(client) is None
    return counted


def _missing(draft: Any, kept: Kept) -> int:
    """How many pages differ from what was acknowledged, with the one that was on its way or without."""
    ways = [kept.sent] + ([[*kept.sent, kept.pending]] if kept.pending else [])
    return min(_differing(draft.pages, _drafted(sent).pages) for sent in ways)


def _differing(found: Any, expected: Any) -> int:
    return sum(found.get(slug) != expected.get(slug) for slug in {*found, *expected})


def _drafted(sent: Iterable[tuple[str, Any]]) -> Any:
    """The draft that these pages make, one after the other, by the forms of the site."""
    from django.http import QueryDict

    from rapport.site.intake.asking import form_for
    from rapport.site.intake.draft import Draft
    from rapport.site.intake.questions import BY_SLUG

    draft = Draft()
    for slug, fields in sent:
        form = form_for(BY_SLUG[slug], draft=draft, data=QueryDict(urlencode([*map(tuple, fields)])))
        if not form.is_valid():
            raise AssertionError(f"the site took a page at {slug} that its form refuses")
        value = None if form.is_unsure else form.value()
        state = "not_sure" if form.is_unsure else "skipped" if value is None else "said"
        draft = draft.with_page(slug, state=state, value=value)
    return draft


def main() -> None:
    """Recount those named on standard input."""
    from rapport.site.config.start import start

    start()
    json.dump(recount(Kept(**each) for each in json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
