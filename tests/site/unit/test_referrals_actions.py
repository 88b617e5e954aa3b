"""Going on with someone else: asked, agreed to, taken back; what goes along and who reads it; no gap."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.errors import BadInput
from rapport.site.client.mine.holdings import everything
from rapport.site.consultations.actions import choosing, requests
from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.choices import CourseEnded, RequestState
from rapport.site.consultations.models import Course, Request
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Places, Provider
from rapport.site.matches.choices import Closed, MatchClosed
from rapport.site.matches.models import Match, Shortlist
from rapport.site.matches.named_actions import CannotTake
from rapport.site.people.actions import erase_client
from rapport.site.people.policy import may
from rapport.site.referrals.actions.closing import Goodbye, NotEnded, say_goodbye
from rapport.site.referrals.actions.departing import depart
from rapport.site.referrals.actions.referring import (
    NotOpen,
    Onward,
    Outside,
    agree,
    ask,
    change_along,
    take_back,
)
from rapport.site.referrals.actions.reviewing import answer, put_off
from rapport.site.referrals.choices import Along, Decision, Departs, Occasion, ReferralState, Way
from rapport.site.referrals.models import AlongConsent, Closing, Referral, Review
from support import accounts, practice
from support.coursed import met_next, new_three, opened, practice_of
from support.met import NOW
from support.rated import rate

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    practice_of()
    return opened()


def agreed(course: Course, onward: Onward | None = None) -> Referral:
    """The client asked, and said yes some hours ago."""
    referral = ask(by=course.client, at=NOW - timedelta(hours=9), course=course)
    agree(
        by=course.client,
        at=NOW - timedelta(hours=9),
        referral=referral,
        onward=onward or Onward(Way.THREE),
    )
    return Referral.objects.select_related("client__key", "course__provider").get(pk=referral.pk)


def test_yes_draws_three_others_and_the_course_stays_open(course: Course) -> None:
    before = {match.provider_id for match in new_three(course.client)}

    agreed(course)

    now = {match.provider_id for match in new_three(course.client)}
    course.refresh_from_db()
    assert (len(now), now & before) == (3, set())
    assert (course.ended_at, course.handing_over_since) == (None, NOW - timedelta(hours=9))
    shortlist = Shortlist.objects.get(client=course.client, closed_at__isnull=True)
    shortlist.client = course.client
    assert shortlist.unseal("record")["rematch"] == {"again": [], "style": {}}
    assert Shortlist.objects.filter(closed_because=Closed.REFERRED).count() == 1


def test_choosing_the_next_one_ends_the_course_in_the_same_moment(course: Course) -> None:
    agreed(course)
    (chosen, *_) = new_three(course.client)
    met_next(chosen)

    choice = choosing.choose(by=course.client, at=NOW, request=chosen.requests.get())

    course.refresh_from_db()
    assert choice.course is not None
    assert (course.ended_because, course.ended_at) == (CourseEnded.REFERRED, NOW)
    assert Places.objects.get(pk=course.provider_id).used == 0
    assert Places.objects.get(pk=chosen.provider_id).used == 1


def test_where_the_next_one_has_no_place_the_course_goes_on(course: Course) -> None:
    agreed(course)
    (chosen, *_) = new_three(course.client)
    met_next(chosen)
    Places.objects.update_or_create(pk=chosen.provider_id, defaults={"capacity": 0, "used": 0})

    choice = choosing.choose(by=course.client, at=NOW, request=chosen.requests.get())

    course.refresh_from_db()
    assert (choice.course, course.ended_at) == (None, None)


def test_provider_ends_it_once_the_next_one_was_met(course: Course) -> None:
    agreed(course)
    met_next(new_three(course.client)[0])

    ended = end_course(by=course.provider, at=NOW, course=course, because=CourseEnded.REFERRED)

    assert ended.ended_because == CourseEnded.REFERRED


def test_without_a_referral_nobody_else_is_asked_and_with_one_they_are(course: Course) -> None:
    stands = new_three(course.client)[1]
    with pytest.raises(requests.HasChosen):
        requests.request(by=course.client, match=stands, at=NOW)
    agreed(course)

    sent = requests.request(by=course.client, match=new_three(course.client)[1], at=NOW)

    assert sent.state == RequestState.WAITING


@pytest.mark.parametrize("again", [False, True])
def test_whom_they_left_comes_again_only_when_asked(again: bool) -> None:
    practice_of(3)  # Everybody was offered before.
    course = opened()

    agreed(course, Onward(Way.THREE, again=again))

    found = [match.provider_id for match in new_three(course.client)]
    assert found == ([course.provider_id] if again else [])


def test_colleague_named_takes_a_place_by_the_same_limits(course: Course) -> None:
    offered = set(Match.objects.values_list("provider_id", flat=True))
    colleague = Provider.objects.exclude(pk__in=offered).order_by("provider_id").last()
    assert colleague is not None

    agreed(course, Onward(Way.COLLEAGUE, to=colleague))

    three = new_three(course.client)
    assert colleague.pk in {match.provider_id for match in three}
    assert len(three) == 3
    named = next(match for match in three if match.provider_id == colleague.pk)
    assert named.unseal("detail")["reasons"] is not None
    if Match.objects.filter(closed_because=MatchClosed.NAMED).exists():
        assert Shortlist.objects.get(closed_at__isnull=True).is_overridden


def test_colleague_who_cannot_take_them_is_refused_and_nothing_changes(course: Course) -> None:
    practice.providers(1, provider_id="far", name="Person far", licences="CA")
    referral = ask(by=course.client, at=NOW, course=course)
    before = [match.pk for match in new_three(course.client)]

    with pytest.raises(CannotTake) as refused:
        agree(
            by=course.client,
            at=NOW,
            referral=referral,
            onward=Onward(Way.COLLEAGUE, to=Provider.objects.get(provider_id="far")),
        )

    assert refused.value.limits == ("licence",)
    assert [match.pk for match in new_three(course.client)] == before
    assert not AlongConsent.objects.exists()


def test_colleague_elsewhere_gets_a_letter_that_is_sealed(course: Course) -> None:
    onward = Onward(Way.OUTSIDE, outside=Outside("Dr Kestrel", "555 0199"), letter="Dear Dr Kestrel")

    referral = agreed(course, onward)

    assert referral.unseal("outside") == {
        "name": "Dr Kestrel",
        "contact": "555 0199",
        "letter": "Dear Dr Kestrel",
    }
    assert b"Kestrel" not in bytes(referral.outside)


def test_what_goes_along_is_read_by_whom_they_ask_and_nobody_else(course: Course) -> None:
    referral = agreed(course, Onward(Way.THREE, along=Along.SUMMARY, summary="We worked on sleep."))
    asked_one, other = new_three(course.client)[:2]
    people = {}
    for match in (asked_one, other):
        people[match.pk] = accounts.account("provider")
        link_account(match.provider, people[match.pk], by="coordinator", at=practice.AT)
    former = accounts.account("provider")
    link_account(course.provider, former, by="coordinator", at=practice.AT)
    requests.request(by=course.client, match=asked_one, at=NOW)

    def reads(person: object) -> bool:
        return may(accounts.viewer(person), "read_along", referral)  # type: ignore[arg-type]

    assert (reads(people[asked_one.pk]), reads(people[other.pk]), reads(former)) == (True, False, False)

    changed = change_along(by=course.client, at=NOW, referral=referral, along=Along.NOTHING)

    assert changed.history is None
    referral.refresh_from_db()
    assert not reads(people[asked_one.pk])
    assert list(AlongConsent.objects.order_by("number").values_list("number", "along")) == [
        (1, "summary"),
        (2, "nothing"),
    ]


def test_scores_go_along_as_numbers_alone(course: Course) -> None:
    rate(course.match, [60, 55], since=NOW - timedelta(days=30) + timedelta(days=22), goals=40.0)

    referral = agreed(course, Onward(Way.THREE, along=Along.SCORES))

    told = referral.unseal("history")
    assert [each["session"] for each in told["scores"]] == [1, 2]
    assert told["scores"][0]["ratings"] == {"goals": 40.0, "overall": 60.0}
    assert course.provider.name not in str(told)


def test_taken_back_the_client_stays_and_requests_end(course: Course) -> None:
    referral = agreed(course, Onward(Way.THREE, along=Along.SUMMARY, summary="Sleep."))
    requests.request(by=course.client, match=new_three(course.client)[0], at=NOW)

    back = take_back(by=course.client, at=NOW, referral=referral)

    course.refresh_from_db()
    assert (back.state, back.history, course.handing_over_since) == (ReferralState.TAKEN_BACK, None, None)
    assert Request.objects.filter(state=RequestState.WITHDRAWN).count() == 1
    with pytest.raises(NotOpen):
        agree(by=course.client, at=NOW, referral=referral, onward=Onward(Way.THREE))


def test_asked_twice_it_is_one(course: Course) -> None:
    first = ask(by=course.client, at=NOW, course=course)

    assert ask(by=course.provider, at=NOW, course=course).pk == first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(client=course.client, course=course, asked_by="client", asked_at=NOW)


def test_database_keeps_history_only_with_a_yes(course: Course) -> None:
    referral = ask(by=course.client, at=NOW, course=course)
    referral.seal("history", {"summary": "x"})

    with pytest.raises(IntegrityError), transaction.atomic():
        referral.save()


def test_review_is_kept_sealed_once_and_a_wish_to_go_asks(course: Course) -> None:
    said = {"course": course, "occasion": Occasion.EARLY, "session": 4}
    put_off(by=course.client, at=NOW, **said)
    assert Review.objects.get().put_off_until == NOW + timedelta(days=7)

    answer(by=course.client, at=NOW, decision=Decision.REFER, words="No spark.", **said)

    review = Review.objects.get()
    assert (review.put_off_until, Referral.objects.get().asked_by) == (None, "client")
    assert b"spark" not in bytes(review.said)


def test_words_that_are_too_long_are_refused_without_being_told(course: Course) -> None:
    said = {"course": course, "occasion": Occasion.EARLY, "session": 4}

    with pytest.raises(BadInput) as refused:
        answer(by=course.client, at=NOW, decision=Decision.STAY, words="canary " * 1000, **said)

    assert "canary" not in str(refused.value)


def test_good_bye_is_said_once_after_the_end_and_shown_only_where_they_say_so(course: Course) -> None:
    goodbye = Goodbye(helped=frozenset({"goals"}), line="More pace.", note="Thank you.")
    with pytest.raises(NotEnded):
        say_goodbye(by=course.client, at=NOW, course=course, goodbye=goodbye)
    end_course(by=course.client, at=NOW, course=course, because=CourseEnded.LEFT)
    person = accounts.account("provider")
    link_account(course.provider, person, by="coordinator", at=practice.AT)

    say_goodbye(by=course.client, at=NOW, course=course, goodbye=goodbye)
    say_goodbye(by=course.client, at=NOW, course=course, goodbye=Goodbye(note="Again."))

    closing = Closing.objects.select_related("course__provider", "client__key").get()
    viewer = accounts.viewer(person)
    assert closing.unseal("note") == "Thank you."
    assert (may(viewer, "read", closing), may(viewer, "read_said", closing)) == (True, False)


def test_every_open_course_of_who_leaves_is_asked_about_once() -> None:
    practice_of(3, capacity="4")
    courses = [opened(), opened(days_ago=3)]
    provider = courses[0].provider
    theirs = Course.objects.filter(provider=provider).count()

    found = [depart(by=accounts.account(), at=NOW, provider=provider, why=Departs.LEAVES) for _ in range(2)]

    assert [each.courses for each in found] == [theirs, theirs]
    assert Referral.objects.filter(asked_by="coordinator").count() == theirs


def test_everything_is_in_the_download_and_goes_with_the_client(course: Course) -> None:
    agreed(course, Onward(Way.OUTSIDE, outside=Outside("Dr Kestrel"), along=Along.SUMMARY, summary="Sleep."))
    answer(
        by=course.client, at=NOW, course=course, occasion=Occasion.EARLY, session=3,
        decision=Decision.TALK, words="Pace.",
    )  # fmt: skip
    end_course(by=course.client, at=NOW, course=course, because=CourseEnded.LEFT)
    say_goodbye(by=course.client, at=NOW, course=course, goodbye=Goodbye(note="Bye."))

    held = everything(course.client)["referrals"]

    assert held["reviews"][0]["said"]["words"] == "Pace."
    assert held["referrals"][0]["history"] == {"summary": "Sleep."}
    assert held["closings"][0]["note"] == "Bye."
    erase_client(course.client, by=course.client_id, at=NOW)
    assert [model.objects.count() for model in (Review, Referral, AlongConsent, Closing, Course)] == [0] * 5
