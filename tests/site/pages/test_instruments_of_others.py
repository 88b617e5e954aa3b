"""Questionnaires whose words an operator brought: asked on the rhythm, scored, and never a reason to fail."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.alliance.expected import expected_response
from rapport.measures.licensed import licensed
from rapport.site.checkins.models import RatedSession, SafetyAnswer, SymptomScore
from rapport.site.checkins.queries import symptoms, symptoms_course
from rapport.site.checkins.queries.symptom_words import symptom_page
from rapport.site.consultations.models import Course
from rapport.site.outcomes.queries import item_answers
from support import followed, practice, rated

pytestmark = pytest.mark.django_db
SHORT = {"goals1": "5", "tasks1": "4", "bond1": "6", "empathy": "5"}


def words_of(name: str) -> str:
    """Made-up words in place of the owner's, as an operator's file has them."""
    shape = licensed(name).instrument
    items = [f'{item.code} = "Line {place}."' for place, item in enumerate(shape.items)]
    scales = [f'{scale.name} = "The scale"' for scale in shape.scales]
    options = json.dumps([f"Answer {option.value}" for option in shape.options])
    top = ['granted = "Granted to this clinic"', 'title = "How it goes"', 'ask = "How was it?"']
    return "\n".join([*top, f"options = {options}", "[items]", *items, "[scales]", *scales])


@pytest.fixture
def course() -> Course:
    practice.providers(6)
    concern = [{"code": "work_career", "importance": 3}]
    return followed.course(rated.first_of(rated.matched(concerns=concern)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(symptoms, "installed", lambda: symptoms._installed(tmp_path))
    return tmp_path


def check_in(visitor: Browser) -> str:
    """The page after the next check-in."""
    page = visitor.get("/checkin/").content.decode()
    there = {
        name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
        for name in ("key", "number", "day", "form")
    }
    sent = {name: found[1] for name, found in there.items() if found}
    return visitor.post("/checkin/", sent | SHORT)["Location"]


def visitor_of(course: Course) -> Browser:
    found = Browser()
    practice.sign_in(found, course.client)
    return found


def test_words_of_an_operator_are_asked_on_the_rhythm_and_scored(course: Course, folder: Path) -> None:
    (folder / "who-5.toml").write_text(words_of("who-5"))
    visitor = visitor_of(course)

    address = check_in(visitor)
    page = visitor.get(address).content.decode()
    visitor.post(address, {"key": "k", **{f"who{number}": "4" for number in range(1, 6)}})

    assert address == "/checkin/1/also/who-5/"
    assert "Granted to this clinic" in page
    assert "Line 4." in page
    row = SymptomScore.objects.get()
    row.client = followed.of(course.client)
    assert row.unseal("scores") == {"total": 80.0}
    assert [check_in(visitor) for _ in range(4)][-2:] == ["/checkin/4/saved/", "/checkin/5/also/who-5/"]


@pytest.mark.parametrize(
    "broken", [b"\xff", b"granted = 1", b"options = 3", b'granted = "x"\nitems = 3', b"[items]", b"no toml"]
)
def test_file_that_cannot_be_read_loses_no_check_in(course: Course, folder: Path, broken: bytes) -> None:
    (folder / "who-5.toml").write_bytes(broken)

    assert check_in(visitor_of(course)) == "/checkin/1/saved/"
    assert RatedSession.objects.count() == 1


def test_item_about_ending_ones_life_shows_help_first(course: Course, folder: Path) -> None:
    (folder / "core-10.toml").write_text(words_of("core-10"))
    visitor = visitor_of(course)
    address = check_in(visitor)

    answer = visitor.post(address, {"key": "k", **{f"core{number}": "1" for number in range(1, 11)}})

    assert answer["Location"] == "/checkin/1/help/?after=core-10"
    assert SafetyAnswer.objects.count() == 1


def test_where_more_is_better_less_than_expected_is_red(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    intake = rng.uniform(20, 60, 80)
    well = intake[:, None] + 8 * np.log(np.arange(1, 7)) + rng.normal(0, 5, (80, 6))
    well[:, 0] = intake
    # What is learnt is turned round: 100 less the score.
    learnt: dict[str, Any] = {"who-5": (expected_response(100 - intake, 100 - well), 80)}
    monkeypatch.setattr(symptoms_course, "_expected_for", lambda *_: learnt)
    rows = rated.rate(course.match, [70, 71, 72])

    def lights(*scores: float) -> tuple[list[str | None], str]:
        taken = [
            followed.symptom(row, score, instrument="who-5") for row, score in zip(rows, scores, strict=True)
        ]
        (found,) = symptoms_course.symptoms_of(taken, timezone.now())
        SymptomScore.objects.all().delete()
        page = symptom_page(found)
        return [each.light for each in found.scores], f"{page.words} {page.better} {page.rows[-1].remark}"

    better, worse = lights(40, 50, 60), lights(40, 25, 15)

    assert better[0][-1] == "green"
    assert "or better. Higher is better." in better[1]
    assert worse[0][-1] == "red"
    assert "worse than that of 8 in 10" in worse[1]


def test_alliance_form_stands_beside_the_check_ins_and_raises_no_alarm(
    course: Course, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "wai-sr.toml").write_text(words_of("wai-sr"))
    monkeypatch.setattr(item_answers, "SMALLEST_CELL", 1)
    visitor = visitor_of(course)

    address = check_in(visitor)
    asks = visitor.get(address).content.decode()
    visitor.post(address, {"key": "first", **{f"wai{n}": "4" for n in range(1, 13)}})
    again = [check_in(visitor) for _ in range(4)][-1]
    visitor.post(again, {"key": "again", "wai1": "3", **{f"wai{n}": "1" for n in range(2, 13)}})
    page = visitor.get("/course/").content.decode()
    (line,) = symptoms_course.symptoms_of(SymptomScore.objects.select_related("client__key"), timezone.now())
    rated.yes(course.client, "research")

    assert "A longer look at the two of you" in asks
    assert (address, again) == ("/checkin/1/also/wai-sr/", "/checkin/5/also/wai-sr/")
    assert "short revised: 4 at the start, 1.2 at the last of 2. Higher is better.</title>" in page
    assert "Whether something may have shifted is told from those alone." in page
    assert "How you are" not in page
    assert (line.in_red, [each.light for each in line.scores]) == (0, [None, None])
    assert [row["wai1"] for row in item_answers.item_answers("wai-sr", timezone.now())] == ["4", "3"]
