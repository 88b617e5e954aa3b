"""An answer about safety: kept, and told to whom the client agreed to tell; nothing is judged."""

from datetime import datetime

from django.db import transaction

from rapport.site.checkins.choices import SafetySource
from rapport.site.checkins.models import SafetyAnswer
from rapport.site.checkins.queries.following import TELL_SAFETY
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit, consent, outbox
from rapport.site.foundation.outbox_models import Template


class NotTheirs(Exception):
    """The answer is about somebody whom this provider does not see."""


def keep_safety_answer(
    course: Course, *, source: SafetySource, answer: int, key: str, at: datetime
) -> SafetyAnswer:
    """Keep an answer, once a key, and tell the provider if the client lets them be told.

    In the caller's transaction, which holds the client's lock; `course.client` has its key at hand.
    """
    found = SafetyAnswer.objects.filter(client_id=course.client_id, entry_key=key).first()
    if found is not None:
        return found
    kept = SafetyAnswer(client=course.client, provider=course.provider, entry_key=key, answered_at=at)
    kept.seal("said", {"source": source.value, "answer": answer})
    account = course.provider.account_id
    if account is not None and consent.is_given(client_id=course.client_id, purpose=TELL_SAFETY):
        kept.told_at = at
        outbox.put(
            template=Template.LOOK_TODAY,
            to=outbox.to_account(account),
            key=f"safety:{kept.pk}",
            due_at=at,
            client_id=course.client_id,
        )
    kept.save(force_insert=True)
    audit.record(actor=course.client_id, verb="said_unsafe", subject=course.client_id, at=at)
    return kept


def mark_seen(*, by: Provider, at: datetime, answer: SafetyAnswer) -> None:
    """The provider has seen it; said twice, the first time holds.

    Raises `NotTheirs` for another provider's.
    """
    if answer.provider_id != by.pk:
        raise NotTheirs
    with transaction.atomic():
        unseen = SafetyAnswer.objects.select_for_update().filter(pk=answer.pk, seen_at__isnull=True)
        if unseen.update(seen_at=at):
            audit.record(actor=by.pk, verb="saw_unsafe", subject=answer.client_id, at=at)
