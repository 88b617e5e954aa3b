"""Whose sessions somebody else may follow: asked in the query that reads them, so a no hides at once."""

from typing import Any, Final

from django.db.models import Q, QuerySet

from rapport.site.checkins.models import RatedSession, SafetyAnswer
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation import consent

SHARE_COURSE: Final = "share_course"
SHARE_COURSE_DESK: Final = "share_course_desk"
TELL_SAFETY: Final = "tell_safety"
# A provider who handed a client over still sees what they handed over; one who was left does not.
_SEEN = Q(ended_at__isnull=True) | Q(ended_because=CourseEnded.REFERRED)


def courses_followed(provider: Provider, *, purpose: str = SHARE_COURSE) -> QuerySet[Course, Course]:
    """Courses with this provider, open or referred on, whose clients now say yes to this purpose."""
    return Course.objects.filter(_SEEN, provider=provider, client_id__in=consent.holders(purpose))


def courses_followed_at_the_desk() -> QuerySet[Course, Course]:
    """Courses that a coordinator may follow now."""
    return Course.objects.filter(client_id__in=consent.holders(SHARE_COURSE_DESK))


def may_provider_follow(client_id: str, provider: Provider, *, purpose: str = SHARE_COURSE) -> bool:
    """Whether this provider may follow this client now. For rules; pages ask the policy."""
    return courses_followed(provider, purpose=purpose).filter(client_id=client_id).exists()


def may_desk_follow(client_id: str) -> bool:
    """Whether a coordinator may follow this client now. For rules; pages ask the policy."""
    return consent.is_given(client_id=client_id, purpose=SHARE_COURSE_DESK)


def unseen_safety_answers(provider: Provider) -> QuerySet[SafetyAnswer, SafetyAnswer]:
    """Answers about safety that this provider may be told of and has not marked as seen, newest first."""
    told = courses_followed(provider, purpose=TELL_SAFETY).values("client_id")
    unseen = SafetyAnswer.objects.filter(provider=provider, seen_at__isnull=True, client_id__in=told)
    return unseen.order_by("-answered_at", "id")


def safety_answer_with(answer_id: str) -> SafetyAnswer | None:
    """An answer about safety by its id: ask the policy before anything is done with it. One query."""
    return SafetyAnswer.objects.select_related("client__key", "provider").filter(pk=answer_id).first()


def sessions_followed(provider: Provider) -> QuerySet[RatedSession, RatedSession]:
    """Rated sessions that this provider may follow, by client and in the order they were held."""
    seen = courses_followed(provider).values("client_id")
    return RatedSession.objects.filter(provider=provider, client_id__in=seen).order_by("client_id", "number")


def as_followed(thing: Any) -> tuple[str, Provider]:
    """The client's id and the provider of any row of this chapter."""
    with_provider = thing if hasattr(thing, "provider") else thing.session
    return thing.client_id, with_provider.provider
