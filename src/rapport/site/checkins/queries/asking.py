"""What is asked at a session, in the language of the moment, and what the answers score."""

from collections.abc import Mapping
from typing import Final

from rapport.measures.instrument import Instrument
from rapport.measures.scoring import score
from rapport.site.checkins.choices import CheckForm
from rapport.site.consultations.queries.reflections import in_language
from rapport.site.intake.queries import is_crisis
from rapport.vocabulary import PARTS

BALANCE: Final = "rapport-balance"
# The whole form while an alliance forms, for its first sessions tell most about its course; later at every
# fifth, so that the parts stay measured. Never where symptoms are asked for on their rhythm (sessions 1, 5, 9
# and so on, `symptoms.EVERY_SESSIONS`) early on: no check-in is long twice over. Ours.
FULL_AT: Final = frozenset({2, 4})
FULL_EVERY, FULL_FROM = 5, 10
RATED: Final = (*PARTS, "overall")


def form_at(number: int) -> CheckForm:
    """Which form a session asks for, unless the client wants the whole one."""
    is_full = number in FULL_AT or (number >= FULL_FROM and number % FULL_EVERY == 0)
    return CheckForm.FULL if is_full else CheckForm.SHORT


def rapport_check(form: CheckForm) -> Instrument:
    """The items of a form."""
    return in_language(form)


def balance_item() -> Instrument:
    """The item on support and challenge."""
    return in_language(BALANCE)


def ratings_of(form: CheckForm, answers: Mapping[str, int | None]) -> dict[str, float]:
    """Goals, tasks, bond and overall, 0 to 100; a part with too many items left out is left out.

    Where the whole form was hardly filled in, its items that make the short form score as that one does.
    """
    found = _scored(form, answers)
    return found if form == CheckForm.SHORT else _scored(CheckForm.SHORT, answers) | found


def _scored(form: CheckForm, answers: Mapping[str, int | None]) -> dict[str, float]:
    items = in_language(form)
    scored = score(items, [answers.get(item.code) for item in items.items])
    found = {name: scored.scale(name).score for name in RATED}
    return {name: rating for name, rating in found.items() if rating is not None}


def hears_crisis(line: str) -> bool:
    """Whether help is shown first because of what was written. It only ever adds help."""
    return bool(line.strip()) and is_crisis(line)
