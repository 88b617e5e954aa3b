"""Item answers for psychometrics: of those who agreed, of enough of them, and of nobody by name."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from django.utils import timezone

from rapport.cli.main import main
from rapport.learning.proof import publish
from rapport.measures.catalogue import instrument
from rapport.site.checkins.models import RatedSession, Responses, SymptomScore
from rapport.site.outcomes.queries import item_answers
from rapport.site.people.models import Client
from support import practice, rated
from support.rated import no, yes

pytestmark = pytest.mark.django_db
FEW = 4
ITEMS = [item.code for item in instrument("rapport-check").items]


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eleven in earnest; fewer here, because each is matched."""
    assert item_answers.SMALLEST_CELL == publish.SMALLEST_CELL == 11
    monkeypatch.setattr(item_answers, "SMALLEST_CELL", FEW)


def answered(session: RatedSession, rng: np.random.Generator, form: str = "rapport-check") -> None:
    """A filled-in form beside a rated session; the last item left out."""
    codes = [item.code for item in instrument(form).items]
    own = int(rng.integers(1, 5))
    items = {code: int(np.clip(own + rng.integers(-1, 2), 0, 5)) for code in codes[:-1]} | {codes[-1]: None}
    client = Client.objects.select_related("key").get(pk=session.client_id)
    row = Responses(client=client, session=session, instrument=form, version="1")
    row.seal("answers", {"items": items, "balance": None})
    row.save(force_insert=True)


def people(count: int, sessions: int = 1) -> list[Client]:
    rng = np.random.default_rng(3)
    found = []
    for _ in range(count):
        shortlist = rated.matched()
        for session in rated.rate(rated.first_of(shortlist), [70.0] * sessions):
            answered(session, rng)
        found.append(yes(shortlist.client, "research"))
    return found


def export(file: Path, *more: str) -> int:
    return main(["export", "item-answers", "--out", str(file), "--format", "json", *more])


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_answers_of_those_who_agreed_are_told_under_other_ids(tmp_path: Path) -> None:
    practice.providers(6)
    agreed = people(FEW + 1)
    no(agreed[0], "research")

    assert export(tmp_path / "forms.csv") == 0

    rows = read(tmp_path / "forms.csv")
    assert list(rows[0]) == ["client_id", "session", *ITEMS]
    assert len(rows) == len({row["client_id"] for row in rows}) == FEW
    assert not {row["client_id"] for row in rows} & {client.pk for client in agreed}
    assert {row[ITEMS[-1]] for row in rows} == {""}
    assert all(row["goals1"].isdigit() for row in rows)
    assert (tmp_path / "forms.csv").stat().st_mode & 0o077 == 0


def test_too_few_people_are_not_told_nor_how_few(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    practice.providers(6)
    agreed = people(FEW)
    no(agreed[0], "research")

    assert export(tmp_path / "forms.csv") == 2

    err = capsys.readouterr().err
    assert f"{FEW} people or more" in err
    assert str(FEW - 1) not in err
    assert list(tmp_path.iterdir()) == []


def test_sessions_that_few_reached_are_left_out(tmp_path: Path) -> None:
    practice.providers(6)
    people(FEW - 1, sessions=2)
    people(1)

    assert export(tmp_path / "forms.csv") == 0

    assert {row["session"] for row in read(tmp_path / "forms.csv")} == {"1"}


def test_what_was_written_is_what_psychometrics_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    practice.providers(6)
    people(FEW)
    export(tmp_path / "forms.csv")
    capsys.readouterr()

    forms = ["--forms", str(tmp_path / "forms.csv"), "--from-session", "1"]
    status = main(["psychometrics", "rapport-check", *forms, "--format", "json"])

    report = json.loads(capsys.readouterr().out)
    assert (status, report["people"]) == (1, FEW)  # under 30 whole forms nothing is judged


def test_symptoms_and_the_short_form_are_told_too(tmp_path: Path) -> None:
    practice.providers(6)
    rng = np.random.default_rng(4)
    for client in people(FEW):
        (session,) = RatedSession.objects.filter(client=client)
        Responses.objects.filter(session=session).delete()
        answered(session, rng, "rapport-check-short")
        mine = Client.objects.select_related("key").get(pk=client.pk)
        score = SymptomScore(
            client=mine, provider=session.provider, instrument="phq-9", version="1999",
            taken_at=timezone.now(), entry_key="k",
        )  # fmt: skip
        score.seal("answers", dict.fromkeys((f"phq{k}" for k in range(1, 10)), 1))
        score.seal("scores", {"total": 9.0})
        score.save(force_insert=True)

    assert export(tmp_path / "short.csv", "--instrument", "rapport-check-short") == 0
    assert export(tmp_path / "phq.csv", "--instrument", "phq-9") == 0

    assert list(read(tmp_path / "short.csv")[0])[2:] == ["goals1", "tasks1", "bond1", "empathy"]
    assert {row["phq9"] for row in read(tmp_path / "phq.csv")} == {"1"}


def test_unknown_instrument_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(tmp_path / "x.csv", "--instrument", "made-up") == 2
    assert capsys.readouterr().err.count("\n") == 1
