"""Every way through the questions yields answers that the library accepts, and nothing made up."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from rapport.matching.answers import read_answers
from rapport.site.intake import choices
from rapport.site.intake.answers import answers_from
from rapport.site.intake.asking import form_for
from rapport.site.intake.choices import codes
from rapport.site.intake.draft import Draft
from rapport.site.intake.path import after, applicable, before, first_gap, first_open, is_walked, may_open
from rapport.site.intake.places import STATES, TIME_ZONES
from rapport.site.intake.questions import BY_SLUG, QUESTIONS, Kind
from rapport.site.intake.wording import said_in_words
from rapport.vocabulary import COACHABLE_CONCERNS

# Each example fills in some twenty forms: a few of them say much.
WALKS = settings(max_examples=25, deadline=None)
TEXT = st.text(max_size=60)
POINTS = st.sampled_from(["", "unsure", *(str(point) for point in range(-3, 4))])
SLOTS = st.lists(st.sampled_from(["mon-07", "tue-12", "sun-21"]), unique=True)

SPELLS = st.lists(st.sampled_from([spell.code for spell in choices.SPELLS]), unique=True)


def some(options, *, least=0):
    return st.lists(st.sampled_from(codes(options)), unique=True, min_size=least, max_size=6)


def one(options, *more):
    return st.sampled_from([*codes(options), *more])


def posts_of(question, draft):
    """What a browser can send for a question."""
    least = 1 if question.required else 0
    match question.kind:
        case Kind.TEXT:
            return st.fixed_dictionaries({"said": TEXT})
        case Kind.ONE:
            return st.fixed_dictionaries(
                {"said": one(question.options, "", *(["unsure"] if question.unsure else []))}
            )
        case Kind.MANY | Kind.CONCERNS:
            return st.fixed_dictionaries({"said": some(question.options, least=least)})
        case Kind.MATTER:
            named = [f"{part}-{code}" for part in ("concerns", "goals") for code in draft.value(part) or ()]
            return st.fixed_dictionaries({name: st.sampled_from(["", "1", "2", "3"]) for name in named})
        case Kind.TASKS:
            return st.fixed_dictionaries(
                {code: st.sampled_from(["", "0", "2", "-2"]) for code in codes(choices.TASKS)}
            )
        case Kind.SCALE:
            return st.fixed_dictionaries({"said": POINTS})
    return practical_posts_of(question)


def practical_posts_of(question):
    """The same, for the practical side."""
    match question.kind:
        case Kind.WHO:
            return st.fixed_dictionaries(
                {"age_group": one(choices.AGE_GROUPS), "service": one(choices.SERVICES)}
            )
        case Kind.STATE:
            return st.fixed_dictionaries({"said": st.sampled_from([code for code, _name in STATES])})
        case Kind.DISTANCE:
            miles = st.sampled_from([str(miles) for miles in choices.MILES])
            return st.fixed_dictionaries({"zip": st.from_regex(r"[0-9]{5}", fullmatch=True), "miles": miles})
        case Kind.PAY:
            return st.fixed_dictionaries(
                {
                    "payer": one(choices.INSURERS, "", "self_pay"),
                    "self_pay_ok": st.lists(st.just("yes"), max_size=1),
                    "max_fee": st.one_of(st.just(""), st.integers(0, choices.MOST_FEE).map(str)),
                }
            )
        case Kind.HOURS:
            zones = st.sampled_from([zone for zone, _name in TIME_ZONES])
            return st.fixed_dictionaries({"timezone": zones, "slots": SLOTS, "spells": SPELLS})
        case Kind.PREFERENCES:
            return st.fixed_dictionaries(
                {
                    "gender": one(choices.GENDERS, ""),
                    "identities": some(choices.IDENTITIES),
                    "faith": one(choices.FAITHS, ""),
                    "must": some(choices.MUSTS),
                }
            )
    raise AssertionError(question.kind)


class Posted(dict):
    """As Django's QueryDict, as far as forms need it."""

    def getlist(self, name):
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def sent(question, post, draft):
    """The draft after a browser sent this page."""
    form = form_for(question, draft=draft, data=Posted(post))
    assert form.is_valid(), (question.slug, form.errors)
    if form.is_unsure:
        return draft.with_page(question.slug, state="not_sure", value=None)
    value = form.value()
    return draft.with_page(question.slug, state="skipped" if value is None else "said", value=value)


@st.composite
def drafts(draw):
    """Someone who walks the whole way, skipping at will."""
    draft, question = Draft(crisis=draw(st.booleans())), QUESTIONS[0]
    while question is not None:
        if question.can_be_skipped and draw(st.booleans()):
            draft = draft.with_page(question.slug, state="skipped", value=None)
        else:
            draft = sent(question, draw(posts_of(question, draft)), draft)
        question = after(question.slug, draft)
    return draft


