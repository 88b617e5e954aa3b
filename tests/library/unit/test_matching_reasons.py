"""Reasons, cautions and questions say what is so: about this client's answers and this provider's."""

import re
from itertools import product
from random import Random
from typing import Any

import pytest

from rapport import vocabulary
from rapport.matching import affinity, words
from rapport.matching.answers import read_answers
from rapport.matching.columns import COLUMNS
from rapport.matching.match import PairForecast, match, pair_forecast
from rapport.matching.reading import read_roster
from rapport.matching.words import listed
from support.matching_cases import ON, Row, make_roster, table
from support.reading_age import grade

BASE: dict[str, Any] = {
    "state": "NY",
    "age_group": "adult",
    "service": "individual",
    "languages": ["en"],
    "formats": ["video"],
    "concerns": [{"code": "anxiety", "importance": 3}],
}
OPEN: Row = make_roster(Random(3), 1)[0] | {
    "kind": "therapist",
    "licences": "NY",
    "licence_expires": "",
    "languages": "en",
    "formats": "video",
    "age_groups": "adult",
    "services": "individual",
    "concerns": "anxiety",
    "capacity": "1",
    "accepting": "yes",
    "approaches": "",
    "gender": "",
    "identities": "",
    "faith": "",
    "warmth": "",
    "openings_confirmed_on": "",
    "directive": "",
    "emotional": "",
    "past": "",
    "challenge": "",
}
SAYS_SAME = re.compile(r"their way|They say|So do they")


def pair(row: dict[str, str], client: dict[str, Any]) -> PairForecast:
    roster = read_roster(*table([OPEN | row])).roster
    found = pair_forecast(roster, read_answers(BASE | client), OPEN["provider_id"], crisis=False, on=ON)
    assert found is not None
    return found


@pytest.mark.parametrize("axis", vocabulary.STYLE_AXES)
def test_style_reason_claims_likeness_only_where_both_are_on_the_same_side(axis: str) -> None:
    for wanted, offered in product(range(-3, 4), repeat=2):
        found = pair({axis: str(offered)}, {"style": {axis: wanted}, "style_importance": 3})
        said = [str(each.text) for each in found.reasons if each.feature == axis]
        same_side = (wanted > 0) == (offered > 0) and (wanted < 0) == (offered < 0)
        assert bool(said) == ((wanted - offered) ** 2 < 8), (wanted, offered)
        for text in said:
            assert bool(SAYS_SAME.search(text)) == same_side, (wanted, offered, text)


@pytest.mark.parametrize("axis", vocabulary.STYLE_AXES)
def test_style_caution_names_the_end_towards_which_they_differ(axis: str) -> None:
    for wanted, offered in ((-3, 3), (3, -3), (-2, 2), (3, -1)):
        found = pair({axis: str(offered)}, {"style": {axis: wanted}, "style_importance": 3})
        texts = [str(each.text) for each in found.cautions if each.feature == axis]
        assert [words.STYLES[axis][offered > wanted] in text for text in texts] == [True]


def test_question_about_a_task_is_about_the_one_in_doubt() -> None:
    tasks = [
        {"code": "homework", "wanted": 3},
        {"code": "role_play", "wanted": 1},
        {"code": "exposure", "wanted": 2},
    ]
    found = pair({"approaches": "dbt"}, {"tasks": [*tasks, {"code": "skills", "wanted": -3}]})
    caution = next(each for each in found.cautions if each.feature == "tasks")
    about = words.TASKS["skills"]
    assert about in str(caution.text)
    assert any(about in str(ask) for ask in found.ask)
    assert not any(words.TASKS["homework"] in str(ask) for ask in found.ask)


def test_concern_asked_about_is_the_clients_own() -> None:
    found = pair({"concerns": "anxiety;grief"}, {"concerns": [{"code": "grief"}, {"code": "ocd"}]})
    text = " ".join(map(str, found.ask))
    assert words.CONCERNS["grief"] in text
    assert words.CONCERNS["anxiety"] not in text


def test_goal_asked_about_is_the_most_important_one() -> None:
    goals = [{"code": "cope", "importance": 1}, {"code": "grow", "importance": 3}]
    found = pair({}, {"goals": goals})
    assert any(words.GOALS["grow"] in str(ask) for ask in found.ask)


@pytest.mark.parametrize(("kind", "word"), [("therapist", "wrong"), ("coach", "in my own way")])
def test_last_question_asks_for_criticism(kind: str, word: str) -> None:
    assert word in str(pair({"kind": kind}, {}).ask[-1])


