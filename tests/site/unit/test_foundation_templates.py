"""Parts of pages that are kept, and options that are drawn without a template of their own."""

import pytest
from django.forms import RadioSelect
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from rapport.site.foundation.templatetags.options import card, option_input
from rapport.site.foundation.widgets import Cards

VALUES = ["a", "", None, 7, "<b>&\"'", "ü", True]
ATTRIBUTES = [
    {},
    {"id": "x_0", "checked": True},
    {"id": "x_0", "checked": False, "disabled": True, "data-n": 3},
    {"id": "\"><script>alert('x')</script>", "class": "a&b"},
]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("attributes", ATTRIBUTES)
def test_option_is_drawn_as_django_draws_it(value, attributes):
    option = {"type": "radio", "name": "q<1>", "value": value, "attrs": attributes}

    theirs = render_to_string("django/forms/widgets/input.html", {"widget": option})

    assert option_input(option) == theirs.strip()


def test_whole_widget_has_the_inputs_of_djangos_own():
    choices = [("a", "A & B"), ("unsure", "<i>")]
    ours = Cards(hints={"a": "x < y"})
    theirs = RadioSelect()
    ours.choices = theirs.choices = choices

    drawn = ours.render("said", "a", {"id": "id_said"})

    for option in theirs.get_context("said", "a", {"id": "id_said"})["widget"]["optgroups"]:
        inner = render_to_string("django/forms/widgets/input.html", {"widget": option[1][0]})
        assert inner.strip() in drawn
    assert "A &amp; B" in drawn
    assert "x &lt; y" in drawn
    assert "<i>" not in drawn


def test_label_that_looks_like_markup_stays_text():
    option = {"type": "radio", "name": "n", "value": "v", "attrs": {"id": "i"}, "label": "<b>", "hint": "<u>"}

    assert "&lt;b&gt;" in card(option)
    assert "&lt;u&gt;" in card(option)


def rendered(template, **context):
    return template.render(Context(context))


def test_fixed_part_is_written_once_and_for_each_language():
    template = Template("{% load fixed %}{% fixed %}<i>{{ LANGUAGE_CODE }}</i>{% endfixed %}")

    with override("de"):
        assert rendered(template) == "<i>de</i>"
    with override("en"):
        assert rendered(template) == "<i>en</i>"
    with override("de"):
        assert rendered(template, LANGUAGE_CODE="xx") == "<i>de</i>"


def test_fixed_part_knows_nothing_of_the_visit():
    template = Template("{% load fixed %}{% fixed %}[{{ name }}{{ csrf_token }}]{% endfixed %}{{ name }}")

    assert rendered(template, name="Ada", csrf_token="t") == "[]Ada"


def test_fixed_part_may_include_and_link():
    template = Template(
        "{% load fixed %}{% fixed %}{% include 'components/mark.html' %}{% url 'lookup' %}{% endfixed %}"
    )

    assert "/recommended/" in rendered(template)
    assert rendered(template) == rendered(template)
