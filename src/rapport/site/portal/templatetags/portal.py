"""The portal's navigation: its sections, each listed once."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy

register = template.Library()

# Section, the name of its address, and its words, in the order of the navigation.
SECTIONS = (
    ("today", "portal", gettext_lazy("Today")),
    ("calendar", "portal-calendar", gettext_lazy("Calendar")),
    ("requests", "portal-requests", gettext_lazy("Requests")),
    ("reflections", "portal-reflections", gettext_lazy("After talks")),
    ("caseload", "portal-caseload", gettext_lazy("Caseload")),
    ("hours", "portal-hours", gettext_lazy("Hours")),
    ("places", "portal-places", gettext_lazy("Places")),
    ("profile", "portal-profile", gettext_lazy("Profile")),
    ("replies", "portal-vignettes", gettext_lazy("Replies")),
    ("verification", "portal-verification", gettext_lazy("Verification")),
    ("account", "account", gettext_lazy("Account")),
)


@register.inclusion_tag("portal/navigation.html")
def portal_navigation(section: str) -> dict[str, Any]:
    """Links to the sections; the one that a page stands in is marked."""
    return {"items": [(reverse(name), words, code == section) for code, name, words in SECTIONS]}
