"""The card of a model: what it was learnt from, how sure it is, how well it forecast, and what it is not for.

Source of the form: Mitchell et al. (2019), "Model cards for model reporting", FAT* 2019.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rapport.learning.mixed.missing import DELTA
from rapport.learning.mixed.model import VERSION, Model
from rapport.learning.mixed.recent import Drift

_KINDS: Final = {
    "client": "clients' leniency",
    "provider": "providers in general",
    "slope": "providers by concern",
    "pair": "pairs",
    "noise": "single sessions",
}
NOT_FOR: Final = (
    "judging, paying or ranking providers in public: estimates are shrunken and uncertain, "
    "and clients are not shared out by chance",
    "deciding about anyone's care, or telling who is at risk",
    "claims of cause: a feature that goes with better ratings need not make them better",
    "couples, families and groups, unless their sessions were among these",
    "services, times or groups that these sessions did not cover",
)


def card(model: Model) -> str:
    """The card as Markdown."""
    lines = ["# Model card", ""]
    lines += [*_data(model.facts), ""]
    lines += ["## Variances", "", *_variances(model), ""]
    lines += ["## Coefficients", "", *_coefficients(model), ""]
    lines += ["## Forecasting the last fifth from the rest", "", *_check(model), ""]
    lines += ["## Sessions that nobody rated", "", *_missing(model.facts), ""]
    lines += ["## Warnings", "", *(_bullets(model.facts.get("warnings", ())) or ["None."]), ""]
    lines += ["## Not for", "", *_bullets(NOT_FOR), ""]
    return "\n".join(lines)


def _bullets(texts: Iterable[str]) -> list[str]:
    return [f"- {text}" for text in texts]


def _data(facts: Mapping[str, Any]) -> list[str]:
    rated = ", ".join(f"{name} {count:,}" for name, count in facts["rated"].items() if count)
    lines = [
        f"Version {VERSION}; sessions from {facts['from']} until {facts['until']}.",
        "",
        f"- {facts['sessions']:,} rated sessions of {facts['clients']:,} clients, "
        f"{facts['providers']:,} providers, {facts['pairs']:,} pairs",
        f"- rated: {rated}",
    ]
    if facts.get("set_aside"):
        lines.append(
            f"- {facts['set_aside']:,} pairs, with every rating at an end of the scale, "
            "say nothing of how good providers are"
        )
    for name, counts in facts["groups"].items():
        lines.append(f"- {name}: " + ", ".join(f"{value} {count:,}" for value, count in counts.items()))
    return lines


def _variances(model: Model) -> list[str]:
    lines = [
        "In squared points of the 0–100 scale, with standard errors; by part: of its distance from the mean.",
        "",
    ]
    names = ["mean of the parts", *model.parts]
    lines += [f"| of | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for place, (field, words) in enumerate(_KINDS.items()):
        if field == "slope" and not model.columns.slopes:
            continue
        cells = [
            f"{each.variances[place]:.2f} ± {each.variances[place] * each.log_errors[place]:.2f}"
            for each in (model.general, *model.parts.values())
        ]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return [*lines, "", *_drift(model), "", _sending(model)]


def _sending(model: Model) -> str:
    found = model.quality
    if found.sent is None or found.sent_error is None:
        return "Too few clients met several providers to see whether hard cases are sent to good ones."
    used = "comparisons within clients alone" if found.within else "all sessions"
    return (
        f"For each point that a provider is better, clients sent there rate anyone {found.sent:+.2f} ± "
        f"{found.sent_error:.2f} points differently; providers are put in order by {used}."
    )


def _drift(model: Model) -> list[str]:
    if model.states is None:
        return ["No drift of clients or providers was found beyond growth and era."]
    drifts: dict[str, Drift] = {
        "Clients": model.states.client_drift,
        "Providers": model.states.provider_drift,
    }
    return [
        f"{who} drift: {drift.variance:.1f} squared points of the single sessions' variance, "
        f"fading within {drift.memory:g} days."
        for who, drift in drifts.items()
        if drift.variance > 0
    ]


def _coefficients(model: Model) -> list[str]:
    lines = ["Points for one spread of the column (growth: for one unit of log(session)).", ""]
    lines += ["| column | mean of the parts | standard error |", "|---|---|---|"]
    errors = model.general.beta_covariance.diagonal() ** 0.5
    for name, value, error in zip(model.columns.names, model.general.beta, errors, strict=True):
        lines.append(f"| {name} | {value:.2f} | {error:.2f} |")
    return lines


def _check(model: Model) -> list[str]:
    found = model.facts.get("check")
    if not found:
        return ["Too few sessions to check. Intervals are what the model assumes."]
    lines = [
        *_exactly(model),
        "Before widening; then intervals of first meetings are multiplied by "
        f"{model.widening[0]:.2f}, of repeat meetings by {model.widening[1]:.2f}.",
        "",
        "| sessions | n | mean absolute error | r | 80% intervals held | their width |",
        "|---|---|---|---|---|---|",
    ]
    rows = {"all": found["all"], "first meetings": found["first_meetings"]}
    rows |= {"repeat meetings": found["repeat_meetings"]}
    return [*lines, *(_row(name, each) for name, each in rows.items()), *_groups(found["groups"])]


def _groups(by_column: Mapping[str, Mapping[str, Any]]) -> list[str]:
    rows = [
        f"| {column}: {group} | {each['people']} | {each['n']} | {_range(each['mae'])} | "
        f"{_range(each['coverage80'], '%')} | {each['alarm'] or '–'} |"
        for column, groups in by_column.items()
        for group, each in groups.items()
    ]
    if not rows:
        return []
    return [
        "",
        "By group, with intervals that hold for all groups of a column at once:",
        "",
        "| group | people | sessions | mean absolute error | 80% intervals held | alarm |",
        "|---|---|---|---|---|---|",
        *rows,
    ]


def _range(figures: Sequence[float], unit: str = "") -> str:
    value, low, high = figures
    return f"{value:.1f}{unit} ({low:.1f} to {high:.1f})"


def _exactly(model: Model) -> list[str]:
    if model.exact is None:
        return []
    return [
        "Overall ratings are forecast by the exact drifting model; these figures are of the crossed one.",
        "",
    ]


def _row(name: str, figures: Mapping[str, Any]) -> str:
    shown = {key: "–" if value is None else value for key, value in figures.items()}
    held = "–" if figures["coverage80"] is None else f"{figures['coverage80']}%"
    return f"| {name} | {shown['n']} | {shown['mae']} | {shown['r']} | {held} | {shown['width80']} |"


def _missing(facts: Mapping[str, Any]) -> list[str]:
    if facts["propensities"]:
        lines = ["Pairs were weighted by one over the propensity column."]
    else:
        lines = ["Ratings are taken to be missing at random given what was observed."]
    found = facts.get("missing")
    if not found:
        return [*lines, "The file held no session without a rating, so what they could change is unknown."]
    order = "unknown" if found["order"] is None else f"{found['order']:.3f}"
    return [
        *lines,
        f"{found['unrated']:,} sessions were not rated. Were they {DELTA:g} points lower than forecast, "
        f"providers' means would move by {found['mean_movement']:+.2f} on average and "
        f"{found['largest_movement']:.2f} at most; their order would keep a rank correlation of {order}.",
    ]
