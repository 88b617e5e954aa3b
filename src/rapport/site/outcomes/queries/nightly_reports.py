"""The desk's reports on everybody: reckoned at each visit while few are here, and once a night beyond."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from rapport.site.checkins.models import RatedSession
from rapport.site.foundation import kept
from rapport.site.foundation.plain import as_plain, from_plain
from rapport.site.matches.models import Shortlist, Trial
from rapport.site.outcomes.queries.by_hand import ByHandReport, by_hand_report
from rapport.site.outcomes.queries.equity import EquityReport, equity_report
from rapport.site.outcomes.queries.months import Month, months
from rapport.site.outcomes.queries.trial import TrialFigures, newest_trial, trial_figures
from rapport.site.referrals.queries.trust import Circles, circles

T = TypeVar("T")
# Up to so many sets of three and so many rated sessions a report takes about a second (ours): whoever did
# something finds it there at once. Beyond, it would take longer with everybody who comes.
FEW: Final = 1_000
# From so many on, nobody can wait even once, before the first night: a minute and more (ours).
MANY: Final = 100_000
# Raise it when a report's fields or what they mean change: it is then reckoned anew.
VERSION: Final = "1"


class NotYet(Exception):
    """There is too much to be reckoned while somebody waits, and no night has done it yet."""


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A report, and as of when; None where it was reckoned just now."""

    found: T
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class Reported(Generic[T]):
    """One report: the name that it is kept under, its type, and how it is reckoned."""

    name: str
    kind: Any
    reckon: Callable[[datetime], T]

    def read(self, at: datetime) -> Told[T]:
        """As of now while few are here; else the newest that was kept, reckoned now where none ever was.

        Raises:
            NotYet: many are here, and none was ever kept.
        """
        if not _are_more_than(FEW):
            return Told(self.reckon(at), None)
        found = kept.newest(self.name, version=VERSION, at=at)
        if found is None:
            if _are_more_than(MANY):
                raise NotYet
            found = kept.kept_or_reckoned(
                self.name, lambda: as_plain(self.reckon(at)), version=VERSION, at=at
            )
        return Told(from_plain(self.kind, found.told), found.made_at)

    def keep(self, at: datetime) -> bool:
        """Reckon tonight's and keep it; False where it is there."""
        return kept.keep_tonight(self.name, lambda: as_plain(self.reckon(at)), version=VERSION, at=at)


EQUITY: Final[Reported[EquityReport]] = Reported("equity", EquityReport, lambda at: equity_report(at=at))
SERVICE: Final[Reported[list[Month]]] = Reported("service", list[Month], lambda at: months(at=at))
BY_HAND: Final[Reported[ByHandReport]] = Reported("by-hand", ByHandReport, lambda at: by_hand_report(at=at))
REFERRERS: Final[Reported[Circles]] = Reported("referrers", Circles, lambda _: circles())


def of_trial(trial: Trial) -> Reported[TrialFigures]:
    """The figures of this comparison."""
    return Reported(f"trial-{trial.number}", TrialFigures, lambda at: trial_figures(trial, at=at))


def keep_tonight(at: datetime) -> None:
    """Reckon all of them, one after the other; what was kept before it was cut off is not made again."""
    trial = newest_trial()
    every: list[Reported[Any]] = [EQUITY, SERVICE, BY_HAND, REFERRERS]
    for each in every + ([of_trial(trial)] if trial else []):
        each.keep(at)


def _are_more_than(most: int) -> bool:
    """Whether there are more sets of three, or more rated sessions. Two looks at an index."""
    return any(
        model.objects.order_by("pk").values_list("pk")[most : most + 1] for model in (Shortlist, RatedSession)
    )
