"""What is known of a client's shortlists, and what the library works out for a pair."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, Subquery

from rapport.language.crisis import screen
from rapport.matching.answers import Answers, read_answers
from rapport.matching.forecast import weighed
from rapport.matching.logistics import Logistics, logistics
from rapport.matching.match import pair_forecast
from rapport.matching.recommended import recommended
from rapport.matching.roster import Roster
from rapport.site.directory.models import Provider, Revision
from rapport.site.directory.queries import Row, roster_snapshot, row_in
from rapport.site.foundation import consent
from rapport.site.foundation.prepared import Prepared, columns, loaded, text
from rapport.site.intake.models import Intake
from rapport.site.intake.queries import answers_of, version_of
from rapport.site.matches.choices import MatchClosed
from rapport.site.matches.drawing import weights_in_force
from rapport.site.matches.learned import newest_learned
from rapport.site.matches.models import Match, Shortlist, Trial
from rapport.site.matches.supervision import SUPERVISION, TRAINEES, supervision_for
from rapport.site.matches.told import told_of
from rapport.site.people.models import Client


def open_shortlist(client: Client) -> Shortlist | None:
    """The client's shortlist that stands, its open matches and their providers loaded. Three queries."""
    ordered = Match.objects.filter(is_open=True).select_related("provider").order_by("position")
    found = (
        Shortlist.objects.filter(client_id=client.pk, closed_at__isnull=True)
        .prefetch_related(Prefetch("matches", queryset=ordered))
        .first()
    )
    if found is not None:
        found.client = client
        for match in found.matches.all():
            match.client = client
    return found


# What changes when the client's answers or the directory do: compared, never shown.
Versions = tuple[Any, ...]
_TOKEN = Subquery(Revision.objects.filter(pk=Revision.ONLY).values("token"))
_STANDING = Prepared(
    lambda: Shortlist.objects.filter(client_id=text("client"), closed_at__isnull=True).values_list(
        *columns(Shortlist), "client__intake__version", _TOKEN
    )
)
_MATCH = Prepared(
    lambda: Match.objects.filter(pk=text("id")).values_list(
        *columns(Match), "client__intake__version", "shortlist__revision", _TOKEN
    )
)
_VERSIONS = Prepared(lambda: Intake.objects.filter(client_id=text("client")).values_list("version", _TOKEN))


def standing_shortlist(client: Client) -> tuple[Shortlist, Versions] | None:
    """The client's shortlist that stands, without its matches, and the versions behind it. One query."""
    row = _STANDING.first({"client": client.pk})
    if row is None:
        return None
    own = len(columns(Shortlist))
    found = loaded(Shortlist, row[:own])
    found.client = client
    return found, (found.pk, found.revision, *row[own:])


def match_of(client: Client, match_id: str) -> tuple[Match, Versions] | None:
    """One match by its id, its provider not yet read, and the versions behind it. One query.

    Ask the policy before showing anything of it.
    """
    row = _MATCH.first({"id": match_id})
    if row is None:
        return None
    own = len(columns(Match))
    found = loaded(Match, row[:own])
    if found.client_id == client.pk:
        found.client = client
    return found, row[own:]


def versions_behind(client: Client) -> Versions:
    """The versions behind what a client is told of somebody who was not offered. Three queries."""
    sees_trainees = consent.is_given(client_id=client.pk, purpose=TRAINEES)
    return (sees_trainees, *(_VERSIONS.first({"client": client.pk}) or ()), newest_learned().number or 0)


def is_asked_to_take_part(client: Client) -> bool:
    """Whether a comparison runs that this client was not asked about, and could enter.

    Before their first three only, and never someone in danger. One query while none runs.
    """
    if not Trial.objects.filter(is_running=True).exists():
        return False
    if consent.answer(client_id=client.pk, purpose="trial") is not None:
        return False
    answers = answers_for_matching(client)
    has_had_three = Shortlist.objects.filter(client_id=client.pk).exists()
    return answers is not None and not is_crisis(answers) and not has_had_three


def offered_before(client: Client) -> frozenset[str]:
    """Roster ids of everyone this client was ever offered."""
    return frozenset(
        Match.objects.filter(client_id=client.pk).values_list("provider__provider_id", flat=True)
    )


def not_to_be_drawn(client: Client) -> frozenset[str]:
    """Roster ids of whom no draw for this client may find: offered before, or in training without a yes."""
    return offered_before(client) | supervision_for(client).kept_out


def turned_away(client: Client) -> frozenset[str]:
    """Roster ids of those who could not take this client, or did not answer."""
    left = Match.objects.filter(
        client_id=client.pk, closed_because__in=(MatchClosed.DECLINED, MatchClosed.SILENT)
    )
    return frozenset(left.values_list("provider__provider_id", flat=True))


