"""A measured figure as a picture: its interval on a scale of its own, with a line where it should be."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from rapport.site.client.pages.figures import Figure

register = template.Library()

LEFT, SPAN, MIDDLE = 2.0, 236.0, 14.0
THINNEST = 2.0


@register.simple_tag
def measured(figure: Figure) -> SafeString:
    """Inline SVG without a style of its own; its title says the figure in words."""

    def x(value: float) -> str:
        share = (value - figure.lowest) / (figure.highest - figure.lowest)
        return f"{LEFT + min(max(share, 0.0), 1.0) * SPAN:.1f}"

    wide = max(float(x(figure.high)) - float(x(figure.low)), THINNEST)
    return format_html(
        '<svg class="interval part-overall" viewBox="0 0 240 28" role="img" focusable="false">'
        '<title>{}</title><line class="scale-line" x1="{}" x2="{}" y1="14" y2="14"/>'
        '<rect class="part-band" x="{}" y="8" width="{}" height="12" rx="6"/>{}'
        '<g transform="translate({} {})"><path class="part-mark" d="M0-8 8 0 0 8-8 0z"/></g></svg>',
        f"{figure.name}: {figure.words}",
        x(figure.lowest),
        x(figure.highest),
        x(figure.low),
        f"{wide:.1f}",
        mark_safe("") if figure.aim is None else _line(x(figure.aim)),
        x(figure.value),
        f"{MIDDLE:g}",
    )


def _line(x: str) -> SafeString:
    return format_html('<line class="typical" x1="{0}" x2="{0}" y1="0" y2="28"/>', x)
