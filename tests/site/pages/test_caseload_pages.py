"""The caseload: what a provider sees of open courses, and what nobody else does."""

import csv
import io
import json
import re

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.checkins.actions.raising import Raising, raise_shift
from rapport.site.checkins.actions.repair import Noting, note_repair
from rapport.site.checkins.models import RepairNote, SafetyAnswer
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation.models import AuditEvent
from support import accounts, followed, practice, rated
from support.caseload import FELL, course_of, matches_with, signed_in
from support.followed import sealed
from support.story import words_of

pytestmark = pytest.mark.django_db
HOME = "/portal/caseload/"
# Under way, with a link to refer on and one to end; each link says whose it is.
NAMED_TO_REFER_OR_END = 3


@pytest.fixture
def course() -> Course:
    return course_of(matches_with()[0], FELL)


def test_list_shows_what_needs_a_look_first(course):
    provider = course.provider
    steady, hidden = matches_with(provider, count=2)
    course_of(steady, called="Kim")
    course_of(hidden, shares=(), called="Sasha")

    answer = signed_in(provider).get(HOME)
    body, words = answer.content.decode(), words_of(answer)
    shared = body[: body.index('id="under-way"')]

    assert words.index("Robin") < words.index("Kim")
    assert "Something may have shifted" in words
    assert "Sasha" not in shared
    assert "1 of them keeps how it goes to themselves" in words
    assert body.count('<svg class="course-picture part-overall"') == 2


def test_course_that_is_not_shared_says_nothing_but_that_it_is_open(course):
    rated.no(course.client, "share_course")
    browser = signed_in(course.provider)

    body = browser.get(HOME).content.decode()

    assert body.count("Robin") == NAMED_TO_REFER_OR_END
    assert "part-overall" not in body
    assert "shifted" not in body
    assert browser.get(f"{HOME}{course.pk}/").status_code == 404
    assert browser.get(f"{HOME}{course.pk}/tried/").status_code == 404
    assert browser.post(f"{HOME}{course.pk}/tried/", {"words": "x", "key": "k"}).status_code == 404
    assert json.loads(browser.get(f"{HOME}supervision/courses.json").content) == {"courses": []}
    assert not RepairNote.objects.exists()


def test_course_page_asks_with_its_precision_and_suggests_in_order(course):
    words = words_of(signed_in(course.provider).get(f"{HOME}{course.pk}/"))

    assert "Something may have shifted at session 6. Want to look at it together?" in words
    assert re.search(r"Of 100 new alerts of this kind about \d+ are right \(\d+ to \d+\)", words)
    assert "not known yet" in words
    assert re.search(r"Goals: about 2\d points below", words)
    assert words.index("validate and explore") < words.index("change what needs to change")
    assert "10.1037/int0000097" in words
    assert "not checked" in words
    assert "low risk" not in words.lower()


def test_steady_course_raises_no_alarm(course):
    steady = course_of(matches_with(course.provider)[0], called="Kim")

    words = words_of(signed_in(course.provider).get(f"{HOME}{steady.pk}/"))

    assert "Want to look at it" not in words
    assert "What you could try" not in words


def test_note_is_kept_once_and_shown(course):
    browser, url = signed_in(course.provider), f"{HOME}{course.pk}/tried/"
    key = re.search(r'name="key" value="(\w+)"', browser.get(url).content.decode()).group(1)
    sent = {"tried": ["hear_it"], "shown": "withdrawal", "found": "yes", "words": "Slowly.", "key": key}

    assert browser.post(url, sent).url == f"{HOME}{course.pk}/"
    browser.post(url, sent)
    assert RepairNote.objects.count() == 1
    words = words_of(browser.get(f"{HOME}{course.pk}/"))
    assert "after session 6" in words
    assert "Hear it out, and say what makes sense in it" in words

    again = browser.post(url, sent | {"words": "Other."})
    assert again.status_code == 200
    assert "Other." in again.content.decode()
    assert "This page was sent before" in again.content.decode()


