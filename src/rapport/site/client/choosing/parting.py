"""Parting kindly from those not chosen: a note that is drafted, and who has had one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.site.consultations.models import Request


@dataclass(frozen=True, slots=True)
class Parting:
    """One person met and not chosen; `url` is empty once the note was sent."""

    name: str
    url: str


def partings(requests: Iterable[Request]) -> list[Parting]:
    """Everyone met and not chosen."""
    return [
        Parting(each.provider.name, "" if hasattr(each, "farewell") else reverse("farewell", args=[each.pk]))
        for each in requests
    ]


def draft_for(request: Request) -> str:
    """A first version of the closing note, for the client to change."""
    words = _(
        "Dear %(name)s,\n\nthank you for taking the time to talk with me. I have decided to begin with "
        "someone else. I took something along from our conversation, and I wish you all the best."
        "\n\nKind regards"
    )
    return words % {"name": request.provider.name}
