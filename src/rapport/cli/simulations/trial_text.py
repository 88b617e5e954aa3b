"""A trial's report in words."""

from collections.abc import Mapping

from rapport.learning.proof.trial import Analysis
from rapport.simulation.design import RULES
from rapport.simulation.trial_report import ProfileReport, Repeated, Report, Share


def trial_text(report: Report) -> str:
    """All of a report, section by section."""
    design = report.design
    lines = [design.title, f"source: {design.source}", "", "Arms"]
    for arm, rule in design.arms.items():
        beside = " (control)" if arm == design.control else ""
        lines.append(f"  {arm}{beside}: {RULES[rule]}")
    lines += ["", *_consort(report), "", *_power(report), "", "This trial, by intention to treat"]
    lines += [_effect(each) for each in report.effects.values()]
    lines += ["", f"The same trial {report.runs:,} times"]
    for arm, each in report.repeated.items():
        lines += _repeated(arm, each, "d")
    if report.sweep and design.sweep is not None:
        lines += ["", f"By {design.sweep[0]}"]
        lines += [_swept(value, arms) for value, arms in report.sweep]
    return "\n".join(lines)


def profile_text(report: ProfileReport) -> str:
    """The same for the profile method."""
    patients = ", ".join(f"{count:,} {arm}" for arm, count in report.patients.items())
    lines = [report.design.title, f"source: {report.design.source}", "", f"Patients out of time: {patients}"]
    interval = f"{report.ratio:.2f} (95% interval {report.low:.2f} to {report.high:.2f})"
    lines += ["", f"This cohort: odds ratio {interval}: {report.verdict}"]
    lines += ["", f"The same cohort {report.runs:,} times"]
    lines += _repeated("fitting", report.repeated, "odds ratio")
    return "\n".join(lines)


def _consort(report: Report) -> list[str]:
    counts = report.consort
    lines = ["CONSORT", f"  screened: {counts.screened:,}"]
    for step in ("randomised", "began", "followed", "analysed"):
        by_arm = getattr(counts, step)
        told = ", ".join(f"{arm} {count:,}" for arm, count in by_arm.items())
        lines.append(f"  {step}: {sum(by_arm.values()):,} ({told})")
    return lines


def _power(report: Report) -> list[str]:
    power = report.power
    lines = [
        "Power beforehand",
        f"  to show d = {power.assumed:g} with 80%: {power.needed:,} an arm "
        f"(16/d² times 1 + ({power.size:.1f} − 1) · {power.icc:g})",
        f"  with the {power.per_arm:,.0f} an arm expected: {_percent(power.formula)}; "
        f"smallest d they show with 80%: {power.smallest:.2f}",
    ]
    for arm, share in power.simulated.items():
        lines.append(f"  by simulation of this world, {arm}: {_share(share)}")
    return lines


def _effect(one: Analysis) -> str:
    d = "" if one.d is None else f", d = {one.d:.2f}"
    least = "" if one.smallest_d is None else f"; could have shown d = {one.smallest_d:.2f}"
    people = ", ".join(f"{arm} {count:,}" for arm, count in one.n.items())
    effect = f"{one.effect:.3f} (95% interval {one.low:.3f} to {one.high:.3f}){d}"
    counts = f"{people}; {one.clusters:,} clusters{least}"
    return f"  {one.arm} above {one.control}: {effect}; {counts}: {one.verdict}"


def _repeated(arm: str, one: Repeated, measure: str) -> list[str]:
    published = {None: "", True: ", within the published range", False: ", outside the published range"}
    middle = f"middle 95% of effects {one.middle[0]:.2f} to {one.middle[1]:.2f}"
    reached = "nothing to gain" if one.reached is None else f"{_percent(one.reached)} of it reached"
    return [
        f"  {arm}: mean {measure} {one.mean:.3f} ({one.low:.3f} to {one.high:.3f})"
        f"{published[one.within_published]}; {middle}",
        f"    gain shown {_share(one.gain_shown)}, loss shown {_share(one.loss_shown)}, "
        f"no difference shown {_share(one.no_difference_shown)}",
        f"    attainable by the oracle: {one.bound:.3f}; {reached}",
    ]


def _swept(value: float, arms: Mapping[str, Repeated]) -> str:
    told = [
        f"{arm} {one.mean:.3f} ({one.low:.3f} to {one.high:.3f}), gain shown {_percent(one.gain_shown.share)}"
        for arm, one in arms.items()
    ]
    return f"  {value:g}: d " + "; ".join(told)


def _share(share: Share) -> str:
    return f"{_percent(share.share)} ({100 * share.low:.1f}–{100 * share.high:.1f})"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
