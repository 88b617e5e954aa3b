"""Every component in a real browser, also the example of a match as the design system's page prints it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from playwright.sync_api import Page, expect

from rapport.site.foundation import widgets

# How pages look does not depend on the database: once is enough.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]

GUIDE = Path(__file__).parents[3] / "docs/developer/design-system.md"
SCREENS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


class Questions(forms.Form):
    page_heading = "style"
    style = forms.ChoiceField(
        label="When you talk about something hard, what helps you more?",
        help_text="Neither is better.",
        choices=widgets.SCALE_CHOICES,
        widget=widgets.Scale(
            low="Warm support", high="Focused challenge", low_hint="feeling understood first"
        ),
        error_messages={"required": "Choose a point, or say that you are not sure"},
    )
    kind = forms.ChoiceField(
        label="Who would you like to talk to?",
        choices=[("therapist", "A therapist"), ("coach", "A coach"), ("unsure", "I’m not sure")],
        widget=widgets.Cards(hints={"coach": "Helps with work and change."}),
    )
    concerns = forms.MultipleChoiceField(
        label="What brings you here?",
        choices=[("anxiety", "Anxiety or worry"), ("grief", "Grief or loss"), ("sleep", "Sleep")],
        widget=widgets.CheckCards(columns=True),
    )
    matters = forms.ChoiceField(
        label="How much does it matter?", choices=widgets.IMPORTANCE_CHOICES, widget=widgets.Importance()
    )
    hours = forms.MultipleChoiceField(
        label="When could you meet?", choices=widgets.week_choices(), widget=widgets.WeekHours()
    )
    zip_code = forms.CharField(label="What is your ZIP code?")
    words = forms.CharField(label="In your own words", widget=forms.Textarea)

    def __init__(self, data: dict[str, Any] | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["style"].why = "We look for someone whose way suits yours."  # type: ignore[attr-defined]


def shown(page: Page, live_server: Any, body: str, **context: Any) -> Page:
    """Put a template into the base page, at an address of the live server that has the static files."""
    source = '{% extends "base.html" %}{% load i18n pictures %}{% block main %}' + body + "{% endblock %}"
    html = Template(source).render(Context(context))
    address = f"{live_server.url}/look/"
    page.route(address, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(address)
    return page


def question(page: Page, live_server: Any, form: forms.Form) -> Page:
    return shown(
        page, live_server, '{% include "components/question.html" with back="/" wide=1 %}', form=form
    )


def documented_match() -> str:
    """The example under "A match" of the design system's page."""
    text = GUIDE.read_text(encoding="utf-8").partition("## A match")[2]
    return text.partition("```django\n")[2].partition("```")[0]


def people() -> list[dict[str, Any]]:
    def part(mean: float) -> dict[str, float]:
        return {"mean": mean, "low": mean - 16, "high": mean + 14}

    def person(name: str, *, reasons: list[str], cautions: list[str]) -> dict[str, Any]:
        return {
            "provider_id": name.lower(), "name": name, "meta": "Psychologist, New York", "goals": part(74),
            "tasks": part(60), "bond": part(55), "goals_words": "Likely", "tasks_words": "",
            "bond_words": "Hard to know before you meet", "reasons": reasons, "cautions": cautions,
            "facts": [("Free", "Tue 6 pm"), ("Cost", "$120, sliding")],
        }  # fmt: skip

    return [
        person(
            "Nadia Petrov",
            reasons=["One reason that takes more than one line to say " * 3, "Two"],
            cautions=["A"],
        ),
        person("Rosa Tanaka", reasons=["Short"], cautions=[]),
        person("Grace Okafor", reasons=["Short", "Other"], cautions=["B", "C is a longer caution " * 4]),
    ]


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_questions_have_no_fault_that_axe_finds(
    page: Page, live_server: Any, axe: Callable[[Page], None], width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    axe(question(page, live_server, Questions(initial={"style": "2", "hours": ["mon-09"], "matters": "3"})))
    page.unroute_all()
    axe(question(page, live_server, Questions({})))


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_documented_match_has_no_fault_that_axe_finds(
    page: Page, live_server: Any, axe: Callable[[Page], None], width: int, scheme: Any
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    body = '<h1>Three people</h1>{% include "components/key.html" %}' + documented_match()
    body += '{% include "components/forecast_table.html" with rows=matches %}'

    shown(page, live_server, body, matches=people(), typical=60)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")

    axe(page)


def test_same_part_of_three_matches_stands_on_the_same_line(page: Page, live_server: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    shown(page, live_server, documented_match(), matches=people(), typical=60)

    for part in (".who", "[data-part=goals]", "[data-part=tasks]", "[data-part=bond]", ".reasons", ".facts"):
        tops = page.locator(f".match > {part}").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().top)"
        )
        assert len(tops) == 3
        assert max(tops) - min(tops) < 1, part


def test_components_at_320_px_never_scroll_sideways(page: Page, live_server: Any) -> None:
    page.set_viewport_size({"width": 320, "height": 800})

    question(page, live_server, Questions({}))
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 320
    page.unroute_all()
    shown(page, live_server, documented_match(), matches=people(), typical=60)
    assert page.locator("html").evaluate("html => html.scrollWidth") <= 320


def test_error_summary_takes_the_focus_and_leads_to_the_field(page: Page, live_server: Any) -> None:
    question(page, live_server, Questions({}))

    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Choose a point, or say that you are not sure").click()

    assert page.evaluate("document.activeElement.name") == "style"


def test_scale_by_keyboard_says_the_chosen_point_in_words(page: Page, live_server: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    question(page, live_server, Questions())

    page.get_by_role("radio", name="Clearly more: Focused challenge").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("radio", name="Much more: Focused challenge")).to_be_checked()
    box = page.locator(".scale-point :checked + label .scale-words").bounding_box()
    assert box is not None
    assert box["width"] > 100


def test_group_of_answers_is_read_with_its_question(page: Page, live_server: Any) -> None:
    question(page, live_server, Questions())

    expect(page.get_by_role("group", name=re.compile("When you talk about something hard"))).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("checkbox", name="Monday, 9 am")).to_have_count(1)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_whatever_answers_can_be_pressed_on_44_px(page: Page, live_server: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    question(page, live_server, Questions())

    sizes = page.locator(".card-choice, .scale-point, .step, .chip").evaluate_all(
        "all => all.map(one => [one.textContent.trim(), one.getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 43.5 || box.height < 43.5).map(([text]) => text)"
    )

    assert sizes == []


def test_hours_can_be_jumped_over(page: Page, live_server: Any) -> None:
    question(page, live_server, Questions())

    page.get_by_role("link", name="Jump over the hours").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.name") == "zip_code"
