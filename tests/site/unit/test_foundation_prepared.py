"""Kept SQL answers as the ORM does, whatever is bound, in every thread."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.site.directory.models import Provider
from rapport.site.foundation.models import DataKey, Heartbeat
from rapport.site.foundation.prepared import Prepared, columns, loaded, moment, text
from rapport.site.people import queries
from rapport.site.people.models import Client
from support import practice

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def beats(count=3):
    for number in range(count):
        Heartbeat.objects.create(name=f"b{number}", at=NOON + timedelta(hours=number, microseconds=number))


def later_than():
    return Prepared(
        lambda: Heartbeat.objects.filter(at__gt=moment("at")).order_by("name").values_list("name", "at")
    )


@pytest.mark.parametrize("hours", [-1, 0, 1, 2, 99])
def test_rows_are_those_of_the_query_set(hours):
    beats()
    at = NOON + timedelta(hours=hours)

    found = later_than().rows({"at": at})

    assert found == list(Heartbeat.objects.filter(at__gt=at).order_by("name").values_list("name", "at"))


def test_values_are_bound_anew_at_each_call():
    beats()
    named = Prepared(lambda: Heartbeat.objects.filter(name=text("name")).values_list("at"))

    assert named.first({"name": "b0"}) == (NOON,)
    assert named.first({"name": "b1"}) == (NOON + timedelta(hours=1, microseconds=1),)
    assert named.first({"name": "nobody"}) is None
    assert named.first({"name": "' OR 1=1 --"}) is None


def test_query_set_is_made_once():
    made = []

    def make():
        made.append(1)
        return Heartbeat.objects.filter(name=text("name")).values_list("name")

    kept = Prepared(make)
    kept.rows({"name": "a"})
    kept.rows({"name": "b"})

    assert made == [1]


def test_forgotten_value_is_an_error():
    with pytest.raises(KeyError, match="at"):
        later_than().rows()


def test_loaded_object_is_the_one_the_orm_reads():
    practice.providers(1)
    stored = Provider.objects.get()

    row = Prepared(lambda: Provider.objects.filter(pk=text("id")).values_list(*columns(Provider))).first(
        {"id": stored.pk}
    )
    found = loaded(Provider, row)

    assert found == stored
    assert {f: getattr(found, f) for f in columns(Provider)} == {
        f: getattr(stored, f) for f in columns(Provider)
    }
    assert not found._state.adding


def test_client_comes_with_a_key_that_opens_in_one_query():
    person = practice.client()

    with CaptureQueriesContext(connection) as captured:
        found = queries.client_by_id(person.pk, at=person.created_at)
        code = found.receipt_code()

    assert len(captured) == 1
    assert code == Client.objects.get(pk=person.pk).receipt_code()
    assert found.key == DataKey.objects.get(pk=person.key_id)


@pytest.mark.django_db(transaction=True)
def test_what_one_thread_prepared_another_uses():
    beats()
    kept, seen = later_than(), []
    kept.rows({"at": NOON})

    def ask():
        seen.append(kept.rows({"at": NOON}))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join(10)

    assert seen == [kept.rows({"at": NOON})]
