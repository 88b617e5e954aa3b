"""How long a check-in takes: an estimate from its own page by the keystroke-level model, not a measurement.

Card, Moran and Newell (1980), doi 10.1145/358886.358895: a person's time is the sum of its acts. Brysbaert
(2019), doi 10.1016/j.jml.2019.104047: 238 words a minute, silently. Both from memory, unverified.
"""

import re
from pathlib import Path

import pytest
from django.test import Client as Browser

from support import followed, practice, rated

pytestmark = pytest.mark.django_db
# Seconds: to decide, to point, to press.
MENTAL, POINT, PRESS = 1.35, 1.1, 0.2
WORDS_A_MINUTE = 238
# Opening the link, saving, and leaving out what follows (tests/site/journeys/test_checkins_journey.py).
MORE_TAPS = 3
TOLD = Path(__file__).parents[3] / "docs" / "client" / "checkins.md"


@pytest.fixture
def page(client: Browser) -> str:
    """The form of most sessions."""
    practice.providers(6)
    course = followed.course()
    rated.rate(course.match, [70, 72])
    practice.sign_in(client, course.client)
    return client.get("/checkin/").content.decode()


def test_check_in_takes_less_than_half_a_minute_once_its_lines_are_known(page: str) -> None:
    groups = re.findall(r"<fieldset.*?</fieldset>", page, re.DOTALL)
    items = [each for each in groups if re.search(r'name="(goals1|tasks1|bond1|empathy|balance)"', each)]
    taps = len(items) + MORE_TAPS
    acts = taps * (MENTAL + POINT + PRESS)
    asked = [re.search(r"<legend.*?</legend>", each, re.DOTALL) for each in items]
    lines = [re.sub("<[^>]+>", " ", each[0]) for each in asked if each]
    reading = 60 * sum(len(each.split()) for each in lines) / WORDS_A_MINUTE

    assert (len(items), len(lines)) == (5, 5)
    assert acts < 30
    told = f"about {acts:.0f} seconds once you know the lines, and {acts + reading:.0f} the first time"
    assert told in TOLD.read_text(encoding="utf-8")
