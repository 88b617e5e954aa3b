"""What the site logs, `rapport policy-value` reads: its probabilities follow from its pools and policy."""

import csv
import json

import numpy as np
import pytest
from django.utils import timezone

from rapport.cli.main import main
from rapport.learning.policy.slate_log import read_slates
from rapport.learning.policy.slate_weights import Target, slate_weights
from rapport.site.outcomes.queries.policy_log import COLUMNS, policy_log
from support import practice, rated

pytestmark = pytest.mark.django_db


def logged():
    return [[row[name] for name in COLUMNS] for row in policy_log(timezone.now())]


@pytest.fixture
def clients():
    practice.providers(10)
    found = [rated.matched() for _ in range(3)]
    for each in found:
        rated.yes(each.client, "learning")
    rated.rate(found[0].matches.select_related("shortlist").get(position=2), [61, 64.5])
    return found


def test_propensities_of_the_site_follow_from_its_pools(clients):
    log = read_slates(COLUMNS, logged())

    weights = slate_weights(log, Target(), order_counts=True)

    assert len(log.pools) == 3
    assert weights.whole.weight == pytest.approx(np.ones(3))
    assert weights.pseudoinverse.weight == pytest.approx(np.ones(3), abs=1e-6)
    assert sorted(log.rewards["chosen"]) == [0, 0, 1]
    assert np.nanmax(log.rewards["alliance"]) == 62.75


def test_few_requests_of_the_site_are_told_to_be_too_few(clients, tmp_path, capsys):
    path = tmp_path / "log.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *logged()])

    assert main(["policy-value", "--log", str(path), "--policy", "greedy", "--format", "json"]) == 1

    said = json.loads(capsys.readouterr().out)
    assert all("too few comparable rows" in each["refused"] for each in said["estimates"].values())
