"""The table of behavioural codes: well formed, no name twice, honest about where each was read."""

import re

from rapport.matching.taxonomy import BEHAVIOURAL, taxonomy_named


def test_codes_are_ten_characters_ending_in_x() -> None:
    assert all(re.fullmatch(r"[0-9]{3}[0-9A-Z]{6}X", code) for code in BEHAVIOURAL)


def test_no_two_codes_share_a_name() -> None:
    names = {(t.classification, t.specialization) for t in BEHAVIOURAL.values()}
    plain = {t.plain for t in BEHAVIOURAL.values()}

    assert len(names) == len(plain) == len(BEHAVIOURAL)


def test_codes_read_in_a_value_set_are_the_only_verified_ones() -> None:
    verified = {code for code, taxonomy in BEHAVIOURAL.items() if taxonomy.is_verified}

    assert verified == {
        "101YM0800X", "101YP2500X", "102L00000X", "103TC0700X", "103TC1900X", "104100000X", "106H00000X",
    }  # fmt: skip


def test_taxonomy_named_finds_a_code_by_the_registry_names() -> None:
    found = taxonomy_named("Social Worker", "Clinical")

    assert found is not None
    assert found.code == "1041C0700X"


def test_taxonomy_named_of_an_unknown_or_blank_name_is_none() -> None:
    assert taxonomy_named("Psychiatry & Neurology", "Neurology") is None
    assert taxonomy_named("", "") is None
