"""Raising that something may have shifted: who reads it, once, under a yes, and what comes of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.errors import BadInput
from rapport.site.checkins.actions import raising
from rapport.site.checkins.actions.alerting import take_back_unsent
from rapport.site.checkins.actions.raising import Raising, raise_shift, say_how_it_went
from rapport.site.checkins.models import Raised
from rapport.site.checkins.queries.held import held_about
from rapport.site.checkins.queries.raised import raised_in, raised_to
from rapport.site.foundation import consent
from rapport.site.foundation.models import AuditEvent
from rapport.site.foundation.outbox_models import MailState, OutboxMessage, Template
from rapport.site.people import policy
from rapport.site.people.actions import erase_client
from rapport.site.people.policy import Kind, Viewer
from support import asked, followed, practice, rated

pytestmark = pytest.mark.django_db
WORDS = "I no longer know what we work on."
TELL = Raising("tell", "goals", "withdrawal", WORDS)


@pytest.fixture
def course():
    practice.providers(6)
    course = followed.course()
    rated.rate(course.match, [80, 81, 82])
    return course


def raise_it(course, what=TELL, key="k", **options):
    return raise_shift(
        by=followed.of(course.client), at=timezone.now(), course=course, raising=what, key=key, **options
    )


def notes():
    return OutboxMessage.objects.filter(template=Template.CASELOAD_NOTE)


def test_provider_gets_one_mail_that_says_nothing_where_they_are_told(course):
    account = asked.with_account(course.provider)
    raise_it(course, Raising("self", "goals", "", WORDS), key="another", shares=True)
    assert not notes().exists()

    row = raise_it(course, shares=True)
    raise_it(course)

    (mail,) = notes()
    assert mail.recipient_id == str(account.pk)
    assert (mail.client_id, mail.about) == (course.client_id, "")
    assert WORDS not in str(mail.__dict__)
    assert mail.not_after > row.raised_at


def test_mail_about_what_was_told_is_taken_back_with_the_yes(course):
    asked.with_account(course.provider)
    raise_it(course, shares=True)

    rated.no(course.client, "share_course")
    assert take_back_unsent(timezone.now()) == 1
    assert notes().get().state == MailState.CANCELLED


def test_told_words_reach_the_provider_alone_and_only_with_a_yes(course):
    provider = Viewer(Kind.PROVIDER, asked.with_account(course.provider).pk)
    other = course.match.shortlist.matches.exclude(pk=course.match_id)[0].provider
    colleague = Viewer(Kind.PROVIDER, asked.with_account(other).pk)
    with pytest.raises(raising.NotShared):
        raise_it(course)
    row = raise_it(course, shares=True)

    assert consent.is_given(client_id=course.client_id, purpose="share_course")
    assert [each.words for each in raised_to(course.provider)[course.pk]] == [WORDS]
    assert raised_to(other) == {}
    assert policy.may(provider, "read", row)
    assert not policy.may(provider, "change", row)
    for viewer in (colleague, Viewer(Kind.COORDINATOR, "c" * 26), policy.NOBODY):
        assert not policy.may(viewer, "read", row)
    assert policy.may(Viewer(Kind.CLIENT, course.client_id), "change", row)
    assert not policy.may(Viewer(Kind.CLIENT, practice.client().pk), "read", row)

    rated.no(course.client, "share_course")
    assert raised_to(course.provider) == {}
    assert not policy.may(provider, "read", row)


@pytest.mark.parametrize("way", ["self", "keep"])
def test_what_is_not_told_stays_with_the_client(course, way):
    rated.yes(course.client, "share_course")
    row = raise_it(course, Raising(way, words=WORDS))

    assert raised_to(course.provider) == {}
    assert not policy.may(Viewer(Kind.PROVIDER, asked.with_account(course.provider).pk), "read", row)
    assert [(each.way, each.words) for each in raised_in(course)] == [(way, WORDS)]
    assert raised_in(course)[0].is_open == (way == "self")


def test_sent_twice_is_one_row_and_the_key_holds_for_one_thing(course):
    rated.yes(course.client, "share_course")
    assert raise_it(course).pk == raise_it(course).pk
    with pytest.raises(raising.RaisedOtherwise):
        raise_it(course, Raising("self"))

    assert Raised.objects.count() == 1
    assert Raised.objects.get().after_session == 3


def test_nothing_is_raised_in_a_course_of_another_or_one_that_ended(course):
    with pytest.raises(raising.NotOpen):
        raise_shift(by=practice.client(), at=timezone.now(), course=course, raising=TELL, key="k")
    course.ended_at, course.ended_because, course.ended_by = timezone.now(), "finished", "client"
    course.save()
    with pytest.raises(raising.NotOpen):
        raise_it(course)


@pytest.mark.parametrize(
    "changes",
    [{"way": "x"}, {"about": "x"}, {"shown": "x"}, {"words": "a" * 2001}, {"words": " "}],
)
def test_bad_values_are_refused_without_the_words(changes):
    with pytest.raises(BadInput) as refused:
        Raising(**{"way": "tell", "words": WORDS} | changes)
    assert WORDS not in str(refused.value)


def test_loop_closes_with_the_newest_answer(course):
    rated.yes(course.client, "share_course")
    row = raise_it(course)
    answer = {"by": followed.of(course.client), "at": timezone.now(), "raised": row}
    say_how_it_went(**answer, talked="no")
    assert raised_in(course)[0].is_open
    say_how_it_went(**answer, talked="yes", helped="partly")

    (said,) = raised_in(course)
    assert (said.talked, said.helped, said.is_open) == ("yes", "partly", False)
    assert raised_to(course.provider)[course.pk][0].helped == "partly"
    with pytest.raises(BadInput):
        say_how_it_went(**answer, talked="yes")
    with pytest.raises(BadInput):
        say_how_it_went(**answer, talked="no", helped="yes")
    with pytest.raises(raising.NotOpen):
        say_how_it_went(**answer | {"by": practice.client()}, talked="no")


def test_rows_are_sealed_held_named_by_no_trail_and_gone_when_erased(course):
    rated.yes(course.client, "share_course")
    row = raise_it(course)
    row.refresh_from_db()

    assert WORDS.encode() not in bytes(row.said)
    assert held_about(followed.of(course.client))["raised"][0]["words"] == WORDS
    assert not any(WORDS in str(entry.detail) for entry in AuditEvent.objects.all())
    erase_client(followed.of(course.client), by=course.client_id, at=timezone.now())
    assert not Raised.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"entry_key": ""},
        {"said": None},
        {"after_session": 1001},
        {"answered_at": timezone.now()},
        {"answered_at": timezone.now() - timedelta(days=9), "after": b"x"},
    ],
)
def test_database_refuses_rows_that_say_nothing_or_lie(course, changes):
    row = raise_it(course, Raising("self"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Raised.objects.filter(pk=row.pk).update(**changes)


def test_database_keeps_one_row_a_key(course):
    row = raise_it(course, Raising("self"))
    row.pk = "a" * 26
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
