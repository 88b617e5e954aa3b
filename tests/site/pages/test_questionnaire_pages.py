"""The question pages, through Django's test client: what is shown, saved, refused, and to whom."""

import pytest
from django.urls import reverse

from rapport.site.intake import queries
from rapport.site.intake.questions import QUESTIONS
from rapport.site.people.models import Client

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
            {"code": "stress_burnout", "importance": 3},
            {"code": "relationship", "importance": 2},
        ],
        "goals": [{"code": "cope", "importance": 1}, {"code": "relate", "importance": 2}],
        "tasks": [{"code": "skills", "wanted": 2}, {"code": "homework", "wanted": -2}],
        "style": {"directive": 2, "past": -3, "challenge": 1},
        "style_importance": 2,
        "prefer": {"gender": "woman", "identities": ["lgbtq"], "must": ["gender:woman"]},
        "text": "Everything is too much since spring.",
        "safe_now": True,
    }
