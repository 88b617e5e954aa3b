"""The figures that may be told in public, with cells too small to hide anyone left out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from statistics import fmean
from typing import Any

from django.db.models import Count, Q

from rapport.learning.proof.means import mean_of
from rapport.learning.proof.publish import SMALLEST_CELL, calibration_of
from rapport.site.checkins.models import RatedSession
from rapport.site.checkins.queries.sessions import LEARNING, Rated, rated
from rapport.site.consultations.models import Request
from rapport.site.foundation import consent
from rapport.site.matches.models import ModelVersion
from rapport.site.outcomes.models import PublicFigures
from rapport.site.outcomes.queries.equity import ANSWERED, DAY, LAST_YEAR, OFFERED
from rapport.site.outcomes.queries.trial import Comparison, TrialReport, newest_trial, trial_report


def newest_figures() -> PublicFigures | None:
    """What the page tells now. One query."""
    return PublicFigures.objects.order_by("-night").first()


def public_figures(at: datetime) -> dict[str, Any]:
    """Count, judge and compare; None stands where a cell would be too small."""
    counts = _counts(at)
    is_tellable = counts["clients"] >= SMALLEST_CELL
    trial = newest_trial()
    return {
        **{name: count if is_tellable else None for name, count in counts.items()},
        "told": _told(at) if is_tellable else None,
        "answers": _answers(at),
        "model": _model(),
        "trial": None if trial is None else _trial(trial_report(trial, at=at)),
    }


def _counts(at: datetime) -> dict[str, int]:
    """Rated sessions, of how many clients with how many providers; nothing is opened for it."""
    rows = RatedSession.objects.filter(held_at__lte=at, client_id__in=consent.holders(LEARNING))
    return rows.aggregate(
        sessions=Count("pk"),
        clients=Count("client_id", distinct=True),
        providers=Count("provider_id", distinct=True),
    )


def _told(at: datetime) -> dict[str, float]:
    """How what clients were told before they met held in their first sessions."""
    first = _forecast(rated(at, purpose=LEARNING, only=Q(number=1)))
    actual, mean, low, high, clients = zip(*first or _forecast(rated(at, purpose=LEARNING)), strict=True)
    return calibration_of(actual, mean, low, high, clients).as_json()


def _forecast(rows: Iterable[Rated]) -> list[tuple[float, float, float, float, str]]:
    """The rating, its forecast and whose it is: no more of each session is held."""
    told = ((row, row.forecast["overall"]) for row in rows)
    return [(row.overall, each["mean"], each["low"], each["high"], row.client) for row, each in told]


def _answers(at: datetime) -> dict[str, Any] | None:
    """How often a request was offered a conversation, and after how many days; each client counts once."""
    rows = Request.objects.filter(sent_at__gte=at - LAST_YEAR, state__in=ANSWERED)
    rows = rows.filter(client_id__in=consent.holders(LEARNING))
    offered: dict[str, list[float]] = defaultdict(list)
    days: dict[str, list[float]] = defaultdict(list)
    for client, state, sent, answered in rows.values_list("client_id", "state", "sent_at", "answered_at"):
        offered[client].append(100.0 * (state in OFFERED))
        if state in OFFERED and answered is not None:
            days[client].append((answered - sent).total_seconds() / DAY)
    if min(len(offered), len(days)) < SMALLEST_CELL:
        return None
    return {
        "clients": len(offered),
        "requests": sum(map(len, offered.values())),
        "offered": mean_of([fmean(each) for each in offered.values()]),
        "days": mean_of([fmean(each) for each in days.values()]),
    }


def _model() -> dict[str, Any] | None:
    newest = ModelVersion.objects.defer("artefact").exclude(calibration={}).order_by("-number").first()
    if newest is None or newest.calibration["clients"] < SMALLEST_CELL:
        return None
    return {
        "number": newest.number,
        "made_on": newest.made_at.date().isoformat(),
        "is_published": newest.is_published,
        "because": newest.because,
        **newest.calibration,
    }


def _trial(report: TrialReport) -> dict[str, Any]:
    """Counts while it runs; differences only when no more looks follow."""
    randomised = sum(report.consort.randomised.values())
    cells = (*report.consort.analysed.values(),)
    is_told = not report.trial.is_running and min(cells, default=0) >= SMALLEST_CELL
    return {
        "number": report.trial.number,
        "is_running": report.trial.is_running,
        "planned": report.trial.design["planned"],
        "randomised": randomised if randomised >= SMALLEST_CELL else None,
        "power": report.power,
        "assumed_d": report.trial.design["assumed_d"],
        "comparisons": [_comparison(each) for each in report.comparisons] if is_told else [],
    }


def _comparison(found: Comparison) -> dict[str, Any]:
    analysis = found.analysis
    if analysis is None:
        return {"arm": found.arm, "control": found.control, "verdict": None}
    return {
        "arm": found.arm,
        "control": found.control,
        "effect": analysis.effect,
        "low": analysis.low,
        "high": analysis.high,
        "n": dict(analysis.n),
        "smallest_d": analysis.smallest_d,
        "verdict": analysis.verdict,
    }
