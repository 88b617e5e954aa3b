"""The way of one person through the questionnaire to the three, as requests and what comes back; no network.

A journey yields what it asks for and is sent what came back, so that locust and a test can both walk it. Each
page is answered by its own form: what can be sent is read from the page, not known here.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass, field
from html import unescape
from random import Random
from typing import Any, Final, NamedTuple

Fields = list[tuple[str, str]]


class Ask(NamedTuple):
    """One request; `thinks` before it as a person does, or as somebody `else_where`, with no cookie."""

    path: str
    fields: Fields | None = None
    thinks: bool = True
    is_elsewhere: bool = False


class Page(NamedTuple):
    """What came back; `leads_to` is where a redirect sends the browser."""

    status: int
    path: str
    body: str = ""
    leads_to: str = ""


class Astray(Exception):
    """The site answered with something else than the way on; the message holds no answer."""


@dataclass(slots=True)
class Kept:
    """What the site has acknowledged of one person, in order; `pending` was sent and not answered yet."""

    code: str = ""
    sent: list[tuple[str, Fields]] = field(default_factory=list)
    pending: tuple[str, Fields] | None = None
    has_three: bool = False


Way = Generator[Ask, Page, Any]
OK, REDIRECTS, MOST_PAGES, THREE = 200, (302, 303), 60, 3
# How often, on a page of the questionnaire.
GOES_BACK, RETURNS = 0.04, 0.02
TICKS: Final = 2
QUESTION: Final = re.compile(r"^/questionnaire/([a-z-]+)/")
FORM: Final = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
CONTROL: Final = re.compile(r"<(input)\b([^>]*)>()|<(select|textarea)\b([^>]*)>(.*?)</\4>", re.S)
OPTION: Final = re.compile(r"<option\b([^>]*)>")
ATTRIBUTE: Final = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
START_LINK: Final = re.compile(r'<a class="button" href="(/questionnaire/[a-z]+/)"')
BACK_LINK: Final = re.compile(r'class="back"><a href="(/questionnaire/[a-z-]+/[^"]*)"')
MATCH_LINK: Final = re.compile(r'href="(/matches/[a-z2-7]{26}/)"')
CODE: Final = re.compile(r'<p class="code">([^<]+)</p>')
# What the practical pages ask for that decides whether three can be found; anything else is by chance.
SAID: Final[dict[str, dict[str, list[str]]]] = {
    "safe": {"said": ["yes"]},
    "who": {"age_group": ["adult"], "service": ["individual"]},
    "kind": {"said": ["either"]},
    "formats": {"said": ["video", "in_person"]},
    "state": {"said": ["CA"]},
    "distance": {"zip": ["94110"]},
    "languages": {"said": ["en"]},
    "hours": {"spells": []},
    "pay": {"max_fee": [""], "payer": ["", "self_pay"]},
    "preferences": {"must": []},
}
WORDS: Final = ("I worry a lot", "work is too much", "we argue at home", "I sleep badly", "I feel alone")


def journey(chance: Random, kept: Kept) -> Way:
    """From the first page to one of the three; `kept` is filled with what the site acknowledges."""
    yield from _opened(Ask("/"))
    page = yield from _opened(Ask("/questionnaire/"))
    start = START_LINK.search(page.body)
    if start is None:
        raise Astray("no way from the start page to the first question")
    page = yield from _opened(Ask(start[1]))
    for _ in range(MOST_PAGES):
        if page.path.startswith("/matches/") and page.path != "/matches/before/":
            yield from _look(page, kept)
            return
        page = yield from _wandered(page, chance, kept)
        page = yield from _answered(page, chance, kept)
    raise Astray("the questionnaire did not come to an end")


def _wandered(page: Page, chance: Random, kept: Kept) -> Way:
    """Sometimes somebody comes back with the code from elsewhere, or goes back a page."""
    kept.code = kept.code or _code(page)
    if kept.code and chance.random() < RETURNS:
        page = yield from _opened(Ask("/return/", is_elsewhere=True))
        form = _form(page)
        return (yield from _opened(Ask("/return/", [*form.hidden, ("code", kept.code)])))
    back = BACK_LINK.search(page.body)
    if back and kept.code and chance.random() < GOES_BACK:
        return (yield from _opened(Ask(unescape(back[1]))))
    return page


def _answered(page: Page, chance: Random, kept: Kept) -> Way:
    """Send the form of a page: acknowledged once the site leads on from it."""
    form = _form(page)
    question = QUESTION.match(page.path)
    slug = question[1] if question else ""
    fields = [*form.hidden, *_said(form, SAID.get(slug, {}), chance)]
    is_answer = not form.action and slug not in ("", "check")
    kept.pending = (slug, fields) if is_answer else None
    came = yield Ask(form.action or page.path, fields)
    if came.status not in REDIRECTS:
        raise Astray(f"status {came.status} for the form at {page.path}")
    if is_answer:
        kept.sent.append((slug, fields))
        kept.pending = None
    return (yield from _opened(Ask(came.leads_to, thinks=False)))


def _look(page: Page, kept: Kept) -> Way:
    """See the three, or the fewer whom this person's limits leave, and one of them in full."""
    found = list(dict.fromkeys(MATCH_LINK.findall(page.body)))
    kept.has_three = len(found) == THREE
    if found:
        yield from _opened(Ask(found[0]))


