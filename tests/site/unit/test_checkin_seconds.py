"""How long a check-in takes, by the keystroke-level model on its own page: an estimate, nobody was timed.

Card, Moran and Newell (1980), doi 10.1145/358886.358895 (from memory, unverified): a person's time is the sum
of their acts; to decide takes 1.35 s, and nothing is decided anew before what follows by itself, as saving
follows the last answer. A tap takes .567 s and a slide about .8 s on a touchscreen (doi
10.1016/j.apergo.2016.06.004; read in its abstract). Brysbaert (2019), doi 10.1016/j.jml.2019.104047 (read in
its abstract): 238 words a minute silently, more where words are shorter; by letters that is 238 words of 4.6
letters (from memory, unverified).
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client as Browser

from rapport.site.checkins.queries.due import link_path
from support import followed, practice

pytestmark = pytest.mark.django_db
MENTAL, TAP, SLIDE = 1.35, 0.567, 0.8
LETTERS_A_SECOND = 238 * 4.6 / 60
# What a phone of 844 pixels needs to reach the end of the form (the journey of check-ins holds it to that).
SLIDES = 2
ASKED = 5
# Opening the link, and saving; leaving out what may follow, once it says that all is saved, is the third.
OPEN_AND_SAVE = 2
TOLD = Path(__file__).parents[3] / "docs" / "client" / "checkins.md"


class Shown(HTMLParser):
    """Every text of the form that is seen, once: what stands again in each row is not read again."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = (dict(attrs).get("class") or "").split()
        is_hidden = bool({"scale-words", "visually-hidden"} & set(names))
        if tag == self._hidden[0] if self._hidden else is_hidden or tag == "textarea":
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not self._hidden and words not in self.texts:
            self.texts.append(words)


@pytest.fixture
def form(client: Browser) -> str:
    """The form of a first session, as a link opens it, without what stands folded away."""
    practice.providers(6)
    page = client.get(link_path(followed.course().pk)).content.decode()
    found = re.search(r"<form class=.*?</form>", page, re.DOTALL)
    assert found
    return re.sub(r"</summary>.*?</details>", "</summary></details>", found[0], flags=re.DOTALL)


def test_check_in_takes_less_than_half_a_minute_also_the_first_time(form: str) -> None:
    texts = Shown(form).texts
    assert {"How did it go together?", "I do not feel safe", "Save"} <= set(texts)
    assert len(set(re.findall(r'type="radio" name="([^"]+)"', form))) == ASKED

    known = ASKED * (MENTAL + TAP) + OPEN_AND_SAVE * TAP + SLIDES * SLIDE
    letters = sum(len(re.sub(r"\W", "", text)) for text in texts)
    first = known + letters / LETTERS_A_SECOND

    assert first < 30
    told = f"about {known:.0f} seconds once you know the lines, and {first:.0f} the first time"
    assert told in TOLD.read_text(encoding="utf-8")
