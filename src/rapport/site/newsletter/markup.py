"""Markdown as a mail shows it: HTML whose looks stand in each tag, and plain text of 72 letters a line."""

import re
import textwrap
from collections.abc import Iterable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

WIDTH: Final = 72
# A mail program may drop a style sheet; what stands in the tag it keeps. No colours: each program knows
# those of its light and its dark. Only mails may hold these: the preview at the desk names each of them in
# its content security policy.
STYLES: Final = {
    "body": "margin:0;padding:24px;font:17px/1.55 Georgia,serif;max-width:38em",
    "h1": "font-size:26px;line-height:1.25;margin:32px 0 8px",
    "h2": "font-size:20px;line-height:1.3;margin:24px 0 4px",
    "p": "margin:0 0 14px",
    "ul": "margin:0 0 14px;padding-left:22px",
    "ol": "margin:0 0 14px;padding-left:26px",
    "li": "margin:0 0 6px",
    "blockquote": "margin:0 0 14px;padding-left:14px;border-left:3px solid",
    "a": "text-decoration:underline",
    "small": "font-size:14px",
    "hr": "border:0;border-top:1px solid;margin:28px 0",
}
CITED: Final = re.compile(r" ?\[\d+\]")
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable("smartquotes")
BEGINNINGS: Final = {"bullet_list_open": "- ", "ordered_list_open": "- ", "blockquote_open": "> "}


def html_of(markdown: str) -> str:
    """HTML, each tag with its looks; raw HTML of the text stays text."""
    tokens = _MARKDOWN.parse(CITED.sub("", markdown))
    for token in _all(tokens):
        if token.nesting >= 0 and token.tag in STYLES:
            token.attrSet("style", STYLES[token.tag])
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def text_of(markdown: str) -> str:
    """Plain text: headings underlined, lists with dashes, links behind their words."""
    lines: list[str] = []
    inside: list[str] = []
    heading = ""
    for token in _MARKDOWN.parse(CITED.sub("", markdown)):
        if token.type in BEGINNINGS:
            inside.append(BEGINNINGS[token.type])
        elif token.type.replace("_close", "_open") in BEGINNINGS:
            inside.pop()
        elif token.type == "heading_open":
            heading = "=" if token.tag == "h1" else "-"
        elif token.type == "inline":
            lines += [*_wrapped(_words(token.children or []), inside[-1] if inside else ""), ""]
            if heading:
                lines[-1:] = [heading * len(lines[-2]), ""]
                heading = ""
    return "\n".join(lines)


def _wrapped(words: str, beginning: str) -> list[str]:
    further = beginning if beginning == BEGINNINGS["blockquote_open"] else " " * len(beginning)
    return textwrap.wrap(
        words, WIDTH, initial_indent=beginning, subsequent_indent=further, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _words(children: Iterable[Token]) -> str:
    said, links = "", []
    for child in children:
        if child.type == "link_open":
            links.append(str(child.attrGet("href")))
        elif child.type == "link_close":
            said += f" ({links.pop()})"
        else:
            said += " " if child.type in ("softbreak", "hardbreak") else child.content
    return said


def _all(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()
