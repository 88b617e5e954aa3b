"""`rapport simulate following`: match, follow, repair and refer against match only and against nothing."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rapport.cli.output import add_format, print_json, print_text, wants_text
from rapport.cli.progress import Progress
from rapport.cli.simulations.options import LARGEST_SEED, whole
from rapport.errors import BadInput, Problem, quoted

if TYPE_CHECKING:
    from rapport.simulation.following.alarms import Fallen
    from rapport.simulation.following.report import Estimate, Found, Rung, Share, WayCame

DONE: Final = 0
SUMMARY: Final = "match, follow, repair and refer against match only and nothing"
DESCRIPTION: Final = (
    "Follow the clients of synthetic practices week by week with the library's own functions: the whole loop "
    "against match only and against nothing, each part left out, a world where nothing helps, the published "
    "ladder of those at risk, and on whom alarms fall."
)
TITLE: Final = "What each way of following changes, against nothing"
# Clients of each practice in the look at alarms, which costs little.
CLIENTS_FOR_ALARMS: Final = 400
MEASURES: Final = {
    "dropout": "dropout, %",
    "gained": "PHQ-9 gained",
    "better": "better, %",
    "worse": "worse, %",
    "alliance": "alliance",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport simulate following`."""
    parser.add_argument("--practices", default="8", metavar="N", help="how many practices (8)")
    parser.add_argument("--clients", default="80", metavar="N", help="clients who come to each (80)")
    parser.add_argument("--providers", default="60", metavar="N", help="providers of each (60)")
    parser.add_argument(
        "--past", default="500", metavar="N", help="clients each practice has learned from (500)"
    )
    parser.add_argument(
        "--trials", default="8", metavar="N", help="trials in a world where nothing helps (8)"
    )
    parser.add_argument("--seed", default="0", metavar="N", help="seed of the first practice (0)")
    parser.add_argument("--picture", metavar="FILE", help="draw the ways into this SVG file")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print the tables; exit status 0 whatever they show."""
    sizes = {
        "practices": whole(args.practices, "--practices", 3, 1000),
        "clients": whole(args.clients, "--clients", 20, 10_000),
        "providers": whole(args.providers, "--providers", 20, 10_000),
        "past": whole(args.past, "--past", 200, 100_000),
        "trials": whole(args.trials, "--trials", 1, 10_000),
        "seed": whole(args.seed, "--seed", 0, LARGEST_SEED - 1000),
    }
    from rapport.simulation.following.alarms import alarms_fall
    from rapport.simulation.following.picture import picture
    from rapport.simulation.following.report import follow, steps_of

    steps = steps_of(practices=sizes["practices"], trials=sizes["trials"])
    progress = Progress("simulate", steps + sizes["practices"])
    found = follow(**sizes, told=progress.show)
    fallen = alarms_fall(
        practices=sizes["practices"],
        clients=CLIENTS_FOR_ALARMS,
        providers=sizes["providers"],
        seed=sizes["seed"],
        told=lambda done: progress.show(steps + done),
    )
    progress.end()
    if args.picture:
        _write(Path(args.picture), picture(found.ways[1:], title=TITLE))
    if wants_text(args):
        print_text(as_text(found, fallen))
    else:
        print_json({**sizes, **_plain(found), "alarms": [asdict(one) for one in fallen]})
    return DONE


def as_text(found: "Found", fallen: "list[Fallen]") -> str:
    """Tables in Markdown, so that they can be pasted into a document."""
    return "\n\n".join(
        [_ways(found.ways), _ladder(found.ladder), _reviewed(found), _trials(found.trials), _alarms(fallen)]
    )


def _ways(ways: "list[WayCame]") -> str:
    header = [*MEASURES.values(), "alarms", "right", "referred"]
    lines = [_line("way", *header), _line(*["---"] * (1 + len(header)))]
    for way in ways:
        values = [_interval(way.values[key]) for key in MEASURES]
        precise = f"{100 * way.precise.share:.0f}% of {way.precise.n:,}" if way.precise.n else ""
        lines.append(
            _line(way.name, *values, f"{100 * way.alarms:.1f}%", precise, f"{100 * way.referred:.1f}%")
        )
    for title, over in (("over nothing", "over_nothing"), ("over match only", "over_match")):
        lines += ["", _line(title, *MEASURES.values()), _line(*["---"] * (1 + len(MEASURES)))]
        lines += [
            _line(way.name, *(_interval(getattr(way, over)[key], plus=True) for key in MEASURES))
            for way in ways
        ]
    return "\n".join(lines)


def _ladder(ladder: "list[Rung]") -> str:
    lines = [
        _line("at risk", "n", "worse, %", "published", "better, %", "published", "dropout, %", ""),
        _line(*["---"] * 8),
    ]
    for rung in ladder:
        published = ["", ""]
        if rung.published:
            published = [f"{100 * one.value:.0f} ({_range(one.low, one.high)})" for one in rung.published]
        verdict = "" if rung.holds is None or all(rung.holds) else "**misses**"
        worse, better, dropout = map(_interval, (rung.worse, rung.better, rung.dropout))
        lines.append(
            _line(rung.name, str(rung.n), worse, published[0], better, published[1], dropout, verdict)
        )
    return "\n".join(lines)


def _range(low: float, high: float) -> str:
    return f"{100 * low:.0f} to {100 * high:.0f}"


def _reviewed(found: "Found") -> str:
    lines = [_line("reviews of feedback", "published", "simulated, half act", ""), _line(*["---"] * 4)]
    for figure, one in found.reviewed:
        verdict = "" if figure.low <= one.mean <= figure.high else "**misses**"
        published = f"{figure.value:g} ({figure.low:g} to {figure.high:g})"
        lines.append(_line(figure.name, published, _interval(one, digits=2), verdict))
    return "\n".join(lines)


def _trials(trials: "dict[str, Share]") -> str:
    lines = [_line("where nothing helps", "trials", "p < .05, %"), _line(*["---"] * 3)]
    for key, one in trials.items():
        found = f"{100 * one.share:.1f} ({100 * one.low:.1f}–{100 * one.high:.1f})"
        lines.append(_line(MEASURES[key], str(one.n), found))
    return "\n".join(lines)


def _alarms(fallen: "list[Fallen]") -> str:
    header = ("alarms on", "lowest tenth by trait, %", "by state, %", "by client's leniency, %", "alarms, %")
    lines = [_line(*header), _line(*["---"] * len(header))]
    for one in fallen:
        lines.append(
            _line(one.name, *(_interval(each) for each in (one.trait, one.state, one.leniency, one.alarms)))
        )
    return "\n".join(lines)


def _line(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _interval(one: "Estimate", *, plus: bool = False, digits: int = 1) -> str:
    sign = "+" if plus else ""
    return f"{one.mean:{sign}.{digits}f} ({one.low:{sign}.{digits}f} to {one.high:{sign}.{digits}f})"


def _plain(found: "Found") -> dict[str, Any]:
    return {
        "ways": [asdict(one) for one in found.ways],
        "ladder": [{**asdict(one), "holds": one.holds} for one in found.ladder],
        "reviewed": [{"figure": asdict(figure), "simulated": asdict(one)} for figure, one in found.reviewed],
        "nothing_helps": {key: asdict(one) for key, one in found.trials.items()},
    }


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except (OSError, ValueError):
        raise BadInput(
            Problem(expected="a file to write to", arrived=quoted(str(path)), column="--picture")
        ) from None
