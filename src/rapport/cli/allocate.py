"""`rapport allocate`: many clients at once, three each within the places there are."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rapport.cli import allocate_groups
from rapport.cli.engine import add_engine, engine_of
from rapport.cli.match import is_crisis, roster_of
from rapport.cli.output import a_day, add_format, print_json, print_text, wants_text
from rapport.cli.tables import read_json, read_json_lines
from rapport.errors import BadInput, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rapport.learning.proof.equity import Compared
    from rapport.matching.allocation.bookings import Shared
    from rapport.matching.allocation.candidates import Client, Fits
    from rapport.matching.roster import Roster

DONE, SHORT = 0, 1
GAP: Final = 0.001
DECIMALS: Final = 4
# Prices of so many are shown on a terminal, the highest first.
SHOWN: Final = 20


class Found(NamedTuple):
    """What was read, and what was found."""

    roster: "Roster"
    clients: "list[Client]"
    fits: "Fits"
    shared: "Shared"
    short: list[str | None]
    floor: float
    groups: "Sequence[Compared]"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport allocate`."""
    parser.add_argument("--roster", required=True, metavar="R.csv", help="the providers")
    parser.add_argument(
        "--answers", required=True, metavar="DIR|FILE.jsonl",
        help="the clients: a folder of JSON files, or one client a line",
    )  # fmt: skip
    parser.add_argument(
        "--gap", type=_part, default=GAP,
        help="by what part of the best possible the lists may fall short (default 0.001)",
    )  # fmt: skip
    parser.add_argument(
        "--floor", type=_part,
        help="offer nobody below this part of a client's best eligible forecast (default 0.9)",
    )  # fmt: skip
    parser.add_argument(
        "--after", metavar="A.json", help="what an earlier run printed, to begin at its prices"
    )
    parser.add_argument("--on", type=a_day, help="the day to match for, YYYY-MM-DD (default: today)")
    parser.add_argument(
        "--accept-valid", action="store_true", help="go on without the rows that break a rule"
    )
    parser.add_argument(
        "--by-state", action="store_true",
        help="give out places state by state, on the engine; the gap may be wider than asked for",
    )  # fmt: skip
    add_engine(parser)
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status 0 when everyone is offered three, 1 when somebody is short."""
    found = _found(args)
    if wants_text(args):
        print_text(as_text(found))
    else:
        print_json(as_json(found))
    return SHORT if any(found.short) else DONE


def _found(args: argparse.Namespace) -> Found:
    from rapport.learning.proof.equity import compared  # Start-up: no other command waits.
    from rapport.matching.allocation import bookings, candidates, floors
    from rapport.matching.allocation.allocate import LEAST_GAP

    if args.gap < LEAST_GAP:
        raise BadInput(Problem(expected=f"--gap of at least {LEAST_GAP:g}", arrived=f"{args.gap:g}"))
    floor = floors.FLOOR if args.floor is None else args.floor
    roster = roster_of(args.roster, accept_valid=args.accept_valid, name="allocate")
    prices = None if args.after is None else _prices(args.after, roster)
    clients = list(_clients(args.answers))
    on = args.on or date.today()  # noqa: DTZ011 - the operator's day
    with engine_of(args) as engine:
        fits = candidates.fits_of(roster, clients, on=on, engine=engine)
        worths = floors.above_floor(fits.candidates, fits.fits, floor)
        supply = bookings.Supply.of(candidates.places_of(roster))
        homes = candidates.states_of(clients) if args.by_state else None
        shared = bookings.share(
            fits.candidates, worths, supply, gap=args.gap, prices=prices, homes=homes, engine=engine
        )
    short = floors.why_short(worths, shared.allocation.slates)
    wanted = [each.answers for each in clients]
    groups = compared(roster, wanted, fits, worths, shared)
    return Found(roster, clients, fits, shared, [each and str(each) for each in short], floor, groups)


def _clients(path: str) -> "Iterator[Client]":
    from rapport.matching.allocation.candidates import Client
    from rapport.matching.answers import read_answers

    seen: set[str] = set()
    for place, value in _values(path):
        answers = read_answers(value, file=place)
        if not answers.client_id or answers.client_id in seen:
            arrived = "one of an earlier client" if answers.client_id else "none"
            raise BadInput(
                Problem(file=place, column="client_id", expected="an id of its own", arrived=arrived)
            )
        seen.add(answers.client_id)
        yield Client(answers, is_crisis(answers.text))
    if not seen:
        raise BadInput(Problem(file=Path(path).name, expected="clients", arrived="none"))


def _values(path: str) -> Iterator[tuple[str, object]]:
    if Path(path).is_dir():
        for file in sorted(Path(path).glob("*.json")):
            yield file.name, read_json(str(file))
    else:
        for row, value in read_json_lines(path):
            yield f"{Path(path).name}, row {row}", value


def _prices(path: str, roster: "Roster") -> "NDArray[np.float64]":
    import numpy as np

    printed = read_json(path)
    told = printed.get("providers") if isinstance(printed, dict) else None
    try:
        prices = {each["provider_id"]: float(each["price"]) for each in told or ()}
    except (TypeError, KeyError, ValueError):
        prices = {}
    if not prices or not all(0 <= price < np.inf for price in prices.values()):
        expected = "what `rapport allocate` printed, with prices of 0 or more"
        raise BadInput(Problem(file=Path(path).name, expected=expected, arrived="something else"))
    return np.array([prices.get(each, 0.0) for each in _ids(roster)])


def _ids(roster: "Roster") -> list[str]:
    import numpy as np

    return roster.ids_at(np.arange(len(roster)))


def _part(text: str) -> float:
    try:
        part = float(text)
    except ValueError:
        part = -1.0
    if not 0 <= part <= 1:
        raise argparse.ArgumentTypeError(f"expected a part from 0 to 1, got {text!r}")
    return part


def as_json(found: Found) -> dict[str, object]:
    """Three each, a price and the load of every provider, and the proof."""
    allocation, ids = found.shared.allocation, _ids(found.roster)
    return {
        "clients": [
            {"client_id": client.answers.client_id, "matches": _matches(found, row, ids), "short": short}
            for row, (client, short) in enumerate(zip(found.clients, found.short, strict=True))
        ],
        "providers": list(map(_provider, ids, allocation.prices, _stood(found), found.shared.expected)),
        "gap": allocation.certificate.gap,
        "value": round(allocation.certificate.value, DECIMALS),
        "bound": round(allocation.certificate.bound, DECIMALS),
        "floor": found.floor,
        "groups": allocate_groups.as_json(found.groups),
    }


def _provider(name: str, price: float, lists: int, expected: float) -> dict[str, object]:
    return {
        "provider_id": name,
        "price": round(float(price), DECIMALS),
        "lists": int(lists),
        "expected": round(float(expected), DECIMALS),
    }


def _matches(found: Found, row: int, ids: list[str]) -> list[dict[str, object]]:
    """Who is offered, best first."""
    fits = dict(zip(found.fits.candidates[row].tolist(), found.fits.fits[row].tolist(), strict=True))
    offered = [each for each in found.shared.allocation.slates[row].tolist() if each >= 0]
    best_first = sorted(offered, key=lambda each: (-fits[each], ids[each]))
    return [{"provider_id": ids[each], "fit": round(fits[each], DECIMALS)} for each in best_first]


def _stood(found: Found) -> "NDArray[np.int64]":
    import numpy as np

    slates = found.shared.allocation.slates
    return np.bincount(slates[slates >= 0], minlength=len(found.roster))


def as_text(found: Found) -> str:
    """The sums, and the highest prices, for a terminal."""
    allocation, ids = found.shared.allocation, _ids(found.roster)
    full, few = found.short.count("full"), found.short.count("few")
    lines = [
        f"{len(found.clients) - full - few} of {len(found.clients)} clients are offered three; "
        f"{full} are short since places are full, {few} since too few fit.",
        f"At most {allocation.certificate.gap:.3%} below the best possible; "
        f"nobody below {found.floor:g} of their best.",
        "",
    ]
    prices = allocation.prices
    dear = [each for each in (-prices).argsort(kind="stable").tolist() if prices[each] > 0][:SHOWN]
    lines += ["Where a place is scarce, in points:"] * bool(dear)
    lines += [f"  {prices[each]:6.2f}  {ids[each]}" for each in dear] or ["There is room everywhere."]
    lines += ["", *allocate_groups.as_lines(found.groups)]
    return "\n".join(lines)
