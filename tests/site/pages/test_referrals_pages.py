"""The pages of staying and going on: what they say, to whom, at what cost; nothing typed is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.consultations.actions import requests
from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from rapport.site.foundation.outbox_models import OutboxMessage
from rapport.site.matches.actions import issue
from rapport.site.matches.models import Match
from rapport.site.people.models import Client
from rapport.site.referrals.actions.referring import Outside, ask
from rapport.site.referrals.choices import AskedBy, ReferralState, Way
from rapport.site.referrals.models import Closing, Referral, Review
from support import accounts, practice
from support.coursed import new_three, opened, practice_of
from support.met import NOW
from support.rated import rate
from support.story import words_of

pytestmark = pytest.mark.django_db
# The visit, client and key, the course, what is rated, noted and asked, answers and matches of the draw, the
# audit trail's links.
MOST_QUERIES = 32


@pytest.fixture
def course(client: Browser) -> Course:
    """The open course of the client who is signed in."""
    practice_of()
    found = opened(at=NOW - timedelta(days=8, hours=1), days_ago=8)
    practice.sign_in(client, found.client)
    return found


@pytest.fixture
def portal(course: Course) -> Browser:
    """The browser of the course's provider."""
    browser, person = Browser(), accounts.account("provider")
    link_account(course.provider, person, by="coordinator", at=practice.AT)
    course.provider.refresh_from_db()
    accounts.sign_in(browser, person)
    return browser


def colleague_of(course: Course) -> Provider:
    found = Provider.objects.exclude(pk__in=Match.objects.values("provider")).order_by("provider_id").last()
    assert found is not None
    return found


def agree(client: Browser, **along: str) -> None:
    """From the wish to the yes, as the pages lead."""
    client.post("/course/refer/ask/")
    client.post("/course/refer/", {"way": "three"})
    answer = client.post("/course/refer/along/", {"along": "nothing", **along})
    assert answer.status_code == 302, words_of(answer)


CLIENTS_PAGES = ("/course/review/", "/course/refer/", "/course/end/")


def test_owner_sees_every_page(client: Browser, course: Course) -> None:
    assert [client.get(each).status_code for each in CLIENTS_PAGES] == [200] * 3
    agree(client)
    assert client.get("/course/refer/along/").status_code == 200
    end_course(by=course.client, at=timezone.now(), course=course, because=CourseEnded.LEFT)
    after = [f"/course/ended/{course.pk}/", f"/course/goodbye/{course.pk}/"]
    assert [client.get(each).status_code for each in after] == [200] * 2


@pytest.mark.parametrize("who", ["signed out", "stranger", "colleague"])
def test_nobody_else_sees_or_ends_anything(course: Course, who: str) -> None:
    browser = Browser()
    if who == "stranger":
        practice.sign_in(browser, practice.client())
    if who == "colleague":
        accounts.sign_in(browser, accounts.account("provider"))
    own = [f"/course/ended/{course.pk}/", f"/course/goodbye/{course.pk}/"]
    theirs = [f"/portal/courses/{course.pk}/{what}/" for what in ("end", "refer", "goodbye")]

    answers = [browser.get(each) for each in (*CLIENTS_PAGES, *own, *theirs)]
    answers += [browser.post(each, {"because": "gave_up"}) for each in (*CLIENTS_PAGES, *own, *theirs)]

    assert {each.status_code for each in answers} <= {302, 404, 405}
    assert not any(course.provider.name in each.content.decode() for each in answers)
    course.refresh_from_db()
    assert (course.ended_at, Review.objects.count(), Referral.objects.count()) == (None, 0, 0)


def test_review_is_kept_and_shown_again_and_can_be_put_off(client: Browser, course: Course) -> None:
    wrong = client.post("/course/review/", {"words": "I do not dare to say."})
    assert "Choose one answer" in words_of(wrong)
    assert "I do not dare to say." in wrong.content.decode()

    client.post("/course/review/", {"later": "yes"})
    assert Review.objects.get().answered_at is None
    kept = client.post("/course/review/", {"decision": "talk", "words": "Pace."})

    assert "There is something I would like to say" in words_of(kept)
    assert "Pace." in client.get("/course/review/").content.decode()


def test_give_it_time_is_said_while_nothing_speaks_for_going(client: Browser, course: Course) -> None:
    since = course.match.shortlist.issued_at
    rate(course.match, [80], since=since)

    page = words_of(client.get("/course/refer/"))

    assert f"As it looks now: give it time with {course.provider.name}" in page
    assert "What you rated so far is no reason to change." in page
    assert "in 10, the next best person would do better for you." in page


