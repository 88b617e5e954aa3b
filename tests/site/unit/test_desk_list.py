"""The desk's sealed list says what judging every course anew says, and tells a thief nothing."""

import random
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from rapport.cli.moving import opening
from rapport.site.checkins.queries import symptoms_course
from rapport.site.checkins.queries.alerts import alert_of, is_off_track
from rapport.site.checkins.queries.caseload import Need
from rapport.site.checkins.queries.course import course_of
from rapport.site.client.mine import holdings
from rapport.site.consultations.actions.ending import end_course
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.foundation import actions as upkeep
from rapport.site.foundation import consent, looking
from rapport.site.foundation.models import DeskList, Look
from rapport.site.people import actions as people
from rapport.site.people.models import Client
from rapport.site.steps import actions as stepping
from rapport.site.steps import listed as listing
from rapport.site.steps.choices import Step, Why
from rapport.site.steps.listed import Listed, listed
from rapport.site.steps.looking import look_again
from rapport.site.steps.queries import found_in, step_of
from support import accounts, followed, going, practice, rated
from support.caseload import FELL, STEADY, rate_one

pytestmark = pytest.mark.django_db
CLIENTS, EVENTS = 6, 28
RED, CALM = 24.0, 8.0
WORDS = "Others who lie awake may help you more than talking alone."


