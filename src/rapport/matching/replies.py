"""Whether a provider is *live*: what their answers to requests say of the openings they list.

Of 725 people who wrote to therapists, fewer than half were offered anything, and a listed opening is often
none (science.md, section 2). So an answer is evidence. An offer renews the date on which openings were
confirmed; silence, or the word that no place is open, takes the date away, which costs utility in the
draw (`match.MOST_STALE_POINTS`). A provider who was silent twice running, who said that no place is open,
or whose offer rate is under a bound is not offered until they confirm their openings.

These are the provider's own acts and tell nothing that a client said: the forecast of rapport and what
is held back of few clients (docs/adr/0005, docs/adr/0008) are as they were.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

# Replies to 725 requests by e-mail: 10.1037/cou0000624 (read).
REQUESTS: Final = 725
OFFER_RATE: Final = 0.457
DECLINE_RATE: Final = 0.325
SILENCE_RATE: Final = 0.217
# How many requests the published rate counts as, for a provider of whom nothing is known. How much
# providers differ was not published: with 6, half of them would offer between 31% and 59% of the time. Ours,
# unverified.
PRIOR_REQUESTS: Final = 6.0
# Who is silent twice running is not live: of providers who answer as published, 5% are by chance.
MOST_SILENT_RUNNING: Final = 2
# Under this offer rate three requests bring an offer less than half of the time (1 − .8³ = .49).
LEAST_OFFER_RATE: Final = 0.2


class Kind(StrEnum):
    """What came of a request, or that openings were confirmed."""

    OFFERED = "offered"
    DECLINED = "declined"
    FULL = "full"
    SILENT = "silent"
    CONFIRMED = "confirmed"


class Reply(NamedTuple):
    """One answer, on the provider's day; silence counts from the day it was due."""

    kind: Kind
    on: date


class OfferRate(NamedTuple):
    """A Beta posterior: how likely the next request is to bring an offer.

    `offers` and `others` count what came, the prior's share included.
    """

    offers: float
    others: float

    @property
    def mean(self) -> float:
        """Between 0 and 1."""
        return self.offers / (self.offers + self.others)

    @property
    def variance(self) -> float:
        """Of the rate, not of one request."""
        return self.mean * (1 - self.mean) / (self.offers + self.others + 1)

    def after(self, kind: Kind) -> "OfferRate":
        """The rate once one more request was answered so."""
        is_offer = kind is Kind.OFFERED
        return OfferRate(self.offers + is_offer, self.others + (not is_offer))


PRIOR: Final = OfferRate(PRIOR_REQUESTS * OFFER_RATE, PRIOR_REQUESTS * (1 - OFFER_RATE))


class NotLive(StrEnum):
    """Why a provider is not offered until they confirm their openings."""

    SILENT = "silent"
    FULL = "full"
    SELDOM = "seldom"


class Standing(NamedTuple):
    """What a provider's answers say of their openings.

    rate: of offers, since they last confirmed. silent_running: requests in a row without an answer.
    confirmed_on, void_on: the day of the last offer or confirmation, and of the last silence or "no place
    open" that took it away. not_live_on, because: since when and why they are not live; None while they are.
    """

    rate: OfferRate = PRIOR
    silent_running: int = 0
    confirmed_on: date | None = None
    void_on: date | None = None
    not_live_on: date | None = None
    because: NotLive | None = None

    def is_live(self, listed: date | None) -> bool:
        """Whether they may be offered; a roster that confirms their openings later counts as confirming."""
        return self.not_live_on is None or (listed is not None and listed > self.not_live_on)

    def opening_confirmed_on(self, listed: date | None) -> date | None:
        """The latest day on which an opening was confirmed that no later answer took away; None without."""
        days = (listed, self.confirmed_on)
        kept = [day for day in days if day is not None and (self.void_on is None or day > self.void_on)]
        return max(kept, default=None)


UNASKED: Final = Standing()


def standing_of(history: Iterable[Reply]) -> Standing:
    """What do a provider's answers say of their openings?

    Args:
        history: what came of requests, oldest first; requests taken back before an answer say nothing.

    1. A confirmation begins anew: what was before says nothing any more.
    2. An offer or a confirmation renews the openings, silence or "no place open" voids them.
    3. Not live, from that day on: silent twice running, no place open, or an offer rate under the bound.
       An offer ends all three but the last.

    Missing data: without answers, the published rates, and live.

    >>> from datetime import date
    >>> standing_of([Reply(Kind.SILENT, date(2026, 11, 2)), Reply(Kind.SILENT, date(2026, 11, 9))]).because
    <NotLive.SILENT: 'silent'>

    Source: rates 10.1037/cou0000624; the bounds are ours and stand above with their reasons.
    Compared with: `tests/library/references/slow_replies.py`.
    """
    standing = UNASKED
    for reply in history:
        standing = heard(standing, reply)
    return standing


def heard(before: Standing, reply: Reply) -> Standing:
    """One step of `standing_of`: all that is kept between two answers stands in the standing itself."""
    if reply.kind is Kind.CONFIRMED:
        return Standing(confirmed_on=reply.on)
    is_offer = reply.kind is Kind.OFFERED
    silent = before.silent_running + 1 if reply.kind is Kind.SILENT else 0
    rate = before.rate.after(reply.kind)
    because = _why_not_live(reply.kind, silent, rate, before.because)
    since = before.not_live_on if because is not None and before.because is because else reply.on
    is_void = reply.kind in (Kind.SILENT, Kind.FULL)
    return Standing(
        rate=rate,
        silent_running=silent,
        confirmed_on=reply.on if is_offer else before.confirmed_on,
        # An offer on the very day of a silence came after it.
        void_on=reply.on if is_void else None if is_offer else before.void_on,
        not_live_on=None if because is None else since,
        because=because,
    )


def _why_not_live(kind: Kind, silent: int, rate: OfferRate, before: NotLive | None) -> NotLive | None:
    if kind is Kind.FULL:
        return NotLive.FULL
    if silent >= MOST_SILENT_RUNNING:
        return NotLive.SILENT
    if rate.mean < LEAST_OFFER_RATE:
        return NotLive.SELDOM
    # A refusal of one client is no confirmation: who was not live stays so until an offer.
    return None if kind is Kind.OFFERED else before
