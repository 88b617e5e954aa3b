"""`rapport bench load`: its people go the real way, nothing lost goes unseen, and its ratios are right."""

import sys
from importlib import import_module
from random import Random

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.intake.models import PAGES
from rapport.site.intake.queries import intake_of
from rapport.site.intake.questions import QUESTIONS, Kind
from rapport.site.people.queries import client_by_receipt
from support import sources

sys.path.append(str(sources.ROOT))
walking = import_module("benchmarks.load_journey")
work = import_module("benchmarks.load_work")
load = import_module("benchmarks.load")
request_work = import_module("benchmarks.request_work")


def walk(seed):
    """One whole journey through the site; what it acknowledged."""
    kept, browser = walking.Kept(), Browser()
    way = walking.journey(Random(seed), kept)
    ask = next(way)
    while True:
        browser = Browser() if ask.is_elsewhere else browser
        page = came(browser, ask)
        try:
            ask = way.send(page)
        except StopIteration:
            return kept


def came(browser, ask):
    if ask.fields is None:
        response = browser.get(ask.path)
    else:
        data = {name: [v for n, v in ask.fields if n == name] for name, _ in ask.fields}
        response = browser.post(ask.path, data)
    return walking.Page(
        response.status_code, ask.path, response.content.decode(), response.headers.get("Location", "")
    )


@pytest.mark.django_db
def test_people_answer_every_kind_of_question_and_an_answer_that_is_gone_is_counted(monkeypatch):
    request_work.fill(400)
    monkeypatch.setattr(walking, "GOES_BACK", 0.2)
    monkeypatch.setattr(walking, "RETURNS", 0.2)

    everyone = [walk(seed) for seed in range(4)]

    kinds = {question.slug: question.kind for question in QUESTIONS}
    assert {kinds[slug] for kept in everyone for slug, _ in kept.sent} == set(Kind)
    three = sum(kept.has_three for kept in everyone)
    sent = sum(len(kept.sent) for kept in everyone)
    assert three
    assert work.recount(everyone) == {"people": 4, "answers": sent, "three": three, "not kept": 0}
    _take_away("state", client_by_receipt(everyone[0].code, at=timezone.now()))
    assert work.recount(everyone)["not kept"] == 1
    # What was on its way when the time was over may be there or not.
    everyone[0].pending = next(each for each in everyone[0].sent if each[0] == "state")
    everyone[0].sent = [each for each in everyone[0].sent if each[0] != "state"]
    assert work.recount(everyone)["not kept"] == 0


def _take_away(slug, client):
    intake = intake_of(client)
    stored = intake.unseal("answers")
    del stored[PAGES]["pages"][slug]
    intake.seal("answers", stored)
    intake.save()


def stage(people, **figures):
    usual = {"requests": 100.0, "p50": 10.0, "p99": 40.0, "processor": 4.0, "failures": 0, "holds": True}
    return {"people": people, "why": [], **usual, **figures}


def test_the_report_compares_both_at_the_largest_crowd_that_ours_held():
    ours = [stage(500), stage(1000, p50=20.0, p99=80.0), stage(2000, p99=4000.0, holds=False)]
    bare = [stage(500), stage(1000, p50=5.0, p99=8.0), stage(2000), stage(4000)]
    report = load.Report()

    load._report(report, "sqlite", ours, bare, {"answers": 700, "three": 9, "not kept": 0})

    ratios = {row["case"]: row["ratio"] for row in report.rows}
    assert ratios["sqlite: 1000 people at once: p50 of a request"] == 0.25
    assert ratios["sqlite: 1000 people at once: p99 of a request"] == 0.1
    assert ratios["sqlite: people at once that were held"] == 4
    assert all(target["holds"] for target in report.targets)


def test_an_answer_that_is_not_kept_or_a_failure_is_a_target_missed():
    report = load.Report()
    failed = [stage(30, failures=2, holds=False)]
    load._report(report, "sqlite", failed, [stage(30)], {"answers": 7, "three": 0, "not kept": 1})
    assert [(each["value"], each["holds"]) for each in report.targets] == [(2, False), (1, False)]


def test_a_missing_locust_is_named(monkeypatch):
    monkeypatch.setattr(load, "find_spec", lambda name: None)
    assert [each["peer"] for each in load.measure(lambda line: None)["unavailable"]] == ["locust"]
