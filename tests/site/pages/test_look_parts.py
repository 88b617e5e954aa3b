"""Widgets and pictures, as the markup a browser or a screen reader gets."""

import re

import pytest
from django import forms
from django.template import Context, Template

from rapport.site.foundation import widgets
from rapport.site.foundation.templatetags import look, pictures


class Everything(forms.Form):
    page_heading = "style"
    style = forms.ChoiceField(
        label="Which helps?",
        help_text="Neither is better.",
        choices=widgets.SCALE_CHOICES,
        widget=widgets.Scale(low="Warm support", high="Focused challenge"),
    )
    kind = forms.ChoiceField(
        label="Who?",
        choices=[("a", "A"), ("unsure", "Not sure")],
        widget=widgets.Cards(hints={"a": "Hint <b>"}),
    )
    concerns = forms.MultipleChoiceField(
        label="What?", choices=[("x", "X"), ("y", "Y")], widget=widgets.CheckCards(columns=True)
    )
    matters = forms.ChoiceField(
        label="How much?", choices=widgets.IMPORTANCE_CHOICES, widget=widgets.Importance()
    )
    hours = forms.MultipleChoiceField(
        label="When?", choices=widgets.week_choices(), widget=widgets.WeekHours()
    )
    words = forms.CharField(label="Words", widget=forms.Textarea)


def test_form_first_shown_has_no_error_summary_and_one_heading() -> None:
    page = str(Everything())

    assert "data-error-summary" not in page
    assert page.count("<h1>") == 1


def test_form_sent_empty_links_every_error_to_something_that_exists() -> None:
    page = str(Everything({}))
    targets = re.findall(r'<li><a href="#([^"]+)">', page)

    assert len(targets) == len(Everything.base_fields)
    assert set(targets) <= set(re.findall(r'\sid="([^"]+)"', page))


def test_radio_buttons_sent_empty_carry_no_aria_invalid() -> None:
    page = str(Everything({}))

    assert [tag for tag in re.findall(r"<input[^>]*>", page) if "aria-invalid" in tag] == []


def test_textarea_sent_empty_is_described_by_its_error() -> None:
    assert re.search(r'<textarea[^>]*aria-describedby="id_words_error"', str(Everything({})))


def test_hint_is_escaped() -> None:
    assert "Hint &lt;b&gt;" in str(Everything())


def test_scale_says_every_point_in_words() -> None:
    page = str(Everything()["style"])
    words = re.findall(r'class="scale-words">([^<]+)<', page)

    assert words == [
        "Much more: Warm support",
        "Clearly more: Warm support",
        "A little more: Warm support",
        "In between, or both the same",
        "A little more: Focused challenge",
        "Clearly more: Focused challenge",
        "Much more: Focused challenge",
    ]


def test_week_gives_each_hour_its_day_and_keeps_what_was_chosen() -> None:
    page = str(Everything(initial={"hours": ["tue-12"]})["hours"])

    assert page.count("<fieldset") == 7
    assert re.findall(r'value="([^"]+)"[^>]*checked', page) == ["tue-12"]
    assert '<span class="visually-hidden">Tuesday, </span>noon' in page


@pytest.mark.parametrize(
    ("slot", "words"), [("mon-09", "Monday, 9 am"), ("sun-12", "Sunday, noon"), ("fri-21", "Friday, 9 pm")]
)
def test_slot_words(slot: str, words: str) -> None:
    assert widgets.slot_words(slot) == words


def test_interval_names_itself_in_words() -> None:
    picture = pictures.interval("goals", 74.2, 58.4, 87.6, 60)

    assert re.findall("<title>(.*)</title>", picture) == [
        "Goals: Most likely about 74 of 100. 8 times in 10 it would fall between 58 and 88. Typical is 60."
    ]
    assert 'role="img"' in picture
    assert "style=" not in picture


def test_interval_beyond_the_scale_stays_in_the_picture() -> None:
    picture = pictures.interval("bond", 140, -20, 180, 300)

    assert re.findall(r'<rect class="part-band" x="([\d.-]+)" y="[\d.]+" width="([\d.-]+)"', picture) == [
        ("2.0", "236.0")
    ]
    assert re.findall(r'class="typical" x1="([\d.-]+)"', picture) == ["238.0"]
    assert re.findall(r"translate\(([\d.-]+) ", picture) == ["238.0"]


def test_interval_without_doubt_still_shows_a_band() -> None:
    assert 'width="2.0"' in pictures.interval("tasks", 50, 50, 50)


@pytest.mark.parametrize("typical", [None, ""])
def test_interval_where_nothing_typical_is_known_has_no_tick(typical: object) -> None:
    picture = pictures.interval("tasks", 50, 40, 60, typical)  # type: ignore[arg-type]

    assert "typical" not in picture.lower()


def test_interval_of_an_unknown_part_says_what_was_expected() -> None:
    with pytest.raises(ValueError, match="expected one of goals, tasks, bond, overall, arrived 'x'"):
        pictures.interval("x", 1, 2, 3)


def test_parts_differ_in_shape_not_only_in_colour() -> None:
    shapes = {re.sub(r"part-\w+ ?", "", pictures.part_mark(part)) for part in pictures.PART_NAMES}

    assert len(shapes) == len(pictures.PART_NAMES)


@pytest.mark.parametrize(
    ("name", "letters"), [("Nadia Petrov", "NP"), ("Dr. Ana de la Cruz", "DC"), ("Li", "L"), ("", "")]
)
def test_initials(name: str, letters: str) -> None:
    assert look.initials(name) == letters


def test_forecast_shows_shape_name_picture_and_words() -> None:
    line = '{% include "components/forecast.html" with part="tasks" forecast=f words="She sets exercises" %}'
    page = Template(line).render(Context({"f": {"mean": 69, "low": 50, "high": 84}}))

    assert 'data-part="tasks"' in page
    assert "She sets exercises" in page
    assert page.count("<svg") == 2
