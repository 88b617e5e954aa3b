"""The drill's own count: an answer that was acknowledged and is not there is found."""

import pytest

from rapport.cli.drills.answers import PAGE, SEEN, WORDS
from rapport.cli.drills.inside import clients
from rapport.cli.drills.inside_answers import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(client, settings):
    (key,) = clients({"count": 1, "stage": "begun"})
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    for time in (1, 2):
        page = client.get(PAGE)
        sent = {"said": WORDS.format(time), "seen": SEEN.search(page.content.decode())[1]}
        assert client.post(PAGE, sent).status_code == 302
    return key


def test_what_was_acknowledged_is_there(session):
    assert answers([f"{session} 1", f"{session} 2"]) == {}


def test_what_was_sent_after_the_last_yes_may_be_there(session):
    assert answers([f"{session} 1"]) == {}


def test_what_was_acknowledged_and_is_gone_is_counted(session):
    assert answers([f"{session} 3", f"{session} 2"]) == {"answers acknowledged and gone": 1}
