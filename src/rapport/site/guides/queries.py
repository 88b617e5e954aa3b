"""Guides: Markdown files of this package, reviewed like code, shown without any raw HTML."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from rapport.site.guides import similarity

TEXTS = Path(__file__).parent / "texts"
FENCE: Final = "+++\n"
# Each in its own words, as a reader looks for their own.
LANGUAGES: Final[Mapping[str, str]] = {"en": "In English", "es": "En español"}
FALLBACK: Final = "en"
# Slow, careful reading; most guides are read by someone who is tired.
WORDS_A_MINUTE: Final = 180
MOST_SIMILAR: Final = 3
CITED: Final = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Reference:
    """Who found it, when and where it was published; `url` leads there."""

    text: str
    doi: str
    url: str


@dataclass(frozen=True)
class Guide:
    """One guide as it is shown; `picture` says in words what its picture shows, `body` is its Markdown."""

    slug: str
    language: str
    title: str
    summary: str
    author: str
    note: str
    picture: str
    updated: date
    references: tuple[Reference, ...]
    body: str

    @property
    def minutes(self) -> int:
        """About how long it takes to read."""
        return max(1, round(len(self.body.split()) / WORDS_A_MINUTE))

    @property
    def html(self) -> SafeString:
        """The text. Raw HTML is off, so what comes out holds only what Markdown can say."""
        markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable("smartquotes")
        written = markdown.render(self.body)
        return mark_safe(CITED.sub(r'<a class="cite" href="#reference-\1">[\1]</a>', written))  # noqa: S308

    @property
    def address(self) -> str:
        """Where it is read in whatever language the page is in."""
        return f"/guides/{self.slug}/"

    @property
    def own_address(self) -> str:
        """Where it is read in its own language."""
        return f"{self.address}{self.language}/"

    @property
    def picture_template(self) -> str:
        """The drawing, the same in every language."""
        return f"guides/pictures/{self.slug}.svg"


def spoken(language: str | None) -> str:
    """The language of guides for a page in a language: its own, or English where there are none."""
    base = (language or FALLBACK).partition("-")[0]
    return base if base in LANGUAGES else FALLBACK


@cache
def all_guides(language: str) -> tuple[Guide, ...]:
    """All guides in one of `LANGUAGES`, in the order of the story, which is that of their file names."""
    return tuple(_read(file, language) for file in sorted((TEXTS / language).glob("*.md")))


def guide(slug: str, language: str) -> Guide | None:
    """One guide, None where there is none of this name or in this language."""
    known = all_guides(language) if language in LANGUAGES else ()
    return next((each for each in known if each.slug == slug), None)


@cache
def similar(slug: str, language: str) -> tuple[Guide, ...]:
    """Guides about the same thing, by the words that they share; the most like first."""
    known = {each.slug: each for each in all_guides(language)}
    texts = {name: f"{each.title} {each.summary} {each.body}" for name, each in known.items()}
    return tuple(known[name] for name in similarity.nearest(texts, of=slug, most=MOST_SIMILAR))


def _read(file: Path, language: str) -> Guide:
    _, head, body = file.read_text(encoding="utf-8").split(FENCE, 2)
    facts: dict[str, Any] = tomllib.loads(head)
    return Guide(
        slug=file.stem.partition("-")[2],
        language=language,
        title=facts["title"],
        summary=facts["summary"],
        author=facts["author"],
        note=facts["note"],
        picture=facts["picture"],
        updated=facts["updated"],
        references=tuple(_references()[name] for name in facts["references"]),
        body=body,
    )


@cache
def _references() -> Mapping[str, Reference]:
    known = tomllib.loads((TEXTS / "references.toml").read_text(encoding="utf-8"))
    return {name: _reference(each) for name, each in known.items()}


def _reference(facts: Mapping[str, str]) -> Reference:
    doi = facts.get("doi", "")
    return Reference(facts["text"], doi, f"https://doi.org/{doi}" if doi else facts.get("url", ""))
