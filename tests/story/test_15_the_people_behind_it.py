"""The people behind it

A program alone should not decide who helps you.
People at a desk look after all who wait, and after what the program does.
But they may not look into your life out of mere interest.
"""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.learning.proof.trial_design import TrialDesign
from rapport.site.consultations.actions.by_hand import offer_by_hand
from rapport.site.directory.models import Provider
from rapport.site.foundation import steering
from rapport.site.intake.models import Intake
from rapport.site.matches import trial_actions
from rapport.site.matches.policy_actions import TrialRuns, set_policy
from rapport.site.people.models import Client, Glass
from support import accounts, practice, rated
from support.story import shows, words_of

pytestmark = pytest.mark.django_db
TEXT = "hardly sleep"
WHY = "A clinic called and asks if they are safe."
CHOSEN = "She speaks their dialect, which no form asks about."


def desk() -> Browser:
    """Somebody at the desk."""
    browser = Browser()
    accounts.sign_in(browser, accounts.account("coordinator"))
    return browser


@pytest.fixture
def person() -> Client:
    practice.providers(6)
    found = practice.client()
    at = timezone.now() - timedelta(days=8)
    rated.matched(found, at=at)
    Intake.objects.filter(client=found).update(submitted_at=at)
    return found


def case_of(person: Client) -> str:
    return f"/desk/cases/{Intake.objects.get(client=person).pk}/"


@shows(16, 17)
def test_nobody_waits_unseen(person: Client) -> None:
    """The first page of the desk shows who has to wait for long, and who is not safe.
    No name stands there.
    """
    page = desk().get("/desk/")

    assert "Has waited for more than a week" in words_of(page)
    assert person.pk not in page.content.decode()


@shows(1)
def test_your_words_are_sealed_from_the_desk_too(person: Client) -> None:
    """Who looks after you sees when you asked and how far it has come.
    What you wrote stays sealed until you say yes, and you can take that back.
    """
    browser = desk()
    browser.post(f"{case_of(person)}assign/")
    assert TEXT not in words_of(browser.get(case_of(person)))

    rated.yes(person, "share_case")

    assert TEXT in words_of(browser.get(case_of(person)))


@shows(1)
def test_in_need_two_people_must_agree_and_you_read_why(client: Browser, person: Client) -> None:
    """There are days when someone has to look all the same.
    Then one asks, and another one must agree.
    You are told at once, and you read why.
    """
    one, other = desk(), desk()
    one.post(f"{case_of(person)}glass/", {"reason": WHY})
    decide = f"/desk/glass/{Glass.objects.get().pk}/"
    assert TEXT not in words_of(one.get(case_of(person)))

    other.post(decide, {"verdict": "grant"})

    assert TEXT in words_of(one.get(case_of(person)))
    practice.sign_in(client, person)
    assert WHY in words_of(client.get("/mine/"))


@shows(2, 18)
def test_a_choice_by_hand_is_held_against_the_guess(person: Client) -> None:
    """Someone at the desk may know a person who would be right for you, and say why.
    All your limits hold for them too.
    We count how these did beside those whom the program had picked, so that both can learn.
    """
    other = Provider.objects.exclude(matches__client=person).order_by("name")[0]

    match = offer_by_hand(person, other, by=accounts.account(), reason=CHOSEN, at=timezone.now())

    assert match.is_by_hand
    page = words_of(desk().get("/desk/hands/"))
    assert "too few to tell" in page


@shows(18)
def test_no_one_turns_the_wheel_while_it_is_tested() -> None:
    """How the three are drawn can be changed at the desk, with a reason that all can read later.
    While we test if it works, it stays as it is.
    """
    seen, figures = steering.current()
    made = set_policy({**figures, "pool": 9}, because="Fewer.", seen=seen, by="desk", at=timezone.now())
    assert (made.number, made.because) == (seen + 1, "Fewer.")

    design = TrialDesign(planned=90, assumed_d=0.4)
    trial_actions.start(by="desk", at=timezone.now(), design=design, text="As registered.")

    with pytest.raises(TrialRuns):
        set_policy(figures, because="Back.", seen=made.number, by="desk", at=timezone.now())
