"""Simulated requests: the arithmetic that they must give, and the promises at a small size."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from rapport.cli.main import main
from rapport.simulation.access import Course, Scenario
from rapport.simulation.access_report import BLINDNESS, LIVE, SCENARIOS, ratio, report, share, summary
from rapport.simulation.practice import make_practice

ON = date(2026, 11, 23)
BY_NAME = {each.name: each for each in (*SCENARIOS, *BLINDNESS)}


@pytest.fixture(scope="module")
def practice():
    return make_practice(providers=150, clients=200, seed=5, on=ON)


@pytest.fixture(scope="module")
def found(practice):
    return {each.name: each for each in report(practice, seed=5)}


@pytest.mark.parametrize("name", [each for each in BY_NAME if each.startswith("three names")])
def test_three_names_give_what_arithmetic_says(found, name):
    one, offers = found[name], BY_NAME[name].offers

    expected = 1 - (1 - offers) ** 3
    # Five standard errors.
    assert abs(one.offered.share - expected) < 5 * (expected * (1 - expected) / one.offered.n) ** 0.5
    assert one.requests == 3


def test_replacing_gets_nearly_everybody_an_offer(found):
    one = found[LIVE.name]

    assert one.offered.share >= 0.98
    assert one.offered.n > 150
    assert one.days[0] <= one.days[1] < 5
    assert one.requests > 3


def test_coming_back_a_day_later_takes_longer_and_asks_no_more(found):
    at_once, later = found[LIVE.name], found["three live, the client comes back after a day"]

    assert later.days[1] > at_once.days[1]
    assert later.requests <= at_once.requests


def test_blind_contact_treats_groups_alike_and_seeing_does_not(found):
    blind, seeing, unreplaced = (
        found[name] for name in ("blind first contact", "not blind", "not blind, nobody replaced")
    )

    assert all(each.ratio > 0.9 for each in blind.clients.values())
    assert all(each.high > 0.9 for each in blind.asked.values())
    # What callers met with, give or take twice the interval.
    for group, expected in (("second", 17 / 28), ("third", 8 / 28)):
        one = seeing.asked[group]
        assert one.low**2 / one.ratio < expected < one.high**2 / one.ratio
    assert unreplaced.clients["third"].high < 0.8


def test_same_seed_gives_the_same_and_another_does_not(practice, found):
    [again], [other] = report(practice, [LIVE], seed=5), report(practice, [LIVE], seed=6)

    assert again == found[LIVE.name]
    assert again != other


def test_providers_who_do_not_answer_are_left_alone_for_a_while(practice):
    silence = Scenario("nobody answers", offers=0.0, declines=0.0, patience=6.0)
    [kept], [not_kept] = (
        report(practice, [replace(silence, keeps_live=each)], seed=5) for each in (True, False)
    )

    assert kept.offered.share == not_kept.offered.share == 0
    assert kept.requests < not_kept.requests


def test_summary_looks_at_the_feasible_alone():
    course = Course(
        group=("first", "second", "first", "third"),
        eligible=np.array([2, 3, 6, 12]),
        days=np.array([1.0, np.nan, 2.0, 4.0]),
        requests=np.array([2, 3, 3, 5]),
        offers=np.array([1, 0, 1, 1]),
    )

    found = summary("x", course)

    assert (found.offered.n, found.offered.share) == (3, pytest.approx(2 / 3))
    assert found.days == (3.0, pytest.approx(3.8))
    assert found.by_eligible["3 to 5"].share == 0
    assert found.clients["third"].ratio == 1
    assert np.isnan(found.clients["second"].ratio)


def test_intervals_of_nothing_and_of_everything():
    assert share([]).n == 0
    assert share([True] * 10).high == 1
    assert ratio(0, 10, 5, 10).n == 10


def test_command_prints_tables_and_the_same_for_the_same_seed(capsys):
    asked = ["simulate", "access", "--providers", "60", "--clients", "12", "--on", "2026-11-23"]

    assert main([*asked, "--format", "json"]) == 0
    first = capsys.readouterr().out
    assert main([*asked, "--format", "json"]) == 0
    assert capsys.readouterr().out == first
    assert len(json.loads(first)["scenarios"]) == len(BY_NAME)
    assert main([*asked, "--format", "text"]) == 0
    assert "| not blind |" in capsys.readouterr().out


def test_command_refuses_bad_sizes(capsys):
    assert main(["simulate", "access", "--clients", "few"]) == 2
    assert "--clients" in capsys.readouterr().err
