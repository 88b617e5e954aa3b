"""Guides: Markdown files of this package, reviewed like code, shown without any raw HTML."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TEXTS = Path(__file__).parent / "texts"
FALLBACK = "en"
# Slow, careful reading; most guides are read by someone who is tired.
WORDS_A_MINUTE = 180


@dataclass(frozen=True)
class Guide:
    """One guide as it is shown."""

    slug: str
    title: str
    summary: str
    author: str
    minutes: int
    html: SafeString


@lru_cache(maxsize=16)
def all_guides(language: str) -> tuple[Guide, ...]:
    """All guides in a language, in the order of their file names; English where there is no translation."""
    folder = TEXTS / language.partition("-")[0]
    if not folder.is_dir():
        folder = TEXTS / FALLBACK
    return tuple(_read(file) for file in sorted(folder.glob("*.md")))


def _read(file: Path) -> Guide:
    head, _line, body = file.read_text(encoding="utf-8").partition("\n---\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    # Raw HTML is off, so what comes out holds only what Markdown can say.
    html = mark_safe(MarkdownIt("commonmark", {"html": False}).render(body))  # noqa: S308
    return Guide(
        slug=file.stem.partition("-")[2],
        title=facts["title"],
        summary=facts["summary"],
        author=facts["author"],
        minutes=max(1, round(len(body.split()) / WORDS_A_MINUTE)),
        html=html,
    )
