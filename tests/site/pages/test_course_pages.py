"""How it goes, and what may have shifted: what the pages say, to whom, at what cost."""

import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.checkins.actions.raising import Raising, raise_shift
from rapport.site.checkins.models import Raised
from rapport.site.checkins.queries import symptoms_course
from rapport.site.foundation import consent
from support import accounts, followed, going, practice
from support.going import _nothing_kept  # noqa: F401  a fixture
from support.story import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nothing_kept")]
WORDS = "I <b>no longer</b> know what we work on."


@pytest.fixture
def signed(client):
    """Signs in the client of a course that went so."""
    practice.providers(6)

    def made(means, **about):
        course = going.course(means, **about)
        practice.sign_in(client, course.client)
        return course

    return made


def raised(course, way="self", **options):
    return raise_shift(
        by=followed.of(course.client), at=timezone.now(), course=course,
        raising=Raising(way, "goals", words=WORDS), key="k", **options,
    )  # fmt: skip


def send(client, **changes):
    sent = {"step": "send", "key": "k1", "way": "self", "about": "goals", "shown": "", "words": WORDS}
    return client.post("/course/shift/", sent | changes)


def test_owner_sees_pictures_words_and_the_table_behind(client, signed):
    signed(going.BROKEN)
    answer = client.get("/course/")
    page, words = answer.content.decode(), words_of(answer)

    assert page.count('class="course-picture ') == 4
    assert page.count('class="asked-mark"') == 4 + 1  # and one in the key
    assert page.count("Something may have shifted at: 7.</title>") == 4
    assert "Since then 8 rated sessions have taken away" in words
    assert "typical values of our own" in words
    assert len(re.findall(r'<th scope="row">', page)) == 8
    assert "style=" not in page


def test_forecast_stands_alone_before_the_first_session_and_gives_way_after_it(client, signed):
    course = signed([])
    assert "From the first rated session on, what is measured" in words_of(client.get("/course/"))
    going.go_on(course, [40])
    assert "Since then 1 rated session has taken away" in words_of(client.get("/course/"))


def test_symptoms_stand_beside_what_is_expected_with_false_alarms(client, signed, monkeypatch):
    expected = going.planted()
    monkeypatch.setattr(symptoms_course, "_expected_for", lambda *_: {"phq-9": (expected, 80)})
    course = signed(going.STEADY)
    for session in course.client.rated_sessions.all():
        followed.symptom(session, 19)
    words = words_of(client.get("/course/"))

    assert "The last score is worse than that of 8 in 10" in words
    assert f"{round(100 * expected.false_alarms)} of 100 had such a score at some time" in words


def test_comfort_over_five_sessions_is_a_kind_question(client, signed):
    signed(going.COMFORT, bond_above=20, balance=-2)
    words = words_of(client.get("/course/"))

    assert "For five sessions it has been warm and gentle" in words
    assert "When would you push me, and how?" in words
    assert "too gentle, and little changes" in words_of(client.get("/course/shift/"))
    assert re.search(r'value="gentle"[^>]* checked', client.get("/course/shift/").content.decode())


def test_review_does_not_say_that_nothing_speaks_for_going_while_a_shift_stands(client, signed):
    signed(going.BROKEN)

    page = words_of(client.get("/course/review/"))

    assert "Something may have shifted. Look at it together first" in page
    assert "no reason to change" not in page


def test_words_are_drafted_from_what_dropped_and_kept_as_changed(client, signed):
    course = signed(going.BROKEN)
    words = words_of(client.get("/course/shift/"))
    assert "Goals: about 32 points below your sessions before" in words
    assert "right in 51 of 100" in words
    drafted = client.post("/course/shift/", {"step": "draft", "about": "tasks", "shown": "withdrawal"})
    assert "I have been going along with things" in drafted.content.decode()
    assert "makes less sense to me" in drafted.content.decode()
    assert not Raised.objects.exists()

    assert send(client).url == "/course/"
    assert send(client).url == "/course/"
    row = Raised.objects.get()
    row.client = followed.of(course.client)
    assert row.unseal("said")["words"] == WORDS
    page = client.get("/course/").content.decode()
    assert "I &lt;b&gt;no longer&lt;/b&gt; know" in page
    assert 'data-part="question"' not in page
    assert 'data-part="after"' in page


