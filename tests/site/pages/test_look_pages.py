"""The pages for everyone, signed out and without a database: pytest-django fails a test that touches one."""

import re

import pytest
from django.test import Client

from rapport.site.foundation import error_pages

PAGES = [
    "/",
    "/crisis/",
    "/privacy/",
    "/guides/",
    "/guides/what-rapport-is/",
    "/guides/asking-for-kind-challenge/",
    "/planner/",
    "/newsletter/",
]
ERRORS = (400, 403, 404, 405, 429, 500, 503)
NEUTRAL = {"Appointments", "Help now", "Privacy", "Guides", "Does it work?", "Planner", "Newsletter"}


def html(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return response.content.decode()


def error_page(status: int) -> str:
    return error_pages.page(error_pages.FAULTS[status]).content.decode()


def faults(page: str) -> list[str]:
    """What the content security policy would refuse, and what must not be missing."""
    found = re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)[^>]*>", page)
    found += [
        address for address in re.findall(r'(?:src|<link[^>]*href)="([^"]*)"', page) if address[0] != "/"
    ]
    wanted = [
        'href="/crisis/"',
        'href="/mine/leave/"',
        'href="#main"',
        '<main id="main"',
        'href="/privacy/"',
        "988",
    ]
    return found + [f"missing {piece}" for piece in wanted if piece not in page]


@pytest.mark.parametrize("address", PAGES)
def test_page_signed_out_has_help_exit_and_nothing_inline(address: str) -> None:
    assert faults(html(address)) == []


@pytest.mark.parametrize("status", ERRORS)
def test_error_page_without_any_context_has_help_exit_and_nothing_inline(status: int) -> None:
    assert faults(error_page(status)) == []


@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_and_a_neutral_title(address: str) -> None:
    page = html(address)

    assert page.count("<h1") == 1
    assert re.findall(r"<title>(.*?)</title>", page.partition("</head>")[0])[0] in NEUTRAL


@pytest.mark.parametrize("address", PAGES)
def test_ids_on_a_page_are_given_once_and_every_label_reference_exists(address: str) -> None:
    page = html(address)
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize("address", [each for each in PAGES if each not in ("/planner/", "/newsletter/")])
def test_page_refuses_to_be_posted_to(address: str) -> None:
    assert Client().post(address).status_code == 405


def test_privacy_page_says_the_retention_of_the_settings(settings: object) -> None:
    settings.RETENTION_DAYS = 37  # type: ignore[attr-defined]

    assert "37 days after your last visit" in html("/privacy/")


def test_crisis_page_names_988_and_other_countries() -> None:
    page = html("/crisis/")

    assert 'href="tel:988"' in page
    assert 'href="sms:988"' in page
    assert "United Kingdom" in page
    assert 'href="tel:116123"' in page


def test_every_line_of_the_library_is_on_the_crisis_page() -> None:
    from rapport.language.resources import crisis_resources

    page = html("/crisis/").replace("&amp;", "&").replace("&#x27;", "'")
    lines = [
        line
        for country in ("US", "CA", "MX", "GB", "IE", "ES", "DE", "AU", "NZ", "XX")
        for line in crisis_resources(country)
    ]

    assert [line for line in lines if line.name not in page or line.contact not in page] == []


@pytest.mark.parametrize(
    ("contact", "number"),
    [
        ("Call or text 988", "988"),
        ("Call 988, then press 1, or text 838255", "988"),
        ("Llame al 800 911 2000", "8009112000"),
        ("Text HOME to 741741", ""),
        ("Call your local emergency number", ""),
    ],
)
def test_number_that_a_link_dials(contact: str, number: str) -> None:
    from rapport.site.client import queries

    assert queries._dial(contact) == number


@pytest.mark.django_db
def test_does_it_work_claims_nothing_before_anything_is_measured() -> None:
    page = html("/does-it-work/")

    assert faults(page) == []
    assert "We do not know yet" in page
    assert "None. This service has not measured enough" in page
