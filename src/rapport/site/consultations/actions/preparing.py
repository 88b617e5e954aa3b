"""What a client wants to ask: kept beside the sheet that they take along."""

from datetime import datetime

from django.db import transaction

from rapport.errors import BadInput, Problem
from rapport.site.consultations.actions.reflections import NotTheirs, locked
from rapport.site.consultations.models import OwnQuestions
from rapport.site.consultations.reflection_choices import LONGEST_WORDS
from rapport.site.foundation import audit
from rapport.site.matches.models import Match
from rapport.site.people.models import Client


def keep_questions(*, by: Client, at: datetime, match: Match, words: str) -> None:
    """Put these words in the place of those before; without any, none are kept.

    Raises:
        NotTheirs: it is another client's match.
        BadInput: they are too long.
    """
    if match.client_id != by.pk:
        raise NotTheirs
    if len(words) > LONGEST_WORDS:
        expected = f"at most {LONGEST_WORDS} letters"
        raise BadInput(Problem(expected=expected, arrived="more", column="words"))
    with transaction.atomic():
        client = locked(by)
        found = OwnQuestions.objects.filter(match=match).first()
        if not words.strip():
            if found is None:
                return
            found.delete()
        else:
            found = found or OwnQuestions(match=match)
            found.client, found.written_at = client, at
            found.seal("words", words)
            found.save()
        audit.record(actor=by.pk, verb="kept_questions", subject=by.pk, at=at)
