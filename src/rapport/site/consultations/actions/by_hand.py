"""A coordinator offers somebody by hand: on an empty place of the three, or one where nobody is asked."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.site.consultations.actions.once import Refused, locked_client
from rapport.site.consultations.choices import LIVE
from rapport.site.consultations.models import Course, Request
from rapport.site.directory.actions.current import hold_revision
from rapport.site.directory.models import Provider
from rapport.site.foundation import outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.matches.hand_actions import ByHand, place_by_hand
from rapport.site.matches.models import SLATE, Match, Shortlist
from rapport.site.people.models import Account, Client


class NoThree(Refused):
    """There are no three that stand."""

    words = _("This client has no three at the moment: they ask for them on their own page.")


class HasBegun(Refused):
    """The client has begun with somebody and is not looking."""

    words = _("This client has begun with somebody, and is not looking for anybody else.")


class AllAsked(Refused):
    """Each of the three is being asked."""

    words = _("All three are being asked at the moment. Wait until one of them has answered.")


class StandsThere(Refused):
    """This one stands among the three, or left them."""

    words = _("This person stands among these three, or stood there before.")


def offer_by_hand(client: Client, provider: Provider, *, by: Account, reason: str, at: datetime) -> Match:
    """Put somebody among a client's three: in an empty place, else in the last on which nobody is asked.

    Raises:
        BadInput: no reason. NoThree, HasBegun, AllAsked, StandsThere, CannotTake: nothing was changed.
        Client.DoesNotExist: erased meanwhile.
    """
    with transaction.atomic():
        found = locked_client(client.pk)
        hold_revision()  # Before the trail, as everywhere.
        shortlist = Shortlist.objects.filter(client=found, closed_at__isnull=True).first()
        if shortlist is None:
            raise NoThree
        shortlist.client = found
        if Course.objects.filter(client=found, ended_at__isnull=True, handing_over_since=None).exists():
            raise HasBegun
        position = _place(shortlist, provider)
        match = place_by_hand(shortlist, ByHand(by, provider, position, reason), at=at)
        to = outbox.to_client(found.pk)
        outbox.put(template=Template.REQUEST_ANSWERED, to=to, key=f"by-hand:{match.pk}", due_at=at)
    return match


def _place(shortlist: Shortlist, provider: Provider) -> int:
    if shortlist.matches.filter(provider=provider).exists():
        raise StandsThere
    standing = set(shortlist.matches.filter(is_open=True).values_list("position", flat=True))
    asked = Request.objects.filter(client_id=shortlist.client_id, state__in=LIVE)
    busy = set(asked.values_list("position", flat=True))
    empty = [place for place in range(1, SLATE + 1) if place not in standing and place not in busy]
    free = [place for place in range(SLATE, 0, -1) if place not in busy]
    if not empty and not free:
        raise AllAsked
    return (empty or free)[0]
