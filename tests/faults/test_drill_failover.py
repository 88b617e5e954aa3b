"""The drill of failover, small: a replica that is waited for keeps all, one that is not loses some."""

import pytest

from rapport.cli.drills import failover

ATTEMPTS = 60


@pytest.mark.postgresql
def test_nothing_acknowledged_goes_with_the_primary_unless_nobody_waits(prepared):
    told = failover.run(prepared, ATTEMPTS, say=lambda _: None)

    assert told["violations"] == 0, told["detail"]
    assert told["control_violations"] > 0, told["detail"]
    assert all(told["detail"]["acknowledged"].values())
    assert told["detail"]["answered_again_after_seconds"] < failover.LONGEST_WAIT_SECONDS


def test_without_postgresql_one_line_says_so(monkeypatch):
    monkeypatch.setattr(failover, "binaries", lambda: None)

    with pytest.raises(failover.BadInput, match="expected PostgreSQL's programs on this machine"):
        failover.run("", None, say=lambda _: None)
