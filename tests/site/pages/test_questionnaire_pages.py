"""The question pages, through Django's test client: what is shown, saved, refused, and to whom."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape

from rapport.site.foundation import consent
from rapport.site.intake import queries
from rapport.site.intake.models import Intake
from rapport.site.intake.questions import QUESTIONS
from rapport.site.people.actions import erase_client, open_client
from rapport.site.people.models import Client
from rapport.vocabulary import CONCERNS, GOALS

MOST_QUERIES = 4  # the visit, the client with their key, the questionnaire
pytestmark = pytest.mark.django_db

# What a client posts on each page of the longest way through.
POSTS = {
    "about": {"said": "Everything is too much since spring."},
    "safe": {"said": "yes"},
    "concerns": {"said": ["stress_burnout", "relationship"]},
    "pace": {"said": "long"},
    "goals": {"said": ["cope", "relate"]},
    "matter": {"concerns-stress_burnout": "3", "goals-cope": "1"},
    "tasks": {"skills": "2", "homework": "-2", "role_play": ""},
    "lead": {"said": "2"},
    "feeling": {"said": "unsure"},
    "time": {"said": "-3"},
    "challenge": {"said": "1"},
    "style": {"said": "2"},
    "who": {"age_group": "adult", "service": "individual"},
    "kind": {"said": "either"},
    "formats": {"said": ["video", "in_person"]},
    "state": {"said": "NY"},
    "distance": {"zip": "10027", "miles": "15"},
    "languages": {"said": ["en", "es"]},
    "pay": {"payer": "aetna", "self_pay_ok": "yes", "max_fee": "180"},
    "hours": {"timezone": "America/New_York", "slots": ["mon-18", "thu-19"]},
    "preferences": {"gender": "woman", "identities": ["lgbtq"], "must": ["gender"]},
}


def url(slug):
    return reverse("questionnaire:page", args=[slug])


def send(client, slug, **more):
    return client.post(url(slug) + more.pop("query", ""), POSTS[slug] | more)


def walk(client, *, until=None, posts=POSTS):
    """Follow the questionnaire's own redirects from the first page; returns the slugs that were shown."""
    shown, address = [], url("about")
    while address != reverse("questionnaire:check"):
        page = client.get(address)
        if b"/questionnaire/go-on/" in page.content:
            address = client.post(reverse("questionnaire:go_on"), {"next": address}).url
            continue
        assert page.status_code == 200, address
        slug = address.rstrip("/").rpartition("/")[2]
        if slug == until:
            break
        shown.append(slug)
        response = client.post(address, posts.get(slug, {"skip": "1"}))
        assert response.status_code == 302, (slug, response.content.decode())
        address = response.url
    return shown


def test_whole_way_asks_every_question_once_in_order(client):
    shown = walk(client)

    assert shown == [question.slug for question in QUESTIONS]


def test_whole_way_yields_the_answers(client):
    walk(client)

    owner = Client.objects.get()
    answers = queries.answers_of(owner)
    assert answers == {
        "client_id": owner.pk,
        "kind": "either",
        "state": "NY",
        "zip": "10027",
        "max_miles": 15,
        "timezone": "America/New_York",
        "age_group": "adult",
        "service": "individual",
        "languages": ["en", "es"],
        "formats": ["video", "in_person"],
        "payer": "aetna",
        "self_pay_ok": True,
        "max_fee": 180,
        "slots": ["mon-18", "thu-19"],
        "concerns": [
            {"code": "relationship", "importance": 2},
            {"code": "stress_burnout", "importance": 3},
        ],
        "goals": [{"code": "cope", "importance": 1}, {"code": "relate", "importance": 2}],
        "tasks": [{"code": "skills", "wanted": 2}, {"code": "homework", "wanted": -2}],
        "style": {"directive": 2, "past": -3, "challenge": 1},
        "style_importance": 2,
        "prefer": {"gender": "woman", "identities": ["lgbtq"], "must": ["gender:woman"]},
        "text": "Everything is too much since spring.",
        "safe_now": True,
    }


def test_quick_way_shows_only_what_is_essential(client):
    shown = walk(client, posts={**POSTS, "pace": {"said": "short"}, "formats": {"said": ["video"]}})

    assert shown == ["about", "safe", "concerns", "pace", "who", "formats", "state", "languages"]
    assert queries.answers_of(Client.objects.get())["formats"] == ["video"]


