"""Who is written to when a second person has to decide at the desk."""

import pytest

from rapport.site.foundation.outbox_models import MailState, OutboxMessage, Template
from rapport.site.people import case_actions
from support import accounts, practice
from support.met import NOW

pytestmark = pytest.mark.django_db
WHY = "They wrote that they may hurt somebody tonight."


def test_every_other_coordinator_is_written_to_and_none_once_it_is_decided():
    practice.providers(6)
    person, (one, other, third) = practice.client(), [accounts.account() for _ in range(3)]
    provider = accounts.account("provider")

    glass = case_actions.ask_to_break_glass(person, by=one, reason=WHY, at=NOW)

    mails = OutboxMessage.objects.filter(template=Template.SECOND_PERSON)
    assert {each.recipient_id for each in mails} == {other.pk, third.pk}
    assert provider.pk not in {each.recipient_id for each in mails}
    assert all(each.not_after == glass.answer_until for each in mails)
    case_actions.grant(glass, by=other, at=NOW)
    assert {each.state for each in mails.all()} == {MailState.CANCELLED}
