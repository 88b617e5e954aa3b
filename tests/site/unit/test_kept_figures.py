"""What is reckoned once a night: kept sealed, read by every process, made once, and gone after two nights."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import numpy as np
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.alliance.pools import Sums
from rapport.alliance.trajectory import Floats
from rapport.site.checkins.actions.learning_usual import learn_usual
from rapport.site.checkins.queries import others, symptoms_course
from rapport.site.foundation import kept
from rapport.site.foundation.models import DataKey, KeptFigures
from rapport.site.foundation.nightly import LOOK_AGAIN, Nightly
from rapport.site.foundation.plain import as_plain, from_plain
from support import practice, rated
from support.going import (
    _nothing_kept,  # noqa: F401  a fixture
    course,
    planted,
)

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
A_DAY = timedelta(days=1)


class Pair(NamedTuple):
    """A named tuple in what is told."""

    low: float
    high: float | None


@dataclass(frozen=True)
class Told:
    """One of each kind that is kept."""

    on: date
    at: datetime
    pairs: tuple[Pair, ...]
    by_name: dict[str, tuple[Pair | None, int]]
    sums: Floats
    names: list[str]
    nothing: Pair | None = None


def same(one, other):
    """Whether two values are alike to the last bit, arrays and what is no number included."""
    return repr(as_plain(one)) == repr(as_plain(other)) and type(one) is type(other)


def test_figures_come_back_to_the_last_bit():
    sums = np.array([[0.1 + 0.2, 1 / 3, float("nan")], [-0.0, 1e-308, 2.0**60]])
    told = Told(
        date(2026, 11, 20), AT, (Pair(1 / 3, None), Pair(float("nan"), -0.0)), {"a": (None, 2)}, sums, ["ä"]
    )

    back = from_plain(Told, as_plain(told))

    assert same(back, told)
    assert back.sums.dtype == sums.dtype
    assert back.sums.tobytes() == sums.tobytes()
    assert isinstance(back.pairs[0], Pair)
    assert back.by_name == {"a": (None, 2)}
    assert same(back.at, AT)


@pytest.mark.django_db
def test_tonights_are_kept_once_sealed_and_found_until_newer_ones_are():
    assert kept.newest("equity", version="1", at=AT) is None

    assert kept.keep("equity", {"word": "unmistakable"}, version="1", at=AT)
    assert not kept.keep("equity", {"word": "second"}, version="1", at=AT)

    assert kept.newest("equity", version="1", at=AT + 3 * A_DAY).told == {"word": "unmistakable"}
    assert kept.newest("equity", version="2", at=AT) is None
    assert kept.newest("equity", version="1", at=AT - A_DAY) is None
    assert b"unmistakable" not in bytes(KeptFigures.objects.get().told)
    assert DataKey.objects.count() == 1, "the key of what was not kept is gone"


@pytest.mark.django_db
def test_two_nights_are_kept_and_older_ones_are_gone_with_their_keys():
    for night in range(4):
        for name in ("equity", "service"):
            kept.keep(name, night, version="1", at=AT + night * A_DAY)

    found = KeptFigures.objects.order_by("night", "name").values_list("name", "night")

    assert [name for name, _ in found] == ["equity", "service"] * 2
    assert {night for _, night in found} == {(AT + 2 * A_DAY).date(), (AT + 3 * A_DAY).date()}
    assert DataKey.objects.count() == 4


@pytest.mark.django_db
def test_night_begins_at_eight_and_the_database_keeps_one_of_a_name():
    early, late = AT.replace(hour=7, minute=59), AT.replace(hour=8, minute=0)
    assert kept.night_of(late) - kept.night_of(early) == A_DAY

    kept.keep("equity", 1, version="1", at=late)
    row = KeptFigures.objects.get()
    for broken in ({}, {"told": None, "version": "2"}, {"name": ""}):
        again = KeptFigures(key=DataKey.make(), name="equity", version="1", night=row.night, made_at=AT)
        again.told = row.told
        for name, value in broken.items():
            setattr(again, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save(force_insert=True)


@pytest.mark.django_db
def test_process_reads_what_another_made_and_looks_for_tonights_while_it_has_none(
    django_assert_num_queries,
):
    made = []

    def reckon(at):
        made.append(at)
        return (float(at.day),)

    mine, theirs = (Nightly("nights", tuple[float, ...], reckon, version="1") for _ in range(2))

    assert mine.read(AT) == theirs.read(AT) == (20.0,)
    assert made == [AT], "reckoned once, by whoever needed it first"
    with django_assert_num_queries(0):
        mine.read(AT + timedelta(hours=20))
    tomorrow = AT + A_DAY
    assert mine.read(tomorrow) == (20.0,), "never again by a page"
    with django_assert_num_queries(0):
        mine.read(tomorrow)
    assert theirs.keep(tomorrow)
    assert not mine.keep(tomorrow)
    assert mine.read(tomorrow + LOOK_AGAIN) == (21.0,)
    assert made == [AT, tomorrow]
    assert Nightly("nights", tuple[float, ...], reckon, version="2").read(tomorrow) == (21.0,)
    assert len(made) == 3, "another version reckons its own"


@pytest.mark.django_db
@pytest.mark.usefixtures("_nothing_kept")
def test_what_is_usual_is_the_same_before_and_after_it_was_kept(monkeypatch):
    practice.providers(6)
    monkeypatch.setattr(others, "FEWEST_PAIRS", 3)
    courses = [course((74, 75, 77 - fall, 76, 40 + fall), balance=fall % 3 - 1) for fall in range(12)]
    for each in courses:
        rated.yes(each.client, "learning")
    now = timezone.now()
    learnt = others._learnt(now)

    assert learn_usual(now)
    assert not learn_usual(now)

    assert all(each.others is not None for each in learnt)
    assert same(others.USUAL.read(now), learnt)
    assert isinstance(others.usual_for(courses[0].client_id, now).others.sums, Sums)
    expected = ({"phq-9": (planted(), 80), "gad-7": (None, 3)},) * others.FOLDS
    assert same(
        from_plain(tuple[symptoms_course.ByName, ...], json.loads(json.dumps(as_plain(expected)))), expected
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("_nothing_kept")
def test_page_opens_nobodys_check_ins_while_any_night_is_kept(monkeypatch, client):
    practice.providers(6)
    own = course((74, 75, 77, 76))
    learn_usual(timezone.now() - A_DAY)
    for module in (others, symptoms_course):
        monkeypatch.setattr(module, "learning_clients", None)
    practice.sign_in(client, own.client)

    assert client.get("/course/").status_code == 200
    assert KeptFigures.objects.count() == 2
