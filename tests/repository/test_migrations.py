"""Migrations expand and contract: the release before goes on working while an upgrade spreads."""

import pytest
from django.db.migrations import operations as ops

from support.expanding import contractions, faults_of, is_late
from support.planted_migrations import PLANTED, TAKEN, before, planted

# Made before there was a release to go on working; nothing is added here after 0.1.0.
BEFORE_THE_FIRST_RELEASE = frozenset(
    {
        "consultations.0004_asks_next",
        "consultations.0005_courses_ended",
        "directory.0002_portal",
        "directory.0003_accounts",
        "matches.0002_learning_and_trial",
        "matches.0004_refills",
        "matches.0006_by_hand",
        "people.0002_accounts",
        "referrals.0004_relation",
    }
)


def test_no_migration_takes_away_what_the_release_before_uses() -> None:
    found = contractions()

    assert {name: faults for name, faults in found.items() if name not in BEFORE_THE_FIRST_RELEASE} == {}
    assert found.keys() >= BEFORE_THE_FIRST_RELEASE, "an allowance that nothing needs any more"


@pytest.mark.parametrize("what", PLANTED)
def test_planted_migration_is_judged_as_said(what: str) -> None:
    said, operations = PLANTED[what]

    assert bool(list(faults_of(planted(operations), before()))) == (said == TAKEN)


def test_contraction_is_let_through_a_release_later() -> None:
    migration = planted([ops.RemoveField("thing", "aside")])
    assert not is_late(migration)

    migration.unused_since = "0.0.9"
    assert is_late(migration)
    migration.unused_since = "99.0.0"
    assert not is_late(migration)
