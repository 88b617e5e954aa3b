"""The registry reader: who is taken, who is not and why, whatever the order of the columns."""

from datetime import date
from pathlib import Path

import pytest

from faults.import_files import npi_number, registry_header, registry_person, registry_text, written
from rapport.errors import BadInput
from rapport.site.directory.delimited import open_table
from rapport.site.directory.registry import Refusal, RegistryRow, read_registry

OFF, ON = "NPI Deactivation Date", "NPI Reactivation Date"
TYPE = "Entity Type Code"
CODE, PRIMARY = "Healthcare Provider Taxonomy Code", "Healthcare Provider Primary Taxonomy Switch"


def outcomes(path: Path) -> list[RegistryRow | Refusal]:
    with open_table(path) as table:
        return list(read_registry(table))


def outcome(tmp_path: Path, cells: dict[str, str]) -> RegistryRow | Refusal:
    (only,) = outcomes(written(tmp_path / "npidata.csv", registry_text([registry_person(1) | cells])))
    return only


def test_registry_header_has_the_330_columns() -> None:
    assert len(registry_header()) == len(set(registry_header())) == 330


def test_person_with_a_behavioural_taxonomy_is_taken(tmp_path: Path) -> None:
    expected = RegistryRow(
        registry_id=npi_number(1),
        last_name="MADEUP1",
        first_name="ANNA",
        credential="LMHC",
        taxonomies=("101YM0800X",),
        licences=(("NY", "L1"),),
        state="NY",
        zip="10027",
    )

    assert outcome(tmp_path, {}) == expected


def test_primary_taxonomy_comes_first_and_others_than_behavioural_are_left_out(tmp_path: Path) -> None:
    cells = {
        f"{CODE}_1": "207Q00000X", f"{PRIMARY}_1": "N", f"{CODE}_2": "104100000X", f"{PRIMARY}_2": "N",
        f"{CODE}_15": "106h00000x", f"{PRIMARY}_15": "Y",
        "Provider License Number_15": "M9", "Provider License Number State Code_15": "NJ",
    }  # fmt: skip

    taken = outcome(tmp_path, cells)

    assert isinstance(taken, RegistryRow)
    assert taken.taxonomies == ("106H00000X", "104100000X")
    assert taken.licences == (("NJ", "M9"), ("NY", "L1"))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"NPI": "1234567890"}, "check_digit"),
        ({"NPI": ""}, "check_digit"),
        ({"NPI": "=1234567893"}, "check_digit"),
        ({TYPE: "2"}, "organisation"),
        ({TYPE: ""}, "no_entity_type"),
        ({f"{CODE}_1": "207Q00000X"}, "not_behavioural"),
        ({f"{CODE}_1": ""}, "not_behavioural"),
        ({"Provider Last Name (Legal Name)": " "}, "no_name"),
        ({"Provider First Name": "X" * 201}, "too_long"),
        ({OFF: "31/31/2020"}, "date"),
        ({OFF: "NaN"}, "date"),
    ],
)
def test_row_we_cannot_use_is_refused_with_the_first_reason(
    tmp_path: Path, cells: dict[str, str], reason: str
) -> None:
    assert outcome(tmp_path, cells) == Refusal(reason, row=2)


@pytest.mark.parametrize("on_again", ["", "01/02/2020"])
def test_deactivated_number_is_refused_even_when_its_row_is_blank(tmp_path: Path, on_again: str) -> None:
    blank = dict.fromkeys(registry_person(1), "")
    cells = blank | {"NPI": npi_number(1), OFF: "03/04/2021", ON: on_again}

    expected = Refusal("deactivated", 2, npi=npi_number(1), deactivated_on=date(2021, 3, 4))
    assert outcome(tmp_path, cells) == expected


def test_number_reactivated_later_is_taken(tmp_path: Path) -> None:
    assert isinstance(outcome(tmp_path, {OFF: "03/04/2021", ON: "2021-05-01"}), RegistryRow)


def test_number_that_stood_above_is_refused_below(tmp_path: Path) -> None:
    rows = [registry_person(1), registry_person(2), registry_person(1)]

    found = outcomes(written(tmp_path / "npidata.csv", registry_text(rows)))

    assert found[2] == Refusal("repeated", 4)


def test_row_of_another_width_is_refused(tmp_path: Path) -> None:
    text = registry_text([registry_person(1)]) + '"1234567893","1"\n'

    assert outcomes(written(tmp_path / "npidata.csv", text))[1] == Refusal("width", 3)


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    person = registry_person(1) | {OFF: "", ON: ""}
    text = (
        ",".join(f'"{name}"' for name in reversed(person)) + "\n" + ",".join(reversed(person.values())) + "\n"
    )

    (found,) = outcomes(written(tmp_path / "npidata.csv", text))

    assert isinstance(found, RegistryRow)
    assert found.registry_id == npi_number(1)


def test_header_without_needed_columns_names_every_one(tmp_path: Path) -> None:
    path = written(tmp_path / "npidata.csv", "NPI,Entity Type Code\n1234567893,1\n")

    with pytest.raises(BadInput) as caught:
        outcomes(path)

    assert '"Provider First Name"' in str(caught.value)
    assert '"NPI Deactivation Date"' in str(caught.value)


def test_reduced_sample_header_gives_sample_rows(tmp_path: Path) -> None:
    text = (
        "npi_id,entity_type_code,state,county_name,classification,grouping,specialization,behavioral\n"
        "npi_1,1,NY,KINGS,Social Worker,x,Clinical,True\n"
        "npi_2,2,NY,KINGS,Social Worker,x,Clinical,True\n"
        "npi_3,1,ZZ,KINGS,Psychiatry & Neurology,x,Neurology,True\n"
        "npi_1,1,NY,KINGS,Social Worker,x,Clinical,True\n"
    )

    found = outcomes(written(tmp_path / "sample.csv", text))

    sample = RegistryRow("npi_1", "", "", "", ("1041C0700X",), (), "NY", "", is_sample=True)
    assert found == [
        sample,
        Refusal("organisation", 3),
        Refusal("not_behavioural", 4),
        Refusal("repeated", 5),
    ]
