"""One way to answer, drawn: a page may have a hundred of them, and a template for each is most of its time.

What comes out is what Django's `input.html` and `attrs.html` would write.
"""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()

Option = Mapping[str, Any]


@register.simple_tag
def option_input(option: Option) -> SafeString:
    """The button or box of an option."""
    value = "" if option["value"] is None else f' value="{_escaped(option["value"])}"'
    start = f'<input type="{_escaped(option["type"])}" name="{_escaped(option["name"])}"'
    return mark_safe(f"{start}{value}{_attributes(option['attrs'])}>")  # noqa: S308  all parts are escaped


@register.simple_tag
def cards(groups: Iterable[tuple[Any, Iterable[Option], int]]) -> SafeString:
    """Groups of options as cards, each group under its name; one that stands apart follows an "or"."""
    drawn = []
    for name, options, _index in groups:
        if name:
            drawn.append(f'<p class="cards-group">{_escaped(name)}</p>')
        for option in options:
            if option["apart"]:
                drawn.append(f'<p class="or">{_escaped(_("or"))}</p>')
            drawn.append(card(option))
    return mark_safe("".join(drawn))  # noqa: S308  all parts are escaped


@register.simple_tag
def card(option: Option) -> SafeString:
    """An option as a card: its button or box, its label, and a hint below."""
    label, hint = _escaped(option["label"]), option.get("hint") or ""
    if hint:
        spoken = '<span class="visually-hidden">: </span>'
        label += f'{spoken}<span class="card-hint">{_escaped(hint)}</span>'
    named = f'<label for="{_escaped(option["attrs"]["id"])}">{label}</label>'
    return mark_safe(f'<div class="card-choice">{option_input(option)}{named}</div>')  # noqa: S308  as above


def _attributes(attributes: Mapping[str, Any]) -> str:
    """True is a name alone, False is nothing."""
    return "".join(
        f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'
        for name, value in attributes.items()
        if value is not False
    )


def _escaped(value: object) -> str:
    # Django's own looks for lazy texts at three places on the way, a good part of the time of a long page.
    said = value if isinstance(value, str) else str(value)
    return str(said) if isinstance(said, SafeString) else escape(said)