def _opened(ask: Ask) -> Way:
    """The page at the end of the redirects."""
    page = yield ask
    while page.status in REDIRECTS:
        page = yield Ask(page.leads_to, thinks=False)
    if page.status != OK:
        raise Astray(f"status {page.status} at {page.path}")
    return page


def _code(page: Page) -> str:
    found = CODE.search(page.body)
    return unescape(found[1]).strip() if found else ""


class Control(NamedTuple):
    """What may be sent under one name."""

    kind: str
    values: list[str]


class Form(NamedTuple):
    """A form: where it is sent, what it sends unseen, and what can be said in it."""

    action: str
    hidden: Fields
    controls: dict[str, Control]


def _form(page: Page) -> Form:
    """The form of a page that carries the form's secret; the first one."""
    main = page.body[page.body.find("<main") :]
    for attributes, inside in FORM.findall(main):
        if "csrfmiddlewaretoken" in inside:
            return _read(_attributes(attributes).get("action", ""), inside)
    raise Astray(f"no form at {page.path}")


def _read(action: str, inside: str) -> Form:
    form = Form(action, [], {})
    for found in CONTROL.findall(inside):
        tag, attributes, content = found[:3] if found[0] else found[3:]
        given = _attributes(attributes)
        kind, name, value = given.get("type", tag), given.get("name", ""), given.get("value", "")
        if kind == "hidden":
            form.hidden.append((name, value))
            continue
        values = form.controls.setdefault(name, Control(kind, [])).values
        if tag == "select":
            values += [_attributes(each).get("value", "") for each in OPTION.findall(content)]
        elif kind in ("radio", "checkbox"):
            values.append(value)
        else:
            values.append(value or unescape(content).strip())
    return form


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(text)}


def _said(form: Form, said: dict[str, list[str]], chance: Random) -> Fields:
    """A value for each control, by chance where nothing is given."""
    fields: Fields = []
    for name, control in form.controls.items():
        if name in said:
            given = [value for value in said[name] if not control.values or value or control.kind == "select"]
            chosen = given if control.kind == "checkbox" else given and [chance.choice(given)]
        else:
            chosen = _chosen(control, chance)
        fields += [(name, value) for value in chosen]
    return fields


def _chosen(control: Control, chance: Random) -> list[str]:
    match control.kind:
        case "textarea":
            return [". ".join(chance.sample(WORDS, TICKS))]
        case "checkbox":
            return chance.sample(control.values, min(TICKS, len(control.values)))
        case "radio" | "select":
            return [chance.choice(control.values)]
        case _:
            return [control.values[0]]