@pytest.mark.parametrize(
    "wrong", [{}, {"tried": ["pray"]}, {"found": "maybe", "words": "x"}, {"words": "x" * 2001}]
)
def test_wrong_note_is_refused_beside_the_field_and_nothing_is_lost(course, wrong):
    url = f"{HOME}{course.pk}/tried/"

    answer = signed_in(course.provider).post(url, {"key": "k"} | wrong)

    body = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in body
    assert wrong.get("words", "") in body
    assert not RepairNote.objects.exists()


def test_safety_answer_shows_first_and_has_a_yes_of_its_own(course):
    other = course_of(matches_with(course.provider)[0], shares=("share_with_provider",), called="Kim")
    sealed(
        SafetyAnswer(
            client=followed.of(other.client),
            provider=other.provider,
            entry_key="k",
            answered_at=timezone.now(),
        ),
        said={"source": "not_safe", "answer": 1},
    )
    browser = signed_in(course.provider)
    assert "not feel safe" not in browser.get(HOME).content.decode()

    rated.yes(other.client, "tell_safety")
    answer = browser.get(HOME)
    body, words = answer.content.decode(), words_of(answer)
    assert words.index("Kim") < words.index("Robin")
    assert "They ticked “I do not feel safe”." in words
    assert f"{HOME}{other.pk}/" not in body
    assert browser.get(f"{HOME}{other.pk}/").status_code == 404


@pytest.mark.parametrize(
    "who", ["colleague", "coordinator", "researcher", "client", "stranger", "signed out"]
)
def test_nobody_else_sees_a_course(course, who):
    browser = Browser()
    if who == "colleague":
        browser = signed_in(Provider.objects.exclude(pk=course.provider_id)[0])
    elif who in ("coordinator", "researcher"):
        browser = accounts.signed_in(who)
    elif who in ("client", "stranger"):
        practice.sign_in(browser, course.client if who == "client" else practice.client())
    rated.yes(course.client, "share_course_desk")

    for path in (f"{HOME}{course.pk}/", f"{HOME}{course.pk}/tried/", HOME, f"{HOME}supervision/"):
        answer = browser.get(path)
        if who == "colleague" and course.pk not in path:
            assert "Robin" not in answer.content.decode()
            assert "shifted" not in words_of(answer)
        else:
            assert answer.status_code == 404


def test_supervision_copy_holds_no_name_no_date_and_no_words(course):
    browser = signed_in(course.provider)
    sent = {"tried": ["hear_it"], "words": "The quarry.", "key": "k", "found": "yes"}
    browser.post(f"{HOME}{course.pk}/tried/", sent)

    page = browser.get(f"{HOME}supervision/").content.decode()
    table = browser.get(f"{HOME}supervision/courses.csv")
    told = browser.get(f"{HOME}supervision/courses.json")
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))

    for text in (page, table.content.decode(), told.content.decode()):
        for secret in ("Robin", "quarry", course.pk, course.client_id, f"{timezone.now():%Y}"):
            assert secret not in text
    assert "attachment" in table["Content-Disposition"]
    assert [int(row["goals"]) for row in rows] == list(FELL)
    assert (rows[-1]["flagged"], rows[-1]["tried"], rows[-1]["found"]) == ("yes", "hear_it", "yes")
    (only,) = json.loads(told.content)["courses"]
    assert only["course"] == rows[0]["course"]
    assert only["needs"][0] == "rupture"
    assert AuditEvent.objects.filter(verb="read_for_supervision", subject=course.client_id).count() == 3
    assert browser.get(f"{HOME}supervision/courses.xml").status_code == 404


def test_looking_stands_on_the_trail(course):
    browser = signed_in(course.provider)

    browser.get(HOME)
    browser.get(f"{HOME}{course.pk}/")

    read = AuditEvent.objects.filter(
        verb="followed_course", subject=course.client_id, actor=course.provider_id
    )
    assert read.count() == 2


def test_pages_cost_the_same_queries_for_one_course_and_thirty(course):
    browser = signed_in(course.provider)

    def cost(path):
        browser.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(path).status_code == 200
        return len(asked)

    paths = (HOME, f"{HOME}supervision/", f"{HOME}{course.pk}/")
    before = [cost(path) for path in paths]
    for match in matches_with(course.provider, count=29):
        course_of(match, (74, 75))

    assert [cost(path) for path in paths] == before


