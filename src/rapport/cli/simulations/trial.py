"""`rapport simulate trial`: what a trial of matching would show, in a world whose truth is known."""

import argparse
import os
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rapport.cli.engine import add_engine, engine_of
from rapport.cli.output import add_format, print_json, print_text, wants_text
from rapport.cli.progress import Progress
from rapport.cli.simulations.options import LARGEST_SEED, whole
from rapport.errors import BadInput, Problem, quoted

if TYPE_CHECKING:
    from rapport.simulation.design import Design

DONE: Final = 0
MOST_RUNS: Final = 10_000
SUMMARY: Final = "a trial of matching"
DESCRIPTION: Final = (
    "Run the trial of a design in a synthetic world: arms, CONSORT counts, power beforehand, the effect with "
    "its interval, the share of the attainable gain, and how often such a trial shows a difference."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport simulate trial`."""
    parser.add_argument(
        "--design", required=True, metavar="FILE",
        help="a TOML or JSON file (`rapport schema trial-design`), or the name of a design of ours: "
        "capacity, ml-dyads, planted-zero, profile, three-arms, track-record, value-based",
    )  # fmt: skip
    parser.add_argument("--seed", default="0", metavar="N", help="same seed, same trial (0)")
    parser.add_argument("--runs", metavar="N", help="trials for power by simulation (as the design says)")
    add_engine(parser)
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print the report; exit status 0 whatever it shows."""
    seed = whole(args.seed, "--seed", 0, LARGEST_SEED)
    design = read(args.design)
    runs = design.whole("runs") if args.runs is None else whole(args.runs, "--runs", 2, MOST_RUNS)
    from rapport.cli.simulations.trial_text import profile_text, trial_text
    from rapport.simulation.trial_report import report_profile, report_trial

    if design.kind == "profile":
        profile = report_profile(design, seed=seed, runs=runs)
        if wants_text(args):
            print_text(profile_text(profile))
        else:
            print_json({"seed": seed, **_plain(profile)})
        return DONE
    progress = Progress("simulate", runs * (1 + len(design.sweep[1] if design.sweep else ())))
    with engine_of(args) as engine:
        report = report_trial(design, seed=seed, runs=runs, told=progress.show, engine=engine)
    progress.end()
    if wants_text(args):
        print_text(trial_text(report))
    else:
        print_json({"seed": seed, **_plain(report)})
    return DONE


def read(text: str) -> "Design":
    """The design in a file, or the shipped one of that name."""
    from rapport.simulation import designs
    from rapport.simulation.design import read_design

    if text in designs.names():
        return designs.design(text)
    if not text.endswith((".toml", ".json")):
        expected = f"a .toml or .json file, or a design of ours ({', '.join(designs.names())})"
        raise BadInput(Problem(expected=expected, arrived=quoted(text), column="--design"))
    file = text.rpartition(os.sep)[2]
    return read_design(_toml(text, file) if text.endswith(".toml") else _json(text), file=file)


def _toml(path: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        is_file = isinstance(error, tomllib.TOMLDecodeError | UnicodeDecodeError)
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadInput(
            Problem(file=file, expected="TOML" if is_file else "a file to read", arrived=why)
        ) from None


def _json(path: str) -> object:
    from rapport.cli.tables import read_json

    return read_json(path)


def _plain(report: Any) -> dict[str, Any]:
    """A report as plain values; the design by its name alone."""
    return {**asdict(report), "design": {"name": report.design.name, "title": report.design.title,
                                         "source": report.design.source, "arms": dict(report.design.arms),
                                         "numbers": dict(report.design.numbers)}}  # fmt: skip
