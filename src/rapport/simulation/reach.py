"""Which providers could see a client at all: by law, kind, age and service."""

from collections.abc import Mapping, Sequence
from typing import Any

from rapport.simulation.practice import Practice
from rapport.vocabulary import COACHABLE_CONCERNS


class Reach:
    """The providers within reach of each client; clients who are alike share one list."""

    def __init__(self, practice: Practice) -> None:
        self._practice = practice
        self._licensed = licensed_by_state(practice)
        self._known: dict[tuple[object, ...], list[int]] = {}

    def of(self, client: int) -> list[int]:
        """Places of the providers who could see this client."""
        answer = self._practice.answers[client]
        key = (answer["state"], answer["kind"], answer["age_group"], answer["service"], _is_coachable(answer))
        if key not in self._known:
            self._known[key] = may_see(self._practice, client, self._licensed)
        return self._known[key]


def licensed_by_state(practice: Practice) -> dict[str, list[int]]:
    """Places of the providers licensed in each state; coaches, who need no licence, under ""."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(practice.roster_rows):
        for state in row["licences"].split(";"):
            found.setdefault(state, []).append(place)
    return found


def may_see(practice: Practice, client: int, licensed: Mapping[str, Sequence[int]]) -> list[int]:
    """Places of the providers who by law, kind, age and service could have seen this client."""
    answer = practice.answers[client]
    near = [*licensed.get(answer["state"], ()), *(licensed.get("", ()) if _is_coachable(answer) else ())]
    return [place for place in near if _is_offered(practice.roster_rows[place], answer)]


def _is_coachable(answer: dict[str, Any]) -> bool:
    return bool({wish["code"] for wish in answer["concerns"]} <= COACHABLE_CONCERNS and answer["safe_now"])


def _is_offered(row: dict[str, str], answer: dict[str, Any]) -> bool:
    return (
        answer["kind"] in (row["kind"], "either")
        and answer["age_group"] in row["age_groups"].split(";")
        and answer["service"] in row["services"].split(";")
    )
