"""What places cost, and where to recruit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rapport.site.desk.capacity.presentation import page_of
from rapport.site.matches.models import PriceNight
from rapport.site.matches.price_models import FEWEST
from rapport.site.matches.prices import newest_night
from rapport.site.people import policy


@require_safe
def capacity(request: HttpRequest) -> HttpResponse:
    """The newest night, as a whole and by cell. Three queries beside the visit's own."""
    viewer = policy.viewer_of(request)
    policy.require(viewer, "read", PriceNight())
    night = newest_night()
    page = None
    if night is not None:
        page = page_of(night, list(night.cells.all()), list(night.groups.order_by("kind", "by", "group")))
    shown = {"page": page, "fewest": FEWEST, "back": reverse("desk")}
    return render(request, "desk/capacity.html", shown)
