"""A comparison at the desk: planned, previewed on last month's requests, started as previewed, stopped."""

import re

import pytest
from django.core import signing
from django.utils import timezone

from rapport.site.desk.trials.forms import PREVIEWED
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches.models import Trial
from rapport.site.outcomes.queries.trial_preview import trial_preview
from support import accounts, practice, rated
from support.story import words_of

pytestmark = pytest.mark.django_db
PLAN, START, STOP = ("/desk/trial/plan/", "/desk/trial/start/", "/desk/trial/stop/")
DESIGN = {"planned": 60, "assumed_d": 0.5}
PLANNED = {
    "arms": ["model", "random_eligible"], "planned": "200", "assumed_d": "0.4", "sessions": "3", "loss": "20",
    "text": "Whether matching helps the people who come to us.",
}  # fmt: skip


@pytest.fixture
def desk(client):
    client.person = accounts.sign_in(client, accounts.account("coordinator"))
    practice.providers(6)
    return client


def token_in(page) -> str:
    return re.search(r'name="previewed" value="([^"]+)"', page.content.decode())[1]


def test_started_as_it_was_previewed_and_stopped(desk):
    page = desk.post(PLAN, PLANNED)
    assert not Trial.objects.exists()
    assert "chances in 100 to show a difference of 0.40" in words_of(page)

    assert desk.post(START, {"previewed": token_in(page)})["Location"] == "/desk/trial/"
    trial = Trial.objects.get()
    assert (trial.is_running, trial.design["planned"], trial.design["arms"], trial.design["control"]) == (
        True, 200, ["model", "random_eligible"], "random_eligible",
    )  # fmt: skip
    assert "Stop it" in words_of(desk.get("/desk/trial/"))

    assert "Say why" in words_of(desk.post(STOP, {"because": ""}))
    assert "Say a little more" in words_of(desk.post(STOP, {"because": "x"}))
    desk.post(STOP, {"because": "The planned number is reached."})
    assert not Trial.objects.get().is_running
    verbs = AuditEvent.objects.filter(actor=desk.person.pk, verb__startswith="trial_")
    assert {each.verb for each in verbs} >= {"trial_previewed", "trial_started", "trial_stopped"}


def test_second_one_does_not_start(desk):
    token = token_in(desk.post(PLAN, PLANNED))
    desk.post(START, {"previewed": token})

    assert "Another comparison runs" in words_of(desk.post(START, {"previewed": token}))
    assert Trial.objects.count() == 1


def test_nothing_starts_that_was_not_previewed(desk):
    forged = signing.dumps({"design": DESIGN, "text": "x"}, salt=f"{PREVIEWED}.other")

    assert desk.post(START, {"previewed": forged})["Location"] == PLAN
    assert not Trial.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"arms": ["model"]}, "Tick at least two"),
        ({"planned": "3"}, "a number from 20 to 1e+06"),
        ({"assumed_d": "much"}, "a number from 0.05 to 2"),
        ({"text": ""}, "Write down what you want to know"),
    ],
)
def test_mistakes_are_said_and_nothing_typed_is_lost(desk, wrong, words):
    page = desk.post(PLAN, PLANNED | wrong)

    assert words in words_of(page)
    assert (PLANNED | wrong)["loss"] in page.content.decode()


def test_preview_counts_last_month_and_what_chance_gives_up(desk):
    before = trial_preview(DESIGN, at=timezone.now())
    assert (before.requests, before.looked_at, before.months, before.by_forecast) == (0, 0, None, None)
    for _ in range(3):
        rated.matched(rated.yes(practice.client(), "learning"), at=timezone.now())
    rated.matched(practice.client(), at=timezone.now())

    found = trial_preview(DESIGN, at=timezone.now())

    assert (found.requests, found.looked_at, found.could) == (4, 3, 3)
    assert found.months == 60 / 4
    assert found.by_forecast[0] >= 0


@pytest.mark.parametrize("kind", ["researcher", "provider"])
def test_no_other_account_starts_or_stops_one(kind):
    browser = accounts.signed_in(kind)

    for address in (PLAN, STOP):
        assert browser.get(address).status_code == 404
    assert browser.post(START, {"previewed": "x"}).status_code == 404
