"""`rapport psychometrics INSTRUMENT --forms F.csv`: what your own answers tell of an instrument's worth."""

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from rapport.cli.output import add_format, print_json, wants_text, warn
from rapport.cli.tables import read_table
from rapport.errors import BadInput, Problem, quoted
from rapport.measures.catalogue import instrument, names
from rapport.measures.instrument import Instrument, Scale
from rapport.measures.licensed import any_instrument, licensed_names

if TYPE_CHECKING:
    import numpy as np

    from rapport.measures.psychometrics import Agreement, ScaleFigures

DONE, SHORT = 0, 1
# Ratings settle over the first meetings: one form each from the third on (science.md: two sessions for a
# generalizability of .80, four for .90).
FIRST_SESSION: Final = 3
LATEST: Final = 10_000
IDS: Final = ("client_id", "session")
SHORT_FORM_OF: Final = {"rapport-check": "rapport-check-short"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The instrument, the filled-in forms, which form of a client counts."""
    parser.add_argument(
        "instrument", metavar="INSTRUMENT", help=f"one of {', '.join((*names(), *licensed_names()))}"
    )
    parser.add_argument(
        "--forms", required=True, metavar="F.csv", help="client_id, session and a column for each item"
    )
    parser.add_argument(
        "--from-session",
        type=int,
        default=FIRST_SESSION,
        metavar="N",
        help=f"each client counts once, by their first form of session N or later (default {FIRST_SESSION})",
    )
    parser.add_argument("--seed", type=int, default=7, help="for intervals and parallel analysis (default 7)")
    add_format(parser)


def run(args: argparse.Namespace) -> int:
    """Print items, reliability, structure, the short form's agreement and norms; 1 where too few answered."""
    import numpy as np

    from rapport.measures.psychometrics import norms

    chosen = any_instrument(args.instrument)
    forms = read_forms(args.forms, chosen)
    one_each = _one_each(forms, args.from_session)
    answers = np.array([answers for _, _, answers in one_each], dtype=np.float64).reshape(
        -1, len(chosen.items)
    )
    generator = np.random.default_rng(args.seed)
    figures = [_figures(chosen, scale, answers, generator) for scale in chosen.scales]
    report = {
        "instrument": chosen.name,
        "version": chosen.version,
        "forms": len(forms),
        "people": len(one_each),
        "scales": dict(figures),
        "short_form": _short_form(chosen, answers),
        "norms": [asdict(norm) for norm in norms(*_scores(chosen, forms))],
    }
    print(_text(chosen, report)) if wants_text(args) else print_json(report)
    return DONE if all("too_few" not in found for _, found in figures) else SHORT


Form = tuple[str, int, list[float]]


def read_forms(path: str, chosen: Instrument) -> list[Form]:
    """Client, session and answers of each row; an empty cell is a missing answer (NaN). Raises BadInput."""
    table, name = read_table(path), path.rpartition("/")[2]
    header = [cell.strip() for cell in table.header]
    codes = [item.code for item in chosen.items]
    for column in (*IDS, *codes):
        if header.count(column) != 1:
            shown = quoted(",".join(header))
            raise BadInput(Problem(file=name, row=1, expected=f"column {column} once", arrived=shown))
    for column in sorted({*header} - {*IDS, *codes}):
        warn("psychometrics", f"{name}: column {quoted(column)} is not known and is left out")
    forms = []
    for row, line in zip(table.rows, table.lines, strict=True):
        if len(row) != len(header):
            raise BadInput(
                Problem(f"{len(header)} cells as in the header", str(len(row)), row=line, file=name)
            )
        cells = dict(zip(header, map(str.strip, row), strict=True))
        forms.append(_form(cells, chosen, line, name))
    _check_once(forms, table.lines, name)
    return forms


def _form(cells: dict[str, str], chosen: Instrument, line: int, name: str) -> Form:
    if not cells["client_id"]:
        raise BadInput(Problem("an id", "an empty cell", "client_id", line, name))
    session = _whole(cells["session"], 1, LATEST, "session", line, name)
    answers = [
        _whole(cells[item.code], chosen.lowest, chosen.highest, item.code, line, name)
        if cells[item.code]
        else float("nan")
        for item in chosen.items
    ]
    return cells["client_id"], int(session), answers


def _whole(text: str, low: int, high: int, column: str, line: int, name: str) -> float:
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6 and low <= sign * int(digits) <= high):
        raise BadInput(Problem(f"a whole number from {low} to {high}", quoted(text), column, line, name))
    return float(sign * int(digits))


