"""What was learned, on pages: the same forecast wherever somebody is shown, and a newer one at once."""

import html
import re
from dataclasses import replace

import pytest
from django.utils import timezone

from rapport.matching.fit import FEATURES
from rapport.matching.learned import Effect, Learned
from rapport.site.client.matches import presentation
from rapport.site.foundation import remembered
from rapport.site.matches import learned, queries
from rapport.site.matches.models import ModelVersion
from rapport.site.matches.told import in_words
from support import practice, rated

pytestmark = pytest.mark.django_db
PARTS = ("goals", "tasks", "bond")
MODEL = Learned(
    version="by-hand-1",
    typical=dict.fromkeys(PARTS, 70.0),
    spread=dict.fromkeys(PARTS, 9.0),
    unknown=4.0,
    points=dict.fromkeys(FEATURES, 1.0),
    doubts=dict.fromkeys(FEATURES, 1.0),
    correlation=0.8,
    effects={"p1": Effect((12.0, 12.0, 12.0), {}, doubt=2.0, sessions=60, clients=30)},
)


@pytest.fixture(autouse=True)
def _empty():
    for memory in remembered.MEMORIES:
        memory.forget_all()


def publish(number, model):
    stored = model.to_bytes()
    ModelVersion.objects.create(
        number=number, made_at=timezone.now(), artefact=stored, checksum=learned.checksum_of(stored),
        sessions=600, clients=60, providers=6, is_published=True, because="by hand",
    )  # fmt: skip


@pytest.fixture
def shortlist(client):
    practice.providers(6)
    publish(1, MODEL)
    found = rated.matched(at=timezone.now())
    practice.sign_in(client, found.client)
    return found


def forecasts(page):
    """The forecasts that a page of one person tells in sentences."""
    return re.findall(
        r"Most likely about \d+ of 100[^<]*?Typical is \d+\.", html.unescape(page.content.decode())
    )


def test_match_and_recommended_name_are_forecast_alike(client, shortlist):
    for match in shortlist.matches.all():
        as_match = forecasts(client.get(f"/matches/{match.pk}/"))
        as_name = forecasts(client.get(f"/recommended/{match.provider_id}/fit/"))

        assert len(as_match) >= len(PARTS)
        assert as_match == as_name
        assert "Typical is 70." in as_name[0]


def test_newly_published_model_changes_a_kept_page_at_once(client, shortlist):
    address = f"/recommended/{rated.first_of(shortlist).provider_id}/fit/"
    before = client.get(address)
    assert client.get(address).content == before.content

    publish(2, replace(MODEL, version="by-hand-2", typical=dict.fromkeys(PARTS, 55.0)))
    after = client.get(address)

    assert forecasts(after) != forecasts(before)
    assert "Typical is 55." in forecasts(after)[0]


def test_versions_behind_a_recommended_name_hold_the_models_number(shortlist):
    before = queries.versions_behind(shortlist.client)
    publish(2, MODEL)

    assert queries.versions_behind(shortlist.client)[-1] == before[-1] + 1 == 2


def test_points_are_rounded_and_not_cut():
    assert [presentation._points(each) for each in (2.96, -2.96, 0.25)] == ["+3.0", "−3.0", "+0.3"]


@pytest.mark.parametrize(("limit", "to"), [("self_pay_ok", True), ("max_miles", 40), ("kind", "either")])
def test_each_kind_of_widening_is_told(limit, to):
    text, _ = presentation._widening({"limit": limit, "to": to, "would_add": 2})

    assert text.endswith("2 more people")
    assert ("40" in text) is (limit == "max_miles")


@pytest.mark.parametrize(
    ("clients", "said"), [(1, "1 client over 1 session"), (2, "2 clients over 2 sessions")]
)
def test_site_tells_one_client_from_several(shortlist, clients, said):
    effect = Effect((12.0, 12.0, 12.0), {}, doubt=2.0, sessions=clients, clients=clients)
    publish(2, replace(MODEL, version="by-hand-2", effects={"p1": effect}))

    again = rated.matched(at=timezone.now())

    match = again.matches.get(provider__provider_id="p1")
    match.client = again.client
    assert any(f"Measured by {said}:" in in_words(each) for each in match.unseal("detail")["reasons"])
