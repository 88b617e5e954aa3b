"""Small tags that the base page and the forms stand on."""

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.templatetags.static import static

register = template.Library()


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, also when the manifest of hashed names is lost.

    Error pages must render when the deployment is half broken: a missing manifest entry falls back to the
    plain name.
    """
    try:
        return static(path)
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
def error_target(field: BoundField) -> str:
    """The id that a link from the error summary goes to: the first thing to fill in or press."""
    return f"{field.auto_id}_0" if field.use_fieldset else str(field.auto_id)


@register.filter
def initials(name: str) -> str:
    """Up to two initials of a name, for the round badge beside it."""
    words = [word for word in name.replace(".", " ").split() if word[:1].isalpha()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in chosen)
