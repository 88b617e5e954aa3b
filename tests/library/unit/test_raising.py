"""Words to raise it: drafted from what dropped, every one of our own, blaming nobody."""

import itertools

import pytest

from rapport.alliance.raising import ABOUT, draft, raising_sources, what_dropped
from rapport.alliance.suggestions import STRAINS
from rapport.errors import BadInput


def test_every_cause_and_way_has_a_draft_of_its_own():
    drafts = {" ".join(draft(about, shown)) for about, shown in itertools.product(ABOUT, ("", *STRAINS))}

    assert len(drafts) == len(ABOUT) * 3
    for words in drafts:
        assert "I" in words.split()
        assert " you always " not in words.lower()
        assert " you never " not in words.lower()
        assert words.endswith("?")


@pytest.mark.parametrize(
    ("fell", "balance", "about"),
    [
        (["bond", "goals"], None, "bond"), (["tasks"], -3, "tasks"), ([], -1, "gentle"), ([], 1, "hard"),
        ([], 0, ""), ([], None, ""),
    ],
)  # fmt: skip
def test_what_dropped_most_comes_first(fell, balance, about):
    assert what_dropped(fell, balance) == about


@pytest.mark.parametrize(("about", "shown"), [("money", ""), ("goals", "sulking")])
def test_unknown_codes_are_refused(about, shown):
    with pytest.raises(BadInput):
        draft(about, shown)


def test_sources_say_what_was_read_and_what_is_from_memory():
    assert {each.code: each.verified for each in raising_sources()} == {
        "often": False, "repair": False, "strain": True,
    }  # fmt: skip
