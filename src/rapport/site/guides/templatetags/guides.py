"""Links from where a guide helps: small, and in the language of the page."""

from typing import Any

from django import template
from django.utils.translation import get_language

from rapport.site.guides import queries

register = template.Library()


@register.inclusion_tag("guides/link.html")
def guide_link(slug: str) -> dict[str, Any]:
    """A small link to a guide."""
    guide = queries.guide(slug, queries.spoken(get_language()))
    if guide is None:
        raise LookupError(f"expected the name of a guide, got {slug!r}")
    return {"guide": guide}


@register.inclusion_tag("guides/link.html")
def guide_for_question(question: str) -> dict[str, Any]:
    """A small link from a page of the questionnaire to the guide that says more about what it asks."""
    return guide_link(QUESTIONS[question]) if question in QUESTIONS else {}


QUESTIONS = {
    "kind": "coaches-and-therapists",
    "goals": "goals-tasks-bond",
    "tasks": "goals-tasks-bond",
    "matter": "goals-tasks-bond",
    "challenge": "not-a-friend",
    "style": "what-rapport-is",
    "preferences": "warmth-empathy-genuineness",
}
