"""`rapport import` on files good and bad: exit status, one line on standard error, nothing half done."""

import json
from pathlib import Path

import pytest

from faults.import_files import (
    npi_number,
    registry_person,
    registry_text,
    roster_row,
    roster_text,
    written,
)
from rapport.cli.main import main
from rapport.site.directory.models import Provider, RegistryRecord

SHARED = Path(__file__).parents[2] / "../shared/data"
ORGANISATION = {"Entity Type Code": "2"}
CLOSED = {"NPI Deactivation Date": "03/04/2021"}
pytestmark = pytest.mark.django_db


def shared(path: str) -> Path:
    if not (SHARED / path).exists():
        pytest.skip(f"../shared/data/{path} is absent")
    return SHARED / path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, object], str]:
    status = main(["import", *map(str, arguments), "--format", "json"])
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else {}, err


def test_roster_is_imported_and_counted(tmp_path: Path, capsys) -> None:
    path = written(
        tmp_path / "r.csv", "\ufeff" + roster_text([roster_row(1), roster_row(2)]).replace("\n", "\r\n")
    )

    status, report, err = run(capsys, "roster", path)

    assert (status, err) == (0, "")
    assert report["written"] == {"added": 2, "changed": 0, "unchanged": 0, "unlisted": 0, "withheld": 0}
    assert Provider.objects.count() == 2


def test_roster_with_a_refused_row_writes_nothing_and_says_where(tmp_path: Path, capsys) -> None:
    rows = [roster_row(n) for n in range(30)] + [roster_row(n, zip="1") for n in range(30, 45)]

    status, report, err = run(capsys, "roster", written(tmp_path / "r.csv", roster_text(rows)))

    assert status == 1
    assert not Provider.objects.exists()
    assert err.count("\n") == 1
    assert "row 32, column zip: expected a ZIP code of five digits, got '1'" in err
    (reason,) = report["reasons"]
    assert (reason["rows"], reason["first_rows"]) == (15, list(range(32, 42)))


def test_roster_with_a_refused_row_imports_the_rest_when_asked(tmp_path: Path, capsys) -> None:
    path = written(tmp_path / "r.csv", roster_text([roster_row(1), roster_row(2, accepting="maybe")]))

    status, report, err = run(capsys, "roster", path, "--accept-valid")

    assert (status, err) == (0, "")
    assert (report["accepted"], report["refused"]) == (1, 1)
    assert Provider.objects.count() == 1


def test_roster_with_an_unknown_column_is_warned_about_and_imported(tmp_path: Path, capsys) -> None:
    text = (
        roster_text([roster_row(1)]).replace("accepting\n", "accepting,stars\n").replace("yes\n", "yes,5\n")
    )

    status, report, _ = run(capsys, "roster", written(tmp_path / "r.csv", text))

    assert status == 0
    assert "stars" in report["warnings"][0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("provider_id,name\np1,Mara\n", "kind, licences, languages, formats"),
        (roster_text([]), "expected at least one row under the header, got none"),
        ("", "an empty file"),
        ("name,name\n1,2\n", "'name' more than once"),
        ("a,\x00\n", "a binary one"),
    ],
)
def test_file_that_is_no_roster_is_bad_input_in_one_line(
    tmp_path: Path, capsys, text: str, said: str
) -> None:
    status, report, err = run(capsys, "roster", written(tmp_path / "r.csv", text))

    assert (status, report) == (2, {})
    assert said in err
    assert err.count("\n") == 1
    assert err.startswith("rapport import: r.csv")


def test_missing_file_is_bad_input(tmp_path: Path, capsys) -> None:
    status, _, err = run(capsys, "nppes", tmp_path / "absent.csv")

    assert (status, err.count("\n")) == (2, 1)
    assert "no such file" in err


def test_deactivating_missing_people_of_a_registry_is_bad_input(tmp_path: Path, capsys) -> None:
    status, _, err = run(capsys, "nppes", tmp_path / "n.csv", "--deactivate-missing")

    assert status == 2
    assert "--deactivate-missing" in err


def test_registry_is_refused_whole_unless_the_valid_are_wanted(tmp_path: Path, capsys) -> None:
    rows = [registry_person(1), registry_person(2, **ORGANISATION), registry_person(3)]
    path = written(tmp_path / "npidata.csv", registry_text(rows))

    status, report, err = run(capsys, "nppes", path)

    assert (status, RegistryRecord.objects.count(), err.count("\n")) == (1, 0, 1)
    assert report["reasons"] == [{"reason": "an organisation, not a person", "rows": 1, "first_rows": [3]}]

    status, report, err = run(capsys, "nppes", path, "--accept-valid")

    assert (status, RegistryRecord.objects.count(), err) == (0, 2, "")
    assert (report["read"], report["accepted"], report["refused"]) == (3, 2, 1)


def test_registry_that_closes_a_number_marks_what_was_kept(tmp_path: Path, capsys) -> None:
    run(capsys, "nppes", written(tmp_path / "a.csv", registry_text([registry_person(1)])))

    closing = written(tmp_path / "b.csv", registry_text([registry_person(1, **CLOSED)]))
    status, _, _ = run(capsys, "nppes", closing, "--accept-valid")

    assert status == 0
    assert str(RegistryRecord.objects.get(pk=npi_number(1)).deactivated_on) == "2021-03-04"


def test_registry_import_keeps_licences_and_names_as_they_stand(tmp_path: Path, capsys) -> None:
    person = registry_person(1) | {
        "Provider Last Name (Legal Name)": '=cmd|"x"',
        "Provider License Number_1": "+1",
    }

    run(capsys, "nppes", written(tmp_path / "a.csv", registry_text([person])))

    kept = RegistryRecord.objects.get()
    assert (kept.last_name, kept.licences) == ('=cmd|"x"', [["NY", "+1"]])


def test_sample_practice_is_imported(capsys) -> None:
    status, report, _ = run(capsys, "roster", shared("practice_sample/roster.csv"))

    assert (status, report["accepted"], report["refused"]) == (0, 3000, 0)
    assert Provider.objects.count() == 3000


def test_registry_sample_is_imported_as_samples(capsys) -> None:
    status, report, _ = run(capsys, "nppes", shared("directory/nppes_1000_sample.csv"), "--accept-valid")

    assert status == 0
    assert (report["read"], report["accepted"], report["refused"]) == (1000, 154, 846)
    assert set(RegistryRecord.objects.values_list("source", flat=True)) == {"sample"}
