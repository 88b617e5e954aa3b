"""Every page that a client may open, and every fault of its forms, in Spanish: no English is left on it."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client as Browser
from django.utils import timezone
from django.utils.translation import override

from rapport.cli.drills import cast as drill_cast
from rapport.cli.drills import who_may
from rapport.cli.drills.cast import CANARY, GROUP, PROPOSED
from rapport.cli.drills.who_may import CLIENT, ROUTES, SIGNED_OUT
from rapport.site.foundation.languages import STAFF
from support import catalogue, practice
from support.looking import look

SPOKEN = ("aria-label", "alt", "title", "placeholder", "content")
SILENT = ("script", "style", "code")
VOID = ("meta", "link", "input", "img", "br", "hr", "path", "circle", "rect", "line", "use")
# Proper names, and the cast's own words.
NAMES = ("The Trevor Project", "Need to talk?", "District of Columbia", "English", CANARY, PROPOSED, *GROUP)
# Words that hardly any English sentence does without, and no Spanish one has.
ENGLISH = re.compile(
    r"\b(the|and|you|your|with|of|is|are|this|that|they|we|have|from|or|to|for)\b", re.IGNORECASE
)


class Spoken(HTMLParser):
    """What a page says to its reader, but for what says that it is in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language = ""
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        around = self._open[-1][1] if self._open else ""
        language = "-" if tag in SILENT else given.get("lang", around)
        self.language = self.language or language
        if language == self.language and given.get("name") not in ("viewport", "robots", "color-scheme"):
            self.said.extend(given[each] for each in SPOKEN if each in given)
        if tag not in VOID:
            self._open.append((tag, language))

    def handle_endtag(self, tag):
        if tag in {name for name, _language in self._open}:
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        if self._open and self._open[-1][1] == self.language and data.strip():
            self.said.append(" ".join(data.split()))


def spoken(html: str) -> Spoken:
    """A page, read."""
    reader = Spoken()
    reader.feed(html)
    return reader


@pytest.fixture(scope="module")
def english() -> set[str]:
    """Texts whose Spanish is another."""
    texts = {each.msgid for each in catalogue.read() if catalogue.said(each)[0] != each.msgid}
    return texts - set(NAMES)


@pytest.fixture
def cast(db):
    practice.providers(5)
    with override("es"):
        return drill_cast.make(practice.ANSWERS, at=timezone.now())


def visit_of(cast) -> str:
    """The cookie of the client's visit."""
    visit = Browser().session
    visit.update(drill_cast.visit_of(cast.people[CLIENT], at=timezone.now()))
    visit.save()
    return visit.session_key


def pages(cast) -> Iterator[tuple[str, str]]:
    """What a client, or anybody, sees of each address that is not the staff's: opened, and sent empty."""
    visit = visit_of(cast)
    for route in who_may.routes():
        who = ROUTES[route].who
        if f"/{route}".startswith(STAFF) or not {CLIENT, SIGNED_OUT} & set(who):
            continue
        for address in who_may.addresses(route, cast.things):
            for method in ("get", "post"):
                browser = Browser(headers={"accept-language": "es-US,es;q=0.9,en;q=0.5"})
                if CLIENT in who:
                    browser.cookies[settings.SESSION_COOKIE_NAME] = visit
                with transaction.atomic():
                    answer = getattr(browser, method)(address)
                    transaction.set_rollback(True)
                if answer.get("Content-Type", "").startswith("text/html") and answer.content:
                    yield f"{method} {address}", answer.content.decode()


def left(reader: Spoken, english: set[str]) -> list[str]:
    """What of a page is English."""
    return [each for each in reader.said if each in english or ENGLISH.search(_without_names(each))]


def _without_names(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return text


def test_no_page_of_a_client_has_english_on_it(cast, english):
    found, opened = {}, 0
    for address, html in pages(cast):
        reader, opened = spoken(html), opened + 1
        if reader.language != "es" or (english_left := left(reader, english)):
            found[address] = [reader.language, english_left]

    assert found == {}
    assert opened > 60


def test_english_on_a_page_is_noticed_and_what_says_that_it_is_english_is_not(english):
    page = """<html lang="es"><svg><path d=""/></svg><p>Algo salió mal</p><p>Something went wrong</p>
<p lang="en">the end</p><ul><li>Hola, <b>and so on</b></li></ul><img alt="a list of names">
<script>of</script></html>"""

    assert left(spoken(page), english) == ["Something went wrong", "and so on", "a list of names"]


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_long_words_fit_a_narrow_page(live_server, page, axe, cast):
    values = {settings.SESSION_COOKIE_NAME: visit_of(cast), settings.LANGUAGE_COOKIE_NAME: "es"}
    page.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in values.items()])
    for name in ("", "matches/", "questionnaire/hours/", "checkin/", "mine/"):
        page.goto(f"{live_server.url}/{name}")
        assert page.locator("html").get_attribute("lang") == "es"
        look(page, axe, f"es-{name.strip('/').replace('/', '-') or 'home'}", widths=(390, 320))
