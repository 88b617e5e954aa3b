"""Consent: nothing beforehand, the newest answer holds, an old wording does not."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from rapport.site.foundation import consent
from rapport.site.foundation.models import ConsentEntry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("purpose", consent.PURPOSES)
def test_nothing_is_given_beforehand(purpose):
    assert not consent.is_given(client_id="c", purpose=purpose)


def test_newest_answer_holds_for_its_purpose_and_client_alone():
    consent.give(client_id="c", purpose="matching", at=NOW)
    assert consent.is_given(client_id="c", purpose="matching")
    assert not consent.is_given(client_id="c", purpose="research")
    assert not consent.is_given(client_id="d", purpose="matching")

    consent.withdraw(client_id="c", purpose="matching", at=NOW)
    assert not consent.is_given(client_id="c", purpose="matching")

    consent.give(client_id="c", purpose="matching", at=NOW)
    assert consent.is_given(client_id="c", purpose="matching")
    assert [row["given"] for row in consent.history(client_id="c")] == [True, False, True]


def test_yes_to_an_old_wording_does_not_hold_for_a_new_one(monkeypatch):
    consent.give(client_id="c", purpose="matching", at=NOW)
    changed = replace(consent.PURPOSES["matching"], version=2, wording="Another wording.")

    monkeypatch.setitem(consent.PURPOSES, "matching", changed)

    assert not consent.is_given(client_id="c", purpose="matching")
    assert ConsentEntry.objects.get().wording_hash != changed.wording_hash


def test_unknown_purpose_is_refused():
    with pytest.raises(KeyError):
        consent.give(client_id="c", purpose="marketing", at=NOW)


WORDINGS = {
    ("matching", 1): "c617b46f3a82",
    ("share_with_provider", 2): "15fa07ce0d7d",
    ("research", 1): "790eed2fb300",
    ("learning", 1): "5b0456d91ac6",
    ("trial", 1): "27df56ae6ac1",
    ("share_course", 1): "37adef64036b",
    ("share_course_desk", 1): "908523021574",
    ("share_case", 1): "1a703bf3fb3c",
    ("trainees", 1): "ccb8bd711147",
    ("tell_safety", 1): "d917fe84c447",
}


def test_wording_changes_only_together_with_its_version():
    """Put the new digest here together with a higher version: what was agreed to must stay provable."""
    found = {
        (purpose.code, purpose.version): purpose.wording_hash[:12] for purpose in consent.PURPOSES.values()
    }

    assert found == WORDINGS
