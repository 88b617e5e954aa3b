"""What `rapport allocate` tells of groups: with prices, and beside that first come, first served."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rapport.cli.fairness import shown

if TYPE_CHECKING:
    from rapport.learning.proof.equity import Compared
    from rapport.learning.proof.fairness import RateFigures


def as_json(found: "Sequence[Compared]") -> list[dict[str, Any]]:
    """One entry a figure and group; `first_come` is the same without prices, none of a price."""
    return [
        {"kind": each.kind, "by": each.by, **shown(each.priced),
         "first_come": shown(each.free) if each.free else None}
        for each in found
    ]  # fmt: skip


def as_lines(found: "Sequence[Compared]") -> list[str]:
    """The same for a terminal, a line each under a line for each kind of figure and group."""
    lines, last = ["By group, with prices and (first come, first served):"], ("", "")
    for each in found:
        if (each.kind, each.by) != last:
            last = each.kind, each.by
            lines.append(f"  {each.kind} by {each.by}")
        lines.append(f"    {each.priced.group:<22} {_told(each)}")
    return lines


def _told(each: "Compared") -> str:
    if each.priced.people is None:
        return f"not shown: {shown(each.priced)['hidden']}"
    told = [f"{each.priced.people:,} people", _figures(each.priced)]
    if each.free is not None:
        told.append(f"({_figures(each.free)})")
    return " ".join(told) + (f": {each.priced.alarm}" if each.priced.alarm else "")


def _figures(found: "RateFigures") -> str:
    rate = "not told" if found.rate is None else f"{found.rate:.3f}"
    if found.ratio is None:
        return rate
    return f"{rate}, {found.ratio.value:.2f} of the others [{found.ratio.low:.2f} to {found.ratio.high:.2f}]"
