"""Rows written by kept SQL are those that the ORM would write."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from rapport.site.foundation import outbox
from rapport.site.foundation.models import ConsentEntry, Heartbeat, OutboxMessage
from rapport.site.foundation.outbox_models import Template
from rapport.site.foundation.prepared import Insert, Update, run

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_new_mail_begins_as_its_model_says():
    with transaction.atomic():
        outbox.put(
            template=Template.INVITATION, to=outbox.to_account(7), key="k:1", due_at=NOON, client_id="c" * 26
        )

    stored = OutboxMessage.objects.get()
    usual = OutboxMessage(
        key="k:1", template="invitation", kind="account", recipient_id="7", client_id="c" * 26, due_at=NOON
    )
    assert model_to_dict(stored) == model_to_dict(usual)
    assert len(stored.pk) == 26


def test_counted_keys_are_given_in_order():
    entries = [
        ConsentEntry(
            client_id="c" * 26, purpose=purpose, version=1, given=True, at=NOON, wording_hash="a" * 64
        )
        for purpose in ("matching", "research")
    ]

    Insert(ConsentEntry).put(*entries)

    stored = ConsentEntry.objects.order_by("id").values_list("id", "purpose", "at")
    assert list(stored) == [(each.pk, each.purpose, NOON) for each in entries]
    assert not entries[0]._state.adding


def test_update_writes_the_named_columns_alone():
    beat = Heartbeat.objects.create(name="worker", at=NOON)
    other = Heartbeat.objects.create(name="other", at=NOON)
    beat.at = NOON.replace(hour=13)

    Update(Heartbeat, "at").put(beat)

    beat.refresh_from_db()
    other.refresh_from_db()
    assert (beat.at.hour, other.at.hour) == (13, 12)


def test_refused_row_raises_what_django_raises():
    beat = Heartbeat(name="worker", at=NOON)
    Insert(Heartbeat).put(beat)

    with pytest.raises(IntegrityError), transaction.atomic():
        Insert(Heartbeat).put(Heartbeat(name="worker", at=NOON))


def test_percent_sign_of_a_statement_stays_one():
    Heartbeat.objects.create(name="100%s", at=NOON)

    found = run(
        "SELECT name FROM foundation_heartbeat WHERE name LIKE '100%%' AND name = %s",
        ["100%s"],
        gives_rows=True,
    )

    assert found == [("100%s",)]


@pytest.mark.postgresql
def test_no_id_has_a_second_index_for_like():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE indexdef LIKE '%%pattern_ops%%' AND tablename LIKE %s",
            ["consultations_%"],
        )
        assert cursor.fetchall() == []
