"""Clients write to providers, three at a time, until somebody offers a time; most do not.

Replies come as 725 requests were replied to (10.1037/cou0000624; read). How long they take is ours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rapport.simulation.figures import REPLY_DECLINES, REPLY_NONE, REPLY_OFFERS
from rapport.simulation.practice import Practice, stream
from rapport.simulation.reach import Reach

NONE, DECLINES, OFFERS = "none", "declines", "offers"
REPLIES: Final = {NONE: REPLY_NONE.value, DECLINES: REPLY_DECLINES.value, OFFERS: REPLY_OFFERS.value}
AT_ONCE: Final = 3
MOST_ROUNDS: Final = 4  # after which a client gives up
DAYS_A_ROUND: Final = 7
DAYS_TO_REPLY: Final = (0, 5)
DAYS_BACK: Final = (15, 300)  # from the practice's day to a first meeting
REQUEST_COLUMNS: Final = (
    "client_id", "provider_id", "round", "sent_on", "reply", "replied_on", "group_age", "group_language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """One message to a provider: in which round (from 1), what came back, after how many days."""

    provider: int
    round: int
    reply: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Search:
    """All that a client wrote, in order, and the day of the first meeting that came of it."""

    requests: tuple[Request, ...]
    first_meeting: date

    @property
    def offered(self) -> list[int]:
        """Who offered a time: one to three providers, none where the client gave up."""
        return [each.provider for each in self.requests if each.reply == OFFERS]


def search_of(practice: Practice, client: int, allowed: Sequence[int]) -> Search:
    """Whom did this client write to, and what came back?

    `allowed` are the places of the providers who could see them.
    """
    rng = stream(practice.seed, "requests", client)
    asked = rng.sample(allowed, min(len(allowed), AT_ONCE * MOST_ROUNDS))
    found: list[Request] = []
    for place, provider in enumerate(asked):
        if place % AT_ONCE == 0 and any(each.reply == OFFERS for each in found):
            break
        reply = rng.choices(list(REPLIES), list(REPLIES.values()))[0]
        days = rng.randint(*DAYS_TO_REPLY)
        found.append(Request(provider, place // AT_ONCE + 1, reply, None if reply == NONE else days))
    return Search(tuple(found), practice.on - timedelta(days=rng.randint(*DAYS_BACK)))


def request_rows(practice: Practice) -> Iterator[tuple[str, ...]]:
    """Rows of requests.csv, client by client; the last round goes out a week before the first meeting."""
    reach = Reach(practice)
    for client, answer in enumerate(practice.answers):
        search = search_of(practice, client, reach.of(client))
        for each in search.requests:
            weeks = search.requests[-1].round - each.round + 1
            sent = search.first_meeting - timedelta(days=DAYS_A_ROUND * weeks)
            yield (
                answer["client_id"],
                practice.roster_rows[each.provider]["provider_id"],
                str(each.round),
                sent.isoformat(),
                each.reply,
                "" if each.days is None else (sent + timedelta(days=each.days)).isoformat(),
                *groups_of(answer),
            )


def groups_of(answer: dict[str, object]) -> tuple[str, str]:
    """The groups by which fairness is looked at: age, and whether a language beside English is spoken."""
    return str(answer["age_group"]), "en" if answer["languages"] == ["en"] else "other"
