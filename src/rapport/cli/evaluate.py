"""`rapport evaluate`: forecast every session from the rows above it, and say how well that went."""

import argparse
import csv
import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rapport.cli.output import add_format, print_json, print_text, wants_text, warn
from rapport.cli.progress import Progress
from rapport.cli.tables import read_text
from rapport.errors import BadInput, Problem

if TYPE_CHECKING:
    from rapport.learning.drift.figures import Figures
    from rapport.learning.drift.sequential import Predictions
    from rapport.learning.sessions import Sessions

DECIMALS = 4
NAMES = {
    "model": "the model",
    "global_mean": "running mean",
    "client_mean": "client's mean",
    "client_provider_mean": "client and provider",
    "all": "all sessions",
    "first_meetings": "first meetings",
    "repeat_meetings": "repeat meetings",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sessions, how they are split, where predictions go, the format."""
    parser.add_argument("--sessions", required=True, metavar="S.csv", help="rated sessions, in time order")
    parser.add_argument(
        "--split", metavar="COLUMN", help="fit freely on rows marked public, score those marked heldout"
    )
    parser.add_argument(
        "--predictions", metavar="P.csv", help="write session_id,mean,low,high of scored rows"
    )
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print the figures; always exit status 0."""
    _use_one_thread()
    from rapport.learning.drift.figures import evaluated
    from rapport.learning.drift.sequential import predict_then_learn

    sessions = _sessions(args.sessions, args.split)
    progress = Progress("evaluate", len(sessions))
    predictions = predict_then_learn(sessions, told=progress.show)
    progress.end()
    if args.predictions:
        _write(args.predictions, sessions, predictions)
    found = evaluated(sessions, predictions)
    if wants_text(args):
        print_text(_text(found))
    else:
        print_json({name: {rows: _plain(each) for rows, each in by.items()} for name, by in found.items()})
    return 0


def _use_one_thread() -> None:
    """Let linear algebra use one thread unless told otherwise; called before it is loaded.

    On a busy machine several threads wait for each other: 11 seconds of work took 113 instead of 35.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _sessions(path: str, split: str | None) -> "Sessions":
    from rapport.learning.drift.subset import rated
    from rapport.learning.sessions import read_sessions

    name = path.rpartition("/")[2]
    given = read_sessions(read_text(path), split=split, name=name, keep_unrated=True)
    sessions = rated(given)
    for warning in sessions.warnings:
        warn("evaluate", warning)
    if len(sessions) < len(given):
        warn("evaluate", f"{name}: {len(given) - len(sessions):,} rows without any rating are left out")
    if not sessions.is_in_time_order:
        warn("evaluate", f"{name}: rows are not in time order; each is forecast from the rows above it")
    if split and not sessions.held_out.any():
        raise BadInput(
            Problem(file=name, column=split, expected="at least one row marked heldout", arrived="none")
        )
    return sessions


def _write(path: str, sessions: "Sessions", predictions: "Predictions") -> None:
    low, high = predictions.intervals[80]
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - as tables reads
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("session_id", "mean", "low", "high"))
            for row in predictions.scored.nonzero()[0].tolist():
                told = (predictions.mean[row], low[row], high[row])
                writer.writerow((sessions.session_ids[row], *(f"{value:.{DECIMALS}f}" for value in told)))
    except OSError as error:
        problem = Problem(
            file=path.rpartition("/")[2], expected="a file to write", arrived=str(error.strerror)
        )
        raise BadInput(problem) from None


def _plain(figures: "Figures") -> dict[str, Any]:
    return {
        name: round(value, DECIMALS) if isinstance(value, float) else value
        for name, value in asdict(figures).items()
    }


def _text(found: "dict[str, dict[str, Figures]]") -> str:
    lines = []
    for rows in ("all", "first_meetings", "repeat_meetings"):
        lines.append(f"{NAMES[rows]}: {found['model'][rows].n:,}")
        for name, by in found.items():
            each = by[rows]
            told = f"  {NAMES[name]:<20} error {_shown(each.mae, 2)}  r {_shown(each.r, 3)}"
            if each.coverage80 is not None:
                told += f"  80% interval holds {_shown(each.coverage80, 1)}%, {_shown(each.width80, 1)} wide"
            lines.append(told)
    return "\n".join(lines)


def _shown(value: float | None, decimals: int) -> str:
    return "-" if value is None else f"{value:.{decimals}f}"
