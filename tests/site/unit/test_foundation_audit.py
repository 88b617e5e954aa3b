"""The audit trail: whatever is edited, removed, inserted or cut off shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.site.foundation import audit, audit_guard
from rapport.site.foundation.models import AuditEvent, AuditHead

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LENGTH = 8
COLUMNS = {"actor": "someone", "verb": "looked", "subject": "other", "detail": '{"n":9}', "link": "f" * 64}


@pytest.fixture(autouse=True)
def _own_keys(tmp_path, settings):
    settings.KEYS_FOLDER = tmp_path


def trail(length=LENGTH):
    for number in range(length):
        at = NOW + timedelta(seconds=number, microseconds=number)
        audit.record(actor="system", verb="read", subject=f"s{number}", at=at, detail={"n": number})


def again(test):
    """Each drawn example on a trail of its own."""

    def wrapped(*drawn, **named):
        with transaction.atomic():
            trail()
            test(*drawn, **named)
            transaction.set_rollback(True)

    return wrapped


def test_untouched_trail_is_intact():
    assert audit.broken_links() == []
    trail()

    assert audit.broken_links() == []
    assert list(AuditEvent.objects.order_by("seq").values_list("seq", flat=True)) == list(
        range(1, LENGTH + 1)
    )


PLACES = st.integers(1, LENGTH)
EACH = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@EACH
@given(place=PLACES, column=st.sampled_from(sorted(COLUMNS)))
def test_edited_event_is_found(place, column):
    @again
    def check():
        AuditEvent.objects.filter(seq=place).update(**{column: COLUMNS[column]})

        assert place in audit.broken_links()

    check()


@EACH
@given(place=PLACES, seconds=st.integers(1, 10**6))
def test_event_moved_in_time_is_found(place, seconds):
    @again
    def check():
        event = AuditEvent.objects.get(seq=place)
        AuditEvent.objects.filter(seq=place).update(at=event.at + timedelta(seconds=seconds))

        assert place in audit.broken_links()

    check()


@EACH
@given(places=st.sets(PLACES, min_size=1))
def test_removed_events_are_found(places):
    @again
    def check():
        AuditEvent.objects.filter(seq__in=places).delete()

        assert places <= set(audit.broken_links())

    check()


@EACH
@given(place=st.integers(1, LENGTH - 1))
def test_removal_with_everything_renumbered_is_found(place):
    @again
    def check():
        AuditEvent.objects.filter(seq=place).delete()
        for seq in range(place + 1, LENGTH + 1):
            AuditEvent.objects.filter(seq=seq).update(seq=seq - 1)
        AuditHead.objects.update(seq=LENGTH - 1)

        assert audit.broken_links() != []

    check()


def test_tail_cut_off_with_its_end_moved_is_found_by_the_anchor():
    trail()
    audit.anchor()
    last_kept = AuditEvent.objects.get(seq=LENGTH - 3)
    AuditEvent.objects.filter(seq__gt=last_kept.seq).delete()
    AuditHead.objects.update(seq=last_kept.seq, link=last_kept.link)

    assert audit.broken_links() == [LENGTH - 2, LENGTH - 1, LENGTH]


def test_whole_trail_emptied_is_found_by_the_anchor():
    trail()
    audit.anchor()
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()

    assert audit.broken_links() == list(range(1, LENGTH + 1))


def test_trail_written_anew_without_the_key_is_found(tmp_path, settings):
    trail()
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()
    (tmp_path / "forger").mkdir()
    settings.KEYS_FOLDER = tmp_path / "forger"
    trail()
    settings.KEYS_FOLDER = tmp_path

    assert audit.broken_links() == list(range(1, LENGTH + 1))


def test_event_stands_only_if_its_transaction_does():
    trail(2)

    with transaction.atomic():
        audit.record(actor="system", verb="read", subject="s", at=NOW)
        transaction.set_rollback(True)

    assert AuditEvent.objects.count() == 2
    audit.record(actor="system", verb="read", subject="s", at=NOW)
    assert audit.broken_links() == []


@pytest.mark.parametrize("change", ["UPDATE {} SET verb = 'x'", "DELETE FROM {}"])
def test_database_itself_refuses_changes(change):
    audit_guard.put()
    trail(2)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(audit_guard.TABLE))

    assert AuditEvent.objects.count() == 2
    assert audit_guard.stands()


def test_without_the_guard_changes_go_through():
    """The control of the test above."""
    audit_guard.lift()
    trail(2)

    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {audit_guard.TABLE}")

    assert AuditEvent.objects.count() == 0
    assert not audit_guard.stands()


def test_what_is_told_about_a_person():
    trail(3)

    assert audit.about("s1") == [{"at": "2026-11-23T09:00:01.000001+00:00", "by": "system", "what": "read"}]
