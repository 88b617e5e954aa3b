"""A policy's versions and a preview in words; no query and no clock in here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from rapport.site.foundation.figures import rounded
from rapport.site.foundation.models import PolicyVersion
from rapport.site.foundation.steering import FIGURES, FIRST
from rapport.site.outcomes.queries.policy_preview import PolicyPreview


def changes(version: PolicyVersion, versions: Sequence[PolicyVersion]) -> list[str]:
    """What a version set otherwise than the one before it."""
    before = next((each.figures for each in versions if each.number == version.number - 1), None)
    if before is None:
        return [_("The first version set at the desk")]
    # What an earlier release did not know yet held as it was first.
    before = FIRST | before
    return [
        f"{FIGURES[code].label}: {before[code]:g} → {value:g}"
        for code, value in version.figures.items()
        if code in FIGURES and before[code] != value
    ] or [_("Nothing otherwise")]


def previewed(found: PolicyPreview, now: Mapping[str, float], figures: Mapping[str, float]) -> dict[str, Any]:
    """The tables of a preview: what is set otherwise, and what comes of it."""
    changed = [
        (each.label, f"{now[code]:g}", f"{figures[code]:g}")
        for code, each in FIGURES.items()
        if now[code] != figures[code]
    ]
    return {
        "changed": changed,
        "draws": _draws(found),
        "others": _others(found),
        "difference": _difference(found),
    }


def _draws(found: PolicyPreview) -> list[tuple[str, str, str]]:
    if found.draws is None:
        return []
    before, after = found.draws.before, found.draws.after
    return [
        (_("Forecast of those offered, of 100"), rounded(before.forecast, 1), rounded(after.forecast, 1)),
        (_("Providers with any chance"), str(before.reached), str(after.reached)),
        (
            _("Of 100 places, those of the tenth shown most"),
            rounded(100 * before.concentration),
            rounded(100 * after.concentration),
        ),
        (
            _("Least chance of anyone in a pool, of 100"),
            rounded(100 * before.least, 1),
            rounded(100 * after.least, 1),
        ),
    ]


def _others(found: PolicyPreview) -> list[tuple[str, str, str]]:
    answers, kept = found.answers, found.kept
    return [
        (
            _("Answers of last month in time, of %(n)s") % {"n": answers.answered},
            str(answers.before),
            str(answers.after),
        ),
        (
            _("Clients not here for longer than is kept, of %(n)s") % {"n": kept.clients},
            str(kept.before),
            str(kept.after),
        ),
    ]


def _difference(found: PolicyPreview) -> str:
    if found.draws is None:
        return ""
    value, low, high = (rounded(each, 2) for each in found.draws.difference)
    told = {"n": found.draws.clients, "value": value, "low": low, "high": high}
    told |= {"same": rounded(100 * found.draws.same)}
    return (
        _(
            "On the same %(n)s clients the forecast changes by %(value)s points (95%% interval %(low)s to "
            "%(high)s), and of 100 offered %(same)s would be the same."
        )
        % told
    )
