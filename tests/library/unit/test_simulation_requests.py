"""Requests: three at a time until somebody offers, replied to as published, met only where offered."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from rapport.simulation.practice import make_practice
from rapport.simulation.requests import AT_ONCE, MOST_ROUNDS, REQUEST_COLUMNS, request_rows
from rapport.simulation.sessions import make_courses
from rapport.simulation.world import make_world

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def practice():
    return make_practice(providers=100, clients=1500, seed=9, on=ON)


@pytest.fixture(scope="module")
def by_client(practice):
    found = defaultdict(list)
    for row in request_rows(practice):
        request = dict(zip(REQUEST_COLUMNS, row, strict=True))
        found[request["client_id"]].append(request)
    return found


def test_replies_come_as_published(by_client):
    replies = Counter(each["reply"] for requests in by_client.values() for each in requests)
    total = sum(replies.values())

    assert replies["none"] / total == pytest.approx(0.217, abs=0.02)
    assert replies["declines"] / total == pytest.approx(0.325, abs=0.02)
    assert replies["offers"] / total == pytest.approx(0.457, abs=0.02)


def test_clients_write_three_at_a_time_until_somebody_offers(by_client):
    for requests in by_client.values():
        rounds = [int(each["round"]) for each in requests]
        assert rounds == sorted(rounds)
        assert max(Counter(rounds).values()) <= AT_ONCE
        assert max(rounds) <= MOST_ROUNDS
        assert all(each["reply"] != "offers" for each in requests if int(each["round"]) < rounds[-1])
        assert len({each["provider_id"] for each in requests}) == len(requests)


def test_clients_meet_those_who_offered_and_nobody_else(practice, by_client):
    met = defaultdict(list)
    for course in make_courses(make_world(practice)):
        client = practice.answers[course.client]["client_id"]
        met[client].append(practice.roster_rows[course.provider]["provider_id"])

    for client, requests in by_client.items():
        offered = [each["provider_id"] for each in requests if each["reply"] == "offers"]
        assert met[client] == offered


def test_replies_have_a_day_and_silence_has_none(by_client):
    for requests in by_client.values():
        for each in requests:
            assert (each["replied_on"] == "") == (each["reply"] == "none")
            assert each["replied_on"] == "" or each["sent_on"] <= each["replied_on"]
            assert each["sent_on"] < ON.isoformat()
