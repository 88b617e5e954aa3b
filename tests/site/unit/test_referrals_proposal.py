"""Somebody else is proposed from real rows, after a repair was tried; else time is given."""

from datetime import timedelta

import pytest

from rapport.site.checkins.actions.sessions import record_session_ratings
from rapport.site.checkins.models import RepairNote, Responses
from rapport.site.consultations.models import Course
from rapport.site.directory.actions.training import begin_training
from rapport.site.directory.models import Provider
from rapport.site.matches.models import Shortlist
from rapport.site.referrals.actions.referring import ask
from rapport.site.referrals.actions.reviewing import answer, put_off
from rapport.site.referrals.choices import Decision, Occasion
from rapport.site.referrals.queries.proposal import onwards_of
from rapport.site.referrals.queries.reviews import occasion_of
from rapport.site.referrals.queries.style import style_learned
from rapport.vocabulary import PARTS
from support.coursed import opened, practice_of
from support.going import _nothing_kept  # noqa: F401  a fixture
from support.met import NOW
from support.rated import rate, yes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_nothing_kept")]
BEGAN = NOW - timedelta(days=200)
# Two falls, at the fifth and the eleventh session; the first never came back to where it had been.
STRAINED = (85, 84, 86, 85, 30, 35, 60, 62, 61, 62, 25, 22, 20)
# One at the fifth; and one that was over at once, before another at the tenth.
FELL_AND_STAYED = (85, 84, 86, 85, 30, 28, 27, 29, 28)
MENDED_AND_FELL = (85, 84, 86, 85, 45, 84, 85, 86, 85, 30, 28, 27, 29, 28)


@pytest.fixture
def course() -> Course:
    practice_of()
    found = opened()
    Shortlist.objects.filter(client=found.client).update(issued_at=BEGAN)
    return Course.objects.select_related("client__key", "provider", "match__shortlist").get(pk=found.pk)


def rated(course: Course, values: tuple[int, ...]) -> None:
    """One session a week, all three parts alike."""
    for number, value in enumerate(values, start=1):
        held = BEGAN + timedelta(days=7 * number)
        record_session_ratings(
            by=course.client, at=held + timedelta(hours=2), match=course.match, number=number, held_at=held,
            ratings=dict.fromkeys(PARTS, float(value)), key=f"k{number}",
        )  # fmt: skip


def noted(course: Course, after: int) -> None:
    note = RepairNote(
        client=course.client, provider=course.provider, course=course, after_session=after,
        noted_at=NOW, entry_key=f"n{after}",
    )  # fmt: skip
    note.seal("said", {"tried": [], "words": "We talked about it."})
    note.save()


def test_nothing_is_proposed_before_a_repair_was_tried(course: Course) -> None:
    rated(course, STRAINED)

    found = onwards_of(course, at=NOW)

    assert (found.proposal.proposed, found.proposal.because) == (False, None)
    assert found.proposal.chance_better > 0.8  # All that is missing is the attempt.


def test_after_ruptures_that_stay_and_an_attempt_it_is_proposed_with_the_chance(course: Course) -> None:
    rated(course, STRAINED)
    noted(course, after=13)

    found = onwards_of(course, at=NOW)

    assert (found.proposal.proposed, found.proposal.because) == (True, "unresolved")
    assert found.proposal.chance_better > 0.8
    assert found.proposal.cost >= 0


def test_nobody_in_training_is_next_for_a_client_who_did_not_say_yes(course: Course) -> None:
    rated(course, STRAINED)
    offered = course.client.matches.values("provider")
    for trainee in Provider.objects.exclude(pk__in=offered):
        begin_training(trainee, course.provider, most_clients=3, by="test", at=NOW)

    assert not onwards_of(course, at=NOW).has_next
    yes(course.client, "trainees")
    assert onwards_of(course, at=NOW).has_next


def test_a_course_that_goes_well_is_given_time(course: Course) -> None:
    rated(course, (70, 74, 76, 80, 82, 84))
    noted(course, after=6)

    found = onwards_of(course, at=NOW)

    assert not found.proposal.proposed
    assert found.proposal.chance_better < 0.5


def test_whoever_asks_is_told_the_chance_all_the_same(course: Course) -> None:
    rated(course, (70, 74, 76))
    ask(by=course.client, at=NOW, course=course)

    assert onwards_of(course, at=NOW).proposal.because == "asked"


def test_where_nobody_is_left_the_next_best_is_nobody() -> None:
    practice_of(3)
    found = opened()

    onwards = onwards_of(found, at=NOW)

    assert (onwards.has_next, onwards.proposal.chance_better) == (False, 0.0)


def test_one_fall_that_an_attempt_did_not_mend_is_enough_after_three_sessions(course: Course) -> None:
    found = []
    for sessions in (7, 8):
        rated(course, FELL_AND_STAYED[:sessions])
        noted(course, after=sessions)
        found.append(onwards_of(course, at=NOW).proposal.because)

    assert found == [None, "unresolved"]


@pytest.mark.parametrize(
    ("values", "after", "because"),
    [(STRAINED, 6, "unresolved"), (MENDED_AND_FELL, 5, None), (MENDED_AND_FELL, 10, "unresolved")],
)
def test_an_attempt_counts_for_the_rupture_that_it_was_made_at(
    course: Course, values: tuple[int, ...], after: int, because: str | None
) -> None:
    """What is flagged anew before it is mended is the same rupture; what comes after a repair is another."""
    rated(course, values)
    noted(course, after=after)

    assert onwards_of(course, at=NOW).proposal.because == because


def test_review_is_due_once_from_the_third_to_the_fifth_session(course: Course) -> None:
    asked = [occasion_of(course, sessions=number, off_track=0, at=NOW) for number in range(1, 8)]
    early = Occasion.EARLY
    assert asked == [None, None, early, early, early, None, None]

    put_off(by=course.client, at=NOW, course=course, occasion=early, session=3)
    soon = occasion_of(course, sessions=3, off_track=0, at=NOW + timedelta(days=6))
    later = occasion_of(course, sessions=4, off_track=0, at=NOW + timedelta(days=7))
    assert (soon, later) == (None, early)

    answer(
        by=course.client, at=NOW, course=course, occasion=early, session=4, decision=Decision.STAY, words=""
    )
    assert occasion_of(course, sessions=5, off_track=0, at=NOW + timedelta(days=30)) is None
    assert occasion_of(course, sessions=9, off_track=3, at=NOW) is Occasion.OFF_TRACK


@pytest.mark.parametrize(
    ("balance", "wanted"),
    [((-2, -2, -2), {"challenge": 3.0}), ((2, 2, 2), {"challenge": 0.0}), ((0, 0, 0), {}), ((-3, -3), {})],
)
def test_too_gentle_wants_more_challenge_from_the_next_one(
    course: Course, balance: tuple[int, ...], wanted: dict[str, float]
) -> None:
    for session, off in zip(rate(course.match, [70] * len(balance), since=BEGAN), balance, strict=True):
        row = Responses(client=course.client, session=session, instrument="rapport-check-short", version="1")
        row.seal("answers", {"items": {}, "balance": off})
        row.save()

    # Two, as the questionnaire said, less what was off.
    assert style_learned(course) == wanted