def test_telling_asks_for_a_yes_beside_the_field_and_loses_no_words(client, signed):
    course = signed(going.BROKEN)
    refused = send(client, way="tell").content.decode()
    assert "Say yes to this, or choose to say it yourself" in refused
    assert "I &lt;b&gt;no longer&lt;/b&gt; know" in refused
    assert not consent.is_given(client_id=course.client_id, purpose="share_course")

    assert send(client, way="tell", share=["yes"]).url == "/course/"
    assert consent.is_given(client_id=course.client_id, purpose="share_course")
    assert Raised.objects.get().is_told


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"way": ""}, "Choose one answer"),
        ({"way": "shout"}, "Choose one of the answers on this page"),
        ({"words": "a" * 2001}, "too long for this box"),
        ({"way": "tell", "words": " "}, "Write what you want them to read"),
        ({"about": "money"}, "Choose one of the answers on this page"),
        ({"shown": "sulking"}, "Choose one of the answers on this page"),
    ],
)
def test_bad_answers_stand_beside_the_field(client, signed, changes, said):
    signed(going.STEADY)
    answer = send(client, **changes)
    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    assert not Raised.objects.exists()


def test_other_words_under_the_same_key_are_shown_again_with_a_new_one(client, signed):
    signed(going.STEADY)
    send(client)
    page = send(client, words="Something else").content.decode()
    assert "You sent this page before" in page
    assert "Something else" in page
    (key,) = re.findall(r'name="key" value="([^"]+)"', page)
    assert key != "k1"
    assert send(client, words="Something else", key=key).status_code == 302
    assert Raised.objects.count() == 2


def test_not_now_is_one_press_and_is_not_asked_again(client, signed):
    signed(going.BROKEN)
    assert 'data-part="question"' in client.get("/course/").content.decode()
    client.post("/course/shift/", {"step": "send", "way": "keep", "key": "k"})
    page = client.get("/course/").content.decode()
    assert 'data-part="question"' not in page
    assert 'data-part="after"' not in page


@pytest.mark.parametrize(
    ("means", "helped", "told"),
    [
        (going.MENDED, "yes", "your ratings say so too: repaired"),
        (going.BROKEN, "yes", "Your ratings are not back yet"),
        (going.MENDED, "no", "Your word counts"),
        (going.BROKEN, "partly", "it is not well yet"),
    ],
)
def test_repair_is_judged_by_word_and_by_ratings(client, signed, means, helped, told):
    course = signed(means[:8])
    row = raised(course)
    address = f"/course/shift/{row.pk}/after/"
    assert "Choose whether it helped" in client.post(address, {"talked": "yes"}).content.decode()
    assert client.post(address, {"talked": "yes", "helped": helped}).url == "/course/"
    going.go_on(course, means[8:])
    assert told in words_of(client.get("/course/"))


@pytest.mark.parametrize("who", ["signed out", "stranger", "colleague"])
def test_nobody_else_sees_or_changes_anything(signed, who):
    course = signed(going.BROKEN)
    row = raised(course)
    browser = Browser()
    if who == "stranger":
        practice.sign_in(browser, practice.client())
    if who == "colleague":
        accounts.sign_in(browser, accounts.account("provider"))
    for answer in (
        browser.get("/course/"), browser.get("/course/shift/"), send(browser, key="k9"),
        browser.get(f"/course/shift/{row.pk}/after/"),
        browser.post(f"/course/shift/{row.pk}/after/", {"talked": "no"}),
    ):  # fmt: skip
        assert course.provider.name not in answer.content.decode()
        assert "no longer" not in answer.content.decode()
    row.refresh_from_db()
    assert (Raised.objects.count(), row.answered_at) == (1, None)


def test_queries_are_as_many_for_one_session_as_for_thirty(client, signed):
    course = signed([70])
    client.get("/course/")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/course/").status_code == 200
        return len(asked)

    one = queries()
    going.go_on(course, [70] * 7)
    for number in range(30):
        raise_shift(
            by=followed.of(course.client), at=timezone.now(), course=course, raising=Raising("self"),
            key=f"r{number}",
        )  # fmt: skip
    assert queries() == one
