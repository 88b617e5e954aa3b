"""A night's prices: three each, in thought, for everybody who looks, within the places that are open."""

from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

import numpy as np
from django.db import IntegrityError, transaction

from rapport.learning.proof.equity import Compared, compared
from rapport.matching.allocation.bookings import Shared, share, worths_of
from rapport.matching.allocation.candidates import Fits, fits_of
from rapport.matching.allocation.floors import FLOOR, Short, above_floor, why_short
from rapport.matching.allocation.market import NOBODY, Counts, Floats, Market, Singles
from rapport.matching.allocation.recruiting import served_by_one_more
from rapport.matching.learned import Learned
from rapport.matching.roster import Roster
from rapport.matching.slate import SLATE
from rapport.site.consultations.queries.cells import cells
from rapport.site.consultations.queries.groups import price_groups
from rapport.site.consultations.queries.looking import Demand, demand
from rapport.site.directory.models import Provider
from rapport.site.directory.queries import roster_snapshot
from rapport.site.foundation import audit
from rapport.site.matches.learned import newest_learned
from rapport.site.matches.models import Price, PriceGroup, PriceNight
from rapport.site.matches.prices import newest_night

SYSTEM: Final = "system"
KEPT: Final = timedelta(days=90)
A_TENTH: Final = 10
DECIMALS: Final = 6


class _Found(NamedTuple):
    demand: Demand
    learned: Learned | None
    fits: Fits
    worths: Singles
    shared: Shared
    short: list[Short | None]


def price_tonight(night: date, *, at: datetime) -> PriceNight | None:
    """What places cost until the next night; None when another worker was quicker, or nobody looks.

    The night is the key of its row, so that of any number of workers one writes it.
    """
    roster = roster_snapshot()
    found = _found(roster, demand(roster, at), at)
    if found is None:
        return None
    row = _night(found, night, at)
    with transaction.atomic():
        if not _is_first(row):
            return None
        _save_prices(row, roster, found)
        _save_cells(row, roster, found)
        PriceGroup.objects.bulk_create(price_groups(row, _compared(roster, found)))
        PriceNight.objects.filter(made_at__lt=at - KEPT).delete()
        detail = {"clients": row.clients, "whole": row.whole, "few": row.few, "full": row.full}
        audit.record(actor=SYSTEM, verb="priced", subject=SYSTEM, at=at, detail=detail)
    return row


def _is_first(row: PriceNight) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if PriceNight.objects.filter(pk=row.pk).exists():
            return False
        raise
    return True


def _found(roster: Roster, asked: Demand, at: datetime) -> _Found | None:
    if not asked.clients or not len(roster):
        return None
    learned = newest_learned().model
    fits = fits_of(roster, asked.clients, on=at.date(), learned=learned)
    worths = above_floor(fits.candidates, fits.fits)
    shared = share(fits.candidates, worths, asked.supply, prices=_last(roster))
    return _Found(asked, learned, fits, worths, shared, why_short(worths, shared.allocation.slates))


def _last(roster: Roster) -> Floats | None:
    """Last night's prices to begin at; None before any night."""
    night = newest_night()
    if night is None:
        return None
    prices = np.zeros(len(roster))
    for name, price in Price.objects.filter(night=night).values_list("provider__provider_id", "price"):
        if (place := roster.position(name)) is not None:
            prices[place] = price
    return prices


def _night(found: _Found, night: date, at: datetime) -> PriceNight:
    allocation, size = found.shared.allocation, len(found.demand.supply.places)
    parts = _parts_of_best(found)
    lists = _counted(allocation.slates, size)
    free = _counted(np.where(found.worths > 0, found.fits.candidates, NOBODY)[:, :SLATE], size)
    return PriceNight(
        night=night,
        made_at=at,
        clients=len(found.short),
        whole=found.short.count(None),
        few=found.short.count(Short.FEW),
        full=found.short.count(Short.FULL),
        gap=allocation.certificate.gap,
        floor=FLOOR,
        least=round(float(parts.min(initial=1.0)), DECIMALS),
        mean=round(float(parts.mean()) if parts.size else 1.0, DECIMALS),
        worth=allocation.certificate.value / max(1, int(lists.sum())),
        listed=int((lists > 0).sum()),
        listed_free=int((free > 0).sum()),
        top_tenth=_top_tenth(lists, found.demand.supply.places),
        top_tenth_free=_top_tenth(free, found.demand.supply.places),
    )


def _parts_of_best(found: _Found) -> Floats:
    """Of everybody offered to anyone: which part of that client's best eligible fit theirs is."""
    market = Market.of(found.fits.candidates, found.worths, found.shared.lists)
    worths = worths_of(market, found.shared.allocation.slates)
    best = found.fits.fits.max(axis=1)
    client, place = np.nonzero(np.isfinite(worths))
    parts: Floats = FLOOR + worths[client, place] / best[client]
    return parts


def _counted(slates: "np.ndarray[tuple[int, int], np.dtype[np.int32]]", size: int) -> Counts:
    return np.bincount(slates[slates != NOBODY], minlength=size)


def _top_tenth(lists: Counts, places: Counts) -> float:
    """Which part of all lists those hold who stand in most: a tenth of the providers with a place."""
    most_first = np.sort(lists[places > 0])[::-1]
    tenth = -(-len(most_first) // A_TENTH)
    return float(most_first[:tenth].sum() / max(1, lists.sum()))


def _save_prices(night: PriceNight, roster: Roster, found: _Found) -> None:
    """A row for each provider with a place whom anybody who looks could be offered."""
    supply, allocation = found.demand.supply, found.shared.allocation
    asked = np.unique(found.fits.candidates[found.worths > 0])
    asked = asked[supply.places[asked] > 0]
    names = roster.ids_at(asked.astype(np.int64))
    keys = dict(Provider.objects.listed().values_list("provider_id", "pk"))
    lists = _counted(allocation.slates, len(supply.places))
    Price.objects.bulk_create(
        Price(
            night=night,
            provider_id=keys[name],
            price=round(float(allocation.prices[place]), DECIMALS),
            places=int(supply.places[place]),
            lists=int(lists[place]),
            expected=round(float(found.shared.expected[place]), DECIMALS),
        )
        for place, name in zip(asked.tolist(), names, strict=True)
        if name in keys
    )


def _compared(roster: Roster, found: _Found) -> tuple[Compared, ...]:
    wanted = [each.answers for each in found.demand.clients]
    return compared(roster, wanted, found.fits, found.worths, found.shared, learned=found.learned)


def _save_cells(night: PriceNight, roster: Roster, found: _Found) -> None:
    slates, supply = found.shared.allocation.slates, found.demand.supply
    rows = cells(
        roster,
        [each.answers for each in found.demand.clients],
        [each is not None for each in found.short],
        places=supply.places,
        prices=found.shared.allocation.prices,
        more=served_by_one_more(found.fits.candidates, found.worths, slates, supply),
    )
    for row in rows:
        row.night = night
        row.save(force_insert=True)
