"""The researcher's export: of those who say yes, without a name, a date, a word or a small cell."""

import csv
import json
from collections import Counter

import pytest
from django.utils import timezone

from rapport.cli.main import main
from rapport.errors import BadInput
from rapport.site.outcomes.queries.research import CODEBOOK, OF_PATIENT, research
from support import practice, rated

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    practice.providers(5)
    return [
        rated.yes(practice.client(age_group="adult", payer="self_pay" if one < 2 else "aetna"), "research")
        for one in range(13)
    ]


def rows():
    return list(research(timezone.now()))


def test_rows_are_of_those_who_say_yes_and_no_longer_of_who_takes_it_back(people):
    for person in people:
        rated.rate(rated.first_of(rated.matched(person)), [70, 75])
    rated.matched()

    found = rows()
    assert len({row["patient_id"] for row in found}) == 13
    assert Counter(row["encounter_number"] for row in found) == {"": 26, "1": 13, "2": 13}
    rated.no(people[0], "research")
    assert len({row["patient_id"] for row in rows()}) == 12
    for person in people[1:4]:
        rated.no(person, "research")
    with pytest.raises(BadInput, match="11 people or more"):
        rows()


def test_no_cell_is_small_and_nothing_points_to_anybody(people):
    for person in people:
        rated.matched(person)

    found = {row["patient_id"]: row for row in rows()}
    cells = Counter(tuple(row[name] for name in OF_PATIENT) for row in found.values())
    assert min(cells.values()) >= 11
    text = json.dumps(list(found.values()))
    assert "worry" not in text
    assert not any(person.pk in text for person in people)
    assert str(timezone.now().year) not in text
    assert {row["condition_codes"] for row in found.values()} == {"anxiety"}
    again = {row["patient_id"] for row in rows()}
    assert not again & set(found)


def test_command_writes_rows_and_a_codebook(people, tmp_path, capsys):
    for person in people:
        rated.matched(person)

    assert main(["export", "research", "--out", str(tmp_path / "r.csv"), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 39
    with (tmp_path / "r.csv").open() as stream:
        assert next(csv.reader(stream)) == list(CODEBOOK)
    with (tmp_path / "r.csv.codebook.csv").open() as stream:
        assert {row["column"] for row in csv.DictReader(stream)} == set(CODEBOOK)


def test_command_says_in_one_line_that_there_are_too_few(tmp_path, capsys):
    assert main(["export", "research", "--out", str(tmp_path / "r.csv")]) == 2
    assert "11 people or more" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
