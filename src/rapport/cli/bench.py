"""`rapport bench NAME`: time a part of Rapport beside its peers, in one run on this machine.

The benchmarks stand in `benchmarks/` of a checkout; the installed package does not carry them.
"""

import argparse
import os
import platform
import sys
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from rapport.cli.learn import use_one_thread
from rapport.cli.output import add_format, print_json, wants_text, warn
from rapport.errors import BadInput, Problem

NAMES: Final = (
    "match",
    "pages",
    "exploration",
    "robustness",
    "learn",
    "ruptures",
    "bookings",
    "index",
    "request",
    "engine",
    "allocate",
    "import",
    "load",
    "plans",
)
SMALLER: Final = ("learn", "index", "request", "engine", "allocate", "import", "load", "plans")
ONE_THREAD: Final = ("learn", "robustness", "index", "request", "engine", "allocate", "import", "plans")
HOLDS, MISSES = 0, 1
CHECKOUT: Final = Path(__file__).parents[3]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport bench`."""
    parser.add_argument("name", choices=NAMES, help="what to time")
    parser.add_argument("--small", action="store_true", help="without the largest sizes, where it has some")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status 0 when every target holds, 1 when one does not."""
    if args.small and args.name not in SMALLER:
        raise BadInput(Problem(expected=f"--small with {', '.join(SMALLER)}", arrived=args.name))
    if args.name in ONE_THREAD:
        use_one_thread()
    measure = _benchmark(args.name, CHECKOUT)
    if args.small:
        measure = partial(measure, small=True)
    machine = describe_machine()
    found = {"bench": args.name, "machine": machine, **measure(lambda line: warn("bench", line))}
    if wants_text(args):
        print(as_text(found))
    else:
        print_json(found)
    return HOLDS if all(target["holds"] for target in found["targets"]) else MISSES


def _benchmark(name: str, checkout: Path) -> Any:
    """The function that measures; said in one line when this is no checkout."""
    file = checkout / "benchmarks" / f"{name}.py"
    if not file.is_file():
        expected = "a checkout of Rapport, since the installed package carries no benchmarks"
        raise BadInput(Problem(expected=expected, arrived="no such file", file=f"benchmarks/{name}.py"))
    if str(checkout) not in sys.path:
        sys.path.insert(0, str(checkout))
    return import_module(f"benchmarks.{name}").measure


def describe_machine() -> dict[str, object]:
    """What the figures hold for; how busy it is counts as much as what it is."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_at_start": None if load is None else round(load, 1),
    }


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def as_text(found: Mapping[str, Any]) -> str:
    """The figures for a terminal."""
    machine = found["machine"]
    lines = [
        f"{found['bench']} on {machine['processor']}, {machine['cores']} cores, "
        f"Python {machine['python']}, load {machine['load_at_start']}",
        "A ratio is the best peer's figure over ours: above 1, ours is the smaller.",
        "",
    ]
    lines += [_row(row) for row in found["rows"]] + [""]
    for target in found["targets"]:
        mark = "holds" if target["holds"] else "DOES NOT HOLD"
        lines.append(f"{mark}: {target['name']}: {target['value']:g} (target {target['target']:g})")
    lines += [f"unavailable: {each['peer']}: {each['why']}" for each in found["unavailable"]]
    return "\n".join(lines)


def _row(row: Mapping[str, Any]) -> str:
    peers = "  ".join(f"{name} {value:g}" for name, value in row["peers"].items())
    ratio = f"  ratio {row['ratio']:g}" if row["ratio"] is not None else ""
    return f"{row['case']:<66} ours {row['ours']:g} {row['unit']}  {peers}{ratio}"
