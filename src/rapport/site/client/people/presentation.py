"""What a provider's public page says, sentence by sentence; no query and no clock in here."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.site.client.people import style, words
from rapport.site.directory.approaches import APPROACHES, Approach
from rapport.site.directory.choices import Standing
from rapport.site.directory.queries import Profile, Row, Verification
from rapport.site.intake import choices
from rapport.site.matches.supervision import SAID
from rapport.site.matches.told import joined
from rapport.vocabulary import SELF_PAY, WEEKDAYS

# Openings go stale: after this we ask the provider again, and say until when what we show was true.
OPENINGS_KEPT: Final = timedelta(days=30)
_MORNING_ENDS, _AFTERNOON_ENDS, _HOURS = 12, 17, 24


@dataclass(frozen=True, slots=True)
class Openings:
    """Whether there is a place, since when we know, and when one may hope for it."""

    is_open: bool
    title: str
    text: str
    times: str


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence in words, and what was checked about it."""

    held: str
    title: str
    meaning: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page, in the order it is shown."""

    id: str
    name: str
    meta: str
    training: str
    openings: Openings
    concerns: list[str]
    approaches: list[Approach]
    axes: list[style.Placed]
    facts: list[tuple[str, str]]
    about: list[tuple[str, str]]
    own_words: str
    goals: list[str]
    tasks: list[str]
    licence: Licence


def page(profile: Profile, *, on: date) -> Page:
    """A profile in words, as it stands on a day."""
    row = profile.row
    return Page(
        id=profile.id,
        name=row.name,
        meta=meta(row),
        training=_(SAID) % {"supervisor": profile.supervisor} if profile.supervisor else "",
        openings=openings(row, on=on),
        concerns=[words.said(code, words.CONCERNS) for code in row.concerns],
        approaches=[_approach(code) for code in row.approaches],
        axes=style.placed(row),
        facts=_facts(row),
        about=_about(row),
        own_words=profile.kept.get("about", ""),
        goals=_kept(profile, "goals", choices.GOALS),
        tasks=_kept(profile, "tasks", choices.TASKS),
        licence=_licence(row, profile.verification, on=on),
    )


def _kept(profile: Profile, name: str, options: tuple[choices.Option, ...]) -> list[str]:
    """What the provider ticked on a list that clients have too, in the clients' words."""
    codes = [code for code in profile.kept.get(name, "").split(";") if code]
    return [choices.label_of(options, code) for code in codes]


def meta(row: Row) -> str:
    """One line under a name: what they are and where they may work."""
    what = words.profession(row.kind, row.taxonomy)
    if row.kind == "coach":
        return _("Coach, not a licensed therapist")
    return _("%(what)s, licensed in %(states)s") % {"what": what, "states": _states(row.licences)}


def openings(row: Row, *, on: date) -> Openings:
    """Whether they take new clients, with the date from which we know it."""
    is_open, title = places(row)
    if not row.accepting:
        return Openings(is_open, title, _("That can change; it is worth asking."), "")
    return Openings(is_open, title, _known_since(row, on=on), usual_times(row.slots) if is_open else "")


def places(row: Row) -> tuple[bool, str]:
    """Whether there is a place, and that in words."""
    if not row.accepting:
        return False, _("Not taking new clients now.")
    if row.capacity == 0:
        return False, _("No place open now.")
    return True, ngettext("A place is open.", "Places are open.", row.capacity)


def _known_since(row: Row, *, on: date) -> str:
    confirmed = row.openings_confirmed_on
    if confirmed is None or confirmed > on:  # a day to come confirms nothing
        return _("They have not confirmed this yet: ask before you count on it.")
    asked_again = confirmed + OPENINGS_KEPT
    told = {"confirmed": _day(confirmed), "again": _day(asked_again)}
    if on > asked_again:
        return _("Confirmed on %(confirmed)s. That is some time ago: it may have changed.") % told
    return _("Confirmed on %(confirmed)s. We ask them again after %(again)s.") % told


