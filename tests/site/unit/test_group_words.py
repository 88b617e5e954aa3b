"""Groups of a report are called by their names, put together or not."""

import pytest

from rapport.site.desk.reports.group_words import group_in_words


@pytest.mark.parametrize(
    ("by", "group", "said"),
    [
        ("age_group", "older_adult", "An older adult"),
        ("payer", "insured", "Insurance"),
        ("payer", "self_pay and other groups", "Self-pay, and other groups"),
        ("state", "NY", "New York"),
        ("format", "remote", "By video or phone"),
        ("kind", "other groups", "Other groups"),
        ("identities", "lgbtq;veteran", "lgbtq;veteran"),
    ],
)
def test_group_has_a_name(by, group, said):
    assert group_in_words(by, group) == said
