"""The drill of consent, small: nothing shows after a no that was acknowledged, and the control fails."""

import pytest

from rapport.cli.drills import consent

ATTEMPTS = 64


@pytest.fixture(scope="module")
def told(prepared):
    with pytest.MonkeyPatch.context() as smaller:
        smaller.setattr(consent, "CONTROL_CLIENTS", 1)
        return consent.run(prepared, ATTEMPTS, say=lambda _: None)


def test_nothing_shows_after_the_no_is_acknowledged(told):
    assert told["violations"] == 0, told["detail"]
    assert told["attempts"] >= ATTEMPTS
    assert told["detail"]["shown_before"] > 0
    assert told["detail"]["statuses"][404] > 0


def test_remembered_consent_shows(told):
    assert told["control_violations"] > 0
