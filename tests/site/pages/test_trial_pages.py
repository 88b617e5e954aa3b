"""The question before the three, the client's choices, and the coordinators' report: who sees what."""

import re

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.learning.proof.trial_design import TrialDesign
from rapport.site.foundation import consent
from rapport.site.foundation.ids import ID_LENGTH
from rapport.site.foundation.models import AuditEvent, ConsentEntry
from rapport.site.matches import trial_actions
from rapport.site.matches.choices import Arm
from rapport.site.matches.models import Allocation, Enrolment, Shortlist
from support import accounts, practice, rated
from support.story import words_of

pytestmark = pytest.mark.django_db
ARM_WORDS = [*Arm.values, *(str(label) for label in Arm.labels), "uniform", "plackett"]


@pytest.fixture
def trial():
    practice.providers(12)
    return trial_actions.start(
        by="operator",
        at=timezone.now(),
        design=TrialDesign(planned=60, assumed_d=0.5),
        text="We compare three ways to choose.",
    )


@pytest.fixture
def person(client):
    found = practice.client()
    practice.sign_in(client, found)
    return found


def staff():
    return accounts.signed_in("coordinator")


def test_nobody_is_asked_while_nothing_is_compared(client):
    practice.providers(5)
    practice.sign_in(client, practice.client())

    assert client.post("/matches/issue/")["Location"] == "/matches/"
    assert client.get("/matches/before/")["Location"] == "/matches/"


def test_question_comes_before_the_three_with_nothing_chosen(trial, client, person):
    assert client.post("/matches/issue/")["Location"] == "/matches/before/"
    page = client.get("/matches/before/")

    assert str(consent.PURPOSES["trial"].wording) in words_of(page)
    assert page.content.decode().count('type="radio"') == 2
    assert "checked" not in page.content.decode()
    assert not Shortlist.objects.exists()
    assert not ConsentEntry.objects.filter(purpose="trial").exists()


def test_saying_nothing_is_no_answer(trial, client, person):
    page = client.post("/matches/before/", {})

    assert "Choose yes or no. With no, nothing changes for you." in words_of(page)
    assert not Shortlist.objects.exists()
    assert not ConsentEntry.objects.filter(purpose="trial").exists()


def test_no_costs_nothing(trial, client, person):
    response = client.post("/matches/before/", {"trial-answer": "no"})

    assert response["Location"] == "/matches/"
    assert Shortlist.objects.get().found == 3
    assert not Allocation.objects.exists()
    assert "with a little chance" in words_of(client.get("/matches/"))
    assert client.post("/matches/issue/")["Location"] == "/matches/"


def test_yes_takes_a_place_and_no_page_tells_the_arm(trial, client, person):
    for _ in range(6):  # Every arm, whichever is drawn first.
        browser, someone = Browser(), practice.client()
        practice.sign_in(browser, someone)
        browser.post("/matches/before/", {"trial-answer": "yes"})
        page = browser.get("/matches/")
        first = re.findall(r'href="(/matches/[a-z2-7]{26}/)"', page.content.decode())[0]
        pages = [words_of(page), words_of(browser.get(first)), words_of(browser.get("/mine/"))]

        assert "For our comparison, these three were chosen" in pages[0]
        assert [word for word in ARM_WORDS for text in pages if word.lower() in text.lower()] == []
    assert {each.allocation.arm for each in Enrolment.objects.all()} == set(Arm.values)


def test_own_download_tells_the_arm(trial, client, person):
    client.post("/matches/before/", {"trial-answer": "yes"})
    arm = Enrolment.objects.get().allocation.arm

    held = client.get("/mine/download/").json()

    assert [each["arm"] for each in held["matches"]["comparisons"]] == [arm]
    assert "That you take part in the comparison" in words_of(client.get("/mine/"))


