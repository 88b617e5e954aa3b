"""Check-ins: by visit and by link, kept once, nothing lost, help first, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.checkins.actions import checking_in
from rapport.site.checkins.models import (
    Goal,
    GoalRating,
    RatedSession,
    Responses,
    SafetyAnswer,
    SymptomScore,
)
from rapport.site.checkins.queries import due as due_queries
from rapport.site.consultations.models import Course
from rapport.site.foundation.models import AuditEvent, OutboxMessage
from support import accounts, asked, followed, practice, rated

pytestmark = pytest.mark.django_db
SHORT = {"goals1": "5", "tasks1": "4", "bond1": "6", "empathy": "5"}
DANGER = "I want to end my life tonight"


@pytest.fixture
def course(db):
    practice.providers(6)
    return with_concern("work_career")


@pytest.fixture
def visitor(course):
    found = Browser()
    practice.sign_in(found, course.client)
    return found


def with_concern(code):
    shortlist = rated.matched(concerns=[{"code": code, "importance": 3}])
    return followed.course(rated.first_of(shortlist))


def shown(page, name):
    """The value of a field as it stands on the page."""
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.content.decode())[1]


def fill(page, **changes):
    """A filled-in form of this page."""
    names = ("key", "number", "day", "form")
    there = {name: shown(page, name) for name in names if f'name="{name}"' in page.content.decode()}
    return there | SHORT | changes


def send(visitor, address="/checkin/", **changes):
    return visitor.post(address, fill(visitor.get(address), **changes))


def link_of(course):
    return due_queries.link_path(course.pk)


def test_check_in_is_kept_with_its_scores_sealed(visitor, course):
    page = visitor.get("/checkin/")

    answer = visitor.post("/checkin/", fill(page, balance="-2", line="warm"))

    assert answer["Location"] == "/checkin/1/saved/"
    session = RatedSession.objects.get()
    session.client = followed.of(course.client)
    ratings = session.unseal("ratings")
    assert (session.number, session.provider_id) == (1, course.provider_id)
    assert (round(ratings["goals"], 1), round(ratings["bond"], 1)) == (83.3, 100.0)
    assert ratings["overall"] == pytest.approx(100 * 20 / 24)
    responses = Responses.objects.get()
    responses.client = session.client
    assert responses.unseal("said") == "warm"
    assert responses.unseal("answers")["balance"] == -2
    assert visitor.get(answer["Location"]).status_code == 200


def test_sent_twice_is_one_and_changed_in_between_is_changed(visitor, course):
    sent = fill(visitor.get("/checkin/"))
    for _ in range(2):
        assert visitor.post("/checkin/", sent).status_code == 302
    visitor.post("/checkin/", sent | {"bond1": "0"})

    session = RatedSession.objects.get()
    session.client = followed.of(course.client)
    assert session.unseal("ratings")["bond"] == 0
    assert Responses.objects.count() == 1


def test_session_filled_in_by_another_form_is_refused_and_nothing_typed_is_lost(visitor):
    first, second = visitor.get("/checkin/"), visitor.get("/checkin/")
    visitor.post("/checkin/", fill(first))

    page = visitor.post("/checkin/", fill(second, line="what I typed"))

    assert page.status_code == 200
    assert "This session was filled in before." in page.content.decode()
    assert "what I typed" in page.content.decode()
    assert RatedSession.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (dict.fromkeys(SHORT, ""), "Answer one or two questions more"),
        ({"number": "0"}, "Enter a number from 1 to 1000."),
        ({"number": "x"}, "Enter a number from 1 to 1000."),
        ({"day": "2999-01-01"}, "That day is still to come."),
        ({"day": "2001-01-01"}, "Enter a day after the session before"),
        ({"day": "soon"}, "Enter a day, such as 2026-03-31."),
        ({"bond1": "9"}, "Choose one of the answers on this page"),
        ({"line": "x" * 501}, "That is too long for this box."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field_and_kept_on_the_page(visitor, change, words):
    sent = {"form": "rapport-check-short", "line": "kept line"} | change
    page = send(visitor, **sent)

    assert page.status_code == 200
    assert words in page.content.decode()
    assert sent["line"] in page.content.decode()
    assert not RatedSession.objects.exists()


def test_database_that_cannot_be_written_loses_nothing_typed(visitor, monkeypatch):
    def full(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(checking_in, "check_in", full)
    page = send(visitor, line="not lost")

    assert page.status_code == 503
    assert "not lost" in page.content.decode()
    assert "We could not save this just now." in page.content.decode()


def test_mistake_of_ours_is_not_called_a_full_disk(visitor, monkeypatch):
    def broken(**_):
        raise DatabaseError("syntax")

    monkeypatch.setattr(checking_in, "check_in", broken)
    visitor.raise_request_exception = False
    assert send(visitor).status_code == 500


def test_visit_that_ended_carries_what_was_typed(visitor, course):
    sent = fill(visitor.get("/checkin/"), line="still here")
    code = course.client.receipt_code()
    visitor.cookies.clear()

    page = visitor.post("/checkin/", sent)
    assert page.status_code == 403
    assert "still here" in page.content.decode()
    assert visitor.post("/checkin/", sent | {"code": code})["Location"] == "/checkin/1/saved/"


def test_next_session_and_form_are_proposed_and_may_be_changed(visitor, course):
    send(visitor)
    page = visitor.get("/checkin/")
    assert shown(page, "number") == "2"
    assert shown(page, "form") == "rapport-check"
    assert shown(visitor.get("/checkin/?form=rapport-check-short"), "form") == "rapport-check-short"

    day = (timezone.now() - timedelta(days=3)).date().isoformat()
    assert send(visitor, number="3", day=day).status_code == 200  # before session 1, which was today
    Course.objects.filter(pk=course.pk).update(opened_at=timezone.now())
    assert send(visitor, number="4").status_code == 302


def test_sessions_of_one_day_keep_their_order(visitor):
    day = (timezone.now() - timedelta(days=3)).date().isoformat()
    for number in ("2", "1", "3"):
        assert send(visitor, number=number, day=day).status_code == 302
    held = list(RatedSession.objects.order_by("number").values_list("held_at", flat=True))
    assert held == sorted(held)


def test_goals_are_rated_in_own_words(visitor, course):
    visitor.post("/checkin/goals/", {"goal1": "sleep again", "goal2": "", "goal3": ""})
    goal = Goal.objects.get()
    page = visitor.get("/checkin/")
    assert "sleep again" in page.content.decode()

    visitor.post("/checkin/", fill(page, **{f"goal-{goal.pk}": "7"}))

    rating = GoalRating.objects.get()
    rating.client = followed.of(course.client)
    assert rating.unseal("reached") == 7
    visitor.post("/checkin/goals/", {"goal1": "", "goal2": "call my sister", "goal3": ""})
    assert Goal.objects.filter(let_go_at__isnull=True).count() == 1


@pytest.mark.parametrize("change", [{"not_safe": "not_safe"}, {"line": DANGER}])
def test_help_comes_first_and_nothing_is_blocked(visitor, change):
    answer = send(visitor, **change)

    assert answer["Location"] == "/checkin/1/help/"
    text = visitor.get(answer["Location"]).content.decode()
    assert "tel:988" in text
    assert "Nobody has been told." in text
    assert "low risk" not in text
    assert 'href="/checkin/1/saved/"' in text
    assert RatedSession.objects.count() == 1
    assert SafetyAnswer.objects.count() == ("not_safe" in change)
    assert not OutboxMessage.objects.filter(template="look_today").exists()


def test_not_safe_alone_is_kept(visitor):
    answer = send(visitor, not_safe="not_safe", **dict.fromkeys(SHORT, ""))

    assert answer["Location"] == "/checkin/1/help/"
    assert 'href="/checkin/"' in visitor.get(answer["Location"]).content.decode()
    assert SafetyAnswer.objects.count() == 1
    assert not RatedSession.objects.exists()


def test_provider_is_told_only_where_that_was_agreed(visitor, course):
    account = asked.with_account(course.provider)
    rated.yes(course.client, "tell_safety")
    sent = fill(visitor.get("/checkin/"), not_safe="not_safe")
    for _ in range(2):
        visitor.post("/checkin/", sent)

    mail = OutboxMessage.objects.get(template="look_today")
    assert (mail.recipient_id, mail.client_id, mail.about) == (account.pk, course.client_id, "")
    assert course.provider.name in visitor.get("/checkin/1/help/").content.decode()


def test_questionnaire_is_asked_where_it_belongs_on_a_rhythm(db):
    practice.providers(6)
    course = with_concern("anxiety")
    visitor = Browser()
    practice.sign_in(visitor, course.client)

    asked_at = []
    for number in range(1, 7):
        address = send(visitor, number=str(number))["Location"]
        if "/also/" in address:
            asked_at.append((number, address.split("/")[-2]))
            page = visitor.get(address)
            visitor.post(address, {"key": shown(page, "key"), "gad1": "2", "gad2": "1"})

    assert asked_at == [(1, "gad-7"), (5, "gad-7")]
    SymptomScore.objects.update(taken_at=timezone.now() - timedelta(days=28))
    assert send(visitor)["Location"] == "/checkin/7/also/gad-7/"


def test_questionnaire_asked_for_is_kept_and_may_be_left_out(visitor, course):
    answer = send(visitor, wants="phq-9")
    assert answer["Location"] == "/checkin/1/also/phq-9/"
    page = visitor.get(answer["Location"])
    assert "Leave these out for now" in page.content.decode()
    assert visitor.post(answer["Location"], {"key": "k"}).status_code == 200

    items = {f"phq{number}": "1" for number in range(1, 9)} | {"phq9": "0"}
    sent = {"key": shown(page, "key"), **items}
    for _ in range(2):
        assert visitor.post(answer["Location"], sent)["Location"] == "/checkin/1/saved/"

    row = SymptomScore.objects.get()
    row.client = followed.of(course.client)
    assert row.unseal("scores") == {"total": 8.0}
    assert not SafetyAnswer.objects.exists()


def test_item_about_death_shows_help_first(visitor):
    address = send(visitor, wants="phq-9")["Location"]
    page = visitor.get(address)

    answer = visitor.post(address, {"key": shown(page, "key"), "phq9": "1"})

    assert answer["Location"] == "/checkin/1/help/?after=phq-9"
    assert SafetyAnswer.objects.count() == 1
    assert SymptomScore.objects.count() == 1
    assert 'href="/checkin/1/saved/"' in visitor.get(answer["Location"]).content.decode()


def test_link_opens_one_form_and_nothing_else(visitor, course):
    visitor.post("/checkin/goals/", {"goal1": "a private goal", "goal2": "", "goal3": ""})
    address, stranger = link_of(course), Browser()
    page = stranger.get(address)
    text = page.content.decode()
    assert course.provider.name not in text
    assert "a private goal" not in text

    assert stranger.post(address, fill(page))["Location"] == f"{address}saved/"
    assert "filled in already" in stranger.get(address).content.decode()
    assert stranger.get(f"{address}saved/").status_code == 200
    assert stranger.get("/checkin/").status_code == 302
    assert AuditEvent.objects.filter(verb="rated", actor="mailbox").count() == 1
    assert RatedSession.objects.get().number == 1


def test_link_ends(course, monkeypatch):
    address = link_of(course)
    monkeypatch.setattr(due_queries, "LINK_LASTS", timedelta(seconds=-1))
    for ended in (address, "/checkin/link/nonsense/", address.replace(".1:", ".2:")):
        assert "This link has ended" in Browser().get(ended).content.decode()


def test_link_of_an_ended_course_opens_nothing(course):
    address = link_of(course)
    Course.objects.update(ended_at=timezone.now(), ended_because="left", ended_by="client")
    assert "This link has ended" in Browser().get(address).content.decode()
    assert due_queries.link_path(course.pk) is None


def test_sharing_is_asked_and_withdrawn_on_the_page_of_choices(visitor, course):
    send(visitor)
    assert "Decide who may see it" in visitor.get("/checkin/1/saved/").content.decode()
    names = ("share_course", "tell_safety", "share_course_desk")
    assert visitor.post("/checkin/sharing/", {}).status_code == 200
    visitor.post("/checkin/sharing/", {f"{name}-answer": "yes" for name in names})

    choices = visitor.get("/mine/choices/").content.decode()
    assert all(f'name="{name}-answer"' in choices for name in names)
    assert "Decide who may see it" not in visitor.get("/checkin/1/saved/").content.decode()


def test_nobody_else_opens_a_check_in(visitor, course):
    send(visitor)
    other = practice.client()
    stranger = Browser()
    practice.sign_in(stranger, other)
    for kind in ("provider", "coordinator", "researcher"):
        seen = accounts.signed_in(kind).get("/checkin/")
        assert (seen.status_code, seen["Location"]) == (302, "/return/")
    assert Browser().get("/checkin/1/saved/")["Location"] == "/return/"
    assert "Nothing to fill in now" in stranger.get("/checkin/").content.decode()
    assert course.provider.name not in stranger.get("/checkin/1/saved/").content.decode()


def test_goal_of_another_client_is_refused(visitor, course):
    other = followed.course(rated.first_of(rated.matched()))
    goal = followed.sealed(
        Goal(client=other.client, provider=other.provider, place=1, set_at=timezone.now()), words="theirs"
    )
    page = visitor.get("/checkin/")
    visitor.post("/checkin/", fill(page, **{f"goal-{goal.pk}": "7"}))

    assert not GoalRating.objects.exists()


def test_page_costs_the_same_queries_after_many_sessions(visitor, course, django_assert_max_num_queries):
    rated.rate(course.match, [70] * 7)
    visitor.get("/checkin/")
    with django_assert_max_num_queries(9):
        visitor.get("/checkin/")
