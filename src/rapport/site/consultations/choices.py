"""Codes of this chapter: how far a request and a booking have come, and why they ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """How far a request for a first conversation has come."""

    WAITING = "waiting", _("Waiting for an answer")
    OFFERED = "offered", _("A first conversation is offered")
    DECLINED = "declined", _("Declined")
    SILENT = "silent", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Withdrawn by the client")
    CLOSED = "closed", _("Closed: the client chose someone else")
    CHOSEN = "chosen", _("Chosen")


LIVE = (RequestState.WAITING, RequestState.OFFERED)


class Declined(models.TextChoices):
    """Why a provider cannot take this person now."""

    FULL = "full", _("No place open now")
    TIMES = "times", _("No time that suits both")
    COST = "cost", _("The insurance or the fee does not work out")
    EXPERTISE = "expertise", _("Someone else knows this kind of trouble better")
    RELATION = "relation", _("Knows, or may know, this person")
    OTHER = "other", _("Another reason")


class BookingState(models.TextChoices):
    """How far the time for a first conversation has come."""

    HELD = "held", _("Held for a few minutes")
    BOOKED = "booked", _("Booked")
    TOOK_PLACE = "took_place", _("Took place")
    CLIENT_MISSED = "client_missed", _("The client did not come")
    PROVIDER_MISSED = "provider_missed", _("The provider did not come")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("The hold ran out")


# Only these two give the half hour free again; every other state occupies it for both.
FREE_AGAIN = (BookingState.CANCELLED, BookingState.EXPIRED)
STANDING = (BookingState.HELD, BookingState.BOOKED)


class Verb(models.TextChoices):
    """What can be done with a booking."""

    HOLD = "hold", _("Held")
    BOOK = "book", _("Booked")
    MOVE = "move", _("Moved")
    CANCEL = "cancel", _("Cancelled")
    NO_SHOW = "no_show", _("The other did not come")
    TOOK_PLACE = "took_place", _("Took place")


class CourseEnded(models.TextChoices):
    """Why a course of therapy ended."""

    FINISHED = "finished", _("Finished")
    REFERRED = "referred", _("Went on with someone else")
    LEFT = "left", _("The client stopped")
    GAVE_UP = "gave_up", _("The provider could not go on")
    MOVED_AWAY = "moved_away", _("The provider left the service")


class Ender(models.TextChoices):
    """Who ended a course of therapy."""

    CLIENT = "client", _("The client")
    PROVIDER = "provider", _("The provider")
    COORDINATOR = "coordinator", _("A coordinator")
    BOTH = "both", _("Both, as they agreed")


# Which reasons each may give. A provider alone cannot say that a course is finished: the client says so too.
MAY_END = {
    Ender.CLIENT: (CourseEnded.FINISHED, CourseEnded.REFERRED, CourseEnded.LEFT),
    Ender.PROVIDER: (CourseEnded.REFERRED, CourseEnded.GAVE_UP),
    Ender.COORDINATOR: (CourseEnded.REFERRED, CourseEnded.MOVED_AWAY),
    Ender.BOTH: (CourseEnded.FINISHED,),
}
