"""`rapport simulate registry`: a file as the federal provider registry writes it, all made up."""

import argparse
import sys
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import Final

from rapport.cli.output import add_format, print_json, wants_text
from rapport.cli.progress import Progress
from rapport.cli.simulations.options import LARGEST_SEED, whole
from rapport.errors import BadInput, Problem, quoted

DONE: Final = 0
MOST: Final = 100_000_000
LINES_AT_ONCE: Final = 5_000
SUMMARY: Final = "a file of the federal provider registry"
DESCRIPTION: Final = (
    "Write a file of 330 columns as the registry's monthly one: persons, organisations, closed and wrong "
    "numbers, quotes and commas. All invented, the same for the same seed."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport simulate registry`."""
    parser.add_argument("--rows", default="10000", metavar="N", help="how many rows under the header (10000)")
    parser.add_argument("--seed", default="0", metavar="N", help="same seed, same bytes (0)")
    parser.add_argument("--out", required=True, metavar="FILE", help="file to write; - for standard output")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Write the file and say what was written."""
    rows = whole(args.rows, "--rows", 1, MOST)
    seed = whole(args.seed, "--seed", 0, LARGEST_SEED)
    size = _write(args.out, rows, seed)
    if args.out == "-":
        return DONE
    if wants_text(args):
        print(f"{args.out}: {rows:,} rows, {size:,} bytes")
    else:
        print_json({"out": args.out, "rows": rows, "seed": seed, "bytes": size})
    return DONE


def _write(out: str, rows: int, seed: int) -> int:
    # Loaded here so that --help stays quick.
    from rapport.simulation.registry import registry_lines

    lines, size, written = registry_lines(rows, seed=seed), 0, 0
    progress = Progress("simulate", rows)
    try:
        with nullcontext(sys.stdout.buffer) if out == "-" else Path(out).open("wb") as file:
            while piece := list(islice(lines, LINES_AT_ONCE)):
                size += file.write("".join(piece).encode())
                written += len(piece)
                progress.show(written)
    except OSError as error:
        arrived = f"{quoted(out)} ({error.strerror})"
        raise BadInput(Problem(expected="a file to write to", arrived=arrived, column="--out")) from None
    progress.end()
    return size
