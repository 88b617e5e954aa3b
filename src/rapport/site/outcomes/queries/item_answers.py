"""Answers to the items of one instrument, so that a deployment can learn what its forms are worth.

Only of clients who say yes to research, under ids of one export, without a day or a word; and only of session
numbers that at least `SMALLEST_CELL` of them answered at.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

from rapport.errors import BadInput, Problem
from rapport.learning.proof.publish import SMALLEST_CELL
from rapport.measures.licensed import any_instrument
from rapport.site.checkins.choices import CheckForm
from rapport.site.checkins.models import Responses, SymptomScore
from rapport.site.foundation import consent, keys

RESEARCH: Final = "research"
ID_LETTERS: Final = 26
SECRET_BYTES: Final = 32


class _Form(NamedTuple):
    client: str
    session: int
    answers: dict[str, Any]


def columns(name: str) -> tuple[str, ...]:
    """client_id, session and the instrument's items. Raises BadInput where there is no such instrument."""
    return ("client_id", "session", *(item.code for item in any_instrument(name).items))


def item_answers(name: str, at: datetime) -> Iterator[dict[str, str]]:
    """Every filled-in form of this instrument until now; an empty cell was not answered.

    One query, which reads consent with the rows.

    Raises:
        BadInput: fewer people than may be told of; how few is not said.
    """
    told = _often_enough(_forms(name, at))
    if not told:
        expected = f"answers of {SMALLEST_CELL} people or more who say yes to research"
        raise BadInput(Problem(expected=expected, arrived="fewer", column="--instrument"))
    secret = secrets.token_bytes(SECRET_BYTES)
    renamed = [form._replace(client=keys.digest(secret, form.client)[:ID_LETTERS]) for form in told]
    return (_row(form, columns(name)[2:]) for form in sorted(renamed, key=lambda form: form[:2]))


def _row(form: _Form, codes: tuple[str, ...]) -> dict[str, str]:
    given = {code: form.answers.get(code) for code in codes}
    answers = {code: "" if value is None else str(value) for code, value in given.items()}
    return {"client_id": form.client, "session": str(form.session), **answers}


def _often_enough(forms: list[_Form]) -> list[_Form]:
    """Those of session numbers at which enough people answered."""
    people: dict[int, set[str]] = {}
    for form in forms:
        people.setdefault(form.session, set()).add(form.client)
    return [form for form in forms if len(people[form.session]) >= SMALLEST_CELL]


def _forms(name: str, at: datetime) -> list[_Form]:
    agreed = consent.holders(RESEARCH)
    if name in CheckForm.values:
        filled = Responses.objects.filter(
            instrument=name, client_id__in=agreed, session__recorded_at__lte=at
        ).select_related("client__key", "session")
        return [_Form(row.client_id, row.session.number, row.unseal("answers")["items"]) for row in filled]
    taken = SymptomScore.objects.filter(
        instrument=name, client_id__in=agreed, taken_at__lte=at
    ).select_related("client__key")
    counts: dict[str, int] = {}
    found = []
    for row in taken.order_by("taken_at", "id"):
        counts[row.client_id] = counts.get(row.client_id, 0) + 1
        found.append(_Form(row.client_id, counts[row.client_id], row.unseal("answers")))
    return found
