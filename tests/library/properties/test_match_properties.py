"""Properties of matching over a thousand random rosters and clients, each checked by the slow reference."""

import json
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from library.references.slow_limits import Verdict
from rapport.matching import bitsets
from rapport.matching.answers import read_answers
from rapport.matching.eligibility import eligible_set, limits_broken
from rapport.matching.forecast import TYPICAL_RATING
from rapport.matching.limits import Question
from rapport.matching.match import match, pair_forecast
from rapport.matching.reading import read_roster
from rapport.matching.roster import Roster
from rapport.matching.shortlist import Shortlist
from support.matching_cases import ON, Client, make_client, make_roster, table, tightenings

BLOCKS, A_BLOCK = 20, 50  # 1,000 rosters, each with a client of its own
PARTS = ("goals", "tasks", "bond")


class Case:
    """One random roster, one random client, and what came of them."""

    def __init__(self, seed: int) -> None:
        rng = Random(f"case {seed}")
        self.seed = seed
        self.rows = make_roster(rng, rng.choice((1, 2, 3, 6, 12, 40)))
        self.client = make_client(rng)
        self.crisis = rng.random() < 0.1
        self.answers = read_answers(self.client)
        self.roster = roster_of(self.rows)
        self.shortlist = self.matched(self.roster)
        self.json: Any = self.shortlist.as_json()
        self.verdict = Verdict(self.rows, zoned(self.client), on=ON, crisis=self.crisis)

    def matched(self, roster: Roster) -> Shortlist:
        return match(roster, self.answers, crisis=self.crisis, on=ON, seed=self.seed)


def roster_of(rows: list[dict[str, str]]) -> Roster:
    reading = read_roster(*table(rows))
    assert reading.refused == ()
    return reading.roster


def zoned(client: Client) -> Client:
    """The client as the reference reads them: hours always with a zone."""
    return {"timezone": "America/New_York"} | client


@pytest.fixture(scope="module", params=range(BLOCKS))
def cases(request: pytest.FixtureRequest) -> list[Case]:
    return [Case(request.param * A_BLOCK + number) for number in range(A_BLOCK)]


def test_shortlist_is_three_or_a_true_shortfall(cases: list[Case]) -> None:
    for case in cases:
        eligible, found = case.verdict.eligible, [each["provider_id"] for each in case.json["matches"]]
        assert case.json["eligible"] == len(eligible), case.seed
        assert len(set(found)) == len(found) == min(3, len(eligible)), case.seed
        assert set(found) <= set(eligible), case.seed
        assert [each["position"] for each in case.json["matches"]] == list(range(1, len(found) + 1))
        assert (case.json["shortfall"] is not None) == (len(eligible) < 3), case.seed
        if case.json["shortfall"]:
            assert case.json["shortfall"]["found"] == len(eligible), case.seed


def test_limits_cost_what_the_reference_says(cases: list[Case]) -> None:
    for case in cases:
        for limit in case.json["limits"]:
            name = limit["limit"]
            assert limit["excluded"] == case.verdict.excluded(name), (case.seed, name)
            assert limit["excluded_alone"] == case.verdict.excluded_alone(name), (case.seed, name)
            assert limit["excluded_alone"] <= limit["excluded"]


def test_why_not_agrees_with_the_reference_for_everyone(cases: list[Case]) -> None:
    for case in cases:
        question = Question(case.answers, case.crisis, ON)
        for provider, broken in case.verdict.broken.items():
            position = case.roster.position(provider)
            assert position is not None
            assert sorted(limits_broken(case.roster, question, position)) == sorted(broken), case.seed


def widened(client: Client, limit: str, to: Any) -> Client:
    if limit == "slots":
        return client | {"slots": []}
    if limit == "must":
        return client | {"prefer": {**client["prefer"], "must": to}}
    assert limit in ("max_miles", "max_fee", "formats", "self_pay_ok", "kind")
    return client | {limit: to}


def test_widening_adds_exactly_what_it_says(cases: list[Case]) -> None:
    for case in cases:
        for step in (case.json["shortfall"] or {"widen": []})["widen"]:
            client = widened(zoned(case.client), step["limit"], step["to"])
            eligible = Verdict(case.rows, client, on=ON, crisis=case.crisis).eligible
            assert step["would_add"] == len(eligible) - case.json["eligible"] > 0, (case.seed, step)
            assert set(case.verdict.eligible) < set(eligible)


def test_propensities_are_probabilities_that_sum_to_the_number_drawn(cases: list[Case]) -> None:
    for case in cases:
        drawn = case.shortlist.matches
        assert all(0 < each.propensity <= 1 for each in drawn), case.seed
        assert sum(case.shortlist.log.inclusion) == pytest.approx(len(drawn), abs=1e-4), case.seed
        logged = dict(zip(case.shortlist.log.pool, case.shortlist.log.inclusion, strict=True))
        assert all(logged[each.provider_id] == each.propensity for each in drawn), case.seed


