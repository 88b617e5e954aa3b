"""What to take along to a first conversation: questions from the client's answers, and the article's two."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rapport.matching import asks
from rapport.site.consultations.models import OwnQuestions
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
    """`questions`: what each is about, and the stored sentence. `own_words`: why the client came.

    `own_questions`: what else they want to ask, as they kept it.
    """

    match: Match
    name: str
    is_coach: bool
    questions: tuple[tuple[str, Mapping[str, Any]], ...]
    own_words: str
    own_questions: str


def prepared(client: Client, match: Match) -> Prepared:
    """What this client may take along to this person. Three queries."""
    if match.client_id == client.pk:
        # The client at hand has the key loaded already.
        match.client = client
    told = match.unseal("detail")["ask"]
    asked = ((_KINDS.get(each["template"], ""), each) for each in told if each["template"] not in _HARD)
    answers = answers_of(client) or {}
    provider = match.provider
    own_words = str(answers.get("text") or "")
    questions = questions_kept(client, match)
    return Prepared(match, provider.name, provider.kind == Kind.COACH, tuple(asked), own_words, questions)


def questions_kept(client: Client, match: Match) -> str:
    """What the client wants to ask besides; empty where they kept nothing. One query."""
    found = OwnQuestions.objects.filter(match=match, client_id=client.pk).first()
    if found is None:
        return ""
    found.client = client
    return str(found.unseal("words"))
