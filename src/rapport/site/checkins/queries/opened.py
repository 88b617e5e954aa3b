"""One rated session, opened: what a course is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from rapport.site.checkins.models import RatedSession
from rapport.vocabulary import PARTS


@dataclass(frozen=True, slots=True)
class Opened:
    """`pair`: client and provider; `ratings` as they were given; `balance`: −3 too gentle to 3 too hard."""

    pair: tuple[str, str]
    number: int
    held_at: datetime
    ratings: dict[str, float]
    balance: int | None

    @property
    def parts(self) -> tuple[float, ...]:
        """Goals, tasks, bond; one that was not given counts as the mean of the others, or as the overall."""
        return tuple(parts_of(self.ratings).values())

    @property
    def mean(self) -> float:
        """The mean of the three parts."""
        return fmean(self.parts)


def parts_of(ratings: Mapping[str, float]) -> dict[str, float]:
    """Goals, tasks, bond, as `Opened.parts` tells them."""
    given = [ratings[part] for part in PARTS if part in ratings] or [ratings["overall"]]
    return {part: ratings.get(part, fmean(given)) for part in PARTS}


def opened(row: RatedSession) -> Opened:
    """The row with what was said beside it; no query where key and responses came with it."""
    beside = getattr(row, "responses", None)
    balance = None
    if beside is not None:
        beside.client = row.client
        balance = beside.unseal("answers").get("balance")
    return Opened((row.client_id, row.provider_id), row.number, row.held_at, row.unseal("ratings"), balance)
