"""What a provider sees of a client before anything is booked: need and logistics, and nobody behind them.

Answers to requests differ by who seems to ask (science.md, section 7: access bias), so age, gender,
identities, faith, name, address and way to pay beyond its kind stay out. So does free text, unless the
client ticked it.
"""

from datetime import date
from typing import Any, Final

from rapport.matching.answers import Answers
from rapport.matching.hours import hours_kept
from rapport.matching.logistics import logistics
from rapport.matching.roster import Provider as Row
from rapport.vocabulary import SELF_PAY

INSURANCE, EITHER = "insurance", "either"
# Miles up to which a distance is called so: exact miles and a ZIP would point to a street.
BANDS: Final = (5, 10, 25)
FARTHER: Final = 0


def need_of(answers: Answers, row: Row, *, on: date, with_words: bool) -> dict[str, Any]:
    """The page that a provider gets, as codes; the client sees the same before sending it."""
    facts = logistics(answers, row, on=on)
    return {
        "concerns": [[each.code, each.weight] for each in answers.concerns],
        "goals": [[each.code, each.weight] for each in answers.goals],
        "tasks": [[each.code, each.weight] for each in answers.tasks if each.weight],
        "style": [[axis, value] for axis, value in answers.style],
        "hours": list(facts.hours),
        "zone": answers.zone,
        "hours_there": _hours_there(answers, row, on),
        "zone_there": row.timezone,
        "formats": list(facts.formats),
        "distance": None if facts.miles is None else _band(facts.miles),
        "payer": _payer(answers),
        "service": answers.service,
        "languages": [each for each in answers.languages if each in row.languages] or list(answers.languages),
        "state": answers.state,
        "words": answers.text if with_words else "",
    }


def _hours_there(answers: Answers, row: Row, on: date) -> list[int]:
    """The provider's hours that suit both, by the provider's clock."""
    if not row.timezone:
        return []
    if not answers.slots:
        return list(row.slots)
    kept = hours_kept(client_hours=answers.slots, client_zone=answers.zone, provider_zone=row.timezone, on=on)
    return sorted(set(row.slots) & set(kept))


def _band(miles: float) -> int:
    return next((band for band in BANDS if miles <= band), FARTHER)


def _payer(answers: Answers) -> str:
    if not answers.payer or (answers.payer != SELF_PAY and answers.self_pay_ok):
        return EITHER
    return SELF_PAY if answers.payer == SELF_PAY else INSURANCE
