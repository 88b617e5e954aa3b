"""`rapport fairness`: how far forecasts miss by group of clients, how often groups of providers are shown."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rapport.cli.output import add_format, print_json, print_text, wants_text
from rapport.cli.tables import Table, read_table
from rapport.errors import BadInput, Problem, quoted

if TYPE_CHECKING:
    from rapport.learning.proof.fairness import ForecastFigures, Range, RateFigures

QUIET, ALARM = 0, 1
PREDICTED = ("session_id", "mean", "low", "high")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport fairness`."""
    parser.add_argument("--sessions", metavar="S.csv", help="rated sessions with group_… columns")
    parser.add_argument("--predictions", metavar="P.csv", help="their forecasts: session_id,mean,low,high")
    parser.add_argument("--log", metavar="L.csv", help="a slate log (`rapport schema policy-log`)")
    parser.add_argument("--roster", metavar="R.csv", help="the providers of the log")
    parser.add_argument("--by", metavar="COLUMN", help="of the roster: what groups them, such as gender")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status 0 when nothing is beyond noise, 1 on an alarm."""
    answer: dict[str, Any] = {}
    if args.sessions and args.predictions:
        answer["forecasts"] = _forecasts(args.sessions, args.predictions)
    if args.log and args.roster and args.by:
        answer["exposure"] = {args.by: _exposure(args.log, args.roster, args.by)}
    if not answer:
        expected = "--sessions with --predictions, or --log with --roster and --by"
        raise BadInput(Problem(expected, "neither"))
    if wants_text(args):
        print_text(as_text(answer))
    else:
        print_json(answer)
    groups = [each for kind in answer.values() for listed in kind.values() for each in listed]
    return ALARM if any(each["alarm"] for each in groups) else QUIET


def _forecasts(sessions_path: str, predictions_path: str) -> dict[str, list[dict[str, Any]]]:
    from rapport.cli.learn import read
    from rapport.learning.policy import log_columns
    from rapport.learning.proof.fairness import by_group

    sessions = read(sessions_path)
    if not sessions.groups:
        raise BadInput(Problem("a column group_…", "none", row=1, file=_name(sessions_path)))
    columns = _columns(read_table(predictions_path), _name(predictions_path), PREDICTED)
    row_of = {str(name): row for row, name in enumerate(sessions.session_ids)}
    places = []
    for index, session in enumerate(columns.cells["session_id"]):
        if session not in row_of:
            columns.refuse(index, "session_id", f"a session of {_name(sessions_path)}")
        places.append(row_of[session])
    figures = {name: log_columns.numbers(columns, name, low=0, high=100) for name in PREDICTED[1:]}
    actual = sessions.ratings["overall"][places]
    if not (actual >= 0).all():
        columns.refuse(
            int((~(actual >= 0)).argmax()), "session_id", "a rated session", "one without a rating"
        )
    return {
        column: [
            shown(each)
            for each in by_group(
                [groups[row] for row in places], sessions.client[places], actual=actual, **figures
            )
        ]
        for column, groups in sessions.groups.items()
    }


def _exposure(log_path: str, roster_path: str, by: str) -> list[dict[str, Any]]:
    from rapport.learning.policy.slate_log import read_slates
    from rapport.learning.proof.fairness import rates_by_group

    table, file = read_table(log_path), _name(log_path)
    log = read_slates(table.header, table.rows, file=file, lines=table.lines)
    group_of = _groups(roster_path, by)
    groups, people, clusters, got, due = [], [], [], [], []
    for pool, client in zip(log.pools, log.clusters.tolist(), strict=True):
        ids = [log.providers[code] for code in pool.providers.tolist()]
        unknown = next((each for each in ids if each not in group_of), None)
        if unknown is not None:
            expected = f"every provider of the log, {quoted(unknown)} too"
            raise BadInput(
                Problem(expected, "none of that id", column="provider_id", file=_name(roster_path))
            )
        groups += [group_of[each] for each in ids]
        people += ids
        clusters += [client] * len(ids)
        got += pool.inclusion.tolist()
        due += [3 / len(ids)] * len(ids)
    return [shown(each) for each in rates_by_group(groups, people, clusters, got=got, due=due)]


def _groups(path: str, by: str) -> dict[str, str]:
    columns = _columns(read_table(path), _name(path), ("provider_id", by))
    return dict(zip(columns.cells["provider_id"], columns.cells[by], strict=True))


def _columns(table: Table, file: str, required: tuple[str, ...]) -> Any:
    from rapport.learning.policy import log_columns
    from rapport.learning.policy.policy_log import Field

    fields = {name: Field("text", True, "") for name in required}
    return log_columns.columns_of(table.header, table.rows, fields, file=file, lines=table.lines)


def shown(each: "ForecastFigures | RateFigures") -> dict[str, Any]:
    """A group's figures as JSON has them; `hidden` says why there are none."""
    from rapport.learning.proof.fairness import HIDDEN

    found = {name: _value(value) for name, value in each._asdict().items()}
    return found | {"hidden": HIDDEN if each.people is None else None, "alarm": each.alarm or None}


def _value(value: "Range | float | int | str | None") -> Any:
    if isinstance(value, tuple):
        return {name: round(figure, 4) for name, figure in value._asdict().items()}
    return round(value, 4) if isinstance(value, float) else value


def as_text(answer: Mapping[str, Any]) -> str:
    """The figures for a terminal."""
    lines = []
    for kind, columns in answer.items():
        for column, groups in columns.items():
            lines.append(f"{kind} by {column}")
            lines += [_line(each) for each in groups]
    return "\n".join(lines)


def _line(each: Mapping[str, Any]) -> str:
    start = f"  {each['group']:<20} "
    if each["hidden"]:
        return start + f"not shown: {each['hidden']}"
    told = [f"{each['people']:,} people"]
    for name in ("mae", "bias", "coverage", "ratio"):
        figure = each.get(name)
        if figure:
            told.append(f"{name} {figure['value']:.3g} ({figure['low']:.3g} to {figure['high']:.3g})")
    return start + ", ".join(told) + (f": {each['alarm']}" if each["alarm"] else "")


def _name(path: str) -> str:
    return path.rpartition("/")[2]
