"""What a case page says; no query and no clock in here, but for the policy's yes that it is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rapport.site.consultations.aliases import alias_of
from rapport.site.intake.models import Intake
from rapport.site.intake.questions import QUESTIONS
from rapport.site.intake.wording import said_in_words
from rapport.site.matches.choices import Closed, MatchClosed
from rapport.site.matches.models import HandOffer, Match, Shortlist
from rapport.site.matches.told import in_words


@dataclass(frozen=True, slots=True)
class Offered:
    """One of a set of three; `why` is empty while it is sealed to this viewer."""

    position: int
    name: str
    standing: str
    why: list[str]
    forecast: str
    by_hand: str


@dataclass(frozen=True, slots=True)
class Three:
    """One set of three, as it was offered and as it stands."""

    number: int
    issued_at: datetime
    closed: str
    offered: list[Offered]


def alias(intake: Intake) -> str:
    """What the desk calls a case: three signs that tell nothing."""
    return alias_of(intake.pk)


def threes(shortlists: list[Shortlist], hands: dict[str, HandOffer], *, is_open: bool) -> list[Three]:
    """Every set of three, the newest first."""
    return [
        Three(
            each.number,
            each.issued_at,
            str(Closed(each.closed_because).label) if each.closed_because else "",
            [_offered(match, hands.get(match.pk), is_open=is_open) for match in each.matches.all()],
        )
        for each in shortlists
    ]


def _offered(match: Match, hand: HandOffer | None, *, is_open: bool) -> Offered:
    told: dict[str, Any] = match.unseal("detail") if is_open else {}
    standing = _("stands")
    if not match.is_open:
        standing = str(MatchClosed(match.closed_because).label) if match.closed_because else _("closed")
    reason = hand.unseal("reason") if hand is not None and is_open else ""
    return Offered(
        match.position,
        match.provider.name,
        standing,
        [in_words(each) for each in told.get("reasons", ())],
        _forecast(told["forecast"]["overall"]) if told else "",
        (reason or _("for a reason that is sealed")) if match.is_by_hand else "",
    )


def _forecast(overall: dict[str, float]) -> str:
    figures = {name: round(overall[name]) for name in ("mean", "low", "high")}
    return _("Forecast %(mean)s (80%% within %(low)s–%(high)s)") % figures


def answered(intake: Intake) -> list[tuple[str, list[str]]]:
    """Every question that was answered, with the answer in words. Ask the policy first."""
    draft = intake.draft()
    rows = [(str(each.short), said_in_words(each, draft)) for each in QUESTIONS]
    return [(question, said) for question, said in rows if said]
