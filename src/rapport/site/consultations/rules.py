"""Who may see and do what in this chapter: the client whose it is, and the provider while they may."""

from rapport.site.consultations.choices import LIVE, BookingState
from rapport.site.consultations.models import (
    Booking,
    CalendarFeed,
    Course,
    Farewell,
    OwnQuestions,
    ProviderNote,
    Reflection,
    Request,
)
from rapport.site.consultations.queries.requests import SHARING, STANDING
from rapport.site.directory.rules import is_own
from rapport.site.foundation import consent
from rapport.site.foundation.sealing import SealedModel
from rapport.site.people.policy import Kind, Viewer, rule

OWN = frozenset({"read", "change"})
NOT_FOR_PROVIDERS = (BookingState.HELD, BookingState.EXPIRED)
# A calendar program that asks for a feed by its signed address; nobody is signed in.
FEED_READER = Viewer(Kind.SYSTEM, "calendar-feed")


def _is_own(viewer: Viewer, verb: str, thing: SealedModel) -> bool:
    return viewer.kind is Kind.CLIENT and viewer.id == thing.client_id and verb in OWN  # type: ignore[attr-defined]


@rule(Request)
def request_rule(viewer: Viewer, verb: str, request: Request) -> bool:
    """A client, their own request; the provider asked, while it stands and the client shares it."""
    if viewer.kind is not Kind.PROVIDER:
        return _is_own(viewer, verb, request)
    stands = LIVE if verb == "answer" else STANDING
    return (
        verb in ("read", "answer")
        and is_own(viewer, request.provider)
        and request.state in stands
        and consent.is_given(client_id=request.client_id, purpose=SHARING)
    )


@rule(Booking)
def booking_rule(viewer: Viewer, verb: str, booking: Booking) -> bool:
    """A client and a provider, their own booking. A hold is the client's alone."""
    if viewer.kind is Kind.PROVIDER:
        is_told = booking.state not in NOT_FOR_PROVIDERS
        return is_told and verb in OWN and is_own(viewer, booking.provider)
    return _is_own(viewer, verb, booking)


@rule(CalendarFeed)
def feed_rule(viewer: Viewer, verb: str, feed: CalendarFeed) -> bool:
    """A provider, their own feed; whoever has its address, what it tells, while the provider may sign in."""
    if viewer == FEED_READER:
        account = feed.provider.account
        return verb == "read" and feed.is_on and account is not None and account.is_active
    return verb in OWN and is_own(viewer, feed.provider)


@rule(OwnQuestions)
def own_questions_rule(viewer: Viewer, verb: str, questions: OwnQuestions) -> bool:
    """A client, their own; the one whom they would ask hears them from the client."""
    return _is_own(viewer, verb, questions)


@rule(Reflection)
def reflection_rule(viewer: Viewer, verb: str, reflection: Reflection) -> bool:
    """A client, their own words; nobody else ever, the provider least of all."""
    return _is_own(viewer, verb, reflection)


@rule(ProviderNote)
def provider_note_rule(viewer: Viewer, verb: str, note: ProviderNote) -> bool:
    """A client reads what was noted about them (docs/adr/0012); the provider reads and writes their own."""
    if is_own(viewer, note.provider):
        return verb in OWN
    return _is_own(viewer, verb, note) and verb == "read"


@rule(Farewell)
def farewell_rule(viewer: Viewer, verb: str, farewell: Farewell) -> bool:
    """A client, what they wrote; the provider it was written to, to read."""
    if is_own(viewer, farewell.request.provider):
        return verb == "read"
    return _is_own(viewer, verb, farewell)


@rule(Course)
def course_rule(viewer: Viewer, verb: str, course: Course) -> bool:
    """A client, their own; its provider while it is open, and a coordinator, to end it or refer on."""
    if viewer.kind is Kind.PROVIDER:
        is_open = course.ended_at is None
        return is_own(viewer, course.provider) and (verb == "read" or (is_open and verb in ("end", "refer")))
    if viewer.kind is Kind.COORDINATOR:
        return verb in ("end", "refer")
    return _is_own(viewer, "change" if verb in ("end", "refer") else verb, course)
