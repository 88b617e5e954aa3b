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
CRISIS_CONTENT = frozenset(
    {"q_0746f7cf96", "q_1efcccf34b", "q_24e17a11c5", "q_272e091dd4", "q_2887f506ff", "q_2a8fcfce50",
     "q_2d9e779969", "q_33b4929ed8", "q_40c5911597", "q_46d34a4206", "q_4b6545c867", "q_4e5d54eb5d",
     "q_5734ba3b8a", "q_59d5d021ba", "q_59e6960880", "q_5c95234e17", "q_6c34e8f336", "q_6ff72ce4df",
     "q_739c808ab2", "q_73fd0aa65e", "q_805b01ecec", "q_854fa065cb", "q_87f94bb9a1", "q_9793c31544",
     "q_a32209673c", "q_a54ed2fba7", "q_a7fc6064e1", "q_b113b802fb", "q_b7ddcbc97d", "q_bdb3ef5b82",
     "q_cd1bcb970a", "q_d2f79f1ed1", "q_d4cfa769d0", "q_df571696cc", "q_df6244f8a3", "q_dfebb23675",
     "q_f2de15a546", "q_f5202888f1", "q_f887cb8aa0", "q_fbf8dc0e8b"}
)  # fmt: skip


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
