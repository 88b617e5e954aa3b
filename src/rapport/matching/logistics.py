"""How the two could meet: hours in common in the client's zone, ways, miles, and who pays."""

from datetime import date
from typing import NamedTuple

from rapport.matching.answers import Answers
from rapport.matching.geography import miles_between
from rapport.matching.hours import hours_kept, hours_touched
from rapport.matching.roster import Provider
from rapport.vocabulary import SELF_PAY


class Logistics(NamedTuple):
    """The practical facts of one pair.

    `hours` are hours of the week (0–167) in the client's zone, in order, at which both are free; where
    the client named none, all of the provider's. `miles` is None unless in person is possible and both
    ZIPs are known. `insurer` is the client's, when the provider takes it.
    """

    hours: tuple[int, ...]
    formats: tuple[str, ...]
    miles: float | None
    insurer: str
    takes_self_pay: bool
    fee_min: float | None
    fee_max: float | None
    sliding_scale: bool


def logistics(answers: Answers, provider: Provider, *, on: date) -> Logistics:
    """Work out the practical facts of one pair; what either side did not say stays empty."""
    formats = tuple(each for each in answers.formats if each in provider.formats)
    miles = None
    if "in_person" in formats and answers.zip and provider.zip:
        miles = miles_between(answers.zip, provider.zip)
        if miles is None or miles > answers.max_miles:
            formats = tuple(each for each in formats if each != "in_person")
    return Logistics(
        hours=common_hours(answers, provider, on=on),
        formats=formats,
        miles=miles,
        insurer=answers.payer if answers.payer != SELF_PAY and answers.payer in provider.payers else "",
        takes_self_pay=SELF_PAY in provider.payers,
        fee_min=provider.fee_min,
        fee_max=provider.fee_max,
        sliding_scale=provider.sliding_scale,
    )


def common_hours(answers: Answers, provider: Provider, *, on: date) -> tuple[int, ...]:
    """Hours of the week in the client's zone at which an hour of the provider's begins and both are free."""
    if not provider.timezone:
        return ()
    offered = set(provider.slots)
    if answers.slots:
        offered &= set(
            hours_kept(
                client_hours=answers.slots, client_zone=answers.zone, provider_zone=provider.timezone, on=on
            )
        )
    touched = hours_touched(provider.timezone, answers.zone, on)
    return tuple(sorted(touched[hour][0] for hour in offered))
