"""`rapport policy-value`: what another policy would have been worth, from the log of one that drew."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rapport.cli.output import add_format, print_json, print_text, wants_text
from rapport.cli.tables import Table, read_table
from rapport.errors import BadInput, Problem, quoted

if TYPE_CHECKING:
    from rapport.learning.policy.estimate import Estimate
    from rapport.learning.policy.flat_log import FlatLog, FlatTarget
    from rapport.learning.policy.policy_value import Evaluation
    from rapport.learning.policy.slate_log import SlateLog

SAID, NOTHING_SAID = 0, 1
REWARDS = ("chosen", "booked", "alliance", "outcome", "stayed")
COLUMN = "column:"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport policy-value`."""
    parser.add_argument(
        "--log", required=True, metavar="L.csv", help="a policy log (`rapport schema policy-log`)"
    )
    parser.add_argument(
        "--policy",
        required=True,
        help="uniform, logged, greedy, plackett-luce:temperature=T[,difference=D][,floor=F], column:NAME, or "
        "a file: request_id,provider_id,utility for slates, action,probability[,position] for single choices",
    )
    parser.add_argument(
        "--reward", choices=REWARDS, default="chosen", help="of a slate log: what counts (default chosen)"
    )
    parser.add_argument(
        "--any-order", action="store_true", help="of a slate log: the order of the three does not count"
    )
    parser.add_argument(
        "--bootstrap", type=int, default=0, metavar="N", help="intervals by redrawing clients N times"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the redrawing (default 0)")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status 0 when any estimate is given, 1 when there are too few comparable rows for all."""
    if args.bootstrap < 0 or args.seed < 0:
        raise BadInput(Problem("whole numbers of 0 or more after --bootstrap and --seed", "less"))
    table = read_table(args.log)
    header = [name.strip() for name in table.header]
    if "request_id" in header:
        found, about = _slates(args, table)
    elif "action" in header:
        found, about = _choices(args, table)
    else:
        expected = "a column request_id (slates) or action (single choices)"
        raise BadInput(Problem(expected, quoted(",".join(header)), row=1, file=_name(args.log)))
    answer = about | _numbers(found, args)
    if wants_text(args):
        print_text(as_text(answer))
    else:
        print_json(answer)
    return SAID if any(not each["refused"] for each in answer["estimates"].values()) else NOTHING_SAID


def _slates(args: argparse.Namespace, table: Table) -> tuple["Evaluation", dict[str, Any]]:
    from rapport.learning.policy.policy_value import evaluate_given, evaluate_slates
    from rapport.learning.policy.slate_log import chances_of_slates, read_slates
    from rapport.learning.policy.targets import named_target

    log = read_slates(table.header, table.rows, file=_name(args.log), lines=table.lines)
    about = {"policy": args.policy, "form": "slates", "reward": args.reward, "left_out": dict(log.left_out)}
    if args.policy.startswith(COLUMN):
        chosen = chances_of_slates(log, args.policy.removeprefix(COLUMN))
        return evaluate_given(log, chosen, reward=args.reward), about
    target = named_target(args.policy) or _from_utilities(args, log)
    return evaluate_slates(log, target, reward=args.reward, order_counts=not args.any_order), about


def _from_utilities(args: argparse.Namespace, log: "SlateLog") -> Any:
    from rapport.learning.policy.targets import target_from_utilities

    table = read_table(args.policy)
    return target_from_utilities(log, table.header, table.rows, file=_name(args.policy), lines=table.lines)


def _choices(args: argparse.Namespace, table: Table) -> tuple["Evaluation", dict[str, Any]]:
    from rapport.learning.policy.flat_log import read_flat
    from rapport.learning.policy.policy_value import evaluate_flat

    log = read_flat(table.header, table.rows, file=_name(args.log), lines=table.lines)
    about = {"policy": args.policy, "form": "single choices", "reward": "reward", "left_out": {}}
    return evaluate_flat(log, _choice_target(args, log)), about


def _choice_target(args: argparse.Namespace, log: "FlatLog") -> "FlatTarget":
    from rapport.learning.policy import flat_log
    from rapport.learning.policy.targets import named_target, table_of

    if args.policy == "uniform":
        return flat_log.evenly(log)
    if args.policy == "logged":
        return flat_log.as_logged(log)
    if args.policy.startswith(COLUMN):
        return flat_log.from_column(log, args.policy.removeprefix(COLUMN))
    if named_target(args.policy) is not None:
        expected = "uniform, logged, column:NAME or a file, since single choices carry no utilities"
        raise BadInput(Problem(expected, quoted(args.policy), column="--policy"))
    table = read_table(args.policy)
    said = table_of(table.header, table.rows, file=_name(args.policy), lines=table.lines)
    return flat_log.from_table(log, said)


def _numbers(found: "Evaluation", args: argparse.Namespace) -> dict[str, Any]:
    sample = found.sample
    return {
        "rows": len(sample.rewards),
        "clients": int(sample.clusters.max()) + 1,
        "rewards_known": int(sample.known.sum()),
        "logged": _estimate(found.logged),
        "estimates": {
            name: _estimate(each) | _bootstrapped(found, name, args) for name, each in found.estimates.items()
        },
    }


def _estimate(each: "Estimate") -> dict[str, Any]:
    shown = {
        name: None if value is None else _rounded(value)
        for name, value in each._asdict().items()
        if name != "refused"
    }
    return shown | {"refused": each.refused or None}


def _rounded(value: float) -> float:
    # A gain that is nought but for the last bits of a sum is nought.
    return float(f"{round(value, 12):.6g}")


def _bootstrapped(found: "Evaluation", name: str, args: argparse.Namespace) -> dict[str, float]:
    if not args.bootstrap or found.estimates[name].refused:
        return {}
    import numpy as np

    from rapport.learning.policy.estimate import bootstrap_interval

    rng = np.random.default_rng(args.seed)
    low, high = bootstrap_interval(
        found.terms[name], found.sample.clusters, rng=rng, replicates=args.bootstrap
    )
    return {"low": _rounded(low), "high": _rounded(high)}


def as_text(answer: Mapping[str, Any]) -> str:
    """The answer for a terminal."""
    lines = [
        f"{answer['policy']}: {answer['reward']} over {answer['rows']:,} {answer['form']} "
        f"of {answer['clients']:,} clients, {answer['rewards_known']:,} with a known reward",
        *[f"left out, {why}: {count:,}" for why, count in answer["left_out"].items() if count],
        _line("as logged", answer["logged"]),
        *[_line(name, each) for name, each in answer["estimates"].items()],
    ]
    return "\n".join(lines)


def _line(name: str, each: Mapping[str, Any]) -> str:
    if each["refused"]:
        return f"  {name:<14} {each['refused']}"
    shown = f"  {name:<14} {each['value']:.4g}  95% {each['low']:.4g} to {each['high']:.4g}"
    gain = f"  gain {each['gain']:+.4g} ({each['gain_low']:+.4g} to {each['gain_high']:+.4g})"
    return shown + ("" if name == "as logged" else gain) + f"  effective {each['effective']:,.0f}"


def _name(path: str) -> str:
    return path.rpartition("/")[2]