def usual_times(slots: tuple[int, ...]) -> str:
    """Parts of days with free hours. The hours themselves are shown only to those they are offered to."""
    days = {
        "mon": _("Monday"), "tue": _("Tuesday"), "wed": _("Wednesday"), "thu": _("Thursday"),
        "fri": _("Friday"), "sat": _("Saturday"), "sun": _("Sunday"),
    }  # fmt: skip
    parts: dict[int, dict[str, None]] = {}
    for hour in sorted(slots):
        parts.setdefault(hour // _HOURS, {})[_part_of_day(hour % _HOURS)] = None
    return ", ".join(f"{days[WEEKDAYS[day]]} {joined(list(found))}" for day, found in parts.items())


def _part_of_day(hour: int) -> str:
    if hour < _MORNING_ENDS:
        return _("morning")
    return _("afternoon") if hour < _AFTERNOON_ENDS else _("evening")


def _approach(code: str) -> Approach:
    return APPROACHES.get(code) or Approach(capfirst(code.replace("_", " ")), "")


def _facts(row: Row) -> list[tuple[str, str]]:
    facts = [
        (_("Who for"), words.listed(row.age_groups, words.AGE_GROUPS)),
        (_("Together"), words.listed(row.services, words.SERVICES)),
        (_("How"), _formats(row)),
        (_("Languages"), words.listed(row.languages, words.LANGUAGES)),
        (_("Insurance"), _insurance(row)),
        (_("Fee"), fee(row)),
    ]
    return [(name, text) for name, text in facts if text]


def _formats(row: Row) -> str:
    told = {code: words.said(code, words.FORMATS) for code in row.formats}
    if "in_person" in told and row.zip:
        told["in_person"] = _("in person near ZIP code %(zip)s") % {"zip": row.zip}
    return capfirst(", ".join(told.values()))


def _insurance(row: Row) -> str:
    insurers = [payer for payer in row.payers if payer != SELF_PAY]
    if insurers:
        return words.listed(insurers, words.INSURERS)
    return _("None; you pay yourself") if row.payers else ""


def fee(row: Row) -> str:
    """What a session costs whoever pays for it themselves."""
    amounts = [f"${amount:g}" for amount in (row.fee_min, row.fee_max) if amount is not None]
    if not amounts:
        return _("Less for those who earn less: ask") if row.sliding_scale else ""
    told = {"low": amounts[0], "high": amounts[-1]}
    if row.sliding_scale:
        return _("%(high)s a session; from %(low)s for those who earn less") % told
    if amounts[0] == amounts[-1]:
        return _("%(high)s a session") % told
    return _("%(low)s to %(high)s a session") % told


def _about(row: Row) -> list[tuple[str, str]]:
    said = [
        (_("Gender"), words.listed([row.gender] if row.gender else [], words.GENDERS)),
        (_("About them"), words.listed(row.identities, words.IDENTITIES)),
        (_("Faith"), words.listed([row.faith] if row.faith else [], words.FAITHS)),
    ]
    return [(name, text) for name, text in said if text]


def _licence(row: Row, verification: Verification, *, on: date) -> Licence:
    title, meaning = _standing(verification)
    return Licence(_held(row, on=on), title, meaning, verification.is_confirmed)


def _held(row: Row, *, on: date) -> str:
    if row.kind == "coach":
        return ""
    told = {"states": _states(row.licences)}
    if row.licence_expires is None:
        return _("Licensed in %(states)s. We do not know until when.") % told
    told["day"] = _day(row.licence_expires)
    if row.licence_expires < on:
        return (
            _("The licence for %(states)s ran out on %(day)s. Nobody is sent to them until it is renewed.")
            % told
        )
    return _("Licensed in %(states)s until %(day)s, as they told us.") % told


def _standing(verification: Verification) -> tuple[str, str]:
    """What the registry says, as a title and what that means: neither more nor less than was compared."""
    not_found = _("The federal list of providers does not confirm what they told us.")
    state_board = _("You can look up a licence at the board of the state.")
    match verification.standing:
        case Standing.CONFIRMED:
            told = {"states": _states(verification.states)}
            meaning = _(
                "Their number, name and a licence in %(states)s stand in the federal list of providers. "
                "The list does not say until when a licence runs, or whether anyone complained."
            )
            return _("Checked."), meaning % told
        case Standing.NOT_CHECKED:
            return _("Not checked."), _("They gave no provider number to check.") + " " + state_board
        case Standing.NOT_FOUND:
            return _("Not checked."), _(
                "We did not find their number in our copy of the federal list."
            ) + " " + state_board
        case Standing.NAME_DIFFERS:
            return _("Not confirmed."), not_found + " " + _(
                "The name there is another one."
            ) + " " + state_board
        case Standing.STATE_DIFFERS:
            return _("Not confirmed."), not_found + " " + _(
                "It lists no licence in these states."
            ) + " " + state_board
        case Standing.DEACTIVATED:
            return _("Not confirmed."), _(
                "Their number in the federal list is no longer active."
            ) + " " + state_board
        case Standing.NOT_NEEDED:
            meaning = _("Coaches have no licence. They help with goals and change and do not treat illness.")
            return _("No licence."), meaning
    raise ValueError(f"a standing without words: {verification.standing}")


def _states(codes: tuple[str, ...]) -> str:
    return joined([words.said(code, words.STATES) for code in codes])


def _day(day: date) -> str:
    # A date that breaks over two lines is read twice.
    return date_format(day, "DATE_FORMAT").replace(" ", "\N{NO-BREAK SPACE}")