def test_facts_about_openings_and_licence_are_cautions() -> None:
    stale = " ".join(str(each.text) for each in pair({}, {}).cautions)
    assert "over a month" in stale
    assert "licence runs out" in stale
    row = {"openings_confirmed_on": ON.isoformat(), "licence_expires": "2026-04-01"}
    soon = " ".join(str(each.text) for each in pair(row, {}).cautions)
    assert "over a month" not in soon
    assert "renewed within two months" in soon


def test_nothing_against_still_says_that_nobody_can_know() -> None:
    row = {"openings_confirmed_on": ON.isoformat(), "licence_expires": "2030-04-01", "past": "0"}
    assert "before you meet" in str(pair(row, {}).cautions[0].text)


def test_widening_counts_nobody_who_was_offered_before() -> None:
    rows = [OPEN | {"provider_id": f"p{number}", "formats": "video"} for number in range(3)]
    rows += [OPEN | {"provider_id": f"q{number}", "formats": "phone"} for number in range(2)]
    roster = read_roster(*table(rows)).roster
    shortlist = match(
        roster, read_answers(BASE), crisis=False, on=ON, seed=1, without=frozenset({"p0", "p1", "q0"})
    )
    assert [each.provider_id for each in shortlist.matches] == ["p2"]
    assert shortlist.eligible == 3
    assert shortlist.shortfall is not None
    assert shortlist.shortfall.found == 1
    assert [(each.limit, each.would_add) for each in shortlist.shortfall.widen] == [("formats", 1)]


@pytest.mark.parametrize(
    ("codes", "labels"),
    [
        (vocabulary.CONCERNS, words.CONCERNS),
        (vocabulary.GOALS, words.GOALS),
        (vocabulary.TASKS, words.TASKS),
        (vocabulary.STYLE_AXES, words.STYLES),
        (vocabulary.FORMATS, words.FORMATS),
        (affinity.APPROACHES, words.APPROACHES),
    ],
)
def test_every_code_has_words(codes: tuple[str, ...], labels: dict[str, Any]) -> None:
    assert set(labels) == set(codes)
    texts = [text for value in labels.values() for text in ((value,) if isinstance(value, str) else value)]
    assert all(text and "_" not in text for text in texts)


def test_affinity_tables_use_known_codes_and_reach_them_all() -> None:
    for name, (core_goals, common_goals, core_tasks, common_tasks) in affinity._TABLE.items():
        for text, codes in ((core_goals + " " + common_goals, vocabulary.GOALS),
                            (core_tasks + " " + common_tasks, vocabulary.TASKS)):  # fmt: skip
            assert set(text.split()) <= set(codes), name
            assert len(text.split()) == len(set(text.split())), name
    assert affinity.goals()[:-1].max(axis=0).tolist() == [1.0] * len(vocabulary.GOALS)
    assert affinity.tasks()[:-1].max(axis=0).tolist() == [1.0] * len(vocabulary.TASKS)
    assert not affinity.goals()[-1].any()


def test_lists_are_joined_as_people_do() -> None:
    assert [listed(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_unknown_open_code_is_shown_with_spaces() -> None:
    assert words.label(words.APPROACHES, "walk_and_talk") == "walk and talk"


def test_sentences_read_at_the_age_of_twelve() -> None:
    """Grade 7 is the age of twelve; names of therapies and concerns are left out, they are what they are."""
    texts = set()
    rng = Random(9)
    for row in make_roster(rng, 60):
        client = {
            "goals": [{"code": "cope", "importance": 3}],
            "tasks": [{"code": "skills", "wanted": rng.randint(-2, 2)}],
            "style": {axis: rng.randint(-3, 3) for axis in vocabulary.STYLE_AXES},
            "style_importance": 3,
            "prefer": {"gender": "woman", "identities": ["lgbtq"]},
        }
        columns = {name: cell for name, cell in row.items() if name in COLUMNS and name != "provider_id"}
        found = pair(columns, client)
        for each in (*found.reasons, *found.cautions):
            texts.add(re.sub(r"%\(\w+\)s", "this", each.text.template))
        texts |= {re.sub(r"%\(\w+\)s", "this", ask.template) for ask in found.ask}
    assert len(texts) > 15
    hard = {text: round(grade(text), 1) for text in texts if grade(text) > 8}
    assert not hard
    assert sum(map(grade, texts)) / len(texts) < 7
