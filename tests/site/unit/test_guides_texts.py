"""The guides: whole in every language, easy to read, honest about their sources, and told in one order."""

import re

import pytest

from rapport.site.guides import queries, similarity
from support import reading_age
from support.guides import EVERY, NAMES, words_of

# In the order of the story.
SLUGS = [
    "what-rapport-is",
    "goals-tasks-bond",
    "warmth-empathy-genuineness",
    "not-a-friend",
    "asking-for-kind-challenge",
    "your-first-session",
    "bumps-and-repair",
    "it-grows",
    "when-to-stop-searching",
    "when-it-is-not-a-fit",
    "what-the-numbers-mean",
    "coaches-and-therapists",
]


@pytest.mark.parametrize("language", queries.LANGUAGES)
def test_guides_of_a_language_stand_in_the_order_of_the_story(language):
    assert [each.slug for each in queries.all_guides(language)] == SLUGS


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_guide_can_be_read_at_twelve(guide):
    text = words_of(f"{guide.summary}\n{guide.body}\n{guide.note}")

    assert reading_age.can_be_read_at_twelve(text, guide.language)


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_guide_says_who_wrote_it_and_what_its_picture_shows(guide):
    assert guide.title
    assert guide.summary.endswith(".")
    assert guide.author
    assert guide.note.endswith(".")
    assert len(guide.picture) > 40
    assert 1 <= guide.minutes <= 5


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_every_reference_is_cited_and_every_citation_has_one(guide):
    cited = {int(number) for number in re.findall(r"\[(\d+)\]", guide.body)}

    assert cited == set(range(1, len(guide.references) + 1))


def test_a_reference_has_a_doi_or_says_where_else_it_stands():
    for guide in EVERY:
        for each in guide.references:
            assert each.url.startswith("https://"), each
            assert not each.doi or re.fullmatch(r"10\.\d{4,}/\S+", each.doi)


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_cite_the_same_and_print_the_same_figures(slug):
    english, spanish = (queries.guide(slug, language) for language in ("en", "es"))

    assert english.references == spanish.references
    assert figures(english.body) == figures(spanish.body.replace(",", "."))


def figures(text: str) -> list[str]:
    """Every number written with three digits or more, or with a fraction, in order of size."""
    text = re.sub(r"(?<=\d)[,\s](?=\d{3}\b)", "", text)
    return sorted(re.findall(r"\d+\.\d+|\d{3,}", text))


def test_figures_that_differ_are_noticed():
    assert figures("r = 0.28, n = 6,138") == figures("r = 0.28, n = 6138") != figures("r = 0.29, n = 6138")


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_html_holds_only_what_markdown_can_say(guide):
    assert "&lt;" not in guide.html
    assert not re.search(r"<(?!/?(p|h2|h3|em|strong|ul|ol|li|blockquote|a)\b)", guide.html)


def test_raw_html_in_a_guide_is_shown_as_words():
    guide = queries.all_guides("en")[0]
    planted = type(guide)(**{**vars(guide), "body": "<script>alert(1)</script>"})

    assert "<script" not in planted.html


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_similar_guides_are_three_others_of_the_same_language(guide):
    near = queries.similar(guide.slug, guide.language)

    assert len({each.slug for each in near} - {guide.slug}) == 3
    assert {each.language for each in near} == {guide.language}


def test_what_shares_rare_words_is_nearer_than_what_shares_common_ones():
    texts = {
        "one": "the boat sails the sea",
        "two": "the boat on the sea at night",
        "three": "the cook bakes the bread",
        "four": "the night is long",
    }

    assert similarity.nearest(texts, of="one", most=3) == ["two"]
    assert similarity.nearest(texts, of="four", most=3) == ["two"]


def test_language_without_guides_falls_back_to_english():
    assert queries.spoken("xx") == queries.spoken(None) == "en"
    assert queries.spoken("es-mx") == "es"