@WALKS
@given(drafts())
def test_answers_of_every_way_are_accepted_by_the_library(draft):
    answers = answers_from(draft, client_id="abc")

    read = read_answers(json.loads(json.dumps(answers)))
    assert read.client_id == "abc"
    assert {concern.code for concern in read.concerns} == set(draft.value("concerns"))
    assert read.safe_now == (draft.value("safe") != "no")


@WALKS
@given(drafts())
def test_answers_fill_only_what_the_questions_say_that_they_fill(draft):
    answers = answers_from(draft, client_id="abc")

    said = [q for q in applicable(draft) if draft.value(q.slug) is not None]
    filled = {key for question in said for key in question.fills}
    # The kind is written down where a coach must not be offered, whoever asked for what.
    assert set(answers) <= filled | {"client_id", "kind"}


@WALKS
@given(drafts())
def test_answers_never_allow_a_coach_for_a_clinical_concern_or_in_doubt(draft):
    answers = answers_from(draft, client_id="abc")

    is_clinical = not COACHABLE_CONCERNS.issuperset(draft.value("concerns"))
    if is_clinical or draft.crisis or draft.value("safe") == "no" or draft.is_unsure("safe"):
        assert answers["kind"] == "therapist"


@WALKS
@given(drafts())
def test_draft_survives_being_sealed(draft):
    assert Draft.from_json(json.loads(json.dumps(draft.to_json()))) == draft


@WALKS
@given(drafts())
def test_forms_show_again_what_was_said(draft):
    for question in QUESTIONS:
        if question.applies(draft) and draft.value(question.slug) is not None:
            form = form_for(question, draft=draft)
            posted = {name: form.initial[name] for name in form.fields if name in form.initial}
            again = sent(question, posted, draft)
            assert again.value(question.slug) == draft.value(question.slug), question.slug


@WALKS
@given(drafts())
def test_check_page_says_every_answer_in_words(draft):
    for question in applicable(draft):
        words = said_in_words(question, draft)
        assert all(isinstance(line, str) and line for line in words)
        if draft.value(question.slug) is None and not draft.is_unsure(question.slug):
            assert words == []
        elif question.kind is not Kind.MATTER:
            assert words


@WALKS
@given(drafts(), st.sampled_from(QUESTIONS))
def test_back_undoes_continue(draft, question):
    if not is_walked(question, draft):
        return

    following = after(question.slug, draft)

    if following is not None:
        assert before(following.slug, draft) == question


@WALKS
@given(drafts())
def test_path_of_a_finished_draft_has_no_gap(draft):
    assert first_gap(draft) is None
    assert first_open(draft) is None
    assert all(may_open(question.slug, draft) for question in applicable(draft))


@WALKS
@given(drafts(), st.sampled_from([q.slug for q in QUESTIONS if q.required]))
def test_path_closes_behind_a_required_question_left_open(draft, slug):
    pages = {name: page for name, page in draft.pages.items() if name != slug}
    gappy = Draft(pages=pages, crisis=draft.crisis)
    if not BY_SLUG[slug].applies(gappy):
        return

    assert first_gap(gappy) == BY_SLUG[slug]
    assert answers_from(gappy, client_id="abc") is None
    place = QUESTIONS.index(BY_SLUG[slug])
    for position, question in enumerate(QUESTIONS):
        if question.applies(gappy):
            assert may_open(question.slug, gappy) == (position <= place)


def test_answers_leave_out_a_page_that_no_longer_applies():
    draft = Draft()
    for slug, value in {
        "concerns": ["work_career"],
        "kind": "coach",
        "who": {"age_group": "adult", "service": "individual"},
        "formats": ["in_person"],
        "state": "TX",
        "distance": {"zip": "79901", "miles": 5},
        "languages": ["en"],
    }.items():
        draft = draft.with_page(slug, state="said", value=value)
    draft = draft.with_page("formats", state="said", value=["video"])
    draft = draft.with_page("concerns", state="said", value=["depression"])

    answers = answers_from(draft, client_id="abc")

    assert answers == {
        "client_id": "abc",
        "kind": "therapist",
        "age_group": "adult",
        "service": "individual",
        "state": "TX",
        "timezone": "America/Chicago",
        "formats": ["video"],
        "languages": ["en"],
        "concerns": [{"code": "depression", "importance": 2}],
    }


def test_replayed_page_changes_nothing():
    draft = Draft().with_page("about", state="said", value="x")

    assert draft.with_page("about", state="said", value="x") is draft
    assert draft.with_page("about", state="said", value="y").version("about") == 2