def test_page_costs_the_same_for_1_and_30_sessions(client: Browser, course: Course) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get("/course/refer/")
        return len(found)

    since = NOW - timedelta(days=300)
    type(course.match.shortlist).objects.filter(pk=course.match.shortlist_id).update(issued_at=since)
    course.match.shortlist.refresh_from_db()
    rate(course.match, [70], since=since)
    client.get("/course/refer/")
    one = queries()
    course.client.rated_sessions.all().delete()
    rate(course.match, [70] * 30, since=since)

    assert queries() == one <= MOST_QUERIES


def test_client_goes_on_and_the_provider_is_told_no_more_than_news(
    client: Browser, course: Course, portal: Browser
) -> None:
    agree(client, along="summary", summary="We worked on sleep.")

    assert "Your place with" in words_of(client.get("/course/refer/"))
    assert "They are meeting others" in words_of(portal.get("/portal/caseload/"))
    assert "We worked on sleep." not in portal.get("/portal/caseload/").content.decode()
    told = OutboxMessage.objects.filter(key__startswith=f"course:{course.pk}:referral")
    assert [(each.template, each.kind) for each in told] == [("request_answered", "account")]


def test_what_goes_along_stands_with_the_request_and_goes_at_once(client: Browser, course: Course) -> None:
    agree(client, along="summary", summary="We worked on <b>sleep</b>.")
    asked = requests.request(by=course.client, match=new_three(course.client)[0], at=timezone.now())
    browser, person = Browser(), accounts.account("provider")
    link_account(asked.provider, person, by="coordinator", at=practice.AT)
    accounts.sign_in(browser, person)
    address = f"/portal/requests/{asked.pk}/"
    assert "We worked on &lt;b&gt;sleep&lt;/b&gt;." in browser.get(address).content.decode()

    client.post("/course/refer/along/", {"along": "nothing"})

    page = browser.get(address)
    assert (page.status_code, "sleep" in page.content.decode()) == (200, False)


def test_colleague_by_name_is_found_and_others_are_refused_beside_the_field(
    client: Browser, course: Course
) -> None:
    client.post("/course/refer/ask/")
    wrong = client.post("/course/refer/", {"way": "colleague", "name": "Nobody Whatever"})
    assert "Enter the name of somebody who is listed here" in words_of(wrong)
    assert 'value="Nobody Whatever"' in wrong.content.decode()
    found = colleague_of(course)

    client.post("/course/refer/", {"way": "colleague", "name": found.name.upper()})
    answer = client.post("/course/refer/along/", {"along": "nothing"})

    match = Match.objects.get(provider=found, client=course.client)
    assert answer["Location"] == f"/matches/{match.pk}/ask/"
    assert client.get(answer["Location"]).status_code == 200


def test_colleague_who_cannot_take_them_is_said_with_the_limit(client: Browser, course: Course) -> None:
    practice.providers(1, provider_id="far", name="Person Far", licences="CA")
    client.post("/course/refer/ask/")
    client.post("/course/refer/", {"way": "colleague", "name": "Person Far"})

    page = client.post("/course/refer/along/", {"along": "summary", "summary": "Typed."})

    assert "Person Far cannot take you by these limits: Licensed in your state" in words_of(page)
    assert "Typed." in page.content.decode()


def test_letter_to_somebody_elsewhere_is_the_one_approved(client: Browser, course: Course) -> None:
    client.post("/course/refer/ask/")
    client.post("/course/refer/", {"way": "outside", "name": "Dr Kestrel", "contact": "555 0199"})
    draft = client.get("/course/refer/along/").content.decode()
    assert "Dear Dr Kestrel," in draft
    client.post(
        "/course/refer/along/", {"along": "summary", "summary": "Sleep.", "letter": "Dear K, may I come?"}
    )

    page = words_of(client.get("/course/refer/letter/"))

    assert all(each in page for each in ("Dr Kestrel", "555 0199", "Dear K, may I come?", "Sleep."))


def test_client_stays_after_all(client: Browser, course: Course) -> None:
    agree(client)

    answer = client.post("/course/refer/stay/")

    assert answer["Location"] == "/choosing/chosen/"
    assert Referral.objects.get().state == ReferralState.TAKEN_BACK


