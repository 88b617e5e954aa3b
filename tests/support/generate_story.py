"""Write the story of Rapport from the docstrings of the tests that show it to be true.

    PYTHONPATH=tests .venv/bin/python -m support.generate_story

tests/story/test_story_docs.py fails when the pages on disk are not what this writes.
"""

import ast
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "story"
FOLDER = ROOT / "docs" / "story"

# The points of the article that the story holds to so far, in our words; the numbers are the article's.
POINTS = {
    1: "Free, private and quick questions lead to three people chosen for you.",
    2: "People want someone who is trained and who knows their kind of trouble.",
    3: "Nobody can know how two people will connect; a guess must say how unsure it is.",
    4: "It used to be word of mouth, and a recommended name is still a good start.",
    5: "Endless lists make it like dating; here there is none.",
    6: "Good helpers are warm, understand you and are real; that is asked of you, not said by them.",
    7: "What carries the work: agreeing on goals, agreeing on tasks, and a bond.",
    8: "Goals and tasks can be said in plain words, by both sides.",
    9: "Someone who helps you is not a friend who takes your side.",
    10: "Good help supports you and also challenges you.",
    11: "Expect to be annoyed or hurt at times; talking about it makes the bond stronger.",
    12: "In a first talk, ask how you might be wrong.",
    13: "One who only soothes is a warning.",
    14: "Rapport grows; one talk is no verdict.",
    15: "Do not talk to eight or nine people: three at a time are enough.",
    16: "In a crisis, help now comes before the search.",
    17: "If it is not a great fit, someone who does this well says so, and helps you to the next one.",
    18: "What is claimed must stand on research.",
    19: "There is something to read, and something to take along on paper.",
}

HEAD = """# The story

Each chapter tells one part of how Rapport works, in plain words.
Each paragraph is also a test: the program checks on every change that it is still true.
The chapters are written by `python -m support.generate_story` from those tests.

"""
POINTS_HEAD = """
It follows an article by Peter Fraenkel, "Rapport With A Therapist: What It Is And How To Find It".
These are the points of the article that hold so far, and where each is told.

| Point | In our words | Chapter |
|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: what it says, the test that shows it, and the article's points that it tells."""

    text: str
    test: str
    points: tuple[int, ...]


@dataclass(frozen=True)
class Chapter:
    """One chapter, read from one file of tests."""

    file: Path

    @cached_property
    def _tree(self) -> ast.Module:
        return ast.parse(self.file.read_text(encoding="utf-8"))

    @property
    def number(self) -> int:
        return int(self.file.stem.split("_")[1])

    @property
    def page(self) -> str:
        return "-".join(self.file.stem.split("_")[1:]) + ".md"

    @property
    def title(self) -> str:
        return self._docstring.partition("\n")[0]

    @property
    def opening(self) -> str:
        return self._docstring.partition("\n")[2].strip()

    @property
    def _docstring(self) -> str:
        return ast.get_docstring(self._tree) or ""

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        tests = (
            node
            for node in self._tree.body
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        )
        return tuple(
            Paragraph((ast.get_docstring(test) or "").strip(), test.name, points_of(test)) for test in tests
        )

    @property
    def points(self) -> set[int]:
        return {point for paragraph in self.paragraphs for point in paragraph.points}


def points_of(test: ast.FunctionDef) -> tuple[int, ...]:
    """The numbers in a test's `@shows(...)`."""
    marks = [
        mark
        for mark in test.decorator_list
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "shows"
    ]
    return tuple(ast.literal_eval(argument) for mark in marks for argument in mark.args)


def chapters() -> list[Chapter]:
    """All chapters, in order."""
    return [Chapter(file) for file in sorted(TESTS.glob("test_[0-9]*.py"))]


def chapter_page(chapter: Chapter) -> str:
    """A chapter as it is published."""
    parts = [f"# {chapter.title}\n", chapter.opening]
    for paragraph in chapter.paragraphs:
        shown = f"Shown by [`{paragraph.test}`](../../tests/story/{chapter.file.name})."
        parts.append(f"\n{paragraph.text}\n\n{shown}")
    return "\n".join(parts) + "\n\n[All chapters](README.md)\n"


def contents_page(told: list[Chapter]) -> str:
    """The table of contents, and the article's points."""
    lines = [f"- [{chapter.title}]({chapter.page})" for chapter in told]
    rows = [f"| {point} | {text} | {_where(point, told)} |" for point, text in POINTS.items()]
    return HEAD + "\n".join(lines) + "\n" + POINTS_HEAD + "\n".join(rows) + "\n"


def _where(point: int, told: list[Chapter]) -> str:
    found = [f"[{each.title}]({each.page})" for each in told if point in each.points]
    return ", ".join(found)


def pages() -> dict[str, str]:
    """File name to text, of every page."""
    told = chapters()
    return {"README.md": contents_page(told)} | {each.page: chapter_page(each) for each in told}


def main() -> int:
    """Write every page and remove those that no test tells any more; 0."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    written = pages()
    for old in FOLDER.glob("*.md"):
        if old.name not in written:
            old.unlink()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote {FOLDER / name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
