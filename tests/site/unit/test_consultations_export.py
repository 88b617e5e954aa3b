"""First conversations for researchers: marked, under ids of one export, only where the client says yes."""

import csv
from pathlib import Path

import pytest

from rapport.cli.main import main
from rapport.learning.sessions import read_sessions
from rapport.site.checkins.queries.sessions import rated_sessions
from support import practice
from support.met import NOW, WARM, met, reflected, three
from support.rated import no, yes

pytestmark = pytest.mark.django_db


def exported(file: Path) -> list[dict[str, str]]:
    assert main(["export", "consultations", "--out", str(file), "--format", "json"]) == 0
    with file.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_rated_consultations_of_those_who_agreed_are_told_and_marked(tmp_path: Path) -> None:
    practice.providers(6)
    agreed, declined, silent = three(), three(), three()
    yes(agreed[0].client, "learning")
    no(declined[0].client, "learning")
    for number, match in enumerate((agreed[0], declined[0], silent[0])):
        reflected(met(match, days_ago=2 + number), WARM)

    (row,) = exported(tmp_path / "talks.csv")

    assert (row["goals"], row["tasks"], row["bond"], row["x_consultation"]) == ("83.3", "83.3", "100.0", "1")
    assert row["provider_id"] == agreed[0].provider.provider_id
    assert row["client_id"] != agreed[0].client_id
    again = exported(tmp_path / "again.csv")
    assert again[0]["client_id"] != row["client_id"]


def test_yes_that_was_taken_back_holds_at_once(tmp_path: Path) -> None:
    practice.providers(6)
    match = three()[0]
    yes(match.client, "learning")
    reflected(met(match), WARM)
    no(match.client, "learning")

    assert exported(tmp_path / "talks.csv") == []


def test_file_is_read_as_rated_sessions_and_the_nightly_model_learns_nothing_of_it(tmp_path: Path) -> None:
    practice.providers(6)
    match = three()[0]
    yes(match.client, "learning")
    reflected(met(match), WARM)
    file = tmp_path / "talks.csv"
    exported(file)

    with file.open(encoding="utf-8") as stream:
        read = read_sessions(stream)

    assert (len(read), read.feature_names) == (1, ("x_consultation",))
    assert rated_sessions(NOW) is None
