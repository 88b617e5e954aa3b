"""What is said after a first conversation: kept sealed, once, by whom it belongs to; and what it leads to."""

from dataclasses import replace

import pytest

from rapport.alliance import comfort, search
from rapport.errors import BadInput
from rapport.site.consultations import reflection_choices as choices
from rapport.site.consultations.actions.reflections import (
    Noting,
    NotOver,
    NotTheirs,
    Saying,
    note,
    say_farewell,
)
from rapport.site.consultations.choices import BookingState
from rapport.site.consultations.models import Farewell, ProviderNote, Reflection
from rapport.site.consultations.queries.chosen_held import chosen_held
from rapport.site.consultations.queries.reflections import met_by, ratings_of
from rapport.site.consultations.reflection_choices import Agreed, Suited
from rapport.site.directory.models import Provider
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches.models import Match
from rapport.site.people.actions import erase_client
from support import practice
from support.met import COOL, NOW, WARM, met, reflected, requested, three

pytestmark = pytest.mark.django_db
CANARY = "the heron stood quite still"
SAYING = Saying(WARM, support_challenge=-1, asked="avoided", reasons=frozenset({"like_me"}), words=CANARY)
NOTING = Noting(Agreed.LARGELY, Agreed.PARTLY, Agreed.LARGELY, Suited.DOUBTS, words=CANARY)


@pytest.fixture
def matches() -> list[Match]:
    """The three of one client."""
    practice.providers(6)
    return three()


def test_codes_are_those_of_the_library() -> None:
    assert tuple(choices.Asked.values) == comfort.ASKED
    assert frozenset(choices.Why.values) == comfort.COMFORT_REASONS | comfort.OTHER_REASONS
    assert tuple(choices.Urgency.values) == tuple(search.URGENCY)


def test_answers_make_ratings_of_a_hundred() -> None:
    ratings = ratings_of({"goals1": 3, "bond1": 6})

    assert ratings == {"goals": 50.0, "bond": 100.0}
    assert ratings_of({}) == {}


def test_reflection_is_sealed_and_replaced_when_said_again(matches: list[Match]) -> None:
    booking = met(matches[0])

    reflected(booking, saying=SAYING)
    reflected(booking, saying=replace(SAYING, words="otherwise"))

    (row,) = Reflection.objects.all()
    row.client = booking.client
    assert row.unseal("said")["words"] == "otherwise"
    assert b"heron" not in bytes(row.said)
    assert not AuditEvent.objects.filter(detail__contains="heron").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"asked": "shouted"}, {"reasons": frozenset({"cheap"})}, {"urgency": "yesterday"}, {"distress": 11},
        {"support_challenge": 4}, {"words": "a" * (choices.LONGEST_WORDS + 1)}, {"answers": {"goals1": 7}},
    ],
)  # fmt: skip
def test_reflection_out_of_range_is_refused_and_quotes_nobody(matches: list[Match], wrong: dict) -> None:
    booking = met(matches[0])

    with pytest.raises(BadInput) as refused:
        reflected(booking, saying=replace(SAYING, **wrong))

    assert "heron" not in str(refused.value)
    assert not Reflection.objects.exists()


def test_nothing_is_said_of_a_conversation_that_was_not_held_or_is_anothers(matches: list[Match]) -> None:
    coming = met(matches[0], days_ago=-1, state=BookingState.BOOKED)
    missed = met(matches[1], state=BookingState.PROVIDER_MISSED)

    for booking in (coming, missed):
        with pytest.raises(NotOver):
            reflected(booking)
        with pytest.raises(NotOver):
            note(by=booking.provider, at=NOW, booking=booking, noting=NOTING)
    booking = met(matches[2])
    with pytest.raises(NotTheirs):
        note(
            by=Provider.objects.exclude(pk=booking.provider_id).first(),
            at=NOW,
            booking=booking,
            noting=NOTING,
        )


def test_several_conversations_with_one_person_count_by_their_mean(matches: list[Match]) -> None:
    reflected(met(matches[0], days_ago=5), WARM)
    reflected(met(matches[0], days_ago=2), COOL)
    met(matches[1])

    first, second = met_by(matches[0].client, NOW)

    assert first.ratings == pytest.approx({"goals": 350 / 6, "tasks": 350 / 6, "bond": 400 / 6})
    assert (len(first.said), first.unsaid) == (2, None)
    assert (second.ratings, second.unsaid) == ({}, second.bookings[0])


def test_comfort_is_noticed_from_what_was_said(matches: list[Match]) -> None:
    reflected(met(matches[0]), saying=SAYING)

    (one,) = met_by(matches[0].client, NOW)

    assert one.comfort.signs == ("warm_without_challenge", "comfort_alone")


def test_farewell_is_sent_once_and_needs_a_word(matches: list[Match]) -> None:
    request = requested(matches[0])
    client = matches[0].client

    with pytest.raises(BadInput):
        say_farewell(by=client, at=NOW, request=request, closing="", feedback="")
    say_farewell(by=client, at=NOW, request=request, closing="Thank you.", feedback=CANARY)
    say_farewell(by=client, at=NOW, request=request, closing="Something else.", feedback="")

    (row,) = Farewell.objects.all()
    row.client = client
    assert (row.unseal("closing"), row.unseal("feedback")) == ("Thank you.", CANARY)


def test_all_of_it_stands_in_the_download_and_goes_with_the_client(matches: list[Match]) -> None:
    booking = met(matches[0])
    reflected(booking, saying=SAYING)
    note(by=booking.provider, at=NOW, booking=booking, noting=NOTING)
    say_farewell(by=booking.client, at=NOW, request=booking.request, closing=CANARY, feedback="")

    held = chosen_held(booking.client)
    erase_client(booking.client, by="operator", at=NOW)

    assert held["reflections"][0]["said"]["words"] == CANARY
    assert held["provider_notes"][0]["said"]["suited"] == "doubts"
    assert held["farewells"][0]["closing"] == CANARY
    assert [model.objects.count() for model in (Reflection, ProviderNote, Farewell)] == [0, 0, 0]