def test_pressing_twice_takes_one_place(trial, client, person):
    for _ in range(2):
        client.post("/matches/before/", {"trial-answer": "yes"})

    assert Enrolment.objects.count() == Allocation.objects.count() == Shortlist.objects.count() == 1


def test_nobody_in_danger_is_asked(trial, client):
    practice.sign_in(client, practice.client(safe_now=False))

    assert client.post("/matches/issue/")["Location"] == "/matches/"
    assert not Allocation.objects.exists()


@pytest.mark.parametrize("address", ["/matches/before/", "/mine/choices/"])
def test_signed_out_nobody_is_asked(trial, address):
    response = Browser().get(address)

    assert response.status_code in (302, 403)
    assert b"type=radio" not in response.content


def test_choices_are_no_until_the_client_says_yes_and_hold_at_once(client, person):
    page = client.get("/mine/choices/")
    assert "checked" not in page.content.decode()
    assert page.content.decode().count('type="radio"') == 4  # The comparison was not asked about.

    client.post("/mine/choices/", {"learning-answer": "yes"})
    assert consent.is_given(client_id=person.pk, purpose="learning")
    assert "Saved." in words_of(client.get("/mine/choices/"))
    entry = ConsentEntry.objects.get(purpose="learning")
    assert (entry.version, entry.wording_hash) == (1, consent.PURPOSES["learning"].wording_hash)
    assert AuditEvent.objects.get(verb="consented").detail == '{"purpose":"learning"}'

    client.post("/mine/choices/", {"learning-answer": "no"})
    assert not consent.is_given(client_id=person.pk, purpose="learning")


def test_saving_the_same_choice_again_notes_nothing(client, person):
    for _ in range(2):
        client.post("/mine/choices/", {"learning-answer": "yes"})

    assert ConsentEntry.objects.filter(purpose="learning").count() == 1


def test_comparison_can_be_left_where_it_was_joined(trial, client, person):
    client.post("/matches/before/", {"trial-answer": "yes"})

    client.post("/mine/choices/", {"learning-answer": "no", "trial-answer": "no"})

    assert not consent.is_given(client_id=person.pk, purpose="trial")


def test_half_an_answer_is_refused_and_nothing_is_saved(trial, client, person):
    client.post("/matches/before/", {"trial-answer": "yes"})

    page = client.post("/mine/choices/", {"trial-answer": "no"})

    assert page.status_code == 200
    assert "There is a problem" in words_of(page)
    assert consent.is_given(client_id=person.pk, purpose="trial")


def test_report_is_a_missing_page_to_all_but_staff(trial, client, person):
    for browser in (Browser(), client):
        assert browser.get("/desk/trial/").status_code == 404
    assert accounts.signed_in("provider").get("/desk/trial/").status_code == 404

    assert AuditEvent.objects.filter(verb="refused").count() == 3


def test_report_is_a_missing_page_to_staff_too_before_anything_was_compared():
    assert staff().get("/desk/trial/").status_code == 404


def test_report_counts_people_and_names_nobody(trial):
    shortlist = rated.matched(rated.yes(practice.client(), "trial"))
    rated.rate(rated.first_of(shortlist), [70, 71])

    page = staff().get("/desk/trial/")
    words = words_of(page)

    assert "It is going on. What you see is no verdict" in words
    assert "We compare three ways to choose." in words
    assert trial.digest in words
    assert "0 said no, 1 said yes. Of these, 0 could not be drawn for." in words
    assert "Too few people with different providers to tell a difference." in words
    assert shortlist.client_id not in page.content.decode()
    assert len(AuditEvent.objects.get(verb="trial_reported").actor) == ID_LENGTH


def test_report_costs_the_same_queries_whoever_takes_part(trial, django_assert_max_num_queries):
    browser = staff()
    for _ in range(4):
        rated.rate(rated.first_of(rated.matched(rated.yes(practice.client(), "trial"))), [70])

    with django_assert_max_num_queries(25):
        browser.get("/desk/trial/")
