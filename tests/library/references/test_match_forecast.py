"""The forecast against its plain reference, pair by pair."""

from collections.abc import Iterator
from random import Random
from typing import Any

import numpy as np
import pytest

from library.references import slow_forecast
from rapport.matching.answers import read_answers
from rapport.matching.fit import fit
from rapport.matching.forecast import forecast, part_of
from rapport.matching.reading import read_roster
from support.matching_cases import Client, Row, make_client, make_roster, table

PARTS = ("goals", "tasks", "bond")


def pairs() -> Iterator[tuple[list[Row], Client, Any, Any]]:
    for seed in range(40):
        rng = Random(f"forecast {seed}")
        rows, client = make_roster(rng, 12), make_client(rng)
        roster = read_roster(*table(rows)).roster
        yield rows, client, roster, read_answers(client)


def test_standardised_fit_equals_the_reference() -> None:
    for rows, client, roster, answers in pairs():
        found = fit(roster, answers, np.arange(len(rows)))
        assert set(found) == set(slow_forecast.WEIGHT)
        for feature, values in found.items():
            slow = [slow_forecast.standardised(row, client, feature) for row in rows]
            assert values == pytest.approx(slow, abs=1e-9), feature


def test_points_and_means_equal_the_reference() -> None:
    for rows, client, roster, answers in pairs():
        found = forecast(roster, answers, np.arange(len(rows)))
        slow = [slow_forecast.contributions(row, client) for row in rows]
        assert found.weights == pytest.approx(slow_forecast.part_weights(client), abs=1e-12)
        for feature, points in found.points.items():
            assert points == pytest.approx([each[feature] for each in slow], abs=1e-9), feature
            assert part_of(feature) == slow_forecast.PART[feature]
        for part in PARTS:
            features = [each for each in slow_forecast.PART if slow_forecast.PART[each] == part]
            means = [72 + sum(each[feature] for feature in features) for each in slow]
            assert found.part_means(part) == pytest.approx(means, abs=1e-9)


def test_intervals_equal_the_reference_within_rounding() -> None:
    for rows, client, roster, answers in pairs():
        found = forecast(roster, answers, np.arange(len(rows)))
        for place, (row, intervals) in enumerate(
            zip(rows, found.intervals(found.contributions()), strict=True)
        ):
            expected = {
                part: (found.part_means(part)[place], slow_forecast.half_width(row, client, part))
                for part in PARTS
            }
            expected["overall"] = (
                found.overall_means[place],
                slow_forecast.overall_half_width(row, client),
            )
            for part, (mean, half) in expected.items():
                bounds = [min(max(value, 0), 100) for value in (mean - half, mean, mean + half)]
                shown = [intervals[part].low, intervals[part].mean, intervals[part].high]
                # Points are rounded to hundredths one by one before they are summed.
                assert shown == pytest.approx(bounds, abs=0.08), part


def only(row_changes: dict[str, str], client: Client) -> tuple[Row, Any]:
    rows = [make_roster(Random(1), 1)[0] | row_changes]
    roster = read_roster(*table(rows)).roster
    return rows[0], forecast(roster, read_answers(client), np.array([0]))


BARE: Client = {
    "state": "NY", "age_group": "adult", "service": "individual", "languages": ["en"], "formats": ["video"],
    "concerns": [{"code": "anxiety", "importance": 3}],
}  # fmt: skip


def test_what_nobody_said_adds_nothing() -> None:
    silent = dict.fromkeys(
        ("approaches", "gender", "identities", "faith", "warmth", *slow_forecast.WEIGHT), ""
    )
    silent = {name: "" for name in silent if name not in ("concerns", "goals", "tasks", "wishes")}
    full: Client = BARE | {
        "goals": [{"code": "cope", "importance": 3}],
        "tasks": [{"code": "skills", "wanted": 2}],
        "style": {"directive": 3, "past": 1},
        "prefer": {"gender": "woman", "identities": ["lgbtq"], "faith": "jewish"},
    }
    for changes, client in ((silent, full), ({"warmth": ""}, BARE)):
        _, found = only(changes, client)
        assert {name for name, points in found.points.items() if points[0]} == {"concerns"}


@pytest.mark.parametrize(("sessions", "share"), [("", 0.0), ("0", 0.0), ("47", 0.75), ("1000000", 1.0)])
def test_measured_warmth_counts_by_the_sessions_behind_it(sessions: str, share: float) -> None:
    _, found = only({"warmth": "92", "warmth_sessions": sessions}, BARE)
    assert found.points["warmth"][0] == pytest.approx(share * 20, abs=1e-2)


def test_interval_is_wide_before_anyone_met() -> None:
    _, found = only({"concerns": "anxiety", "warmth": ""}, BARE)
    interval = found.intervals(found.contributions())[0]["tasks"]
    assert interval.high - interval.low == pytest.approx(2 * 22.5, abs=1)


def test_overall_is_no_narrower_because_a_part_reached_the_end_of_the_scale() -> None:
    _, cut = only({"warmth": "100", "warmth_sessions": "100000"}, BARE)
    _, free = only({"warmth": ""}, BARE)
    intervals = [each.intervals(each.contributions())[0]["overall"] for each in (cut, free)]
    reach = [each.mean - each.low for each in intervals]
    assert reach[0] == pytest.approx(reach[1], abs=0.05)


def test_parts_weigh_as_the_client_said() -> None:
    assert only({}, BARE | {"parts": {"bond": 0, "tasks": 0}})[1].weights == {
        "goals": 1,
        "tasks": 0,
        "bond": 0,
    }
    even = {"goals": 1 / 3, "tasks": 1 / 3, "bond": 1 / 3}
    for parts in ({}, {"goals": 0, "tasks": 0, "bond": 0}):
        assert only({}, BARE | {"parts": parts})[1].weights == pytest.approx(even)