_LEFT = Prepared(
    lambda: (
        Match.objects.filter(
            Q(refilled_by__isnull=True) | Q(refilled_by__is_open=True),
            shortlist=text("shortlist"),
            closed_because__in=(MatchClosed.DECLINED, MatchClosed.SILENT),
        )
        .order_by("position")
        .values_list(
            *columns(Match),
            *columns(Provider, through="provider__"),
            *columns(Match, through="refilled_by__"),
            *columns(Provider, through="refilled_by__provider__"),
        )
    )
)


def left_matches(shortlist: Shortlist) -> list[Match]:
    """Who left a place of the three, with who took it; the newest of each place. One query.

    Once somebody's successor has left too, they are no news any more.
    """
    return [_left(row) for row in _LEFT.rows({"shortlist": shortlist.pk})]


def _left(row: tuple[Any, ...]) -> Match:
    half = len(row) // 2
    left, successor = _with_provider(row[:half]), _with_provider(row[half:])
    # As `select_related` would: where nobody came next, that is known too.
    Match._meta.get_field("refilled_by").set_cached_value(left, successor if successor.pk else None)
    return left


def _with_provider(row: tuple[Any, ...]) -> Match:
    own = len(columns(Match))
    found = loaded(Match, row[:own])
    found.provider = loaded(Provider, row[own:])
    return found


def answers_for_matching(client: Client) -> Answers | None:
    """The client's answers as the library takes them; None while something required is unsaid."""
    stored = answers_of(client)
    return None if stored is None else read_answers(stored)


def is_crisis(answers: Answers) -> bool:
    """Whether the client's words or answers call for help to be shown first."""
    return not answers.safe_now or screen(answers.text).flag


def answers_are_newer(client: Client, shortlist: Shortlist) -> bool:
    """Whether the client changed an answer since these three were drawn."""
    return version_of(client) not in (None, shortlist.intake_version)


@dataclass(frozen=True, slots=True)
class Card:
    """One provider as a client's page shows them: who, what was told, and how the two could meet.

    `state` is the client's: the licence there is the one that counts.
    """

    id: str
    state: str
    provider: Provider
    row: Row
    told: dict[str, Any]
    logistics: Logistics


_MATCHES = Prepared(
    lambda: (
        Match.objects.filter(shortlist=text("shortlist"), is_open=True)
        .order_by("position")
        .values_list(*columns(Match), *columns(Provider, through="provider__"))
    )
)


def cards(shortlist: Shortlist, answers: Answers, *, at: datetime) -> list[Card]:
    """The cards of a shortlist, in order. Two queries."""
    roster, found = roster_snapshot(), []
    for match in map(_with_provider, _MATCHES.rows({"shortlist": shortlist.pk})):
        match.client = shortlist.client
        found.append(_card(roster, match, answers, at))
    return found


def card(match: Match, answers: Answers, *, at: datetime) -> Card:
    """One match as a card. Two queries."""
    return _card(roster_snapshot(), match, answers, at)


def _card(roster: Roster, match: Match, answers: Answers, at: datetime) -> Card:
    row = row_in(roster, match.provider)
    facts = logistics(answers, row, on=client_day(answers, at))
    return Card(match.pk, answers.state, match.provider, row, match.unseal("detail"), facts)


@dataclass(frozen=True, slots=True)
class NamedFit:
    """Someone recommended, seen as a match would be: the card, and the limits that stand between."""

    card: Card
    limits_broken: tuple[str, ...]


def fit_with(
    client: Client, answers: Answers, provider: Provider, *, at: datetime, trust: float = 0.0
) -> NamedFit | None:
    """How a named provider would fit a client; None while the provider is not in the roster.

    `trust` is how far whoever recommends them has earned it, 0 to 1.
    """
    answers, day = weighed(answers, weights_in_force()), client_day(answers, at)
    learned = newest_learned().model
    found = pair_forecast(
        roster_snapshot(),
        answers,
        provider.provider_id,
        crisis=screen(answers.text).flag,
        on=day,
        learned=learned,
    )
    if found is None:
        return None
    found = recommended(found, trust)
    facts = logistics(answers, found.provider, on=day)
    supervision = supervision_for(client)
    kept_out = (SUPERVISION,) if provider.provider_id in supervision.kept_out else ()
    told = supervision.told(told_of(found, learned), provider.provider_id)
    return NamedFit(
        Card(provider.pk, answers.state, provider, found.provider, told, facts),
        (*found.limits_broken, *kept_out),
    )


def client_day(answers: Answers, at: datetime) -> date:
    """What day it is where the client lives: licences and clocks are judged by it."""
    return at.astimezone(ZoneInfo(answers.zone)).date()


def client_day_ends(answers: Answers, at: datetime) -> datetime:
    """When the next day begins there."""
    return datetime.combine(client_day(answers, at) + timedelta(days=1), time.min, ZoneInfo(answers.zone))