def _check_once(forms: list[Form], lines: list[int], name: str) -> None:
    seen: set[tuple[str, int]] = set()
    for (client, session, _), line in zip(forms, lines, strict=True):
        if (client, session) in seen:
            raise BadInput(Problem("each session of a client once", str(session), "session", line, name))
        seen.add((client, session))


def _one_each(forms: list[Form], since: int) -> list[Form]:
    """The first form of each client from that session on."""
    first: dict[str, Form] = {}
    for form in sorted(forms, key=lambda form: form[1]):
        if form[1] >= since:
            first.setdefault(form[0], form)
    return list(first.values())


def _figures(
    chosen: Instrument, scale: Scale, answers: "np.ndarray[Any, Any]", generator: "np.random.Generator"
) -> tuple[str, dict[str, Any]]:
    from rapport.measures.change import reliable_change_index
    from rapport.measures.psychometrics import scale_figures

    if len(scale.items) < 2:
        return scale.name, {"items": len(scale.items)}
    try:
        found: ScaleFigures = scale_figures(chosen, scale, answers, generator=generator)
    except BadInput as error:
        return scale.name, {"too_few": str(error)}
    scores = [value for value in _scale_scores(chosen, scale, answers) if value is not None]
    sd = _sd(scores)
    change = reliable_change_index(sd=sd, reliability=found.alpha) if 0 <= found.alpha <= 1 and sd else None
    return scale.name, asdict(found) | {"sd": sd, "reliable_change": change}


def _scale_scores(chosen: Instrument, scale: Scale, rows: "Iterable[Iterable[float]]") -> list[float | None]:
    from rapport.measures.scoring import score

    given = ([None if value != value else int(value) for value in row] for row in rows)
    return [score(chosen, answers).scale(scale.name).score for answers in given]


def _sd(values: list[float]) -> float:
    import numpy as np

    return float(np.std(values, ddof=1)) if len(values) > 1 else 0.0


def _scores(chosen: Instrument, forms: list[Form]) -> tuple[list[int], list[float | None]]:
    whole = chosen.scales[-1]
    return [form[1] for form in forms], _scale_scores(chosen, whole, (form[2] for form in forms))


def _short_form(chosen: Instrument, answers: "np.ndarray[Any, Any]") -> dict[str, Any] | None:
    from rapport.measures.psychometrics import agreement

    if chosen.name not in SHORT_FORM_OF:
        return None
    try:
        found: Agreement = agreement(chosen, instrument(SHORT_FORM_OF[chosen.name]), answers)
    except BadInput as error:
        return {"too_few": str(error)}
    return asdict(found)


def _text(chosen: Instrument, report: dict[str, Any]) -> str:
    lines = [f"{chosen.title} ({chosen.name}): {report['forms']} forms, {report['people']} people counted."]
    for scale in chosen.scales:
        lines += _scale_text(scale, report["scales"][scale.name])
    short = report["short_form"]
    if short is not None and "r" in short:
        lines.append(
            f"Short form against the items it leaves out: r {short['r']:.2f} ({short['r_low']:.2f} to "
            f"{short['r_high']:.2f}), {short['bias']:+.1f} points "
            f"({short['low']:+.1f} to {short['high']:+.1f} for 95%), n {short['n']}."
        )
    for norm in report["norms"]:
        lines.append(
            f"After session {norm['session']}: mean {norm['mean']:.0f}, SD {norm['sd']:.0f}, n {norm['n']}."
        )
    return "\n".join(lines)


def _scale_text(scale: Scale, found: dict[str, Any]) -> list[str]:
    if "too_few" in found:
        return [f"{scale.title}: nothing is said. {found['too_few']}"]
    if "alpha" not in found:
        return []
    omega = "" if found["omega"] is None else f", omega {found['omega']:.2f}"
    factors = "" if found["factors"] is None else f", factors above chance {found['factors']['factors']}"
    change = found["reliable_change"]
    known = "unknown" if change is None else f"{change:.1f}"
    lines = [
        f"{scale.title}: alpha {found['alpha']:.2f} ({found['alpha_low']:.2f} to {found['alpha_high']:.2f})"
        f"{omega}{factors}, n {found['n']}; reliable change {known}"
    ]
    for item in found["items"]:
        rest = "" if item["rest"] is None else f", with the rest {item['rest']:.2f}"
        lines.append(
            f"  {item['code']}: mean {item['mean']:.2f}, SD {item['sd']:.2f}, lowest {item['floor']:.0%}, "
            f"highest {item['ceiling']:.0%}, missing {item['missing']}{rest}"
        )
    return lines
