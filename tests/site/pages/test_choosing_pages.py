"""The pages of choosing: what they say, to whom, at what cost in queries; nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.consultations.actions.reflections import Saying
from rapport.site.consultations.choices import BookingState, RequestState
from rapport.site.consultations.models import Course, Farewell, Reflection, Request
from rapport.site.directory.models import Places
from rapport.site.matches.models import Match
from support import accounts, practice
from support.met import COOL, WARM, met, reflected, requested, three
from support.story import words_of

# The visit, client, key, the met, the matches, answers twice, revision, course, and the audit trail's links.
MOST_QUERIES = 16
pytestmark = pytest.mark.django_db
TRAP = Saying(
    WARM | {"goals1": 1},
    support_challenge=-2,
    asked="avoided",
    reasons=frozenset({"like_me"}),
    words="We laughed <b>a lot</b>.",
)


@pytest.fixture
def matches(client: Browser) -> list[Match]:
    """The three of the client who is signed in."""
    practice.providers(6)
    matches = three(practice.client(goals=[{"code": "cope", "importance": 2}]))
    practice.sign_in(client, matches[0].client)
    return matches


def addresses(matches: list[Match]) -> list[str]:
    booking = met(matches[0])
    return [
        "/choosing/",
        "/choosing/compare/",
        f"/choosing/prepare/{matches[1].pk}/",
        f"/choosing/reflect/{booking.pk}/",
        f"/choosing/choose/{booking.request_id}/",
    ]


def test_owner_sees_every_page(client: Browser, matches: list[Match]) -> None:
    assert [client.get(each).status_code for each in addresses(matches)] == [200] * 5


@pytest.mark.parametrize("who", ["signed out", "stranger", "colleague"])
def test_nobody_else_sees_or_sends_anything(matches: list[Match], who: str) -> None:
    browser = Browser()
    if who == "stranger":
        practice.sign_in(browser, practice.client())
    if who == "colleague":
        accounts.sign_in(browser, accounts.account("provider"))
    name = matches[0].provider.name
    where = addresses(matches)[2:]

    answers = [browser.get(each) for each in where] + [
        browser.post(each, {"words": "x"}) for each in where[1:]
    ]

    expected = {302} if who != "stranger" else {404}
    assert {each.status_code for each in answers} == expected
    assert not any(name in each.content.decode() for each in answers)
    assert (Reflection.objects.count(), Course.objects.count()) == (0, 0)


def test_sheet_holds_own_answers_own_words_and_the_two_hard_questions(
    client: Browser, matches: list[Match]
) -> None:
    page = words_of(client.get(f"/choosing/prepare/{matches[0].pk}/"))

    assert "I worry all the time and hardly sleep." in page
    assert "How have you helped others with anxiety" in page
    assert "I want to cope better day to day. How would we both notice that it is working?" in page
    assert "How might I be wrong about how I see myself?" in page
    assert "How might I contribute to what happens with the people close to me?" in page
    assert page.count("A good answer:") == 4


def test_reflection_is_shown_again_and_can_be_changed(client: Browser, matches: list[Match]) -> None:
    booking = met(matches[0])
    reflected(booking, saying=TRAP)
    address = f"/choosing/reflect/{booking.pk}/"

    page = client.get(address).content.decode()
    sent = {"goals1": "6", "tasks1": "6", "bond1": "6", "words": "Better than I thought."}
    answer = client.post(address, sent)

    assert re.search(r'name="goals1"[^>]*value="1"[^>]*checked|value="1"[^>]*name="goals1"[^>]*checked', page)
    assert "We laughed &lt;b&gt;a lot&lt;/b&gt;." in page
    assert answer["Location"] == "/choosing/"
    assert Reflection.objects.count() == 1


def test_bad_answers_stand_beside_their_fields_and_nothing_typed_is_lost(
    client: Browser, matches: list[Match]
) -> None:
    booking = met(matches[0])
    sent = {"goals1": "9", "asked": "shouted", "reasons": ["cheap"], "words": "Long thoughts of mine."}

    page = client.post(f"/choosing/reflect/{booking.pk}/", sent).content.decode()

    assert page.count("Choose one of the answers on this page") == 6
    assert "Long thoughts of mine." in page
    assert not Reflection.objects.exists()


def test_talk_that_is_still_to_come_is_not_reflected_on(client: Browser, matches: list[Match]) -> None:
    booking = met(matches[0], state=BookingState.BOOKED)
    later = timezone.now() + timedelta(days=4)
    type(booking).objects.filter(pk=booking.pk).update(half_hour=int(later.timestamp() // 1800))

    page = client.post(f"/choosing/reflect/{booking.pk}/", {"words": "too early"})

    assert "once the talk is over" in words_of(page)
    assert not Reflection.objects.exists()


def test_friendship_trap_is_said_kindly_with_two_questions_and_locks_nothing(
    client: Browser, matches: list[Match]
) -> None:
    booking = met(matches[0])
    reflected(booking, saying=TRAP)

    page = client.get("/choosing/")

    told = words_of(page)
    assert "It felt warm, and little was questioned." in told
    assert len(re.findall(r"<li>", page.content.decode().split("notice-caution")[1].split("</ol>")[0])) == 2
    assert f"/choosing/choose/{booking.request_id}/" in page.content.decode()


def test_standing_says_give_it_a_go_with_why_and_never_locks(client: Browser, matches: list[Match]) -> None:
    booking = met(matches[0])
    reflected(booking, {"goals1": 6, "tasks1": 6, "bond1": 6})

    told = words_of(client.get("/choosing/"))

    assert f"Give it a go with {matches[0].provider.name}" in told
    assert "no further talk is likely" in told or "stands out" in told
    assert "nothing on it is locked" in told
    assert told.count("times in 10, a talk would put them above") + told.count("time in 10, a talk") == 2


def test_standing_of_someone_who_met_nobody_names_whom_to_meet(client: Browser, matches: list[Match]) -> None:
    told = words_of(client.get("/choosing/"))

    assert "Meet someone first" in told
    assert "Those you met" not in told


def test_pages_cost_the_same_queries_for_one_and_for_three(client: Browser, matches: list[Match]) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    reflected(met(matches[0]), WARM)
    client.get("/choosing/")
    one = [cost("/choosing/"), cost("/choosing/compare/")]
    reflected(met(matches[1]), COOL)
    reflected(met(matches[2]), WARM)

    assert [cost("/choosing/"), cost("/choosing/compare/")] == one
    assert max(one) <= MOST_QUERIES


def test_choosing_leads_to_the_course_and_to_notes_for_those_met(
    client: Browser, matches: list[Match]
) -> None:
    chosen, other = met(matches[0]).request, met(matches[1]).request
    requested(matches[2], RequestState.WAITING)

    answer = client.post(f"/choosing/choose/{chosen.pk}/", follow=True)

    told = words_of(answer)
    assert f"You have begun with {matches[0].provider.name}" in told
    assert f"A note to {matches[1].provider.name}" in told
    assert f"A note to {matches[2].provider.name}" not in told  # Never met: nothing to thank for.
    again = client.post(f"/choosing/choose/{other.pk}/")
    assert again["Location"] == "/choosing/chosen/"
    assert Course.objects.count() == 1


def test_last_place_gone_is_said_kindly_and_filled_again(client: Browser, matches: list[Match]) -> None:
    request = met(matches[0]).request
    Places.objects.create(provider_id=matches[0].provider_id, capacity=2, used=2)

    answer = client.post(f"/choosing/choose/{request.pk}/")

    assert answer.status_code == 409
    assert "has nothing to do with you" in words_of(answer)
    new = Match.objects.get(refill_of=matches[0])
    assert f"/matches/{new.pk}/" in answer.content.decode()
    assert Request.objects.get(pk=request.pk).reason == "full"


def test_note_of_farewell_is_drafted_sent_once_and_never_before_a_choice(
    client: Browser, matches: list[Match]
) -> None:
    chosen, other = met(matches[0]).request, met(matches[1]).request
    address = f"/choosing/farewell/{other.pk}/"
    assert client.get(address)["Location"] == "/choosing/"
    client.post(f"/choosing/choose/{chosen.pk}/")

    draft = client.get(address).content.decode()
    empty = client.post(address, {"closing": " ", "feedback": ""})
    client.post(address, {"closing": "Thank you.", "feedback": "Say more of how you work."})
    again = client.get(address)

    assert f"Dear {matches[1].provider.name}," in draft
    assert "Write a note or a line" in words_of(empty)
    assert Farewell.objects.count() == 1
    assert again["Location"] == "/choosing/"
