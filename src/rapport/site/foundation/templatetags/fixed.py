"""`{% fixed %} … {% endfixed %}`: a part of a page that depends on nothing but the language, written once."""

from typing import Any

from django.template import Library, Node, NodeList
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = Library()


class Fixed(Node):
    """Its content, remembered for each language as long as the process runs."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._written: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        written = self._written.get(language)
        if written is None:
            # A context of its own: what differs from visit to visit cannot be remembered by mistake.
            bare: Any = Context({"LANGUAGE_CODE": language})
            bare.template, bare.render_context = context.template, context.render_context
            written = self._written[language] = self.nodelist.render(bare)
        return written


@register.tag
def fixed(parser: Parser, token: Token) -> Fixed:  # noqa: ARG001
    """Everything up to `{% endfixed %}`."""
    nodelist = parser.parse(("endfixed",))
    parser.delete_first_token()
    return Fixed(nodelist)
