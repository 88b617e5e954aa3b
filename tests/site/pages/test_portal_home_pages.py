"""The portal's first page: a provider's own, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.matching.openings import Span
from rapport.site.directory.actions import hours, vignettes
from rapport.site.directory.actions.profile import save_profile
from rapport.site.directory.models import Provider
from support import accounts
from support.portal import portal_of
from support.practice import AT, providers

pytestmark = pytest.mark.django_db


def test_provider_sees_how_they_stand():
    browser, provider = portal_of()

    text = browser.get("/portal/").content.decode()

    assert "2 of 2" in text
    assert f'href="/providers/{provider.pk}/"' in text or provider.pk in text
    assert 'aria-current="page">Today' in text


@pytest.mark.parametrize("address", ["/portal/", "/portal/start/"])
@pytest.mark.parametrize("kind", ["coordinator", "researcher", ""])
def test_others_are_refused_as_if_there_were_nothing(kind, address):
    browser = accounts.signed_in(kind) if kind else Browser()
    answer = browser.get(address)

    led_in = not kind and address == "/portal/" and answer["Location"] == "/sign-in/"
    assert led_in or answer.status_code == 404
    assert browser.post(address).status_code in (404, 405)


def test_new_account_says_who_they_are_first():
    browser = accounts.signed_in("provider")
    assert browser.get("/portal/")["Location"] == "/portal/start/"

    wrong = browser.post("/portal/start/", {"name": "", "kind": "coach"})
    assert "Enter your name." in wrong.content.decode()
    right = browser.post("/portal/start/", {"name": "Cy Example", "kind": "coach"})

    assert right["Location"] == "/portal/"
    assert (Provider.objects.get().name, Provider.objects.get().is_listed) == ("Cy Example", False)
    assert browser.get("/portal/start/")["Location"] == "/portal/"
    assert "Not yet" in browser.get("/portal/").content.decode()


def test_what_presses_comes_first_and_each_need_leads_to_its_page():
    browser, _ = portal_of()
    assert "Write two replies" in browser.get("/portal/").content.decode()
    newcomer = accounts.signed_in("provider")
    newcomer.post("/portal/start/", {"name": "Ada Example", "kind": "therapist"})

    text = newcomer.get("/portal/").content.decode()

    needs = ("Show who you are", "Finish your profile", "Say when you are there", "Write two replies")
    assert [text.index(f"<h2>{need}</h2>") for need in needs] == sorted(
        text.index(f"<h2>{need}</h2>") for need in needs
    )
    for address in ("verification", "profile", "hours", "replies"):
        assert f'href="/portal/{address}/"' in text
        assert newcomer.get(f"/portal/{address}/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/portal/", "/portal/hours/", "/portal/profile/", "/portal/replies/", "/portal/verification/"]
)
def test_pages_cost_the_same_queries_with_one_row_and_with_thirty(address):
    browser, provider = portal_of(count=2)
    browser.get(address)
    with CaptureQueriesContext(connection) as before:
        browser.get(address)
    much_of_everything(provider)
    browser.get(address)

    with CaptureQueriesContext(connection) as after:
        browser.get(address)

    assert len(after) <= len(before) + 2, [each["sql"][:100] for each in after]


def much_of_everything(provider: Provider) -> None:
    """Thirty dates, thirty changes of the profile, thirty replies to rate."""
    dates = [timezone.localdate() + timedelta(days=n) for n in range(30)]
    hours.set_exceptions(provider, dates=dates, hours=[Span(540, 600)], by="p", at=AT)
    for n in range(30):
        save_profile(provider, cells={"about": f"Line {n}"}, by="p", at=AT)
    providers(17)
    for writer in Provider.objects.exclude(pk=provider.pk):
        for reply in vignettes.draw_replies(writer, by="w", at=AT):
            vignettes.write_reply(reply, text="I hear you. " * 20, send=True, by="w", at=AT)
