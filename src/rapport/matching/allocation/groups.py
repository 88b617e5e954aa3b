"""Groups of providers and clients, as roster and answers say them; everybody is in one of each kind."""

from collections.abc import Callable, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Final

from rapport.matching.answers import Answers
from rapport.matching.roster import Roster
from rapport.matching.warmth import HALF_TRUST_SESSIONS
from rapport.vocabulary import SELF_PAY

if TYPE_CHECKING:
    from rapport.matching.learned import Learned

NEWCOMER, KNOWN = "newcomer", "known"
# Of more values than one: whoever has several is in a group with others who do, so that nobody counts twice.
SEVERAL: Final = "several"
ENGLISH: Final = "en"
# With fewer rated sessions than these, what was measured of a provider counts less than half.
FEW_SESSIONS: Final = ceil(HALF_TRUST_SESSIONS)

PROVIDERS: Final = ("kind", "gender", "identities", "speaks", "newcomer")
CLIENTS: Final[Mapping[str, Callable[[Answers], str]]] = {
    "age_group": lambda answers: answers.age_group,
    "payer": lambda answers: answers.payer or SELF_PAY,
    "language": lambda answers: answers.languages[0] if answers.languages else "",
    "state": lambda answers: answers.state,
}


def groups_of_providers(roster: Roster, learned: "Learned | None" = None) -> dict[str, list[str]]:
    """By each of `PROVIDERS`, shape (roster,): everybody's group, empty where nothing was said.

    `speaks`: the language besides English, or English. `newcomer`: with fewer rated sessions than
    `FEW_SESSIONS`, of those that the roster or what was learned tells of.
    """
    columns = roster.columns
    found = {name: _each(roster, name, str) for name in ("kind", "gender")}
    found["identities"] = _each(roster, "identities", _one_of)
    found["speaks"] = _each(roster, "languages", _besides_english)
    sessions = columns["warmth_sessions"]
    rated = [int(sessions.values[code]) for code in sessions.codes.tolist()]
    for name, effect in learned.effects.items() if learned else ():
        if (place := roster.position(name)) is not None:
            rated[place] = max(rated[place], effect.sessions)
    found["newcomer"] = [NEWCOMER if each < FEW_SESSIONS else KNOWN for each in rated]
    return found


def groups_of_clients(clients: Sequence[Answers]) -> dict[str, list[str]]:
    """By each of `CLIENTS`, shape (clients,): everybody's group."""
    return {name: [group(each) for each in clients] for name, group in CLIENTS.items()}


def _each(roster: Roster, name: str, group: Callable[..., str]) -> list[str]:
    column = roster.columns[name]
    named = [group(each) for each in column.values]
    return [named[code] for code in column.codes.tolist()]


def _one_of(values: Sequence[str]) -> str:
    return SEVERAL if len(values) > 1 else "".join(values)


def _besides_english(languages: Sequence[str]) -> str:
    return _one_of([each for each in languages if each != ENGLISH]) or ENGLISH
