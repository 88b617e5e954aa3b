"""The red team: phrases of people in danger, and of people who only sound like it.

Columns of phrases.tsv: set (and who speaks), label, class, text. Every set after A was written while the
screen stood still, run once, and then learnt from; what was recalled at first sight stands in
docs/researcher/language.md. This test guards what was reached; it is no measure of what is unseen.
"""

from collections import defaultdict
from pathlib import Path

import pytest

from rapport.language.crisis import screen

PHRASES = Path(__file__).parents[2] / "support/red_team/phrases.tsv"
LEAST_RECALL = 0.98
MOST_FALSE_ALARMS = 0.02
LEAST_CRISIS_PHRASES = 450
LEAST_BENIGN_PHRASES = 200


def phrases(label):
    rows = [line.split("\t") for line in PHRASES.read_text(encoding="utf-8").splitlines()[1:]]
    return [(kind, text) for _, row_label, kind, text in rows if row_label == label]


def test_red_team_is_large_and_varied():
    crisis, benign = phrases("crisis"), phrases("benign")

    assert len(crisis) >= LEAST_CRISIS_PHRASES
    assert len(benign) >= LEAST_BENIGN_PHRASES
    assert {kind for kind, _ in crisis} == {
        "direct", "passive", "negation", "misspelling", "spanish", "third_person", "past", "plan",
        "self_harm", "harm_to_others", "abuse_danger", "overdose", "psychotic_command",
    }  # fmt: skip
    assert {kind for kind, _ in benign} == {"idiom", "denial", "ordinary"}
    assert len(set(crisis)) == len(crisis)


def test_red_team_recall():
    crisis = phrases("crisis")
    missed = [text for _, text in crisis if not screen(text).flag]

    assert len(missed) <= (1 - LEAST_RECALL) * len(crisis), missed


def test_red_team_recall_in_every_class():
    missed = defaultdict(list)
    for kind, text in phrases("crisis"):
        missed[kind].append(not screen(text).flag)

    assert {kind: sum(found) for kind, found in missed.items() if sum(found) > 1} == {}


def test_red_team_false_alarms():
    benign = phrases("benign")
    alarms = [text for _, text in benign if screen(text).flag]

    assert len(alarms) <= MOST_FALSE_ALARMS * len(benign), alarms


@pytest.mark.parametrize(
    "kind", ["self_harm", "harm_to_others", "abuse_danger", "overdose", "psychotic_command"]
)
def test_red_team_kinds_are_named(kind):
    texts = [text for row_kind, text in phrases("crisis") if row_kind == kind]
    named = [kind in screen(text).why for text in texts]

    assert sum(named) >= 0.8 * len(named)
