"""What a provider's answers to requests say of their openings."""

from datetime import date

from rapport.matching.replies import PRIOR, UNASKED, NotLive, OfferRate, Standing
from rapport.site.directory.models import Answering, Provider
from rapport.site.directory.rows import Cells

CONFIRMED_ON = "openings_confirmed_on"


def standing_in(row: Answering | None) -> Standing:
    """The library's standing, as it was counted so far."""
    if row is None:
        return UNASKED
    return Standing(
        rate=OfferRate(PRIOR.offers + row.offers, PRIOR.others + row.others),
        silent_running=row.silent_running,
        confirmed_on=row.confirmed_on,
        void_on=row.void_on,
        not_live_on=row.not_live_on,
        because=NotLive(row.because) if row.because else None,
    )


def answering_of(provider: Provider) -> Answering | None:
    """What was counted; None before any answer. One query."""
    return Answering.objects.filter(pk=provider.pk).first()


def cells_of_answers(provider: Provider, said: Cells) -> Cells:
    """What lies over a row that says this: openings that answers renewed or took away, and who is not live.

    One query.
    """
    standing = standing_in(answering_of(provider))
    text = said.get(CONFIRMED_ON, "")
    listed = date.fromisoformat(text) if text else None
    opening = standing.opening_confirmed_on(listed)
    cells = {} if opening == listed else {CONFIRMED_ON: opening.isoformat() if opening else ""}
    return cells | ({} if standing.is_live(listed) else {"accepting": "no"})


def why_not_live(provider: Provider) -> str:
    """Why the provider is offered to nobody until they confirm; empty while they are live. One query."""
    row = answering_of(provider)
    is_overtaken = CONFIRMED_ON in provider.row and provider.row.get("accepting") == "yes"
    return "" if row is None or is_overtaken else row.because
