"""The catalogue: what is shipped, under which words, and that a mistake in it is found."""

import re
import tomllib
from importlib import resources

import pytest

from rapport.errors import BadInput
from rapport.measures import catalogue
from rapport.measures.catalogue import instrument, names
from rapport.measures.reading import read_instrument
from rapport.vocabulary import STYLE_AXES, STYLE_RANGE
from support.reading_age import HARDEST_GRADE, grade

PERMISSION = (
    "Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an "
    "educational grant from Pfizer Inc. "
    "No permission required to reproduce, translate, display or distribute."
)


def table_of(name):
    return tomllib.loads(resources.files(catalogue).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def test_shipped_instruments_are_named_by_their_files():
    assert names() == (
        "gad-7", "phq-9", "rapport-balance", "rapport-check", "rapport-check-short", "rapport-style",
    )  # fmt: skip
    assert [instrument(name).name for name in names()] == list(names())


def test_unknown_instrument_is_refused_with_the_known_ones():
    with pytest.raises(
        BadInput, match=r"expected an instrument \(gad-7, phq-9, .*, rapport-style\), got 'oq-45'"
    ):
        instrument("oq-45")


@pytest.mark.parametrize("name", ["../phq-9", "phq-9.toml", "", "PHQ-9"])
def test_name_is_never_a_path(name):
    with pytest.raises(BadInput):
        instrument(name)


@pytest.mark.parametrize("name", ["phq-9", "gad-7"])
def test_developers_line_is_kept_word_for_word(name):
    assert instrument(name).permission == PERMISSION


def test_style_items_are_two_an_axis_on_the_published_range():
    style = instrument("rapport-style")

    assert [item.code for item in style.items] == [f"{axis}{n}" for axis in STYLE_AXES for n in (1, 2)]
    assert tuple(scale.name for scale in style.scales) == STYLE_AXES
    assert (style.lowest, style.highest) == STYLE_RANGE
    assert all(item.low and item.high for item in style.items)
    assert style.licence == "CC0-1.0"


def test_flesch_kincaid_tells_plain_from_hard():
    assert grade("The cat sat on the mat. It was warm.") < 2
    assert grade("Confidentiality considerations necessitate organisational deliberation.") > 20


def test_style_items_read_at_twelve():
    style = instrument("rapport-style")
    everything = " ".join([style.ask, *(f"{item.text} {item.low}. {item.high}." for item in style.items)])

    assert grade(everything) <= HARDEST_GRADE
    for item in style.items:
        assert grade(f"{item.text} {item.low}. {item.high}.") <= HARDEST_GRADE, item.code


@pytest.mark.parametrize("name", ["rapport-check", "rapport-balance"])
def test_check_items_read_at_twelve(name):
    check = instrument(name)

    assert grade(" ".join([check.ask, *(item.text for item in check.items)])) <= HARDEST_GRADE
    for item in check.items:
        assert grade(item.text) <= HARDEST_GRADE, item.code


@pytest.mark.parametrize("name", ["phq-9", "gad-7"])
def test_loinc_codes_are_whole_unique_and_marked(name):
    shipped = instrument(name)
    coded = [shipped.loinc, *(item.loinc for item in shipped.items), shipped.scale("total").loinc]

    assert all(re.fullmatch(r"\d{4,5}-\d", entry.code) and loinc_check_digit(entry.code) for entry in coded)
    assert len({entry.code for entry in coded}) == len(shipped.items) + 2
    assert {option.loinc.code for option in shipped.options} == {
        "LA6568-5",
        "LA6569-3",
        "LA6570-1",
        "LA6571-9",
    }
    assert "read" not in {entry.evidence for entry in coded}


def loinc_check_digit(code):
    """The digit after the hyphen is Luhn's (mod 10) over the digits before it."""
    body, check = code.split("-")
    digits = [int(digit) for digit in reversed(body)]
    doubled = [sum(divmod(2 * digit, 10)) if place % 2 == 0 else digit for place, digit in enumerate(digits)]
    return (10 - sum(doubled) % 10) % 10 == int(check)


def broken(change):
    table = table_of("phq-9")
    change(table)
    return table


@pytest.mark.parametrize(
    ("change", "column"),
    [
        (lambda t: t.pop("permission"), "permission"),
        (lambda t: t.update(licens="x"), "licens"),
        (lambda t: t["scales"][0]["missing"].update(at_most=9), "at_most"),
        (lambda t: t["scales"][0]["missing"].update(at_most="2"), "at_most"),
        (lambda t: t["scales"][0].update(method="median"), "method"),
        (lambda t: t["scales"][0]["items"].append("phq10"), "scales.total"),
        (lambda t: t["scales"][0]["items"].append("phq9"), "items"),
        (lambda t: t["scales"][0]["bands"].pop(1), "bands"),
        (lambda t: t["scales"][0]["bands"].pop(), "scales.total"),
        (lambda t: t["scales"][0]["clinical_cut"].update(evidence="sure"), "evidence"),
        (lambda t: t["scales"][0]["clinical_cut"].update(source=""), "source"),
        (lambda t: t["items"].append(t["items"][0]), "items"),
        (lambda t: t["options"].pop(1), "options"),
        (lambda t: t["safety"].update(item="phq10"), "safety"),
        (lambda t: t["items"][0]["loinc"].update(evidence="sure"), "loinc"),
    ],
)
def test_broken_catalogue_file_is_refused_by_place(change, column):
    with pytest.raises(BadInput) as caught:
        read_instrument(broken(change), file="phq-9.toml")

    assert (caught.value.problem.column, caught.value.problem.file) == (column, "phq-9.toml")
