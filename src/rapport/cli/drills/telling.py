"""What happens when somebody in crisis says so: to the questionnaire, and to the commands."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from rapport.cli.drills.inside_practice import ANSWERS
from rapport.cli.drills.instance import Instance
from rapport.cli.drills.visits import Visit

# Said in plain words by nobody in particular; the screen's own proof is the red team of the tests.
DANGER = (
    "I want to kill myself",
    "I don't want to live anymore",
    "everyone would be better off without me",
    "i cant go on like this, i want to end it all",
    "quiero quitarme la vida",
    "my son says he wants to die",
    "I wish I would not wake up",
    "I have been cutting myself again",
    "I am thinking about taking all my pills",
    "I don't see a reason to be alive",
)
GO_ON = "/questionnaire/go-on/"
# On the way to each page: what is posted before it, then what calls for help, on which page.
CALLS = (
    ((), ("about", {"said": DANGER[0]})),
    ((("about", {"skip": "1"}),), ("safe", {"said": "no"})),
    ((("about", {"skip": "1"}),), ("safe", {"said": "unsure"})),
    ((("about", {"skip": "1"}), ("safe", {"said": "yes"})), ("concerns", {"said": ["suicidality"]})),
)
PROVIDERS, SEED = 120, 7


def everywhere(instance: Instance, *, without: tuple[str, ...]) -> tuple[int, Counter[str]]:
    """How many times it was said, and each time that nobody heard."""
    unheard: Counter[str] = Counter()
    for before, (slug, said) in CALLS:
        unheard.update(_in_the_questionnaire(Visit(instance.port), before, slug, said))
    unheard.update(_to_the_screen(instance, without))
    unheard.update(_to_the_match(instance, without))
    return len(CALLS) + len(DANGER) + 1, unheard


def _in_the_questionnaire(
    visit: Visit, before: tuple[tuple[str, dict[str, object]], ...], slug: str, said: dict[str, object]
) -> Iterator[str]:
    """Help comes before the next question, and there is a way on from it."""
    for page, answer in before:
        visit.post(f"/questionnaire/{page}/", answer)
    sent = visit.post(f"/questionnaire/{slug}/", said)
    after = sent.headers.get("location", "")
    shown = visit.get(after or "/")
    main = shown.body.partition("<main")[2].partition("</main>")[0]
    if "tel:988" not in main or 'action="' + GO_ON not in main:
        yield f"help was not shown first after {slug}"
    gone_on = visit.post(GO_ON, {"next": after})
    following = visit.get(gone_on.headers.get("location", "/"))
    if following.status != 200 or "/questionnaire/" not in gone_on.headers.get("location", ""):
        yield f"no way on after help for {slug}"


def _to_the_screen(instance: Instance, without: tuple[str, ...]) -> Iterator[str]:
    said = instance.rapport("screen", "--format", "json", said="\n".join(DANGER) + "\n", without=without)
    for number, line in enumerate(said.splitlines(), start=1):
        told = json.loads(line)
        if not told["crisis"]["flag"] or not told["resources"]:
            yield f"`rapport screen` heard nothing in sentence {number}"


def _to_the_match(instance: Instance, without: tuple[str, ...]) -> Iterator[str]:
    roster, answers = instance.folder / "roster.csv", instance.folder / "answers.json"
    if not roster.exists():
        _write_roster(str(roster))
    answers.write_text(json.dumps({"client_id": "drill", **ANSWERS, "text": DANGER[0]}), encoding="utf-8")
    words = ("match", "--roster", str(roster), "--answers", str(answers), "--format", "json")
    safety: dict[str, Any] = json.loads(instance.rapport(*words, without=without))["safety"]
    if not safety["crisis"] or not safety["resources"]:
        yield "`rapport match` named nobody who helps now"


def _write_roster(file: str) -> None:
    from rapport.matching.columns import COLUMNS
    from rapport.simulation.practice import make_practice

    practice = make_practice(providers=PROVIDERS, clients=0, seed=SEED, on=date(2026, 11, 23))
    with open(file, "w", encoding="utf-8", newline="") as out:  # noqa: PTH123
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows([row.get(name, "") for name in COLUMNS] for row in practice.roster_rows)
