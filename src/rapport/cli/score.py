"""`rapport score INSTRUMENT --answers 0,1,2,…`: what answers score, and what that may mean."""

import argparse
import re
from dataclasses import asdict
from typing import Final

from rapport.cli.output import add_format, print_json, wants_text, warn
from rapport.errors import BadInput, Problem, quoted
from rapport.measures.catalogue import instrument, names
from rapport.measures.instrument import Instrument
from rapport.measures.licensed import licensed, licensed_names
from rapport.measures.scoring import Answer, ScaleScore, Score, score

DONE, SHORT = 0, 1
MISSING: Final = "-"
LONGEST_ANSWERS: Final = 10_000

# Shown first after a safety answer, and last otherwise: help is never behind a gate.
HELP: Final = (
    "You deserve support now. In the US, call or text 988 (Suicide & Crisis Lifeline): free, day and night.",
    "If you are in danger now, call 911 or your local emergency number.",
    "Elsewhere, findahelpline.com lists free lines by country.",
)
HELP_ANY_TIME: Final = "Help is there at any time, whatever the score: in the US, call or text 988."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The instrument, its answers, the format."""
    parser.add_argument(
        "instrument", metavar="INSTRUMENT", help=f"one of {', '.join((*names(), *licensed_names()))}"
    )
    parser.add_argument(
        "--answers", required=True, metavar="A,B,…", help="one answer an item, in order; - for a missing one"
    )
    add_format(parser)
    # Answers may begin with a missing one or a number below zero ("-,1,…", "-3,0,…"), which argparse
    # takes for an option unless told what a negative number may look like.
    parser._negative_number_matcher = re.compile(r"^-(\d|,|$)")


def run(args: argparse.Namespace) -> int:
    """Print the scores; 1 when a scale has too many items missing to be scored."""
    chosen = _instrument(args.instrument)
    result = score(chosen, _answers(args.answers, chosen))
    if wants_text(args):
        print(_text(result))
    else:
        print_json(_plain(result))
    return DONE if all(scale.score is not None for scale in result.scales) else SHORT


def _instrument(name: str) -> Instrument:
    """A shipped instrument, or one of another owner, whose permission is then named."""
    if name not in licensed_names():
        return instrument(name)
    found = licensed(name)
    warn("score", f"{found.owner}: {found.permission} {found.ask_at}")
    return found.instrument


def _answers(text: str, chosen: Instrument) -> list[Answer]:
    if len(text) > LONGEST_ANSWERS:
        raise BadInput(
            Problem(
                expected=f"{len(chosen.items)} answers", arrived=f"{len(text)} characters", column="--answers"
            )
        )
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    if len(parts) != len(chosen.items):
        raise BadInput(
            Problem(
                expected=f"{len(chosen.items)} answers for {chosen.name}, with commas between",
                arrived=str(len(parts)),
            )
        )
    return [_answer(part, item.code, chosen) for part, item in zip(parts, chosen.items, strict=True)]


def _answer(part: str, code: str, chosen: Instrument) -> Answer:
    if part == MISSING:
        return None
    if not re.fullmatch(r"[+-]?[0-9]{1,4}", part):
        allowed = f"a whole number from {chosen.lowest} to {chosen.highest}, or {MISSING}"
        raise BadInput(Problem(expected=allowed, arrived=quoted(part), column=code))
    return int(part)


def _plain(result: Score) -> dict[str, object]:
    scales = {scale.name: _plain_scale(scale) for scale in result.scales}
    return {
        "instrument": result.instrument,
        "version": result.version,
        "safety": {
            "item": result.safety_item,
            "flag": result.safety_flag,
            "resources": list(HELP) if result.safety_flag else [HELP_ANY_TIME],
        },
        "scales": scales,
        "missing": list(result.missing),
    }


def _plain_scale(scale: ScaleScore) -> dict[str, object]:
    row = asdict(scale)
    del row["name"]
    row["missing_rule"] = row.pop("rule")
    row["missing"] = list(scale.missing)
    return row


def _text(result: Score) -> str:
    lines = [*HELP, ""] if result.safety_flag else []
    for scale in result.scales:
        lines += _scale_lines(scale)
    if result.safety_item and result.safety_flag is None:
        lines.append(
            "The question about thoughts of death or self-harm was left out; that is no answer either way."
        )
    if not result.safety_flag:
        lines.append(HELP_ANY_TIME)
    return "\n".join(lines)


def _scale_lines(scale: ScaleScore) -> list[str]:
    shown = "no score" if scale.score is None else f"{scale.score:g}"
    band = f", {scale.band}" if scale.band else ""
    lines = [f"{scale.title}: {shown} ({scale.lowest:g} to {scale.highest:g}){band}"]
    if scale.missing:
        lines.append(f"  missing: {', '.join(scale.missing)}. Rule: {scale.rule}.")
    if scale.above_cut is not None:
        side = "at or above" if scale.above_cut else "below"
        lines.append(f"  {side} the published cut of {scale.clinical_cut:g}; a score is not a diagnosis")
    change = scale.reliable_change
    if change is None:
        lines.append("  reliable change: not known yet for this scale")
    else:
        computed = "" if change.computed is None else f"; from its norms: {change.computed:.1f}"
        lines.append(
            f"  reliable change: {change.points:g} points or more"
            f" ({change.rule}, source {change.evidence}{computed})"
        )
    return lines
