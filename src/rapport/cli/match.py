"""`rapport match`: one client's answers against a roster, or those of many."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from rapport.cli.engine import add_engine, engine_of
from rapport.cli.output import a_day, add_format, print_json, print_text, wants_text, warn
from rapport.cli.tables import read_json, read_table
from rapport.errors import BadInput, Problem
from rapport.matching.answers import Answers, read_answers
from rapport.matching.explained import PairForecast
from rapport.matching.match import match, pair_forecast
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster
from rapport.matching.shortlist import Shortlist

if TYPE_CHECKING:
    from rapport.matching.learned import Learned

DONE, SHORT, BAD = 0, 1, 2
MANY = ".jsonl"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of `rapport match`."""
    parser.add_argument("--roster", required=True, metavar="R.csv", help="the providers")
    parser.add_argument(
        "--answers",
        required=True,
        metavar="A.json",
        help="one client's answers; of many, a file that ends in .jsonl, one a line: then a shortlist a line",
    )
    parser.add_argument("--model", metavar="M", help="a model file of `rapport learn`")
    parser.add_argument("--seed", type=int, default=0, help="of the draw (default 0)")
    parser.add_argument("--on", type=a_day, help="the day to match for, YYYY-MM-DD (default: today)")
    parser.add_argument(
        "--why-not", metavar="PROVIDER", help="instead: why this provider is or is not offered"
    )
    parser.add_argument(
        "--accept-valid", action="store_true", help="go on without the rows that break a rule"
    )
    add_engine(parser)
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Exit status 0 with three, 1 with a shortfall."""
    if args.answers.endswith(MANY):
        return _run_many(args)
    answers = read_answers(read_json(args.answers), file=args.answers.rpartition("/")[2])
    roster = roster_of(args.roster, accept_valid=args.accept_valid, name="match")
    on = args.on or date.today()  # noqa: DTZ011 - the operator's own day
    crisis = is_crisis(answers.text)
    if args.why_not:
        return _print_why_not(args, roster, answers, crisis, on)
    shortlist = match(roster, answers, crisis=crisis, on=on, seed=args.seed, learned=_learned(args.model))
    if wants_text(args):
        print_text(as_text(shortlist, roster))
    else:
        print_json(with_resources(shortlist))
    return SHORT if shortlist.shortfall else DONE


def _run_many(args: argparse.Namespace) -> int:
    from rapport.cli.match_many import Terms, match_many

    if args.why_not or args.format == "text":
        arrived = "--why-not" if args.why_not else "--format text"
        raise BadInput(Problem(expected=f"one client's answers with {arrived}", arrived=f"a file of {MANY}"))
    on = args.on or date.today()  # noqa: DTZ011 - the operator's own day
    roster = roster_of(args.roster, accept_valid=args.accept_valid, name="match")
    with engine_of(args) as engine:
        return match_many(args.answers, Terms(roster, _learned(args.model), on, args.seed), engine)


def roster_of(path: str, *, accept_valid: bool, name: str) -> Roster:
    """The providers of a file; `name` is the command that says what was left out. Raises BadInput."""
    table = read_table(path)
    reading = read_roster(table.header, table.rows, file=path.rpartition("/")[2], lines=table.lines)
    if reading.refused and not accept_valid:
        raise BadInput(reading.refused[0])
    for warning in reading.warnings:
        warn(name, warning)
    for problem in reading.refused:
        warn(name, f"{problem}; row left out")
    return reading.roster


def _learned(path: str | None) -> "Learned | None":
    if path is None:
        return None
    from rapport.cli.forecast import read_model  # Start-up: only a model needs these.
    from rapport.learning.mixed.for_matching import for_matching

    return for_matching(read_model(path))


def is_crisis(text: str) -> bool:
    """Whether the screen of a client's own words sees a crisis."""
    if not text:
        return False
    from rapport.language.crisis import screen  # Start-up: only a text needs the screen's phrases.

    return screen(text).flag


def _resources() -> list[dict[str, str]]:
    from rapport.language.resources import crisis_resources  # Start-up: only a crisis needs them.

    return [{"name": str(each.name), "contact": str(each.contact)} for each in crisis_resources()]


def with_resources(shortlist: Shortlist) -> dict[str, object]:
    """A shortlist as JSON, with help beside it where there is a crisis."""
    found = shortlist.as_json()
    if shortlist.crisis:
        found["safety"] = {"crisis": True, "resources": _resources()}
    return found


def as_text(shortlist: Shortlist, roster: Roster) -> str:
    """The shortlist for a terminal."""
    lines: list[str] = []
    if shortlist.crisis:
        lines += ["Help is there now, any hour:"]
        lines += [f"  {each['name']}: {each['contact']}" for each in _resources()] + [""]
    lines.append(f"{len(shortlist.matches)} of {shortlist.eligible} who can take this client.")
    lines.append(f"Forecasts are wide on purpose; a typical rating is {shortlist.typical:g} of 100.")
    for each in shortlist.matches:
        position = roster.position(each.provider_id)
        assert position is not None
        lines += ["", f"{each.position}. {roster.provider(position).name} ({each.provider_id})"]
        lines += [
            f"   {part:<8} {interval.mean:5.1f}  80% {interval.low:5.1f} to {interval.high:5.1f}"
            for part, interval in each.forecast.items()
        ]
        lines += _bullets("+", [str(reason.text) for reason in each.reasons])
        lines += _bullets("!", [str(caution.text) for caution in each.cautions])
        lines += _bullets("?", [str(ask) for ask in each.ask])
    if shortlist.shortfall:
        lines += ["", f"Short of three: {shortlist.shortfall.found} found. One step that would help:"]
        widen = shortlist.shortfall.widen
        lines += [f"  {each.limit} to {each.to}: {each.would_add} more" for each in widen] or ["  none alone"]
    return "\n".join(lines)


def _bullets(mark: str, texts: list[str]) -> list[str]:
    import textwrap  # Start-up: only a text needs it.

    return [
        textwrap.fill(text, 100, initial_indent=f"   {mark} ", subsequent_indent="     ") for text in texts
    ]


def _print_why_not(args: argparse.Namespace, roster: Roster, answers: Answers, crisis: bool, on: date) -> int:
    learned = _learned(args.model)
    found = pair_forecast(roster, answers, args.why_not, crisis=crisis, on=on, learned=learned)
    if found is None:
        warn("match", "expected a provider_id of the roster after --why-not, got one that is not there")
        return BAD
    if wants_text(args):
        broken = ", ".join(found.limits_broken) or "none: they can take this client"
        print_text(f"{found.provider.name}: limits not kept: {broken}")
    else:
        print_json(_pair_json(found))
    return SHORT if found.limits_broken else DONE


def _pair_json(found: PairForecast) -> dict[str, object]:
    return {
        "provider_id": found.provider.provider_id,
        "limits_broken": list(found.limits_broken),
        "forecast": {
            part: {"mean": each.mean, "low": each.low, "high": each.high}
            for part, each in found.forecast.items()
        },
        "reasons": [{"part": each.part, "text": str(each.text)} for each in found.reasons],
        "cautions": [{"part": each.part, "text": str(each.text)} for each in found.cautions],
        "ask": [str(each) for each in found.ask],
    }
