"""The demo: what its invented clients send is what the pages can show again."""

import pytest
from django.test import Client as Browser

from rapport.cli import demo
from rapport.site.people.models import Client
from support import practice

pytestmark = pytest.mark.django_db


def test_every_invented_client_can_check_their_answers_and_see_their_matches() -> None:
    demo.fill(providers=200, clients=12, seed=7, until="matches")

    for person in Client.objects.select_related("key"):
        browser = Browser()
        practice.sign_in(browser, person)
        for address in ("/questionnaire/check/", "/matches/", "/mine/", "/mine/download/"):
            assert browser.get(address).status_code == 200, address


def test_demo_until_the_directory_opens_no_clients() -> None:
    demo.fill(providers=20, clients=5, seed=7, until="directory")

    assert not Client.objects.exists()
