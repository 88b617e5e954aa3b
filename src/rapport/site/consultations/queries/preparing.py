"""What to take along to a first conversation: questions from the client's answers, and the article's two."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rapport.matching import asks
from rapport.site.directory.choices import Kind
from rapport.site.intake.queries import answers_of
from rapport.site.matches.models import Match
from rapport.site.people.models import Client

# What a question is about, by the template it was made from.
_KINDS: Final[Mapping[str, str]] = {
    asks.ABOUT_CONCERN: "concern",
    asks.NOT_LISTED: "not_listed",
    asks.ABOUT_GOAL: "goal",
    asks.TASK_WANTED: "task",
    asks.TASK_UNWANTED: "task",
    asks.ABOUT_STYLE: "style",
}
# On the page of a match these are one question; here each of the two has its own room.
_HARD: Final = frozenset({asks.CRITICISM, asks.COACH_CRITICISM})


@dataclass(frozen=True, slots=True)
class Prepared:
    """`questions`: what each is about, and the stored sentence. `own_words`: why the client came."""

    match: Match
    name: str
    is_coach: bool
    questions: tuple[tuple[str, Mapping[str, Any]], ...]
    own_words: str


def prepared(client: Client, match: Match) -> Prepared:
    """What this client may take along to this person. Two queries."""
    if match.client_id == client.pk:
        # The client at hand has the key loaded already.
        match.client = client
    told = match.unseal("detail")["ask"]
    asked = ((_KINDS.get(each["template"], ""), each) for each in told if each["template"] not in _HARD)
    answers = answers_of(client) or {}
    provider = match.provider
    return Prepared(
        match, provider.name, provider.kind == Kind.COACH, tuple(asked), str(answers.get("text") or "")
    )