def test_provider_suggests_a_colleague_and_the_client_reads_who_and_decides(
    client: Browser, course: Course, portal: Browser
) -> None:
    found = colleague_of(course)

    said = {"way": "colleague", "name": found.name, "relation": "practice"}
    answer = portal.post(f"/portal/courses/{course.pk}/refer/", said)

    page = client.get("/course/refer/").content.decode()
    assert answer["Location"] == "/portal/caseload/"
    assert Referral.objects.get().asked_by == AskedBy.PROVIDER
    assert "suggests that someone else may help you better" in page
    assert "both work in the same practice" in page
    assert f'value="{found.name}"' in page
    course.refresh_from_db()
    assert course.handing_over_since is None


def test_provider_ends_with_a_reason_and_both_say_good_bye(
    client: Browser, course: Course, portal: Browser
) -> None:
    assert "Choose one answer" in words_of(portal.post(f"/portal/courses/{course.pk}/end/"))
    portal.post(f"/portal/courses/{course.pk}/end/", {"because": "finished"})
    asked = words_of(client.get("/course/end/"))
    assert f"{course.provider.name} says that you have finished together." in asked

    ended = client.post("/course/end/", {"because": "finished"})
    said = {"helped": ["goals"], "line": "Begin earlier.", "note": "Thank you."}
    empty = client.post(f"/course/goodbye/{course.pk}/", {})
    client.post(f"/course/goodbye/{course.pk}/", said)
    portal.post(f"/portal/courses/{course.pk}/goodbye/", {"note": "Go well."})

    assert ended["Location"] == f"/course/ended/{course.pk}/"
    assert "Tick or write one thing at least" in words_of(empty)
    assert "Go well." in words_of(client.get(f"/course/ended/{course.pk}/"))
    page = words_of(portal.get("/portal/caseload/"))
    assert ("Thank you." in page, "Begin earlier." in page) == (True, False)


def test_feedback_is_read_where_the_client_shows_it(client: Browser, course: Course, portal: Browser) -> None:
    client.post("/course/end/", {"because": "left"})
    said = {"lacked": ["challenge"], "line": "Begin earlier.", "is_shown": ["yes"]}

    client.post(f"/course/goodbye/{course.pk}/", said)

    page = words_of(portal.get("/portal/caseload/"))
    assert "Missing: More challenge" in page
    assert "Begin earlier." in page
    assert Closing.objects.get().note is None


def test_courses_cost_a_provider_the_same_queries_however_many(course: Course, portal: Browser) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            portal.get("/portal/caseload/")
        return len(found)

    queries()
    one = queries()
    for number in range(12):
        person = practice.client()
        shortlist = any_match(person)
        Course.objects.create(
            client=person, provider=course.provider, match=shortlist, opened_at=NOW - timedelta(days=number)
        )

    assert queries() == one


def any_match(person: Client) -> Match:
    """Any match of a new client: a list of courses asks no more of it."""
    return issue(by=person, at=NOW).matches.all()[0]


def test_coordinator_hands_over_and_ends_without_anybodys_name(client: Browser, course: Course) -> None:
    desk = accounts.signed_in()
    address = f"/desk/leaving/{course.provider_id}/"
    assert course.provider.name in desk.get("/desk/leaving/").content.decode()

    desk.post(f"{address}hand-over/", {"why": "leaves"})

    assert "They are asked, and have not said yet." in words_of(desk.get(address))
    assert "can no longer go on here" in words_of(client.get("/course/refer/"))
    desk.post(f"/desk/leaving/courses/{course.pk}/end/")
    course.refresh_from_db()
    assert course.ended_because == CourseEnded.MOVED_AWAY


def test_suggestion_of_somebody_elsewhere_is_shown_to_the_client(client: Browser, course: Course) -> None:
    ask(by=course.provider, at=NOW, course=course, outside=Outside("Dr Kestrel", "555 0199"))

    page = client.get("/course/refer/").content.decode()

    assert 'value="Dr Kestrel"' in page
    assert Referral.objects.get().way == Way.OUTSIDE


def test_what_went_along_is_taken_back_after_the_end_too(client: Browser, course: Course) -> None:
    agree(client, along="summary", summary="We worked on sleep.")
    client.post("/course/end/", {"because": "left"})
    address = f"/course/ended/{course.pk}/"
    assert "Take it back" in words_of(client.get(address))

    client.post(address)

    assert "Take it back" not in words_of(client.get(address))
    assert Referral.objects.get().history is None
