"""The questions themselves: complete, plain, in the agreed codes, short enough."""

import pytest

from rapport import vocabulary
from rapport.matching.answers import Answers
from rapport.matching.geography import STATE_TIMEZONES
from rapport.measures.catalogue import instrument
from rapport.site.intake import choices
from rapport.site.intake.choices import codes
from rapport.site.intake.draft import Draft
from rapport.site.intake.path import applicable
from rapport.site.intake.places import STATES, TIME_ZONES, likely_time_zone
from rapport.site.intake.questions import AXIS_OF, BY_SLUG, PARTS, QUESTIONS, Kind
from rapport.site.intake.questions.question import may_have_a_coach

LONGEST_WHOLE_WAY = 21
LONGEST_QUICK_WAY = 10
WORDS_A_MINUTE = 238  # silent reading of plain prose by adults (Brysbaert 2019, J. Memory and Language 109)
SECONDS_A_PAGE = 5  # to decide and press


def draft_of(**said):
    draft = Draft()
    for slug, value in said.items():
        draft = draft.with_page(slug, state="said", value=value)
    return draft


def test_questions_have_addresses_of_their_own():
    assert len(BY_SLUG) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.slug)
def test_question_says_what_why_and_how_it_is_called(question):
    assert str(question.title)
    assert str(question.why)
    assert str(question.short)
    assert "_" not in question.slug


def test_questions_fill_every_key_of_the_answers():
    filled = {key for question in QUESTIONS for key in question.fills}

    # `parts` is the researcher's; `prefer` is spread over three fields; the id is the client's own.
    known = set(Answers._fields) - {
        "parts",
        "client_id",
        "gender",
        "identities",
        "faith",
        "must",
    }
    assert filled == known | {"prefer"}


def test_questions_that_are_required_are_those_of_the_contract():
    filled = {key for question in QUESTIONS if question.required for key in question.fills}

    assert {"state", "age_group", "service", "languages", "formats", "concerns"} <= filled
    # A ZIP is required of those alone who would meet in person.
    assert [q.slug for q in QUESTIONS if q.required] == [
        "concerns", "who", "formats", "state", "distance", "languages",
    ]  # fmt: skip


def test_everything_that_is_not_required_can_be_skipped():
    cannot = [q.slug for q in QUESTIONS if not q.required and not q.can_be_skipped]

    assert cannot == ["pace"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (choices.CONCERNS, vocabulary.CONCERNS),
        (choices.GOALS, vocabulary.GOALS),
        (choices.TASKS, vocabulary.TASKS),
        (choices.AGE_GROUPS, vocabulary.AGE_GROUPS),
        (choices.SERVICES, vocabulary.SERVICES),
        (choices.FORMATS, vocabulary.FORMATS),
        (choices.KINDS, (*vocabulary.KINDS, "either")),
    ],
)
def test_choices_are_the_codes_of_the_contract(options, expected):
    assert sorted(codes(options)) == sorted(expected)


def test_states_are_those_that_license():
    assert sorted(code for code, _name in STATES) == sorted(vocabulary.STATES)


def test_concern_stands_in_one_group_only():
    assert len(set(codes(choices.CONCERNS))) == len(choices.CONCERNS)


def test_parts_hold_every_question_once():
    assert [question for part in PARTS for question in part.questions] == list(QUESTIONS)


def test_style_items_are_those_of_the_instrument():
    ours = {item.code: (item.text, item.low, item.high) for item in instrument("rapport-style").items}

    for question in QUESTIONS:
        for item in question.items:
            assert (str(item.text), str(item.low), str(item.high)) == ours[item.code]


def test_style_pages_ask_an_item_of_their_axis():
    scales = {scale.name: scale.items for scale in instrument("rapport-style").scales}

    asked = {AXIS_OF[q.slug]: q.items[0].code for q in QUESTIONS if q.kind is Kind.SCALE}

    assert set(asked) == set(scales)
    assert all(code in scales[axis] for axis, code in asked.items())


@pytest.mark.parametrize("state", vocabulary.STATES)
def test_time_zone_guess_is_offered_and_keeps_the_hours_of_most_of_the_state(state):
    # Two territories keep the same hours all year as the zone that we offer in their place.
    same_hours = {"America/St_Thomas": "America/Puerto_Rico", "Pacific/Saipan": "Pacific/Guam"}
    most = STATE_TIMEZONES[state]

    guess = likely_time_zone(state=state)

    assert guess == same_hours.get(most, most)
    assert guess in dict(TIME_ZONES)


@pytest.mark.parametrize(
    ("state", "zip_code", "zone"),
    [
        ("TX", "79901", "America/Denver"),
        ("TX", "78701", "America/Chicago"),
        ("FL", "32501", "America/Chicago"),
        ("FL", "33101", "America/New_York"),
        ("ID", "83814", "America/Los_Angeles"),
        ("TN", "37902", "America/New_York"),
        ("IN", "46402", "America/Chicago"),
    ],
)
def test_time_zone_guess_where_a_border_cuts_a_state(state, zip_code, zone):
    assert likely_time_zone(state=state, zip_code=zip_code) == zone


def test_coach_is_asked_about_only_without_a_clinical_concern():
    assert may_have_a_coach(draft_of(concerns=["work_career"], safe="yes"))
    assert not may_have_a_coach(draft_of(concerns=["work_career", "depression"], safe="yes"))
    assert not may_have_a_coach(draft_of(safe="yes"))


def test_coach_is_not_asked_about_when_safety_is_in_doubt():
    assert not may_have_a_coach(draft_of(concerns=["work_career"], safe="no"))
    assert not may_have_a_coach(
        draft_of(concerns=["work_career"]).with_page("safe", state="not_sure", value=None)
    )
    assert not may_have_a_coach(Draft(pages=draft_of(concerns=["work_career"]).pages, crisis=True))


def test_distance_is_asked_only_of_those_who_meet_in_person():
    assert BY_SLUG["distance"] in applicable(draft_of(formats=["in_person"]))
    assert BY_SLUG["distance"] not in applicable(draft_of(formats=["video"]))


def test_weighing_is_asked_only_where_there_are_several_things():
    assert BY_SLUG["matter"] not in applicable(draft_of(concerns=["sleep"]))
    assert BY_SLUG["matter"] in applicable(draft_of(concerns=["sleep"], goals=["cope"]))


def test_whole_way_is_short_enough():
    assert len(QUESTIONS) <= LONGEST_WHOLE_WAY


def test_quick_way_is_ten_pages_at_most_with_the_check_page():
    quick = [q for q in QUESTIONS if q.essential]

    # The distance page comes only with meeting in person.
    assert len([q for q in quick if q.slug != "distance"]) + 1 <= LONGEST_QUICK_WAY


def test_whole_way_takes_five_minutes_or_less():
    words = sum(len(" ".join(_words_of(question)).split()) for question in QUESTIONS)

    minutes = words / WORDS_A_MINUTE + len(QUESTIONS) * SECONDS_A_PAGE / 60

    assert minutes <= 5


def _words_of(question):
    """What is read on a page; why we ask is folded away."""
    yield str(question.title)
    yield str(question.hint)
    for option in question.options:
        yield f"{option.label} {option.hint}"
    for item in question.items:
        yield f"{item.low} {item.high}"
