"""False alarms of the crisis screen on real questions that people put to therapists.

Every flagged question was read. Those with crisis content (thoughts of suicide, own or another's;
suicide of someone close; self-harm; harm or violence, done, threatened or suffered) are listed by id
alone; every other flagged question is a false alarm. Texts stay where they are.
"""

import csv
from pathlib import Path

import pytest

from rapport.language.crisis import screen

QUESTIONS = Path(__file__).parents[3] / "../shared/data/questions/questions.csv"
MOST_FALSE_ALARMS = 0.02

# Read and judged; last read with the phrases of the first release.
READ = Path(__file__).parents[2] / "support/red_team/crisis_questions.txt"
CRISIS_CONTENT = frozenset(READ.read_text(encoding="utf-8").split())


def texts():
    if not QUESTIONS.exists():
        pytest.skip(f"{QUESTIONS.name} is not beside this checkout")
    with QUESTIONS.open(encoding="utf-8", newline="") as lines:
        return {
            row["question_id"]: f"{row['question_title']}. {row['question_text']}"
            for row in csv.DictReader(lines)
        }


def test_false_alarms_on_ordinary_questions():
    ordinary = {key: text for key, text in texts().items() if key not in CRISIS_CONTENT}
    alarms = [key for key, text in ordinary.items() if screen(text).flag]

    assert len(ordinary) > 480
    assert len(alarms) < MOST_FALSE_ALARMS * len(ordinary), alarms


def test_crisis_content_is_flagged():
    missed = [key for key, text in texts().items() if key in CRISIS_CONTENT and not screen(text).flag]

    assert missed == []