def test_least_way_skips_all_that_can_be_skipped(client):
    required = {q.slug: POSTS[q.slug] for q in QUESTIONS if q.required}

    shown = walk(client, posts=required | {"pace": {"said": "short"}})

    assert len(shown) + 1 <= 10
    answers = queries.answers_of(Client.objects.get())
    asked = {key for q in QUESTIONS if q.required for key in q.fills}
    assert set(answers) == {"client_id", *asked}


def test_first_page_opens_a_client_only_when_it_is_sent(client):
    client.get(reverse("questionnaire:start"))
    page = client.get(url("about"))
    assert Client.objects.count() == 0
    assert "receipt" not in page.content.decode()

    send(client, "about")

    owner = Client.objects.get()
    assert consent.is_given(client_id=owner.pk, purpose="matching")
    assert queries.draft_of(owner).value("about") == POSTS["about"]["said"]


def test_first_page_says_what_is_agreed_to(client):
    page = client.get(url("about")).content.decode()

    assert "Use my answers to find three people who can take me." in page


def test_every_page_after_the_first_shows_the_code_and_the_date(client):
    send(client, "about")
    owner = Client.objects.get()

    for slug in ("safe", "concerns", "about"):
        page = client.get(url(slug)).content.decode()
        assert owner.receipt_code() in page
        assert date_format(owner.expires_at, "DATE_FORMAT") in page


def test_answers_are_sealed_in_the_database(client):
    send(client, "about")

    stored = bytes(Intake.objects.get().answers)

    assert b"spring" not in stored
    assert b"about" not in stored


def test_every_page_says_what_and_why_we_ask(client):
    walk(client)

    for question in QUESTIONS:
        page = client.get(url(question.slug)).content.decode()
        assert "Why we ask" in page
        assert escape(str(question.why)) in page
        assert escape(str(question.title)) in page


def test_page_offers_to_skip_what_is_not_required(client):
    walk(client)

    for question in QUESTIONS:
        page = client.get(url(question.slug)).content.decode()
        assert ("Skip this question" in page) == question.can_be_skipped


def test_page_leads_back_to_the_page_before(client):
    walk(client)

    for earlier, later in pairwise(QUESTIONS):
        assert f'href="{url(earlier.slug)}"' in client.get(url(later.slug)).content.decode()
    assert f'href="{reverse("questionnaire:start")}"' in client.get(url("about")).content.decode()
    assert f'href="{url(QUESTIONS[-1].slug)}"' in client.get(reverse("questionnaire:check")).content.decode()


def test_required_page_sent_empty_says_what_is_missing(client):
    send(client, "about")

    page = client.post(url("concerns"), {}).content.decode()

    assert "There is a problem" in page
    assert "Tick at least one." in page
    assert not queries.draft_of(Client.objects.get()).has("concerns")


def test_required_page_cannot_be_skipped(client):
    send(client, "about")

    response = client.post(url("concerns"), {"skip": "1"})

    assert response.status_code == 200
    assert not queries.draft_of(Client.objects.get()).has("concerns")


def test_suggested_concerns_stand_first_and_are_not_ticked(client, monkeypatch):
    monkeypatch.setattr("rapport.site.intake.asking.suggested_concerns", lambda draft: ("sleep", "anger"))
    send(client, "about")

    page = client.get(url("concerns")).content.decode()

    assert (
        page.index("From what you wrote, perhaps") < page.index('value="sleep"') < page.index('value="panic"')
    )
    assert page.count('value="sleep"') == 1
    assert " checked" not in page


def test_changed_answer_returns_to_the_check_page(client):
    walk(client)
    check = client.get(reverse("questionnaire:check")).content.decode()
    address = url("state") + "?from=check"
    assert f'href="{address}"' in check

    assert f'href="{reverse("questionnaire:check")}"' in client.get(address).content.decode()
    response = client.post(address, {"said": "TX"})

    assert response.url == reverse("questionnaire:check")
    assert queries.answers_of(Client.objects.get())["state"] == "TX"


