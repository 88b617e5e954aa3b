"""Is it as good, and as quick, for one group as for the others? Groups as clients and rosters say them.

Only of clients who say yes to learning; groups of fewer than eleven people are never told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Q

from rapport.learning.proof.fairness import OTHERS as OTHERS
from rapport.learning.proof.fairness import ForecastFigures, RateFigures, by_group, rates_by_group
from rapport.matching.slate import SLATE
from rapport.site.checkins.queries.sessions import LEARNING, rated
from rapport.site.consultations.choices import RequestState
from rapport.site.consultations.models import Request
from rapport.site.directory.models import Provider
from rapport.site.foundation import consent
from rapport.site.foundation.replica import may_come_from_replica
from rapport.site.intake.models import Intake
from rapport.site.matches.models import Shortlist
from rapport.site.outcomes.models import EquityNight

MISSES: Final = "misses"
LAST_YEAR: Final = timedelta(days=365)
DAY: Final = timedelta(days=1).total_seconds()
BATCH: Final = 500
# An answer within the hour counts as one hour: nobody is a hundred times as quick.
LEAST_WAIT: Final = 1 / 24
# Withdrawn and closed requests say nothing of the provider's answer.
ANSWERED: Final = (RequestState.OFFERED, RequestState.CHOSEN, RequestState.DECLINED, RequestState.SILENT)
OFFERED: Final = (RequestState.OFFERED, RequestState.CHOSEN)
Answers = Mapping[str, Any]


def _payer(said: Answers) -> str:
    return {None: "", "self_pay": "self_pay"}.get(said.get("payer"), "insured")


# What a client says of themselves; the site asks neither for origin nor for income.
CLIENT_GROUPS: Final[Mapping[str, Callable[[Answers], str]]] = {
    "age_group": lambda said: str(said.get("age_group") or ""),
    "payer": _payer,
    "language": lambda said: str((said.get("languages") or [""])[0]),
    "state": lambda said: str(said.get("state") or ""),
    "format": lambda said: "in_person" if said.get("formats") == ["in_person"] else "remote",
}
PROVIDER_GROUPS: Final = ("gender", "kind", "identities", "faith")


@dataclass(frozen=True, slots=True)
class Rates:
    """One kind of rate by one kind of group: offer_rate, offers_a_day, or exposure."""

    kind: str
    by: str
    figures: tuple[RateFigures, ...]


@dataclass(frozen=True, slots=True)
class Misses:
    """How far forecasts of first sessions missed, by one kind of group."""

    by: str
    figures: tuple[ForecastFigures, ...]


class Alarm(NamedTuple):
    """One group that needs a look: what of, by what, which; `ratio`, where there is one, to all others."""

    kind: str
    by: str
    group: str
    said: str
    ratio: float | None


@dataclass(frozen=True, slots=True)
class EquityReport:
    """Everything; empty where nobody says yes to learning."""

    rates: tuple[Rates, ...]
    misses: tuple[Misses, ...]

    @property
    def alarms(self) -> list[Alarm]:
        """Groups under four fifths, or with forecasts that do not hold; the least ratio first."""
        rates = [
            Alarm(part.kind, part.by, each.group, each.alarm, each.ratio.value if each.ratio else None)
            for part in self.rates
            for each in part.figures
            if each.alarm
        ]
        misses = [
            Alarm(MISSES, part.by, each.group, each.alarm, None)
            for part in self.misses
            for each in part.figures
            if each.alarm
        ]
        return sorted(rates, key=lambda each: 1.0 if each.ratio is None else each.ratio) + misses


@may_come_from_replica
def equity_report(*, at: datetime) -> EquityReport:
    """The report on the last year. Six queries, however many clients; opens their answers in memory."""
    groups = _groups()
    requests = _requests(groups, at)
    sessions = _sessions(groups, at)
    rates = [rate for by in CLIENT_GROUPS for rate in _of_requests(by, groups, requests, at)]
    rates += _exposures(at)
    misses = [_of_sessions(by, groups, sessions) for by in CLIENT_GROUPS] if sessions else []
    return EquityReport(tuple(rates), tuple(misses))


def newest_alarms() -> list[Alarm]:
    """What last night's report found, for the desk. One query; answers are opened at night alone."""
    row = EquityNight.objects.order_by("-night").first()
    return [Alarm(*each) for each in row.alarms] if row else []


