"""The language of a page: by a link that keeps the page, else the browser's; English for the staff."""

from importlib.resources import files
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser
from django.test import RequestFactory

from rapport.site.foundation.languages import CHOICE, Languages

COOKIE = settings.LANGUAGE_COOKIE_NAME
SPANISH = {"accept-language": "es-MX,es;q=0.9,en;q=0.5"}


def language_of(answer):
    return answer.content.decode().partition('<html lang="')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("asks", "gets"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("es", "es"),
        ("en-GB", "en"),
        ("fr,de", "en"),
        ("", "en"),
        ("x;;q=", "en"),
    ],
)
def test_page_is_in_the_browsers_language_where_we_have_it(asks, gets):
    answer = Browser(headers={"accept-language": asks}).get("/crisis/")

    assert (language_of(answer), answer["Content-Language"]) == (gets, gets)
    assert {"accept-language", "cookie"} <= {each.strip().lower() for each in answer["Vary"].split(",")}


def test_every_page_links_to_itself_in_the_other_language():
    for asks, other, name in (("en", "es", "Español"), ("es", "en", "English")):
        page = Browser(headers={"accept-language": asks}).get("/privacy/").content.decode()
        assert f'<a href="?lang={other}" lang="{other}" hreflang="{other}" rel="nofollow">{name}</a>' in page


def test_chosen_language_leads_back_to_the_page_and_stays_until_the_browser_closes():
    browser = Browser(headers={"accept-language": "en"})
    answer = browser.get("/people/", {"name": "Ana & Eva", CHOICE: "es"})

    assert (answer.status_code, answer["Location"]) == (302, "/people/?name=Ana+%26+Eva")
    cookie = answer.cookies[COOKIE]
    assert (cookie.value, cookie["max-age"], cookie["expires"]) == ("es", "", "")
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "no-store" in answer["Cache-Control"]
    assert language_of(browser.get("/crisis/")) == "es"
    browser.get("/crisis/", {CHOICE: "en"})
    assert language_of(browser.get("/crisis/")) == "en"


def test_choice_leads_to_no_other_site_and_only_to_languages_that_we_have():
    outside, browser = RequestFactory().get("/", {CHOICE: "es"}), Browser()
    outside.path = "//evil.example/"
    assert Languages(HttpResponse)(outside)["Location"] == "/%2Fevil.example/"
    for wrong in ("fr", "", "es-MX", "../es"):
        answer = browser.get("/crisis/", {CHOICE: wrong})
        assert (answer.status_code, COOKIE in answer.cookies) == (200, False)
    assert COOKIE not in browser.post(f"/people/?{CHOICE}=es").cookies


@pytest.mark.django_db
def test_leaving_forgets_the_language_with_all_else():
    browser = Browser()
    browser.get("/crisis/", {CHOICE: "es"})

    assert '"cookies"' in browser.get("/mine/leave/")["Clear-Site-Data"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/portal/", "/desk/", "/desk/policy/", "/portal/nowhere/"])
def test_pages_of_the_staff_are_in_english_whatever_the_browser_asks(address):
    browser = Browser(headers=SPANISH)
    answer = browser.get(address)

    assert answer["Content-Language"] == "en"
    assert COOKIE not in browser.get(address, {CHOICE: "es"}).cookies


@pytest.mark.parametrize("face", ["desk", "portal"])
def test_no_page_of_the_staff_offers_another_language(face):
    folder = Path(str(files(f"rapport.site.{face}"))) / "templates" / face
    pages = {each: each.read_text(encoding="utf-8") for each in folder.rglob("*.html")}
    assert pages

    beside = [
        each.name
        for each, text in pages.items()
        if text.startswith('{% extends "base.html" %}') and "{% block languages %}{% endblock %}" not in text
    ]
    assert beside == []


@pytest.mark.django_db
def test_fault_beside_a_field_is_told_in_spanish():
    page = Browser(headers=SPANISH).post("/return/", {"code": "uno dos"}).content.decode()

    assert "No conocemos ese código" in page or "Escribe las cinco palabras" in page
