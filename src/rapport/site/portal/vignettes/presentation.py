"""What colleagues' ratings say, in words and as a picture."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.site.directory.models.vignettes import HIGHEST, LOWEST
from rapport.site.directory.queries.vignettes import Agreement, Judgement
from rapport.site.foundation.figures import rounded
from rapport.site.portal.vignettes.forms import ASKED

LEFT, SPAN = 4.0, 232.0


@dataclass(frozen=True, slots=True)
class Line:
    """One quality: its name, the figure in words, and where it stands in a picture 240 wide."""

    name: str
    mean: str
    interval: str
    words: str
    at: str
    begins: str
    wide: str


def judged(found: Judgement) -> list[Line]:
    """A line a quality, in the order in which they are asked."""
    return [
        _line(str(label), each.value, each.low, each.high)
        for name, (label, _hint) in ASKED.items()
        if (each := found.means.get(name)) is not None
    ]


def _line(name: str, mean: float, low: float, high: float) -> Line:
    low, high = max(low, LOWEST), min(high, HIGHEST)
    told = {"mean": rounded(mean, 1), "low": rounded(low, 1), "high": rounded(high, 1)}
    words = _("about %(mean)s of 7; 8 times in 10 between %(low)s and %(high)s") % told
    return Line(
        name=name,
        mean=told["mean"],
        interval=_("%(low)s to %(high)s") % told,
        words=f"{name}: {words}",
        at=_x(mean),
        begins=_x(low),
        wide=f"{max(float(_x(high)) - float(_x(low)), 2.0):.1f}",
    )


def _x(mark: float) -> str:
    return f"{LEFT + (mark - LOWEST) / (HIGHEST - LOWEST) * SPAN:.1f}"


def agreed(found: Mapping[str, Agreement]) -> list[tuple[str, str]]:
    """How far colleagues agree, by quality: alpha with its interval."""
    return [
        (
            str(label),
            _("%(value)s (%(low)s to %(high)s)")
            % {name: rounded(getattr(each, name), 2) for name in ("value", "low", "high")},
        )
        for quality, (label, _hint) in ASKED.items()
        if (each := found.get(quality)) is not None
    ]
