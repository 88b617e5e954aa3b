"""Every common password is refused, as it is and as people make it long."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from rapport.site.people.passwords import NotCommonAtHeart

FEWEST_COMMON = 3000
LONG_ENOUGH = 15
COMMON = sorted(NotCommonAtHeart().passwords - {""})


def is_refused(password, check=validate_password):
    try:
        check(password)
    except ValidationError:
        return True
    return False


def test_list_is_long_enough():
    assert len(COMMON) >= FEWEST_COMMON


def test_every_common_password_is_refused():
    assert [each for each in COMMON if not is_refused(each)] == []


@pytest.mark.parametrize(
    "made_long",
    [
        lambda common: common * (LONG_ENOUGH // len(common) + 1),
        lambda common: (common * LONG_ENOUGH)[: max(len(common), LONG_ENOUGH)],
        lambda common: common.upper() * (LONG_ENOUGH // len(common) + 1),
        lambda common: " " + common * (LONG_ENOUGH // len(common) + 1) + " ",
    ],
    ids=["repeated", "repeated and cut", "in capitals", "with spaces around"],
)
def test_every_common_password_is_refused_when_made_long(made_long):
    check = NotCommonAtHeart().validate

    assert [each for each in COMMON if not is_refused(made_long(each), check)] == []


def test_every_common_word_is_refused_with_figures_and_signs_around_it():
    check = NotCommonAtHeart().validate
    words = [each for each in COMMON if each.isalpha()]

    assert [each for each in words if not is_refused(f"!!{each.capitalize()}1234567890!", check)] == []


@pytest.mark.parametrize(
    "password",
    [
        "four quiet herons at noon",
        "no rules about kinds of letters",
        "ünïcödé wörds are welcome",
        "7g$kQ!zR2p#Lw9x",
    ],
)
def test_long_and_uncommon_passwords_pass_without_rules_of_composition(password):
    validate_password(password)
