"""`--engine`, `--address`, `--workers`: where a command does its work."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rapport.cli.simulations.options import whole
from rapport.engines.engine import Engine, EngineFailed
from rapport.engines.opening import NAMES, PROCESS, RAY, open_engine
from rapport.errors import BadInput, Problem, quoted

# What the contract calls this process.
ALIASES: Final = {"local": PROCESS}
MOST_WORKERS: Final = 100_000


def add_engine(parser: argparse.ArgumentParser) -> None:
    """The options of every command that can run on several cores or machines."""
    parser.add_argument(
        "--engine",
        choices=(*NAMES, *ALIASES),
        default=PROCESS,
        help="where to work: this process (the default, also called local), all cores, or a Ray cluster",
    )
    parser.add_argument("--address", metavar="HOST:PORT", help="of the Ray cluster; without, Ray starts here")
    parser.add_argument("--workers", metavar="N", help="how many at once (every core there is)")


@contextmanager
def engine_of(args: argparse.Namespace) -> Iterator[Engine]:
    """The engine that was asked for, open; what goes wrong with it is said in one line."""
    name = ALIASES.get(args.engine, args.engine)
    if args.address is not None:
        _refuse_address(name, args.address)
    workers = None if args.workers is None else whole(args.workers, "--workers", 1, MOST_WORKERS)
    try:
        with open_engine(name, address=args.address, workers=workers) as engine:
            yield engine
    except EngineFailed as error:
        expected, _, arrived = str(error).removeprefix("expected ").partition(", got ")
        raise BadInput(Problem(expected=expected, arrived=arrived, column="--engine")) from None


def _refuse_address(name: str, address: str) -> None:
    if name != RAY:
        raise BadInput(Problem(expected="--engine ray with --address", arrived=name, column="--engine"))
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 2**16:
        raise BadInput(Problem(expected="HOST:PORT", arrived=quoted(address), column="--address"))
