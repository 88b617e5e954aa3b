"""How the story's tests tell and show: the points that a test holds to, and a reader's eye on a page."""

import html
import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpResponse
from django.test import Client as Browser

from rapport.site.people.models import Client
from support import practice

Test = TypeVar("Test", bound=Callable[..., None])


def shows(*_points: int) -> Callable[[Test], Test]:
    """Marks a test as showing these points of the story; read by generate_story, which never runs it."""
    return lambda test: test


def words_of(response: Any) -> str:
    """What a page says, in one line, without its tags."""
    assert isinstance(response, HttpResponse)
    text = re.sub(r"<(style|script|title)\b.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(text))


def one_provider(provider_id: str, **cells: str) -> None:
    """Put one more provider into the directory; what is not said is as in `practice.ROW`."""
    practice.providers(1, **{"provider_id": provider_id, "name": f"Person {provider_id}", **cells})


def someone(browser: Browser, **changes: Any) -> Client:
    """A person who has answered every page, in this browser."""
    person = practice.client(**changes)
    practice.sign_in(browser, person)
    return person


def page_of_three(browser: Browser) -> Any:
    """Ask for the three, and open their page."""
    browser.post("/matches/issue/")
    return browser.get("/matches/")


def shown(page: Any) -> list[str]:
    """The roster ids of those on the page of the three, in order."""
    return re.findall(r'data-provider="([^"]+)"', page.content.decode())


def card_of(page: Any, provider_id: str) -> str:
    """What one card on the page of the three says."""
    cards = page.content.decode().split('data-part="match"')[1:]
    (card,) = (each.partition("</article>")[0] for each in cards if f'data-provider="{provider_id}"' in each)
    return words_of(HttpResponse(f"<p {card}"))


def page_in_full(browser: Browser, position: int = 0) -> Any:
    """The page behind one of the three cards."""
    addresses = re.findall(r'href="(/matches/[a-z2-7]{26}/)"', page_of_three(browser).content.decode())
    return browser.get(addresses[position])
