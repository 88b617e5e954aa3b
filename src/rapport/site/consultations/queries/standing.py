"""Where a client stands: what was forecast, what the conversations told, and whether one more is worth it.

Ratings are turned to fit by what is typical of the model that forecast, and by the spread that the forecast
itself assumes (`SPREAD_OF_RATINGS`): of first conversations there is no measured spread yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rapport.alliance.consultation import Forecast, RatingScale, Told, chance_of_better
from rapport.alliance.search import COST, Advice, cost_of_waiting, when_to_stop
from rapport.matching.forecast import SPREAD_OF_RATINGS, Interval
from rapport.site.consultations.models import Course
from rapport.site.consultations.queries.reflections import Met, met_by
from rapport.site.consultations.reflection_choices import WORST_DISTRESS, Urgency
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Match
from rapport.site.matches.queries import answers_for_matching, is_crisis
from rapport.site.people.models import Client

OVERALL: Final = "overall"


@dataclass(frozen=True, slots=True)
class Held:
    """Someone met: the forecast before, and now that there was a conversation. 80% intervals, 0 to 100."""

    met: Met
    before: Interval
    now: Interval


@dataclass(frozen=True, slots=True)
class Unmet:
    """Someone not met yet. `chance`: that a conversation lifts them above the best one met.

    `worth` is the reservation value as a rating: who was met and is forecast above it makes this conversation
    cost more than it brings.
    """

    match: Match
    provider: Provider
    before: Interval
    worth: float
    chance: float | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the page says; `held` has the best first, `unmet` the one most worth meeting first."""

    held: tuple[Held, ...]
    unmet: tuple[Unmet, ...]
    advice: Advice
    urgency: Urgency
    distress: int | None
    is_crisis: bool
    course: Course | None


def standing_of(client: Client, at: datetime) -> Standing:
    """Where this client stands now. Five queries, however many were met."""
    course = open_course(client)
    met = met_by(client, at)
    if course is not None and course.handing_over_since is not None:
        # Whom they leave stands beside nobody; to choose one of the others ends that course.
        met, course = [each for each in met if each.provider.pk != course.provider_id], None
    unmet = _open_matches(client, {each.provider.pk for each in met})
    crisis = _in_crisis(client)
    urgency, distress = hurry_of(met, is_crisis=crisis)
    before = {each.provider.pk: _forecast(each.provider, each.told) for each in met}
    ahead = {match.provider_id: _forecast(match.provider, match.unseal("detail")) for match in unmet}
    advice = when_to_stop(
        list(ahead.values()),
        [(before[each.provider.pk], _told(each)) for each in met],
        cost=cost_of_waiting(urgency, (distress or 0) / WORST_DISTRESS),
        unhurried_cost=COST,
    )
    scale = {each.provider.pk: _scale(each.told) for each in met}
    by_id = {each.provider.pk: each for each in met}
    held = tuple(
        Held(
            by_id[each.provider_id],
            Interval(*scale[each.provider_id].interval(before[each.provider_id])),
            Interval(*scale[each.provider_id].interval(each)),
        )
        for each in advice.held
    )
    return Standing(held, _unmet(unmet, ahead, advice), advice, urgency, distress, crisis, course)


def hurry_of(met: Sequence[Met], *, is_crisis: bool) -> tuple[Urgency, int | None]:
    """How long help can wait and how hard it is now, as said last; who may be in danger cannot wait."""
    said = [each for one in met for each in one.said]
    said.sort(key=lambda each: each["written_at"], reverse=True)
    urgency = next((each["urgency"] for each in said if each["urgency"]), Urgency.CAN_WAIT)
    distress = next((each["distress"] for each in said if each["distress"] is not None), None)
    return (Urgency.NOW if is_crisis else Urgency(urgency)), distress


def _in_crisis(client: Client) -> bool:
    answers = answers_for_matching(client)
    return answers is not None and is_crisis(answers)


def _open_matches(client: Client, met: set[str]) -> list[Match]:
    rows = Match.objects.filter(client_id=client.pk, is_open=True).select_related("provider")
    found = [row for row in rows.order_by("position") if row.provider_id not in met]
    for match in found:
        match.client = client
    return found


def _scale(told: Any) -> RatingScale:
    return RatingScale(told["typical"], SPREAD_OF_RATINGS)


def _forecast(provider: Provider, told: Any) -> Forecast:
    return _scale(told).forecast(provider.pk, **told["forecast"][OVERALL])


def _told(met: Met) -> Told:
    return _scale(met.told).told(met.ratings, consultations=max(len(met.said), 1))


def _unmet(matches: Sequence[Match], ahead: dict[str, Forecast], advice: Advice) -> tuple[Unmet, ...]:
    by_id = {match.provider_id: match for match in matches}
    found = []
    for provider_id, value in advice.reservation_values:
        match, scale = by_id[provider_id], _scale(by_id[provider_id].unseal("detail"))
        best = advice.held[0].mean if advice.held else None
        found.append(
            Unmet(
                match,
                match.provider,
                Interval(*scale.interval(ahead[provider_id])),
                worth=scale.interval(Forecast(provider_id, value, 0.0))[0],
                chance=None if best is None else chance_of_better(ahead[provider_id], best),
            )
        )
    return tuple(found)


def open_course(client: Client) -> Course | None:
    """The client's course of therapy, its provider loaded; None while nobody was chosen. One query."""
    found = Course.objects.filter(client_id=client.pk, ended_at__isnull=True)
    return found.select_related("provider", "match").first()
