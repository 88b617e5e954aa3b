"""What failed for good is counted, and waits again when the operator says so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from rapport.site.foundation import outbox
from rapport.site.foundation.models import AuditEvent, OutboxMessage
from rapport.site.foundation.outbox_models import MailState, Template

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def failed(key, *, error="550", not_after=None, state=MailState.FAILED):
    with transaction.atomic():
        outbox.put(
            template=Template.REQUEST_RECEIVED,
            to=outbox.to_account(7),
            key=key,
            due_at=NOW - timedelta(days=1),
            not_after=not_after,
        )
    OutboxMessage.objects.filter(key=key).update(state=state, last_error=error, attempts=100)


@pytest.mark.django_db
def test_failures_are_counted_by_template_and_reason():
    failed("a")
    failed("b")
    failed("c", error="421")
    failed("d", state=MailState.WAITING)

    assert outbox.failed() == [
        outbox.Failed(Template.REQUEST_RECEIVED, "550", 2),
        outbox.Failed(Template.REQUEST_RECEIVED, "421", 1),
    ]


@pytest.mark.django_db
def test_what_failed_is_tried_anew_unless_it_is_too_late():
    failed("a")
    failed("late", not_after=NOW - timedelta(hours=1))

    assert outbox.send_again(by="operator", at=NOW) == 1
    assert outbox.send_again(by="operator", at=NOW) == 0

    again = OutboxMessage.objects.get(key="a")
    assert (again.state, again.attempts, again.due_at, again.last_error) == (MailState.WAITING, 0, NOW, "")
    assert OutboxMessage.objects.get(key="late").state == MailState.FAILED
    assert AuditEvent.objects.filter(verb="mails_again").count() == 1
