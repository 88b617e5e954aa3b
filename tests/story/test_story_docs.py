"""The published story is what the tests say, holds to the article's points, and is easy to read."""

import pytest

from support import generate_story
from support.reading_age import HARDEST_GRADE, grade

CHAPTERS = generate_story.chapters()


def test_pages_on_disk_are_what_the_tests_say() -> None:
    on_disk = {path.name: path.read_text(encoding="utf-8") for path in generate_story.FOLDER.glob("*.md")}

    again = "PYTHONPATH=tests .venv/bin/python -m support.generate_story"
    assert on_disk == generate_story.pages(), f"write them anew: {again}"


def test_each_point_is_told_and_nothing_else_is() -> None:
    told = [point for chapter in CHAPTERS for point in chapter.points]

    assert set(told) == set(generate_story.POINTS)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.page)
def test_each_paragraph_has_words_and_a_point(chapter: generate_story.Chapter) -> None:
    assert chapter.title
    assert chapter.opening
    assert [each.test for each in chapter.paragraphs if not each.text or not each.points] == []


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.page)
def test_chapter_can_be_read_at_twelve(chapter: generate_story.Chapter) -> None:
    texts = [chapter.opening, *(each.text for each in chapter.paragraphs)]

    assert {text[:60]: round(grade(text), 1) for text in texts if grade(text) > HARDEST_GRADE} == {}


@pytest.mark.parametrize(
    ("text", "easy"),
    [
        ("The cat sat on the mat. It was warm, and the cat fell asleep.", True),
        ("Calibrated probabilistic compatibility estimation necessitates longitudinal observation.", False),
    ],
)
def test_grade_tells_easy_from_hard(text: str, easy: bool) -> None:
    assert (grade(text) <= HARDEST_GRADE) is easy
