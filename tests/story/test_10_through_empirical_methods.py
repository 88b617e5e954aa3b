"""Through empirical methods

Is it just a hunch that two people will get on?
The only way to know is to ask how it went, to count, and to let chance have a say.
And then to print what was found, even when it is nothing.
"""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.learning.proof import publish
from rapport.learning.proof.trial_design import TrialDesign
from rapport.site.checkins.queries.sessions import rated_sessions
from rapport.site.matches import learned, trial_actions
from rapport.site.matches.models import Allocation, Match, Shortlist
from rapport.site.outcomes import actions
from rapport.site.outcomes.models import PublicFigures
from support import practice, rated
from support.stand_in_learner import StandIn
from support.story import one_provider, page_of_three, shows, someone, words_of

pytestmark = pytest.mark.django_db
NIGHT = datetime(2027, 1, 5, 9, tzinfo=UTC)


def begin_comparison() -> None:
    """Compare three ways to choose, from now on."""
    design = TrialDesign(planned=60, assumed_d=0.5)
    trial_actions.start(by="operator", at=timezone.now(), design=design, text="We compare.")


def learn(night: datetime, learner: StandIn) -> str:
    """What came of one night."""
    version = actions.learn_tonight(at=night, worker="w", learner=learner, now=lambda: night)
    assert version is not None
    return version.because


@shows(3, 18)
def test_how_it_went_is_learned_from_if_you_say_yes(client: Browser) -> None:
    """After a session you can say how well you agree, and how the bond is.
    If you say yes to it, we learn from that to guess better for others.
    If you say nothing, the answer is no.
    If you change your mind, it holds at once.
    """
    practice.providers(5)
    person = someone(client)
    rated.rate(rated.first_of(rated.matched(person)), [60, 70])
    assert rated_sessions(timezone.now()) is None

    client.post("/mine/choices/", {"learning-answer": "yes"})
    assert len(rated_sessions(timezone.now()) or ()) == 2

    client.post("/mine/choices/", {"learning-answer": "no"})
    assert rated_sessions(timezone.now()) is None


@shows(18)
def test_a_new_guess_must_be_as_good_as_the_old_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each night the guess is made anew from all that was told.
    It is then put to the test: it must guess the newest sessions, which it has not seen.
    If it does worse than the last one, it is not used, and we write down why.
    """
    for name, value in (("FEWEST_SESSIONS", 20), ("FEWEST_CLIENTS", 5), ("FEWEST_FORECAST", 5)):
        monkeypatch.setattr(publish, name, value)
    practice.providers(12)
    rng = np.random.default_rng(7)
    for _ in range(6):
        shortlist = rated.matched()
        rated.yes(shortlist.client, "learning")
        rated.rate(rated.first_of(shortlist), [float(x) for x in rng.normal(74, 9, 5).clip(0, 100)])

    learn(NIGHT, StandIn())
    because = learn(NIGHT + timedelta(days=1), StandIn(off=25, width=90))

    assert "the last model by" in because
    published = learned.newest_published()
    assert published is not None
    assert published.number == 1


@shows(18)
def test_you_are_asked_before_chance_decides_and_no_costs_nothing(client: Browser) -> None:
    """To find out if our way to choose helps, it must be set beside other ways.
    Chance can decide, for those who say yes, whose three are chosen in which way.
    You are asked first, and nothing is ticked for you.
    If you say no, you get your three as ever.
    """
    practice.providers(12)
    begin_comparison()
    someone(client)

    asked = client.post("/matches/issue/", follow=True)
    assert "Would you help us find out what helps?" in words_of(asked)
    assert "checked" not in asked.content.decode()

    client.post("/matches/before/", {"trial-answer": "no"})
    assert Match.objects.count() == 3
    assert not Allocation.objects.exists()


@shows(2, 18)
def test_whichever_way_was_drawn_all_three_can_take_you(client: Browser) -> None:
    """Chance picks the way to choose, and never breaks your limits.
    Even those drawn at random can all take you.
    You do not see which way it was, so that it cannot sway you.
    """
    practice.providers(12)
    for number in range(5):
        one_provider(f"full{number}", capacity="0")
    begin_comparison()
    for _ in range(6):
        browser = Browser()
        someone(browser)
        browser.post("/matches/before/", {"trial-answer": "yes"})
        assert "For our comparison, these three were chosen" in words_of(browser.get("/matches/"))

    assert set(Allocation.objects.values_list("arm", flat=True)) == {"model", "rules_only", "random_eligible"}
    offered = set(Match.objects.values_list("provider__provider_id", flat=True))
    assert offered <= {f"p{number}" for number in range(12)}


@shows(3, 18)
def test_each_draw_is_written_down_with_its_chance(client: Browser) -> None:
    """Your three are drawn with a little chance among the best.
    How likely each of them was is written down, so that others can check what we did.
    It is locked with your own key, and goes when you erase it.
    """
    practice.providers(10)
    someone(client)
    page_of_three(client)

    log = Shortlist.objects.select_related("client__key").get().unseal("record")["log"]

    assert sum(log["inclusion"]) == pytest.approx(3, abs=1e-4)
    assert [log["pairs"][place][place] for place in range(3)] == pytest.approx(
        list(Match.objects.order_by("position").values_list("propensity", flat=True)), abs=1e-6
    )


@shows(18)
def test_no_difference_is_said_as_plainly_as_a_gain() -> None:
    """One page tells what was found here, with how sure it is.
    If no difference was found, that is the first thing it says.
    So few people that they could be known are not shown at all.
    """
    nothing = dict.fromkeys(("sessions", "clients", "providers", "told", "model", "trial"))
    figures = PublicFigures.objects.create(night=NIGHT.date(), made_at=NIGHT, told=nothing)
    assert "Fewer than eleven people" in words_of(Browser().get("/does-it-work/"))
    found = {
        "arm": "model", "control": "random_eligible", "effect": 0.4, "low": -2.1, "high": 2.9,
        "n": {"model": 70, "random_eligible": 68}, "smallest_d": 0.4, "verdict": "no difference shown",
    }  # fmt: skip
    trial = {
        "number": 1, "is_running": False, "planned": 200, "randomised": 201,
        "power": 0.8, "assumed_d": 0.4, "comparisons": [found],
    }  # fmt: skip
    figures.told, figures.made_at = nothing | {"trial": trial}, timezone.now()
    figures.save()

    words = words_of(Browser().get("/does-it-work/"))

    assert "No difference is shown between choosing by the forecast and choosing at random." in words
    assert "95% interval −2.1 to 2.9" in words
    assert words.index("No difference is shown") < words.index("The figures so far")