def test_changed_answer_asks_first_what_it_made_necessary(client):
    walk(client, posts={**POSTS, "formats": {"said": ["video"]}})

    response = client.post(url("formats") + "?from=check", {"said": ["in_person"]})

    assert response.url == url("distance") + "?from=check"
    assert client.get(reverse("questionnaire:check")).url == url("distance")


def test_check_page_says_every_answer_and_posts_to_the_matches(client):
    walk(client)

    page = client.get(reverse("questionnaire:check")).content.decode()

    for said in ("Everything is too much since spring.", "Stress or burnout", "New York", "Aetna", "$180"):
        assert said in page
    assert 'action="/matches/issue/"' in page
    assert Client.objects.get().receipt_code() in page


def test_check_page_after_the_quick_way_offers_the_rest(client):
    walk(client, posts={**POSTS, "pace": {"said": "short"}})

    page = client.get(reverse("questionnaire:check")).content.decode()

    assert f'href="{url("goals")}?from=check"' in page
    assert client.get(url("goals") + "?from=check").status_code == 200


@pytest.mark.parametrize(
    ("slug", "post"),
    [
        ("safe", {"said": "no"}),
        ("safe", {"said": "unsure"}),
        ("concerns", {"said": ["suicidality"]}),
        ("concerns", {"said": ["self_harm", "sleep"]}),
    ],
)
def test_danger_shows_help_first_and_then_goes_on(client, slug, post):
    send(client, "about")
    response = client.post(url(slug), post)

    help_page = client.get(response.url).content.decode()
    assert 'href="tel:988"' in help_page
    assert f'value="{response.url}"' in help_page
    # It stands before every question, whatever address is opened.
    assert 'href="tel:988"' in client.get(url("about")).content.decode().partition("<footer")[0]

    gone_on = client.post(reverse("questionnaire:go_on"), {"next": response.url})
    assert gone_on.url == response.url
    assert b"tel:988" not in client.get(response.url).content.partition(b"<footer")[0]


def test_crisis_in_the_text_shows_help_first(client, monkeypatch):
    monkeypatch.setattr("rapport.site.intake.actions.is_crisis", lambda text: True)

    response = send(client, "about")

    assert "help" not in response.url
    assert b"You do not have to wait" in client.get(response.url).content
    client.post(reverse("questionnaire:go_on"), {"next": response.url})
    assert b"You do not have to wait" not in client.get(response.url).content


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/mine/leave/", "", "/questionnaire/x/"]
)
def test_go_on_follows_the_addresses_of_questions_only(client, address):
    send(client, "about")

    response = client.post(reverse("questionnaire:go_on"), {"next": address})

    assert response.url == url("safe")


def test_pages_cost_the_same_queries_with_one_answer_and_with_thirty(client, django_assert_num_queries):
    posts = {**POSTS, "concerns": {"said": ["sleep"]}, "goals": {"said": ["cope"]}}
    walk(client, posts=posts)
    many = {**posts, "concerns": {"said": list(CONCERNS)}, "goals": {"said": list(GOALS)}}
    addresses = [url(q.slug) for q in QUESTIONS if q.slug != "kind"] + [reverse("questionnaire:check")]

    few_queries = [_queries_of(client, address) for address in addresses]
    for slug in ("concerns", "goals"):
        client.post(url(slug), many[slug] | {"seen": "1"})
    client.post(reverse("questionnaire:go_on"), {"next": url("about")})

    assert [_queries_of(client, address) for address in addresses] == few_queries
    assert max(few_queries) <= MOST_QUERIES


def _queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_held_about_gives_back_all_that_was_sent(client):
    walk(client)

    held = queries.held_about(Client.objects.get())

    assert held["questionnaire"]["text"] == POSTS["about"]["said"]
    assert held["questionnaire"]["_pages"]["pages"]["hours"]["value"]["slots"] == ["mon-18", "thu-19"]
    assert held["submitted_at"] is None


def test_held_about_someone_without_a_questionnaire_is_empty():
    owner, _code = open_client(at=timezone.now())

    assert queries.held_about(owner) == {}
    assert queries.answers_of(owner) is None


def test_erased_client_leaves_no_questionnaire(client):
    walk(client)
    owner = Client.objects.get()

    erase_client(owner, by=owner.pk, at=timezone.now())

    assert not Intake.objects.exists()