@pytest.fixture(autouse=True)
def _expected(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is expected of symptoms is known, so that some turn red."""
    expected = {"phq-9": (going.planted(), 80)}
    monkeypatch.setattr(symptoms_course, "_expected_for", lambda *_: expected)


def slow_way(at: datetime) -> list[Listed]:
    """Every open course that is shared, each read and judged alone."""
    found = []
    for course in Course.objects.filter(ended_at=None).select_related("client__key", "provider"):
        if not consent.is_given(client_id=course.client_id, purpose="share_course_desk"):
            continue
        stands = course_of(course.client, course.provider, at)
        needs = ((Need.RUPTURE, alert_of(stands)), (Need.OFF_TRACK, is_off_track(stands)))
        told = tuple(need for need, holds in needs if holds)
        step = found_in(step_of(course), stands.measures)
        if told or step:
            found.append(Listed(course.client_id, course.pk, course.opened_at, told, step))
    return sorted(found, key=lambda each: (each.opened_at, each.course_id))


class Practice:
    """Some clients with courses, and what may happen to them, drawn."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        practice.providers(4)
        self.courses = [followed.course(weeks_ago=8 + number) for number in range(CLIENTS)]
        self.numbers = dict.fromkeys((each.pk for each in self.courses), 0)
        for each in self.courses:
            rated.yes(each.client, "share_course_desk")

    def happens(self) -> None:
        kinds = (self.rate,) * 9 + (self.answer, self.answer, self.agree, self.part, self.look, self.look)
        open_ones = Course.objects.filter(ended_at=None).select_related("provider", "match__shortlist")
        course = self.draw.choice(list(open_ones))
        course.client = followed.of(course.client)
        self.draw.choice(kinds)(course)

    def rate(self, course: Course) -> None:
        """Some sessions, steady or not, and how they are."""
        is_bad = self.draw.random() < 0.4
        for value in FELL[-3:] if is_bad else STEADY[:2]:
            self.numbers[course.pk] += 1
            number = self.numbers[course.pk]
            rate_one(course, number, value, course.match.shortlist.issued_at + timedelta(days=number))
            session = course.client.rated_sessions.get(number=number)
            followed.symptom(session, RED if is_bad else CALM)

    def answer(self, course: Course) -> None:
        say = self.draw.choice((rated.yes, rated.no))
        say(course.client, self.draw.choice(("share_course_desk", "share_course")))

    def agree(self, course: Course) -> None:
        """Another step, up or down."""
        to = Step.GROUP if step_of(course) != Step.GROUP else Step.INTENSIVE
        at, by = timezone.now(), accounts.account()
        change = stepping.propose_step(course, to, Why.BY_HAND, by=by, at=at, words=WORDS)
        stepping.answer_step(change, by=course.client, at=at, agrees=True)

    def part(self, course: Course) -> None:
        if Course.objects.filter(ended_at=None).count() < CLIENTS - 2:
            return
        if self.draw.random() < 0.5:
            people.erase_client(course.client, by="test", at=timezone.now())
        else:
            end_course(by=course.client, at=timezone.now(), course=course, because=CourseEnded.LEFT)

    def look(self, _course: Course) -> None:
        look_again(timezone.now())


@pytest.mark.parametrize("seed", [1, 2])
def test_list_is_what_judging_every_course_anew_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lives, sizes, needs = Practice(seed), set(), set()
    for number in range(EVENTS):
        lives.happens()
        if number % 4 == 0:
            now = timezone.now()
            expected = slow_way(now)
            # The page judges what is new itself.
            assert listed(at=now) == expected
            sizes.add(len(expected))
            needs |= {need for each in expected for need in each.needs}
    assert len(sizes) > 1
    assert needs == {Need.RUPTURE, Need.OFF_TRACK}

    look_again(timezone.now())
    monkeypatch.setattr(listing, "MOST_AT_ONCE", 0)
    assert listed(at=timezone.now()) == slow_way(timezone.now())
    assert not Look.objects.filter(due_at__lte=timezone.now()).exists()


def stuck(*, shares: tuple[str, ...] = ("share_course_desk",)) -> Course:
    """A course in which something fell, shared so."""
    course = followed.course()
    for number, value in enumerate(FELL, start=1):
        rate_one(course, number, value, course.match.shortlist.issued_at + timedelta(days=8 * number))
    for purpose in shares:
        rated.yes(course.client, purpose)
    course.client = followed.of(course.client)
    return course


@pytest.fixture
def course() -> Course:
    practice.providers(4)
    return stuck()


def kept() -> dict[str, looking.Entry]:
    return DeskList.objects.select_related("key").get().unseal("listed")["entries"]


def test_rows_tell_nothing_of_how_it_goes(course: Course) -> None:
    steady, now = followed.course(), timezone.now()
    looking.again(steady.client_id, at=now)
    look_again(now)

    rows = {row.pk: row.due_at for row in Look.objects.all()}
    assert rows == dict.fromkeys((course.client_id, steady.client_id), now + timedelta(days=7))
    (row,) = DeskList.objects.all()
    assert list(kept()) == [course.client_id]
    assert course.client_id.encode() not in bytes(row.listed)
    # The list is written anew at every look, found or not: that it was tells nothing.
    looking.again(steady.client_id, at=now)
    look_again(now)
    assert bytes(DeskList.objects.get().listed) != bytes(row.listed)


def test_who_is_erased_leaves_the_list_in_the_same_breath(course: Course) -> None:
    look_again(timezone.now())
    other = stuck()
    look_again(timezone.now())

    people.erase_client(course.client, by="test", at=timezone.now())

    assert list(kept()) == [other.client_id]
    assert list(Look.objects.values_list("pk", flat=True)) == [other.client_id]


def test_no_hides_at_once_also_where_more_is_due_than_a_page_judges(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_again(timezone.now())
    monkeypatch.setattr(listing, "MOST_AT_ONCE", 0)
    assert [each.course_id for each in listed(at=timezone.now())] == [course.pk]

    rated.no(course.client, "share_course_desk")
    assert listed(at=timezone.now()) == []
    look_again(timezone.now())
    assert kept() == {}


def test_changed_wording_empties_the_list_until_somebody_says_yes_to_it(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_again(timezone.now())
    asked = consent.PURPOSES[looking.DESK]
    changed = consent.Purpose(asked.code, asked.version + 1, asked.wording)
    monkeypatch.setitem(consent.PURPOSES, looking.DESK, changed)

    assert listed(at=timezone.now()) == []
    rated.yes(course.client, "share_course_desk")
    look_again(timezone.now())
    assert list(kept()) == [course.client_id]


def test_news_that_came_while_somebody_looked_is_looked_at_again(course: Course) -> None:
    now = timezone.now()
    (before,) = looking.due(now, 1)
    looking.again(course.client_id, at=now)

    looking.keep([looking.Looked(*before, now + timedelta(days=7), None)])
    assert looking.due(now, 1) == [(course.client_id, now)]

    # Whoever was erased meanwhile does not come back.
    people.erase_client(followed.of(course.client), by="test", at=now)
    looking.keep([looking.Looked(course.client_id, now, now + timedelta(days=7), ["left"])])
    assert kept() == {}
    assert not Look.objects.exists()


def test_course_that_nobody_put_down_is_found_within_a_day(course: Course) -> None:
    look_again(timezone.now())
    Look.objects.all().delete()

    look_again(timezone.now())
    assert not Look.objects.exists()
    look_again(timezone.now() + timedelta(days=1))
    assert list(Look.objects.values_list("pk", flat=True)) == [course.client_id]


def test_course_is_looked_at_again_after_a_week_and_not_before(course: Course) -> None:
    now = timezone.now()
    look_again(now)

    assert looking.due(now + timedelta(days=6, hours=23), 9) == []
    assert [each for each, _ in looking.due(now + timedelta(days=7), 9)] == [course.client_id]


def test_list_opens_after_new_keys_and_in_a_move(course: Course) -> None:
    look_again(timezone.now())
    upkeep.rotate(by="test", at=timezone.now())

    assert [each.course_id for each in listed(at=timezone.now())] == [course.pk]
    assert DeskList in opening.sealed_models()
    assert opening.open_sealed(opened=lambda rows: None) > Client.objects.count()


def test_client_reads_in_their_download_that_they_are_listed(course: Course) -> None:
    now = timezone.now()
    look_again(now)

    held = holdings.everything(followed.of(course.client))["checkins"]
    assert held["on_the_list_of_coordinators"][0] == course.pk
    assert held["next_look"] == (now + timedelta(days=7)).isoformat()
    said = [part.what for part in holdings.in_words(holdings.everything(followed.of(course.client)))]
    assert "That your course stands on the list of coordinators, and why" in said


def test_agreed_step_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    practice.providers(4)
    course = followed.course()
    for session, total in zip(rated.rate(course.match, [74, 75, 76, 77]), (14, 9, 8, 6), strict=True):
        followed.symptom(session, total)
    rated.yes(course.client, "share_course_desk")
    look_again(timezone.now())
    monkeypatch.setattr(listing, "MOST_AT_ONCE", 0)
    assert [each.found for each in listed(at=timezone.now())] == [(Step.GROUP, Why.RECOVERED)]

    at, by = timezone.now(), accounts.account()
    change = stepping.propose_step(course, Step.GROUP, Why.RECOVERED, by=by, at=at, words=WORDS)
    stepping.answer_step(change, by=course.client, at=at, agrees=True)
    look_again(timezone.now())
    assert listed(at=timezone.now()) == []
