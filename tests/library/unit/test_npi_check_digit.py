"""NPI: the published example, every single slip found, nothing but ten ASCII digits let through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.matching.npi import check_digit, is_valid

nine_digits = st.text("0123456789", min_size=9, max_size=9)


def slow_luhn_is_valid(digits: str) -> bool:
    """Luhn as its definition reads: double every second digit from the right, add the digits up."""
    doubled = []
    for place, character in enumerate(digits[::-1]):
        product = str(int(character) * (2 if place % 2 else 1))
        doubled.append(sum(int(part) for part in product))
    return sum(doubled) % 10 == 0


def test_check_digit_of_the_published_example() -> None:
    assert check_digit("123456789") == "3"


@pytest.mark.parametrize(
    "text",
    ["", "1234567898", "123456789", "12345678930", "123456789x", "１２３４５６７８９３", " 1234567893"],
)
def test_is_npi_refuses_what_is_not_one(text: str) -> None:
    assert not is_valid(text)


@pytest.mark.parametrize("text", ["12345678", "1234567890", "12345678x", "١٢٣٤٥٦٧٨٩"])
def test_check_digit_of_anything_but_nine_digits_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="nine digits"):
        check_digit(text)


@given(nine_digits)
def test_check_digit_agrees_with_the_slow_reference(first_nine: str) -> None:
    valid = [digit for digit in "0123456789" if slow_luhn_is_valid("80840" + first_nine + digit)]

    assert valid == [check_digit(first_nine)]


@given(nine_digits, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(first_nine: str, place: int, step: int) -> None:
    npi = first_nine + check_digit(first_nine)
    wrong = npi[:place] + str((int(npi[place]) + step) % 10) + npi[place + 1 :]

    assert is_valid(npi)
    assert not is_valid(wrong)
