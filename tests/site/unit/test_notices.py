"""A mail without content: something that protects an account changed; a coordinator decided."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.totp.internal import auth as totp

from rapport.site.directory.actions import verification
from rapport.site.directory.choices import CaseState, Kind, Verdict
from rapport.site.directory.models import VerificationCase
from rapport.site.directory.queries.verification import open_case
from rapport.site.foundation.mail.words import WORDS
from rapport.site.foundation.outbox_models import OutboxMessage, Template
from rapport.site.people import account_actions, account_queries, factor_actions
from rapport.site.people.choices import LinkPurpose
from support.accounts import PASSWORD, account

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def sent(template=Template.SECURITY_NOTICE):
    return list(OutboxMessage.objects.filter(template=template).values_list("recipient_id", flat=True))


def test_another_password_is_told_to_its_owner():
    owner = account("provider", codes=False)

    account_actions.change_password(owner, password=PASSWORD, visit="", at=NOW)

    assert sent() == [owner.pk]


def test_a_password_set_by_a_link_is_told_and_taking_up_an_invitation_is_not():
    owner = account("provider", codes=False)
    link = account_actions.send_link(owner, LinkPurpose.RESET, by="desk", at=NOW)
    account_actions.follow_link(account_queries.token_of(link), password=PASSWORD, at=NOW)

    assert sent() == [owner.pk]


def test_the_first_second_factor_is_told_to_nobody_and_another_one_is():
    owner = account("provider")
    assert sent() == []

    factor_actions.set_up_codes(owner, secret=totp.generate_totp_secret(), counter=1, at=NOW)

    assert sent() == [owner.pk]


def test_new_recovery_codes_are_told():
    owner = account("provider", codes=False)
    before = len(sent())

    factor_actions.renew_recovery_codes(owner, at=NOW + timedelta(days=1))

    assert len(sent()) == before + 1


def test_a_decision_is_told_without_what_was_decided():
    owner = account("provider", codes=False)
    provider = verification.open_provider(owner, name="Ada Example", kind=Kind.COACH, at=NOW)
    case = open_case(provider) or verification.begin_case(provider, by="a", at=NOW)
    VerificationCase.objects.filter(pk=case.pk).update(
        state=CaseState.SUBMITTED, name="Ada", kind=Kind.COACH, submitted_at=NOW
    )

    verification.decide(case, verdict=Verdict.REFUSE, reason="a reason", by="coordinator", at=NOW)

    assert sent(Template.REQUEST_ANSWERED) == [owner.pk]
    said = " ".join(map(str, WORDS[Template.REQUEST_ANSWERED].said)).lower()
    assert not {"refused", "reason", "verif"} & set(said.split())
