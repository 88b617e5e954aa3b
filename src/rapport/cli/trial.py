"""`rapport trial`: compare ways to choose the three, by chance, among those who agree to it.

Off until it is started. Design and text are frozen by a digest at the start, so that nobody can say later
that something else was meant; the report counts everybody and says as plainly when nothing was shown.
"""

import argparse
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapport.cli.output import add_format, print_json, print_text, wants_text, warn
from rapport.errors import BadInput, Problem, quoted

if TYPE_CHECKING:
    from rapport.learning.proof.trial_design import TrialDesign
    from rapport.site.outcomes.queries.trial import TrialReport

OPERATOR = "operator"
DONE, NO = 0, 1
LONGEST_REASON = 200
LONGEST_TEXT = 100_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with the comparison."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    start = kinds.add_parser("start", help="freeze a design and begin to ask new clients")
    start.add_argument("--design", required=True, metavar="FILE", help="JSON: planned, assumed_d and more")
    start.add_argument(
        "--text", required=True, metavar="FILE", help="what is registered beforehand, in words"
    )
    start.add_argument("--only-show", action="store_true", help="print design and power, and start nothing")
    report = kinds.add_parser("report", help="who went how far, differences with intervals, and power")
    stop = kinds.add_parser("stop", help="enrol nobody any more; the result may then be told")
    stop.add_argument("--because", required=True, metavar="TEXT", help="why, in a few words")
    for each in (start, report, stop):
        add_format(each)


def run(args: argparse.Namespace) -> int:
    """Exit status 1 when there is no comparison, or already one."""
    from rapport.site.config.start import start

    start()
    return {"start": _start, "report": _report, "stop": _stop}[args.what](args)


def _start(args: argparse.Namespace) -> int:
    from rapport.cli.tables import read_json
    from rapport.learning.proof.trial_design import read_design
    from rapport.site.matches import trial_actions

    design = read_design(read_json(args.design), file=Path(args.design).name)
    text = _text(args.text)
    told: dict[str, Any] = {**design.as_json(), "digest": trial_actions.digest_of(design.as_json(), text)}
    if not args.only_show:
        try:
            trial = trial_actions.start(by=OPERATOR, at=datetime.now(UTC), design=design, text=text)
        except trial_actions.TrialRunning:
            warn("trial", "expected none running, found one; stop it first")
            return NO
        told["started"] = trial.number
    if wants_text(args):
        print_text("\n".join(_design_lines(design, told)))
    else:
        print_json(told)
    return DONE


def _text(path: str) -> str:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "something else"
        raise BadInput(Problem(expected="a text file in UTF-8", arrived=why, file=Path(path).name)) from None
    if not text.strip() or len(text) > LONGEST_TEXT:
        expected = f"1 to {LONGEST_TEXT:,} letters"
        raise BadInput(Problem(expected=expected, arrived=f"{len(text):,}", file=Path(path).name))
    return text


def _design_lines(design: "TrialDesign", told: dict[str, Any]) -> list[str]:
    return [
        f"{design.planned} clients in {len(design.arms)} arms: {', '.join(design.arms)}",
        f"outcome: mean overall rating of the first {design.sessions} sessions, with whom was met first",
        f"power: {design.power:.0%} to show a difference of {design.assumed_d:g} standard deviations from "
        f"{design.control}, when {design.expected_loss:.0%} of clients rate no session",
        f"digest of design and text: {told['digest']}",
        f"started as number {told['started']}" if "started" in told else "not started",
    ]


def _stop(args: argparse.Namespace) -> int:
    from rapport.site.matches import trial_actions

    because = args.because.strip()
    if not 0 < len(because) <= LONGEST_REASON:
        expected = f"1 to {LONGEST_REASON} letters"
        raise BadInput(Problem(expected=expected, arrived=quoted(args.because), column="--because"))
    try:
        trial = trial_actions.stop(by=OPERATOR, at=datetime.now(UTC), because=because)
    except trial_actions.NoTrial:
        warn("trial", "expected one running, found none")
        return NO
    if wants_text(args):
        print_text(f"stopped number {trial.number}: {because}")
    else:
        print_json({"stopped": trial.number, "because": because})
    return DONE


def _report(args: argparse.Namespace) -> int:
    from rapport.site.foundation import audit
    from rapport.site.outcomes.queries.trial import newest_trial, trial_report

    trial = newest_trial()
    if trial is None:
        warn("trial", "expected a comparison, found none; `rapport trial start` begins one")
        return NO
    at = datetime.now(UTC)
    report = trial_report(trial, at=at)
    audit.record(actor=OPERATOR, verb="trial_reported", subject="system", at=at)
    if wants_text(args):
        print_text("\n".join(_report_lines(report)))
    else:
        print_json(_plain(report))
    return DONE


def _plain(report: "TrialReport") -> dict[str, Any]:
    trial = report.trial
    return {
        "number": trial.number,
        "started_at": trial.started_at.isoformat(),
        "stopped_at": trial.stopped_at.isoformat() if trial.stopped_at else None,
        "digest": trial.digest,
        "design": trial.design,
        "consort": asdict(report.consort),
        "comparisons": [asdict(each) for each in report.comparisons],
        "power": report.power,
        "smallest_d": report.smallest_d,
        "is_final": report.is_final,
    }


def _report_lines(report: "TrialReport") -> list[str]:
    trial, consort = report.trial, report.consort
    until = f"to {trial.stopped_at:%Y-%m-%d}: {trial.stopped_because}" if trial.stopped_at else "running"
    lines = [
        f"Comparison {trial.number}, from {trial.started_at:%Y-%m-%d}, {until}",
        f"digest {trial.digest}",
        f"said no {consort.declined}, said yes {consort.agreed}, of these not randomised "
        f"{consort.not_randomised}",
        f"{'':16}" + "".join(f"{arm:>17}" for arm in trial.design["arms"]),
    ]
    for name in ("randomised", "erased", "matched", "began", "analysed"):
        counts = getattr(consort, name)
        lines.append(f"{name:16}" + "".join(f"{counts[arm]:>17}" for arm in trial.design["arms"]))
    lines += [_comparison_line(each, is_final=report.is_final) for each in report.comparisons]
    smallest = "nothing yet" if report.smallest_d is None else f"{report.smallest_d:.2f} standard deviations"
    lines.append(f"power beforehand {report.power:.0%}; smallest difference that could be shown: {smallest}")
    return lines


def _comparison_line(found: Any, *, is_final: bool) -> str:
    name = f"{found.arm} beside {found.control}:"
    if found.analysis is None:
        return f"{name} no difference can be told ({found.why_not})"
    told = found.analysis
    verdict = told.verdict if is_final else "no verdict before it has ended"
    return f"{name} {told.effect:+.1f} points, 95% interval {told.low:+.1f} to {told.high:+.1f}: {verdict}"
