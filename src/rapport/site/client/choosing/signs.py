"""The friendship trap, said kindly: what was noticed, and two questions to ask next. Never a lock."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.site.consultations.queries.reflections import Comfort, words_of


@dataclass(frozen=True, slots=True)
class Notice:
    """The signs in words, and the questions."""

    signs: list[str]
    questions: list[str]


def notice_of(comfort: Comfort) -> Notice | None:
    """What to say; None where nothing was noticed."""
    if not comfort.noticed:
        return None
    signs, questions = words_of(comfort)
    return Notice([_(each) for each in signs], [_(each) for each in questions])
