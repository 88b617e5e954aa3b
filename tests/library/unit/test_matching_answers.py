"""Reading answers: each key, what it may hold, what stands in when it is absent, and no words repeated."""

from typing import Any

import pytest

from rapport.errors import BadInput
from rapport.matching.answers import REQUIRED, read_answers

BASE: dict[str, Any] = {
    "state": "NY",
    "age_group": "adult",
    "service": "individual",
    "languages": ["en"],
    "formats": ["video"],
    "concerns": [{"code": "anxiety", "importance": 3}],
}
SECRET = "I have not slept since she left"


@pytest.mark.parametrize("key", ["state", "age_group", "service", "languages", "formats", "concerns"])
@pytest.mark.parametrize("blank", ["absent", None, "empty"])
def test_required_key_is_missed(key: str, blank: str | None) -> None:
    assert key in REQUIRED
    empty = [] if isinstance(BASE[key], list) else None
    answers = {k: v for k, v in BASE.items() if k != key} | ({} if blank == "absent" else {key: empty})
    with pytest.raises(BadInput) as caught:
        read_answers(answers, file="a.json")
    assert caught.value.problem.column == key


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("state", "ny"),
        ("state", ["NY"]),
        ("kind", ""),
        ("kind", "guru"),
        ("age_group", "adults"),
        ("service", 1),
        ("zip", "1002"),
        ("zip", 10027),
        ("zip", "10027\n"),
        ("max_miles", -1),
        ("max_miles", float("nan")),
        ("max_miles", float("inf")),
        ("max_miles", True),
        ("max_miles", "15"),
        ("timezone", "Mars"),
        ("timezone", "../../etc/passwd"),
        ("timezone", "America"),
        ("timezone", "x" * 5000),
        ("timezone", "a\0"),
        ("languages", "en"),
        ("languages", ["english please"]),
        ("languages", [["en"]]),
        ("formats", ["zoom"]),
        ("formats", [{}]),
        ("payer", "a b"),
        ("payer", 7),
        ("self_pay_ok", "yes"),
        ("max_fee", -5),
        ("max_fee", 10**400),
        ("max_fee", -(10**400)),
        ("slots", ["mon-24"]),
        ("slots", [9]),
        ("slots", "mon-09"),
        ("concerns", ["anxiety"]),
        ("concerns", [{"code": "sad"}]),
        ("concerns", [{}]),
        ("concerns", [{"code": "anxiety", "importance": 4}]),
        ("concerns", [{"code": "anxiety", "importance": 1.5}]),
        ("concerns", [{"code": "anxiety"}, {"code": "anxiety", "importance": 2}]),
        ("concerns", {"code": "anxiety"}),
        ("goals", [{"code": "win", "importance": 1}]),
        ("tasks", [{"code": "skills", "wanted": -4}]),
        ("style", {"bold": 1}),
        ("style", {"past": 4}),
        ("style", [1]),
        ("style_importance", 10**400),
        ("style_importance", True),
        ("parts", {"bond": -1}),
        ("prefer", []),
        ("prefer", False),
        ("prefer", ""),
        ("prefer", {"must": ["age:old"]}),
        ("prefer", {"must": ["gender:"]}),
        ("prefer", {"must": [["x"]]}),
        ("prefer", {"identities": "lgbtq"}),
        ("prefer", {"gender": 3}),
        ("text", 5),
        ("text", "x" * 20_001),
        ("safe_now", 0),
        ("safe_now", "true"),
        ("client_id", 5),
        ("client_id", "a\nb"),
        ("client_id", "\ud800"),
    ],
)
def test_value_that_breaks_its_rule_is_refused_by_name(key: str, value: object) -> None:
    with pytest.raises(BadInput) as caught:
        read_answers(BASE | {key: value}, file="a.json")
    assert caught.value.problem.column.startswith(key)
    assert "\n" not in str(caught.value)
    assert len(caught.value.problem.arrived) <= 60


@pytest.mark.parametrize("whole", [None, [], "text", 7, True])
def test_answers_that_are_no_object_are_refused(whole: object) -> None:
    with pytest.raises(BadInput, match="a JSON object"):
        read_answers(whole)


@pytest.mark.parametrize("key", [*BASE, "kind", "zip", "payer", "slots", "style", "tasks", "goals", "text"])
@pytest.mark.parametrize("wrap", [7, [SECRET], {SECRET: SECRET}, [{"code": SECRET}], [[SECRET]]])
def test_words_are_never_repeated_in_a_message(key: str, wrap: object) -> None:
    with pytest.raises(BadInput) as caught:
        read_answers(BASE | {key: wrap})
    assert "slept" not in str(caught.value)


def test_keys_left_out_or_null_mean_what_the_contract_says() -> None:
    bare = read_answers(BASE)
    assert (bare.kind, bare.max_miles, bare.max_fee, bare.slots, bare.payer) == ("either", 25, None, (), "")
    assert bare.safe_now is True
    keys = (
        "kind",
        "zip",
        "max_miles",
        "timezone",
        "payer",
        "max_fee",
        "slots",
        "goals",
        "style",
        "prefer",
        "text",
    )
    assert read_answers(BASE | dict.fromkeys(keys)) == bare


def test_hours_without_a_zone_are_in_that_of_the_state() -> None:
    assert read_answers(BASE | {"state": "AZ"}).zone == "America/Phoenix"
    assert read_answers(BASE | {"state": "AZ", "timezone": "America/Denver"}).zone == "America/Denver"


@pytest.mark.parametrize(
    ("codes", "safe", "coachable"),
    [
        (["loneliness", "self_esteem"], True, True),
        (["loneliness", "anxiety"], True, False),
        (["loneliness"], False, False),
        (["family"], True, False),
    ],
)
def test_coach_may_be_offered_only_where_no_concern_is_clinical(
    codes: list[str], safe: bool, coachable: bool
) -> None:
    concerns = [{"code": code} for code in codes]
    assert read_answers(BASE | {"concerns": concerns, "safe_now": safe}).is_coachable == coachable
