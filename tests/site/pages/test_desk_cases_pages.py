"""A coordinator's morning: what needs a person, cases, offers by hand, and breaking the glass."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.consultations.actions import requests
from rapport.site.consultations.actions.by_hand import offer_by_hand
from rapport.site.consultations.queries import waiting
from rapport.site.consultations.queries.waiting import Whose, pressing, waiting_page
from rapport.site.desk import today
from rapport.site.desk.cases.rows import why
from rapport.site.directory.models import Provider
from rapport.site.foundation.models import AuditEvent
from rapport.site.foundation.outbox_models import OutboxMessage
from rapport.site.foundation.paging import Mark
from rapport.site.intake.models import Intake
from rapport.site.matches.models import HandOffer, Match, Shortlist
from rapport.site.people import case_actions
from rapport.site.people.models import Assignment, Glass
from support import accounts, practice, rated
from support.story import words_of

pytestmark = pytest.mark.django_db
WHY = "They wrote that they may hurt somebody tonight."
CHOSEN = "She speaks their dialect, which no form asks about."
TEXT = "hardly sleep"


@pytest.fixture
def desk(client):
    client.person = accounts.sign_in(client, accounts.account("coordinator"))
    return client


@pytest.fixture
def colleague():
    browser = Browser()
    browser.person = accounts.sign_in(browser, accounts.account("coordinator"))
    return browser


@pytest.fixture
def person():
    practice.providers(6)
    return waits()


def waits(days: int = 8, **changes):
    """Somebody who asked for three so many days ago."""
    found = practice.client(**changes)
    at = timezone.now() - timedelta(days=days)
    rated.matched(found, at=at)
    Intake.objects.filter(client=found).update(submitted_at=at)
    return found


def page_of(person) -> str:
    return f"/desk/cases/{person.intake.pk}/"


def failed_mail():
    OutboxMessage.objects.create(
        key="k", template="invitation", kind="account", recipient_id="a", due_at=timezone.now(),
        state="failed", last_error="refused",
    )  # fmt: skip


def test_morning_says_what_needs_a_person_and_leads_there(desk, person):
    unsafe = rated.yes(waits(days=1, safe_now=False), "share_case")
    requests.request(by=unsafe, match=rated.first_of(Shortlist.objects.get(client=unsafe)), at=timezone.now())
    case_actions.assign(unsafe, desk.person, by="test", at=timezone.now())
    failed_mail()

    page = desk.get("/desk/")
    words = words_of(page)

    assert words.index("Said that they are not safe") < words.index("Has waited for more than a week")
    assert words.index("Has waited for more than a week") < words.index("1 mail failed for good")
    for url in (page_of(person), page_of(unsafe), "/desk/mails/"):
        assert f'href="{url}"' in page.content.decode()
        assert desk.get(url).status_code == 200


def test_who_is_not_safe_shows_to_nobody_without_their_yes(desk, colleague, person):
    unsafe = waits(safe_now=False)
    case_actions.assign(unsafe, desk.person, by="test", at=timezone.now())
    assert "not safe" not in words_of(desk.get("/desk/"))

    rated.yes(unsafe, "share_case")
    assert "not safe" in words_of(desk.get("/desk/"))
    assert "not safe" not in words_of(colleague.get("/desk/"))


def test_shortfall_is_said(desk):
    practice.providers(2)
    waits(days=1)

    assert "Fewer than three could be found" in words_of(desk.get("/desk/"))


def test_nothing_to_do_is_said(desk):
    assert "Nothing. Nobody waits for long" in words_of(desk.get("/desk/"))
    assert "Nobody waits" in words_of(desk.get("/desk/cases/"))
    assert "None." in words_of(desk.get("/desk/mails/"))


@pytest.mark.parametrize("url", ["/desk/", "/desk/cases/"])
def test_pages_cost_the_same_queries_for_one_and_for_many(desk, person, url):
    case_actions.assign(person, desk.person, by="test", at=timezone.now())
    desk.get(url)
    with CaptureQueriesContext(connection) as one:
        desk.get(url)
    costs = []
    for _ in range(2):
        for _ in range(12):
            case_actions.assign(waits(), desk.person, by="test", at=timezone.now())
        with CaptureQueriesContext(connection) as many:
            page = desk.get(url)
        costs.append(len(many))

    # Where the first ten are found, nobody looks for more of them.
    assert costs[0] == costs[1] <= len(one)
    assert "Case" in words_of(page)


def reference(viewer, at):
    """Everybody who waits and needs a person, read one by one: who presses most first."""
    every = waiting_page(viewer, Mark(), whose=Whose.ANYBODY, at=at)
    assert not every.after
    found = [each for each in every.rows if why(each, at=at)]
    return sorted(found, key=lambda each: (not each.is_unsafe, not each.is_due(at), each.since, each.case))


def test_first_of_many_are_those_whom_reading_everybody_would_put_first(desk, monkeypatch):
    practice.providers(6)
    at, me = timezone.now(), desk.person
    people = [waits(days, safe_now=days != 2) for days in (1, 2, 2, 3, 9, 12, 30, 0)]
    for place in (1, 2):
        case_actions.assign(rated.yes(people[place], "share_case"), me, by="test", at=at)
    for place in (0, 4):
        request = requests.request(
            by=people[place], match=rated.first_of(Shortlist.objects.get(client=people[place])), at=at
        )
        request.due_at = at + timedelta(hours=3)
        request.save()
    short = Match.objects.filter(client=people[3]).first()
    short.is_open = False
    short.save()
    slow = reference(me.pk, at)
    assert len(slow) == 7
    assert [each.client for each in slow[:4]] == [people[place].pk for place in (1, 2, 4, 0)]

    for most in (1, 3, 5, 10):
        told = pressing(me.pk, most=most, at=at)
        assert told.first == slow[:most]
        assert told.count == len(slow)
    monkeypatch.setattr(waiting, "MOST_COUNTED", 4)
    assert pressing(me.pk, most=2, at=at).count == 4


def test_of_very_many_only_so_many_are_counted(desk, monkeypatch):
    practice.providers(6)
    for _ in range(4):
        waits()
    monkeypatch.setattr(today, "MOST_OF_A_KIND", 1)
    assert "3 more people wait" in words_of(desk.get("/desk/"))

    monkeypatch.setattr(waiting, "MOST_COUNTED", 3)
    monkeypatch.setattr(today, "MOST_COUNTED", 3)
    assert "At least 2 more people wait" in words_of(desk.get("/desk/"))


def test_failed_mails_are_sent_again(desk):
    failed_mail()

    assert "refused" in words_of(desk.get("/desk/mails/"))
    assert desk.post("/desk/mails/").url == "/desk/"
    assert OutboxMessage.objects.get(key="k").state == "waiting"
    assert AuditEvent.objects.get(verb="mails_again").actor == desk.person.pk


def test_case_shows_dates_to_whoever_has_it_and_nothing_that_is_sealed(desk, colleague, person):
    before = words_of(desk.get(page_of(person)))
    assert "Person" not in before

    assert desk.post(f"{page_of(person)}assign/").url == page_of(person)
    page = desk.get(page_of(person))
    words = words_of(page)

    assert "They asked for three people" in words
    assert Match.objects.get(client=person, position=1).provider.name in words
    assert "Sealed." in words
    assert TEXT not in words
    assert "Forecast" not in words
    assert person.pk not in page.content.decode()
    assert "Person" not in words_of(colleague.get(page_of(person)))
    assert AuditEvent.objects.get(verb="read_case").subject == person.pk


def test_consent_shows_answers_and_reasons_until_it_is_taken_back(desk, person):
    desk.post(f"{page_of(person)}assign/")
    browser = Browser()
    practice.sign_in(browser, person)
    assert "coordinator who looks after you" in words_of(browser.get("/mine/choices/"))
    browser.post("/mine/choices/", {"learning-answer": "no", "share_case-answer": "yes"})

    words = words_of(desk.get(page_of(person)))
    assert TEXT in words
    assert "Forecast" in words
    assert "How they can be reached" not in words

    browser.post("/mine/choices/", {"learning-answer": "no", "share_case-answer": "no"})
    assert TEXT not in words_of(desk.get(page_of(person)))


def test_case_is_handed_on_and_let_go(desk, colleague, person):
    desk.post(f"{page_of(person)}assign/")
    desk.post(f"{page_of(person)}assign/", {"to": colleague.person.pk})
    assert Assignment.objects.get(ended_at=None).coordinator_id == colleague.person.pk
    assert "Sealed." not in words_of(desk.get(page_of(person)))

    colleague.post(f"{page_of(person)}release/")
    assert not Assignment.objects.filter(ended_at=None).exists()
    provider = accounts.account("provider")
    assert desk.post(f"{page_of(person)}assign/", {"to": provider.pk}).status_code == 404


def test_offer_by_hand_from_the_case(desk, person):
    desk.post(f"{page_of(person)}assign/")
    other = Provider.objects.exclude(matches__client=person).order_by("name").first()
    said = {"provider": other.name, "reason": CHOSEN}

    assert desk.post(f"{page_of(person)}offer/", said).url == page_of(person)
    words = words_of(desk.get(page_of(person)))

    assert "By hand: for a reason that is sealed" in words
    assert f"{other.name} : stands" in words
    assert HandOffer.objects.get().by_id == desk.person.pk
    again = desk.post(f"{page_of(person)}offer/", said)
    assert "stood there before" in words_of(again)
    assert CHOSEN in again.content.decode()
    rated.yes(person, "share_case")
    assert CHOSEN in words_of(desk.get(page_of(person)))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "There is a problem"),
        ({"provider": "Nobody Here", "reason": CHOSEN}, "Nobody who is listed is called so"),
        ({"provider": "Person", "reason": CHOSEN}, "Enter the id"),
        ({"provider": "far", "reason": CHOSEN}, "They cannot take this client"),
        ({"provider": "p0", "reason": "so"}, "a sentence of at least 20 letters"),
    ],
)
def test_wrong_offer_is_refused_beside_the_field_and_nothing_is_lost(desk, person, said, told):
    practice.providers(1, provider_id="far", name="Far Away", licences="CA")
    desk.post(f"{page_of(person)}assign/")

    page = desk.post(f"{page_of(person)}offer/", said)

    assert told in words_of(page)
    assert said.get("provider", "") in page.content.decode()
    assert not HandOffer.objects.exists()


def test_nobody_offers_in_a_case_that_is_not_theirs(desk, colleague, person):
    desk.post(f"{page_of(person)}assign/")

    assert colleague.get(f"{page_of(person)}offer/").status_code == 404


def test_two_break_the_glass_and_the_client_reads_why(desk, colleague, person):
    assert desk.post(f"{page_of(person)}glass/", {"reason": "now"}).status_code == 200
    assert desk.post(f"{page_of(person)}glass/", {"reason": WHY}).url == page_of(person)
    glass = Glass.objects.get()
    url = f"/desk/glass/{glass.pk}/"

    assert "somebody else has to decide" in words_of(desk.get(url))
    desk.post(url, {"verdict": "grant"})
    assert Glass.objects.get().state == "lapsed"
    desk.post(f"{page_of(person)}glass/", {"reason": WHY})
    url = f"/desk/glass/{Glass.objects.get(state='asked').pk}/"
    assert "A record is to be opened" in words_of(colleague.get("/desk/"))
    assert WHY in words_of(colleague.get(url))
    assert "Choose one of these" in words_of(colleague.post(url, {}))
    assert colleague.post(url, {"verdict": "grant"}).url == "/desk/"

    words = words_of(desk.get(page_of(person)))
    assert TEXT in words
    assert "How they can be reached" in words
    assert TEXT not in words_of(colleague.get(page_of(person)))
    assert AuditEvent.objects.get(verb="looked_through_glass").actor == desk.person.pk
    browser = Browser()
    practice.sign_in(browser, person)
    assert WHY in words_of(browser.get("/mine/"))


def test_hands_are_compared_once_there_are_eleven(desk, django_assert_max_num_queries):
    practice.providers(8)
    by = accounts.account()
    for number in range(11):
        person = rated.yes(waits(days=30), "learning")
        other = Provider.objects.exclude(matches__client=person).order_by("name").first()
        match = offer_by_hand(person, other, by=by, reason=CHOSEN, at=timezone.now() - timedelta(days=20))
        rated.rate(match, [70 + number], since=timezone.now() - timedelta(days=9))
        if number == 9:
            assert words_of(desk.get("/desk/hands/")).count("too few to tell") == 4

    with django_assert_max_num_queries(25):
        words = words_of(desk.get("/desk/hands/"))
    assert "Offered by hand: 11" in words
    assert "too few to tell" not in words