def test_contributions_sum_to_the_forecast(cases: list[Case]) -> None:
    for case in cases:
        for each in case.shortlist.matches:
            for part in PARTS:
                mean = TYPICAL_RATING + sum(c.points for c in each.contributions if c.part == part)
                assert each.forecast[part].mean == pytest.approx(min(max(mean, 0), 100), abs=1e-9), case.seed
            for interval in each.forecast.values():
                assert 0 <= interval.low <= interval.mean <= interval.high <= 100
            lowest = min(each.forecast[part].mean for part in PARTS)
            highest = max(each.forecast[part].mean for part in PARTS)
            assert lowest - 0.011 <= each.forecast["overall"].mean <= highest + 0.011


def test_reasons_and_cautions_are_the_largest_contributions(cases: list[Case]) -> None:
    for case in cases:
        for each in case.shortlist.matches:
            by_feature = {c.feature: c for c in each.contributions}
            for statement in (*each.reasons, *each.cautions):
                if statement.points:
                    true = by_feature[statement.feature]
                    assert (true.part, true.points) == (statement.part, statement.points), case.seed
            for said, sign in ((each.reasons, 1), ([c for c in each.cautions if c.points], -1)):
                points = [sign * statement.points for statement in said]
                assert points == sorted(points, reverse=True)
                assert all(point > 0 for point in points)
            unsaid = [
                c.points for c in each.contributions if c.feature not in {r.feature for r in each.reasons}
            ]
            if len(each.reasons) == 3:
                assert max(unsaid) <= each.reasons[-1].points, case.seed


def test_coach_is_never_offered_where_a_concern_is_clinical_or_safety_in_doubt(cases: list[Case]) -> None:
    kinds = {(case.seed, row["provider_id"]): row["kind"] for case in cases for row in case.rows}
    for case in cases:
        clinical = {"anxiety", "grief"} & {concern["code"] for concern in case.client["concerns"]}
        if clinical or case.crisis or case.client.get("safe_now") is False:
            assert "coach" not in {kinds[case.seed, each.provider_id] for each in case.shortlist.matches}


def test_texts_carry_no_raw_codes(cases: list[Case]) -> None:
    for case in cases:
        for each in case.shortlist.matches:
            texts = [str(s.text) for s in (*each.reasons, *each.cautions)]
            texts += [str(ask) for ask in each.ask] + [str(each.differs or "")]
            for text in texts:
                assert "_" not in text
                assert "%" not in text
                assert "None" not in text
                assert not text or text[0].isupper(), text
            assert 1 <= len(each.ask) <= 5
            assert len(set(map(str, each.ask))) == len(each.ask)


def test_same_seed_gives_the_same_bytes_whatever_was_asked_before(cases: list[Case]) -> None:
    for case, other in pairwise(cases[:26]):
        before = json.dumps(case.json)
        match(case.roster, other.answers, crisis=not case.crisis, on=ON + timedelta(days=5), seed=1)
        assert json.dumps(case.matched(case.roster).as_json()) == before, case.seed
        assert json.dumps(case.matched(roster_of(case.rows)).as_json()) == before, case.seed


def test_order_of_rows_never_matters(cases: list[Case]) -> None:
    for case in cases[:25]:
        rows = Random(case.seed).sample(case.rows, len(case.rows))
        assert json.dumps(case.matched(roster_of(rows)).as_json()) == json.dumps(case.json), case.seed


def test_tightening_a_limit_never_adds_a_provider(cases: list[Case]) -> None:
    for case in cases[:25]:
        allowed = eligible_set(case.roster, Question(case.answers, case.crisis, ON))
        for client in tightenings(case.client):
            left = eligible_set(case.roster, Question(read_answers(client), case.crisis, ON))
            assert not (left & ~allowed).any(), (case.seed, client)
        crisis = eligible_set(case.roster, Question(case.answers, True, ON))
        assert not (crisis & ~allowed).any()


def test_pair_forecast_is_that_of_the_shortlist(cases: list[Case]) -> None:
    for case in cases:
        for each in case.shortlist.matches:
            found = pair_forecast(case.roster, case.answers, each.provider_id, crisis=case.crisis, on=ON)
            assert found is not None
            assert found.limits_broken == ()
            assert (found.forecast, found.reasons, found.ask) == (each.forecast, each.reasons, each.ask)


def test_cases_reach_both_ends(cases: list[Case]) -> None:
    """The generator is no good if all come out short, or none do."""
    short = sum(case.json["shortfall"] is not None for case in cases)
    assert 5 <= short <= A_BLOCK - 5
    assert any(
        len(bitsets.positions(eligible_set(c.roster, Question(c.answers, c.crisis, ON)))) > 5 for c in cases
    )