def _groups() -> dict[str, dict[str, str]]:
    """Of each client who says yes, their groups; those of the same groups share one entry."""
    rows = Intake.objects.filter(client_id__in=consent.holders(LEARNING), submitted_at__isnull=False)
    found: dict[str, dict[str, str]] = {}
    alike: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows.select_related("client__key").iterator(chunk_size=BATCH):
        said = row.unseal("answers") or {}
        groups = tuple(group(said) for group in CLIENT_GROUPS.values())
        found[row.client_id] = alike.setdefault(groups, dict(zip(CLIENT_GROUPS, groups, strict=True)))
    return found


class Asked(NamedTuple):
    """A request, as far as it is counted: a year of whole ones need not be held."""

    client_id: str
    state: str
    sent_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None


def _requests(groups: Mapping[str, Any], at: datetime) -> list[Asked]:
    rows = Request.objects.filter(sent_at__gte=at - LAST_YEAR).values_list(*Asked._fields)
    return [Asked(*row) for row in rows.iterator(chunk_size=BATCH) if row[0] in groups]


def _of_requests(
    by: str, groups: Mapping[str, Mapping[str, str]], requests: Sequence[Asked], at: datetime
) -> list[Rates]:
    done = [row for row in requests if row.state in ANSWERED]
    found = []
    if done:
        found.append(Rates("offer_rate", by, _rates(by, groups, done, [1.0] * len(done))))
    if requests:
        # Whoever still waits, or took it back, waited too: their time counts, and no offer.
        found.append(Rates("offers_a_day", by, _rates(by, groups, requests, _waited(requests, at))))
    return found


def _rates(
    by: str, groups: Mapping[str, Mapping[str, str]], rows: Sequence[Asked], due: Sequence[float]
) -> tuple[RateFigures, ...]:
    people = [row.client_id for row in rows]
    got = [float(_is_offered(row)) for row in rows]
    return rates_by_group([groups[each][by] for each in people], people, people, got=got, due=due)


def _is_offered(row: Asked) -> bool:
    return row.state in OFFERED or (row.answered_at is not None and row.state == RequestState.CLOSED)


def _waited(rows: Sequence[Asked], at: datetime) -> list[float]:
    ends = [row.answered_at or row.ended_at or at for row in rows]
    return [
        max((end - row.sent_at).total_seconds() / DAY, 1 / 24) for row, end in zip(rows, ends, strict=True)
    ]


def _sessions(groups: Mapping[str, Any], at: datetime) -> list[tuple[str, float, dict[str, float]]]:
    first = Q(number=1, held_at__gte=at - LAST_YEAR)
    return [
        (row.client, row.overall, row.forecast["overall"])
        for row in rated(at, purpose=LEARNING, only=first)
        if row.client in groups
    ]


def _of_sessions(
    by: str, groups: Mapping[str, Mapping[str, str]], rows: Sequence[tuple[str, float, dict[str, float]]]
) -> Misses:
    people = [client for client, _, _ in rows]
    told = {name: [each[name] for _, _, each in rows] for name in ("mean", "low", "high")}
    actual = [rating for _, rating, _ in rows]
    return Misses(by, by_group([groups[each][by] for each in people], people, actual=actual, **told))


def _exposures(at: datetime) -> list[Rates]:
    """How often each group of providers stands in a slate, against an even chance in its pool."""
    rows = _pools(at)
    if not rows:
        return []
    people, clients, got, due = (list(column) for column in zip(*rows, strict=True))
    cells = dict(Provider.objects.values_list("provider_id", "row"))
    return [
        Rates(
            "exposure",
            by,
            rates_by_group(
                [str(cells.get(each, {}).get(by, "")) for each in people], people, clients, got=got, due=due
            ),
        )
        for by in PROVIDER_GROUPS
    ]


def _pools(at: datetime) -> list[tuple[str, str, float, float]]:
    lists = Shortlist.objects.filter(issued_at__gte=at - LAST_YEAR, client_id__in=consent.holders(LEARNING))
    found = []
    for row in lists.select_related("client__key").iterator(chunk_size=BATCH):
        log = row.unseal("record")["log"]
        share = min(SLATE, len(log["pool"])) / max(len(log["pool"]), 1)
        found += [
            (provider, row.client_id, chance, share)
            for provider, chance in zip(log["pool"], log["inclusion"], strict=False)
        ]
    return found
