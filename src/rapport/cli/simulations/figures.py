"""`rapport simulate figures`: every published figure beside what the simulator gives."""

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from rapport.cli.engine import add_engine, engine_of
from rapport.cli.output import add_format, print_json, print_text, wants_text
from rapport.cli.progress import Progress
from rapport.cli.simulations.options import LARGEST_SEED, whole

if TYPE_CHECKING:
    from rapport.simulation.calibration import Row

DONE: Final = 0
SUMMARY: Final = "published figures beside simulated ones"
DESCRIPTION: Final = (
    "Make several practices, measure each published figure in them the way its study did, and say "
    "which lie outside the published interval or tolerance."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport simulate figures`."""
    parser.add_argument("--worlds", default="20", metavar="N", help="how many practices (20)")
    parser.add_argument("--providers", default="250", metavar="N", help="providers of each (250)")
    parser.add_argument("--clients", default="7500", metavar="N", help="clients of each (7500)")
    parser.add_argument("--seed", default="0", metavar="N", help="seed of the first (0)")
    add_engine(parser)
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print the table; exit status 0 whatever it shows."""
    sizes = {
        "worlds": whole(args.worlds, "--worlds", 2, 1000),
        "providers": whole(args.providers, "--providers", 50, 100_000),
        "clients": whole(args.clients, "--clients", 500, 1_000_000),
        "seed": whole(args.seed, "--seed", 0, LARGEST_SEED - 1000),
    }
    from rapport.simulation.calibration import calibrate, misses

    progress = Progress("simulate", sizes["worlds"])
    with engine_of(args) as engine:
        rows = calibrate(**sizes, told=progress.show, engine=engine)
    progress.end()
    if wants_text(args):
        print_text(table(rows))
        print_text(f"{len(rows) - len(misses(rows))} of {len(rows)} within the published range")
    else:
        figures = [_plain(row) for row in rows]
        print_json({**sizes, "figures": figures, "misses": [row.figure.name for row in misses(rows)]})
    return DONE


def table(rows: "list[Row]") -> str:
    """A line a figure, in Markdown, so that it can be pasted into a document."""
    lines = [
        "| figure | published | range | simulated | | source | status |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        one = row.figure
        published = f"{_number(one.value)} | {_number(one.low)} to {_number(one.high)}, {one.note}"
        simulated = f"{_number(row.mean)} ({_number(row.low)} to {_number(row.high)})"
        verdict = "" if row.holds else "**misses**"
        lines.append(f"| {one.name} | {published} | {simulated} | {verdict} | {one.source} | {one.status} |")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 5 else f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def _plain(row: "Row") -> dict[str, object]:
    simulated = {"mean": row.mean, "low": row.low, "high": row.high}
    return {**asdict(row.figure), "simulated": simulated, "holds": row.holds}
