"""The pages about matches: what they say, to whom, and at what cost in queries."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.directory.models import Provider
from rapport.site.matches import actions
from rapport.site.matches.models import Match, Shortlist
from support import accounts, practice

# The visit, the client and key, the shortlist, its matches, answers twice, the revision, the audit trail.
MOST_QUERIES = 12
pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    practice.providers(8)
    person = practice.client()
    actions.issue(by=person, at=timezone.now())
    return person


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def addresses(person):
    match = Match.objects.filter(client=person).first()
    provider = Provider.objects.first()
    return ["/matches/", f"/matches/{match.pk}/", "/matches/again/", f"/recommended/{provider.pk}/fit/"]


def test_owner_sees_exactly_three(client, person):
    practice.sign_in(client, person)

    page = client.get("/matches/").content.decode()

    assert page.count('data-part="match"') == 3
    assert page.count('data-part="shortlist"') == 1
    shown = re.findall(r'data-provider="(p\d)"', page)
    drawn = list(Match.objects.order_by("position").values_list("provider__provider_id", flat=True))
    assert shown == drawn


def test_owner_sees_every_page(client, person):
    practice.sign_in(client, person)

    assert [client.get(each).status_code for each in addresses(person)] == [200] * 4


@pytest.mark.parametrize("viewer", ["signed out", "colleague"])
def test_nobody_without_a_visit_sees_anything(client, person, viewer):
    if viewer == "colleague":
        accounts.sign_in(client, accounts.account("coordinator"))

    found = [client.get(each) for each in addresses(person)]

    assert [each.status_code for each in found] == [302] * 4
    assert client.post("/matches/issue/").url == "/return/"
    assert Shortlist.objects.count() == 1


def test_stranger_gets_the_same_answer_as_for_a_match_that_never_was(client, person):
    practice.sign_in(client, practice.client())
    match = Match.objects.filter(client=person).first()

    theirs, nobodys = client.get(f"/matches/{match.pk}/"), client.get(f"/matches/{'a' * 26}/")

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.content == nobodys.content


def test_stranger_without_a_shortlist_is_sent_to_the_questionnaire(client, person):
    practice.sign_in(client, practice.client())

    assert client.get("/matches/").url == "/questionnaire/"


def test_pages_are_not_kept_and_the_tab_is_neutral(client, person):
    practice.sign_in(client, person)

    for address in addresses(person):
        page = client.get(address)
        assert "no-store" in page["Cache-Control"]
        assert "<title>Appointments</title>" in page.content.decode()


def test_issue_draws_once_however_often_it_is_sent(client):
    practice.providers(5)
    person = practice.client()
    practice.sign_in(client, person)

    answers = [client.post("/matches/issue/") for _ in range(3)]

    assert {(each.status_code, each.url) for each in answers} == {(302, "/matches/")}
    assert Shortlist.objects.count() == 1


def test_issue_is_not_for_reading(client, person):
    practice.sign_in(client, person)

    assert client.get("/matches/issue/").status_code == 405


def test_others_are_offered_only_after_saying_what_was_missing(client, person):
    practice.sign_in(client, person)

    refused = client.post("/matches/again/", {"number": "1", "note": "more like her"})
    assert "Choose at least one" in text_of(refused)
    assert "more like her" in refused.content.decode()
    assert Shortlist.objects.count() == 1

    answer = client.post("/matches/again/", {"number": "1", "missing": ["way"]})
    assert answer.url == "/matches/"
    assert Shortlist.objects.count() == 2


def test_replayed_request_for_others_uses_up_no_further_set(client, person):
    practice.sign_in(client, person)

    for _ in range(3):
        client.post("/matches/again/", {"number": "1", "missing": ["way"]})

    assert Shortlist.objects.count() == 2


def test_tampered_set_number_is_an_error_beside_the_field(client, person):
    practice.sign_in(client, person)

    for number in ("0", "-3", "99999999999999999999", "x", ""):
        answer = client.post("/matches/again/", {"number": number, "missing": ["way"]})
        assert answer.status_code == 200

    assert Shortlist.objects.count() == 1


def test_shortfall_says_what_would_help(client):
    practice.providers(2)
    person = practice.client(kind="therapist", payer="self_pay", max_fee=120)
    practice.sign_in(client, person)
    client.post("/matches/issue/")

    page = client.get("/matches/")

    assert "Nobody fits all of your limits yet" in text_of(page)
    assert "Pay up to $160 a session: 2 more people" in text_of(page)
    assert 'href="/questionnaire/pay/"' in page.content.decode()


def test_one_match_shows_what_made_its_forecast(client, person):
    practice.sign_in(client, person)
    match = Match.objects.filter(client=person).first()

    page = text_of(client.get(f"/matches/{match.pk}/"))

    assert "What made it: Goals" in page
    assert "How might I be wrong about how I see myself" in page


def test_recommended_name_that_cannot_take_the_client_says_why(client):
    practice.providers(4, licences="CA")
    person = practice.client()
    practice.sign_in(client, person)
    provider = Provider.objects.first()

    page = text_of(client.get(f"/recommended/{provider.pk}/fit/"))

    assert "They could not take you as things stand." in page
    assert "Licensed in your state, and not run out" in page


def test_recommended_name_that_is_not_listed_does_not_exist(client, person):
    practice.sign_in(client, person)
    provider = Provider.objects.first()
    Provider.objects.filter(pk=provider.pk).update(is_listed=False)

    assert client.get(f"/recommended/{provider.pk}/fit/").status_code == 404


def test_crisis_is_answered_with_help_before_the_three(client):
    practice.providers(4)
    person = practice.client(safe_now=False)
    practice.sign_in(client, person)
    client.post("/matches/issue/")

    page = client.get("/matches/").content.decode()

    assert page.index("Help is there now") < page.index('data-part="shortlist"')
    assert page.count('data-part="match"') == 3


def test_changed_answers_offer_to_choose_again(client, person):
    practice.sign_in(client, person)
    client.post("/questionnaire/concerns/", {"said": ["grief"]})

    assert "You changed an answer" in text_of(client.get("/matches/"))
    client.post("/matches/issue/")
    assert "You changed an answer" not in text_of(client.get("/matches/"))
    assert Shortlist.objects.count() == 2


def test_page_costs_the_same_queries_for_one_and_for_three(client):
    counts = []
    for number in (1, 30):
        Provider.objects.all().update(is_listed=False)
        practice.providers(number)
        person = practice.client()
        practice.sign_in(client, person)
        client.post("/matches/issue/")
        client.get("/matches/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/matches/")
        counts.append(len(captured))

    assert counts[0] == counts[1], counts
    assert counts[0] <= MOST_QUERIES


def test_names_and_words_that_look_like_markup_stay_text(client):
    practice.providers(3, name="<script>alert(1)</script>")
    person = practice.client()
    practice.sign_in(client, person)
    client.post("/matches/issue/")

    page = client.get("/matches/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