def test_what_a_client_told_shows_and_what_they_kept_does_not(course):
    for key, way, words in (
        ("a", "tell", "I felt hurried."),
        ("b", "self", "I say it myself."),
        ("c", "keep", ""),
    ):
        raising = Raising(way=way, about="tasks", shown="withdrawal", words=words)
        raise_shift(by=followed.of(course.client), at=timezone.now(), course=course, raising=raising, key=key)
    browser = signed_in(course.provider)

    words = words_of(browser.get(f"{HOME}{course.pk}/"))

    assert "I felt hurried." in words
    assert "I say it myself" not in words
    assert "Ask what helps, and what feels pointless" in words
    assert "Stay with what they object to" not in words
    assert "They raised something with you" in words_of(browser.get(HOME))
    for kind in ("", "courses.csv", "courses.json"):
        assert "hurried" not in browser.get(f"{HOME}supervision/{kind}").content.decode()


def test_safety_answer_that_was_seen_leaves_the_list(course):
    said = SafetyAnswer(
        client=followed.of(course.client), provider=course.provider, entry_key="k", answered_at=timezone.now()
    )
    answer = sealed(said, said={"source": "item", "answer": 2})
    url = f"{HOME}seen/{answer.pk}/"
    assert signed_in(Provider.objects.exclude(pk=course.provider_id)[0]).post(url).status_code == 404
    browser = signed_in(course.provider)
    assert browser.post(url).status_code == 404

    rated.yes(course.client, "tell_safety")
    assert "better off dead" in words_of(browser.get(HOME))
    assert browser.post(url).url == HOME
    assert "better off dead" not in words_of(browser.get(HOME))


def test_desk_sees_where_it_is_stuck_with_a_yes_of_its_own(course):
    browser = accounts.signed_in("coordinator")
    assert "None, of those" in words_of(browser.get("/desk/courses/"))

    rated.yes(course.client, "share_course_desk")
    followed.symptom(course.client.rated_sessions.first(), 14)
    answer = browser.get("/desk/courses/")
    assert "may have shifted" in words_of(answer)
    page = answer.content.decode()
    # Two pictures, each with its table behind: how the two of them work, and how the client is.
    assert page.count('class="course-picture ') == 2
    assert [page.count(f'<th scope="col">{column}') for column in ("Usual", "Score")] == [1, 1]
    assert page.count('<th scope="row">') == len(FELL) + 1
    for secret in ("Robin", course.pk, course.client_id):
        assert secret not in answer.content.decode()
    assert AuditEvent.objects.filter(verb="read_at_desk", subject=course.client_id).count() == 1

    rated.no(course.client, "share_course_desk")
    assert "None, of those" in words_of(browser.get("/desk/courses/"))


def test_desk_costs_the_same_queries_for_one_course_and_thirty(course):
    browser = accounts.signed_in("coordinator")
    rated.yes(course.client, "share_course_desk")

    def cost():
        browser.get("/desk/courses/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/desk/courses/")
        return len(asked)

    before = cost()
    for match in matches_with(course.provider, count=29):
        rated.yes(course_of(match, (74, 75)).client, "share_course_desk")
    assert cost() == before


def test_desk_tells_how_often_there_was_something_once_enough_looked(course):
    browser = accounts.signed_in("coordinator")
    rated.yes(course.client, "share_course_desk")

    def looked_into(times, found):
        for number in range(times):
            noting = Noting(("hear_it",), found=found)
            key = f"{found}{number}"
            note_repair(by=course.provider, at=timezone.now(), course=course, noting=noting, key=key)

    looked_into(12, "yes")
    looked_into(7, "no")
    looked_into(5, "unsure")
    assert "looked into here" not in words_of(browser.get("/desk/courses/"))
    note_repair(
        by=course.provider,
        at=timezone.now(),
        course=course,
        noting=Noting(("hear_it",), found="no"),
        key="last",
    )
    assert "Of 20 that were looked into here, something had shifted in 60 of 100" in words_of(
        browser.get("/desk/courses/")
    )
