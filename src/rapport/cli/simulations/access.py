"""`rapport simulate access`: who gets a first conversation, how soon, and whether groups fare alike."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rapport.cli.output import add_format, print_json, print_text, wants_text
from rapport.cli.progress import Progress
from rapport.cli.simulations.options import LARGEST_SEED, day, whole

if TYPE_CHECKING:
    from rapport.simulation.access_report import Found, Ratio, Share

DONE: Final = 0
SUMMARY: Final = "requests with the published reply rates"
DESCRIPTION: Final = (
    "Let the clients of a synthetic practice ask their three, with the published reply rates: with and "
    "without replacing whoever cannot, blind and not; who gets an offer, how soon, the ratio between groups."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport simulate access`."""
    parser.add_argument("--providers", default="300", metavar="N", help="how many providers (300)")
    parser.add_argument("--clients", default="1000", metavar="N", help="how many clients (1000)")
    parser.add_argument("--seed", default="0", metavar="N", help="same seed, same figures (0)")
    parser.add_argument("--on", metavar="DATE", help="the day it stands for, as YYYY-MM-DD (today)")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print the tables; exit status 0 whatever they show."""
    sizes = {
        "providers": whole(args.providers, "--providers", 3, 100_000),
        "clients": whole(args.clients, "--clients", 10, 1_000_000),
        "seed": whole(args.seed, "--seed", 0, LARGEST_SEED - 1_000_000),
    }
    on = day(args.on)
    from rapport.simulation.access_report import BLINDNESS, SCENARIOS, report
    from rapport.simulation.practice import make_practice

    practice = make_practice(**sizes, on=on)
    progress = Progress("simulate", len(SCENARIOS) + len(BLINDNESS))
    found = report(practice, seed=sizes["seed"], told=progress.show)
    progress.end()
    if wants_text(args):
        print_text(as_text(found, groups=len(SCENARIOS)))
    else:
        print_json({**sizes, "on": on.isoformat(), "scenarios": [_plain(each) for each in found]})
    return DONE


def as_text(found: "list[Found]", *, groups: int) -> str:
    """Two tables in Markdown, so that they can be pasted into a document."""
    lines = [
        f"{found[0].offered.n:,} clients whom three or more could take",
        "",
        "| way | offer | 3 to 5 eligible | 6 to 11 | 12 or more | days: half, nine of ten | requests |",
        "|---|---|---|---|---|---|---|",
        *[_row(each) for each in found[:groups]],
        "",
        "| way | offer | clients with one, second to first | third | requests with one, second | third |",
        "|---|---|---|---|---|---|",
        *[_group_row(each) for each in found[groups:]],
    ]
    return "\n".join(lines)


def _row(one: "Found") -> str:
    cells = [_share(one.offered), *[_share(each) for each in one.by_eligible.values()]]
    cells += ["{:.1f}, {:.1f}".format(*one.days), f"{one.requests:.1f}"]
    return f"| {one.name} | " + " | ".join(cells) + " |"


def _group_row(one: "Found") -> str:
    ratios = [*one.clients.values(), *one.asked.values()]
    return f"| {one.name} | {_share(one.offered)} | " + " | ".join(map(_ratio, ratios)) + " |"


def _share(one: "Share") -> str:
    if not one.n:
        return "nobody"
    return f"{100 * one.share:.1f}% ({100 * one.low:.1f}–{100 * one.high:.1f}; {one.n:,})"


def _ratio(one: "Ratio") -> str:
    return f"{one.ratio:.2f} ({one.low:.2f}–{one.high:.2f})"


def _plain(one: "Found") -> dict[str, Any]:
    plain: dict[str, Any] = asdict(one)
    return plain
