"""What one client has said so far, page by page: the value that is sealed and that every rule below reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

State = Literal["said", "not_sure", "skipped"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was last sent: what was said, None where it was left open, and how often it changed."""

    state: State
    value: Any
    version: int

    def to_json(self) -> dict[str, Any]:
        return {"state": self.state, "value": self.value, "version": self.version}


@dataclass(frozen=True, slots=True)
class Draft:
    """All pages of one client.

    `crisis` is what the text screen said of the free text; `help_due` means that help must be shown
    before the next question, `helped` that it has been shown once.
    """

    pages: Mapping[str, Page] = field(default_factory=dict)
    crisis: bool = False
    help_due: bool = False
    helped: bool = False

    def value(self, slug: str) -> Any:
        """What was said on a page; None where it was left open or not reached."""
        page = self.pages.get(slug)
        return page.value if page is not None and page.state == "said" else None

    def is_unsure(self, slug: str) -> bool:
        page = self.pages.get(slug)
        return page is not None and page.state == "not_sure"

    def has(self, slug: str) -> bool:
        return slug in self.pages

    def version(self, slug: str) -> int:
        page = self.pages.get(slug)
        return page.version if page is not None else 0

    def with_page(self, slug: str, *, state: State, value: Any) -> "Draft":
        """The draft after one page is sent; the same draft when nothing changed (a replayed post)."""
        before = self.pages.get(slug)
        if before is not None and (before.state, before.value) == (state, value):
            return self
        page = Page(state=state, value=value, version=self.version(slug) + 1)
        return replace(self, pages={**self.pages, slug: page})

    def to_json(self) -> dict[str, Any]:
        pages = {slug: page.to_json() for slug, page in self.pages.items()}
        flags = {"crisis": self.crisis, "help_due": self.help_due, "helped": self.helped}
        return {"pages": pages, **flags}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Draft":
        pages = {slug: Page(**page) for slug, page in stored["pages"].items()}
        flags = {name: stored[name] for name in ("crisis", "help_due", "helped")}
        return cls(pages=pages, **flags)
