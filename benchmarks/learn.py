"""`rapport bench learn`: fitting and reading rated sessions, beside peers and what is planted.

Fitting is timed from arrays in mixed order: sorting and collapsing are part of it. GPBoost is handed pairs
already numbered, and is beaten only where it is by the clock and by the processor. Of a file and of `learn`
as a whole the processor's seconds are compared: other work on the machine would count most against whoever
takes longest. With `--small`, without the largest sizes.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median
from time import perf_counter, process_time
from typing import Any

import numpy as np
from benchmarks.learning import plain
from benchmarks.learning.planted import Planted, plant, write_file
from benchmarks.learning.selection import judge
from benchmarks.peers.mixed_models import PEERS, Found
from benchmarks.report import Report

from rapport.learning.drift.exact import fit_exact
from rapport.learning.drift.fitting import refitted, unfitted
from rapport.learning.drift.sequential import predict_then_learn
from rapport.learning.mixed.equations import Prior
from rapport.learning.mixed.model import PRIOR_OF_GENERAL, learn
from rapport.learning.mixed.pairs import collapse, lay_out, pair_order
from rapport.learning.mixed.reml import Fitted, fit_variances

Say = Callable[[str], None]
# Seconds by the clock, and of the processor.
Fit = tuple[Fitted, float, float]
SIZES, SLOW_SIZE = (10_000, 100_000, 1_000_000), 10_000
FILE_ROWS, FILE_FEATURES = 10_000_000, 16
SLOPES = 3
ROUNDS = 3
SEEDS = 3
EVALUATED = 10_000
TIMES_GPBOOST, ERRORS_OFF, TIMES_READING, TIMES_SLOPES, TIMES_PLAIN = 300, 2.0, 4.0, 3.0, 2.0
TIMES_FIT, SHARE_OF_BOUND = 30.0, 0.99


def measure(say: Say, *, small: bool = False) -> dict[str, Any]:
    """Run all of it."""
    report = Report()
    sizes = SIZES[:-1] if small else SIZES
    fits = {size: _ours(size, say) for size in sizes}
    peers = _peers(report)
    for size in sizes:
        _beside_peers(report, size, fits[size], peers, say, is_largest=size == sizes[-1])
    _slopes(report, sizes[-1], say)
    _plainly(report, say)
    _evaluating(report, say)
    _order(report, say)
    _from_a_file(report, FILE_ROWS // 10 if small else FILE_ROWS, say)
    return report.as_json()


def _peers(report: Report) -> list[Any]:
    found = []
    for peer in PEERS:
        try:
            found.append(peer())
        except ImportError as error:
            report.unavailable.append({"peer": peer.name, "why": f"cannot be imported: {error}"})
    return found


def fit(planted: Planted) -> Fit:
    """Ours, from mixed arrays to variances and effects; seconds by the clock, and of the processor."""
    started, used = perf_counter(), process_time()
    pair, number, starts = pair_order(planted.client, planted.provider, planted.day)
    x = np.empty((planted.x.shape[1], len(number))).T  # column by column, as `Columns.prepared` has them
    x[:, 0], x[:, 1], x[:, 2:] = 1.0, np.log(number), planted.x[:, 2:]
    layout = lay_out(planted.client, planted.provider, pair, starts, x, planted.slopes)
    nothing = np.zeros(x.shape[1])
    fitted = fit_variances(collapse(layout, planted.y), Prior(nothing, nothing), PRIOR_OF_GENERAL)
    return fitted, perf_counter() - started, process_time() - used


def _ours(size: int, say: Say) -> list[Fit]:
    """Before any peer, whose threads, and what it leaves of the memory, slow whoever follows."""
    say(f"{size:,} sessions: ours")
    planted = plant(size)
    return [fit(planted) for _ in range(ROUNDS)]


def _beside_peers(
    report: Report, size: int, fits: list[Fit], peers: list[Any], say: Say, *, is_largest: bool
) -> None:
    say(f"{size:,} sessions: peers")
    planted = plant(size)
    theirs: dict[str, Found] = {}
    for peer in peers:
        if peer.name == "GPBoost" or size <= SLOW_SIZE:
            theirs[peer.name] = peer.fit(planted)
            say(f"  {peer.name}: {theirs[peer.name].seconds:.1f} s")
    took, used, fitted = *(median(each[at] for each in fits) for at in (1, 2)), fits[0][0]
    case = f"{size:,} sessions: fit"
    report.add(case, took, {name: each.seconds for name, each in theirs.items()}, unit="s")
    peers_used = {name: each.processor for name, each in theirs.items()}
    report.add(f"{case}, of the processor", used, peers_used, unit="s")
    ours = fitted.variances._asdict()
    errors = fitted.standard_errors._asdict()
    for kind in ("client", "provider", "pair", "noise"):
        found = {name: each.variances[kind] for name, each in theirs.items() if kind in each.variances}
        report.add(f"{size:,} sessions: variance of {kind}", ours[kind], found, unit="points²")
    if "GPBoost" not in theirs:
        return
    peer = theirs["GPBoost"]
    off = max(abs(ours[kind] - value) / errors[kind] for kind, value in peer.variances.items())
    report.at_most(f"{size:,} sessions: variances off GPBoost's, in standard errors", off, ERRORS_OFF)
    if is_largest:
        name = f"{size:,} sessions: times quicker than GPBoost, "
        report.at_least(f"{name}at least", peer.seconds / took, TIMES_GPBOOST)
        report.at_least(f"{name}of the processor, at least", peer.processor / used, TIMES_GPBOOST)


def _slopes(report: Report, size: int, say: Say) -> None:
    say(f"{size:,} sessions: {SLOPES} slopes by concern")
    without, with_them = plant(size), plant(size, slopes=SLOPES)
    times = [(fit(without)[1], fit(with_them)[1]) for _ in range(ROUNDS)]
    base, ours = (median(each) for each in zip(*times, strict=True))
    report.add(f"{size:,} sessions with slopes; beside without", ours, {"ours without": base}, unit="s")
    report.at_most("random slopes: times as long as without, at most", ours / base, TIMES_SLOPES)


def _plainly(report: Report, say: Say) -> None:
    size = 200_000
    say(f"{size:,} sessions: learn, beside plain moments and backfitting in numpy")
    planted = plant(size)
    sessions = planted.as_sessions()
    times = [
        (_seconds(lambda: learn(sessions)), _seconds(lambda: plain.fit(planted)))
        for _ in range(2 * ROUNDS + 1)
    ]
    ours, theirs = (median(each) for each in zip(*times, strict=True))
    report.add(f"{size:,} sessions: learn", ours, {"numpy, moments and backfitting": theirs}, unit="s")
    report.at_most("learn: times as long as a plain numpy fit, at most", ours / theirs, TIMES_PLAIN)


def _evaluating(report: Report, say: Say) -> None:
    say(f"{EVALUATED:,} sessions: predict, then learn, beside one fit of the same model")
    sessions = plant(EVALUATED).in_order()
    ahead = _seconds(lambda: predict_then_learn(sessions))
    whole = _seconds(lambda: fit_exact(sessions))
    sought = _seconds(lambda: refitted(sessions, np.arange(len(sessions)), unfitted(sessions)))
    peers = {"one whole fit": whole, "its variances alone, sought once": sought}
    report.add(f"{len(sessions):,} sessions: evaluate, of the processor", ahead, peers, unit="s")
    report.at_most("evaluate: times as long as one whole fit, at most", ahead / whole, TIMES_FIT)
    report.at_most(
        "evaluate: times as long as seeking the variances once, at most", ahead / sought, TIMES_FIT
    )


def _seconds(work: Callable[[], object]) -> float:
    """Of the processor: threads of a library that wait for each other count too."""
    started = process_time()
    work()
    return process_time() - started


def _order(report: Report, say: Say) -> None:
    say("order of providers when hard cases go to the good ones")
    cases = {
        "hardness in the file": {"told": True, "skipping": False},
        "hardness in the file, forms skipped when it goes badly": {"told": True, "skipping": True},
        "hardness nowhere": {"told": False, "skipping": False},
        "hardness nowhere, forms skipped when it goes badly": {"told": False, "skipping": True},
    }
    shares: dict[bool, list[float]] = {False: [], True: []}
    for name, options in cases.items():
        judged = [judge(**options, seed=seed) for seed in range(SEEDS)]
        ours, bound, means = (
            mean(each) for each in zip(*((j.ours, j.bound, j.plain_means) for j in judged), strict=True)
        )
        report.add(
            f"best tenth, true points: {name}", ours, {"bound": bound, "plain means": means}, unit="points"
        )
        shares[options["skipping"]].append(ours / bound)
        level = mean(abs(each.level_error) for each in judged)
        report.add(f"error of the mean level: {name}", level, {}, unit="points")
    for skipping, name in (
        (False, "order of providers"),
        (True, "the same, where forms are skipped besides"),
    ):
        report.at_least(
            f"{name}: share of the empirical-Bayes bound, at least", min(shares[skipping]), SHARE_OF_BOUND
        )


def _from_a_file(report: Report, rows: int, say: Say) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sessions.csv"
        say(f"writing a file of {rows:,} sessions with {FILE_FEATURES} features")
        rows = write_file(path, rows, features=FILE_FEATURES)
        case = f"{rows:,} sessions in a file of {path.stat().st_size / 1e9:.1f} GB"
        say(f"{case}: reading it into numpy and sorting")
        plainly = _apart(path, "numpy")
        say(f"{case}: reading and learning")
        ours = _apart(path, "ours")
    report.add(f"{case}: read and learn", ours[0], {"numpy, read and sort": plainly[0]}, unit="s")
    report.add(f"{case}: the same, of the processor", ours[1], {"numpy, read and sort": plainly[1]}, unit="s")
    report.add(f"{case}: memory at most", ours[2], {"numpy, read and sort": plainly[2]}, unit="GB")
    report.at_most(
        "learning a file: times as long as reading and sorting it", ours[1] / plainly[1], TIMES_READING
    )


def _apart(path: Path, way: str) -> tuple[float, float, float]:
    """Seconds, seconds of the processor and gigabytes of one way, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.learning.from_a_file", way, str(path)]
    root = Path(__file__).parents[1]
    found = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout.split()
    return float(found[0]), float(found[1]), float(found[2])
