"""What the drill of capacity does inside its scratch installation: people, guards taken away, the recount."""

from collections import Counter
from datetime import timedelta
from typing import Any

from rapport.cli.drills.inside_constraints import drop_constraints_of
from rapport.cli.drills.inside_practice import join, make_client, make_providers

AGO = timedelta(days=3)


def capacity_directory(places: int) -> list[str]:
    """Providers with so many places and accounts of their own; a visit of each."""
    from django.utils import timezone

    from rapport.site.directory.actions.places import set_places

    now = timezone.now()
    providers = make_providers()
    for provider in providers:
        set_places(provider, capacity=places, by="drill", at=now)
    return list(join(providers, now).values())


def capacity_practice(asked: dict[str, int]) -> list[dict[str, Any]]:
    """So many new clients who have met all of their three."""
    from django.utils import timezone

    now = timezone.now()
    return [_met(now) for _ in range(asked["clients"])]


def capacity_again(asked: dict[str, Any]) -> dict[str, int]:
    """Count a round over, and let the same clients choose once more; what was broken in it.

    Whoever began ends, so that there are places again. What else the round left goes, and their three are
    offered as they were at first: no way through the site leads back there, so the rows are written.
    """
    from django.utils import timezone

    broken = _counted(asked["acknowledged"])
    _end_all(timezone.now())
    _offer_again([request for client in asked["clients"] for request in client["requests"]])
    return broken


def _end_all(now: Any) -> None:
    from rapport.site.consultations.actions.ending import end_course
    from rapport.site.consultations.choices import CourseEnded
    from rapport.site.consultations.models import Course

    for course in Course.objects.filter(ended_at__isnull=True).select_related("client"):
        end_course(by=course.client, at=now, course=course, because=CourseEnded.FINISHED)


def _offer_again(first: list[str]) -> None:
    from django.db import transaction

    from rapport.site.consultations.choices import RequestState
    from rapport.site.consultations.models import Course, Request
    from rapport.site.directory.models import Provider
    from rapport.site.matches.models import Match

    with transaction.atomic():
        Course.objects.all().delete()
        Request.objects.exclude(pk__in=first).delete()
        Match.objects.filter(refill_of__isnull=False).delete()
        Match.objects.update(is_open=True, closed_because="")
        Request.objects.update(state=RequestState.OFFERED, ended_at=None, reason="")
        Provider.objects.update(is_listed=True)


def _met(now: Any) -> dict[str, Any]:
    from rapport.site.consultations.choices import BookingState
    from rapport.site.consultations.models import Booking
    from rapport.site.directory.models import Provider

    # Nobody is full for the draw: how many choose whom is what is tried here.
    Provider.objects.update(is_listed=True)
    found = make_client(0, now, past=False)
    # Each on a half hour of its own, long ago.
    for number, request in enumerate(found["requests"], start=Booking.objects.count()):
        Booking.objects.create(
            request=request, client=request.client, provider=request.provider, half_hour=1 + number,
            state=BookingState.TOOK_PLACE, made_at=now - AGO, changed_at=now - AGO,
        )  # fmt: skip
    ids = [request.pk for request in found["requests"]]
    return {"id": found["requests"][0].client_id, "session": found["session"], "requests": ids}


def drop_capacity_constraints(_: object) -> int:
    """Take away what the database itself promises of places and courses; how many constraints went."""
    from django.db.models import UniqueConstraint

    from rapport.site.consultations.models import Course
    from rapport.site.directory.models import Places

    return drop_constraints_of(
        (Places, Course), lambda model, each: model is Places or isinstance(each, UniqueConstraint)
    )


def capacity(acknowledged: list[str]) -> dict[str, Any]:
    """Every place counted over, and the trail; `acknowledged` are clients who were told that they began."""
    from rapport.site.directory.models import Places
    from rapport.site.foundation import audit

    broken = Counter(_counted(acknowledged))
    broken["trail broken"] += len(audit.broken_links())
    places = list(Places.objects.order_by("pk"))
    told = {"capacity": sum(each.capacity for each in places), "used": sum(each.used for each in places)}
    return {"places": told, "broken": {kind: count for kind, count in sorted(broken.items()) if count}}


def _counted(acknowledged: list[str]) -> dict[str, int]:
    """What is broken, by kind: places against courses, courses against their clients."""
    from rapport.site.consultations.models import Course
    from rapport.site.directory.models import Places

    open_courses = list(Course.objects.filter(ended_at__isnull=True).values_list("client_id", "provider_id"))
    taken = Counter(provider for _, provider in open_courses)
    broken: Counter[str] = Counter()
    for each in Places.objects.all():
        broken["more taken than there are places"] += each.used > each.capacity
        broken["the counter is not the recount"] += each.used != taken[each.pk]
    begun = Counter(client for client, _ in open_courses)
    broken["more than one open course of a client"] += sum(count > 1 for count in begun.values())
    broken["acknowledged and gone"] += len(set(acknowledged) - set(begun))
    return {kind: count for kind, count in sorted(broken.items()) if count}


TASKS: dict[str, Any] = {
    task.__name__: task
    for task in (capacity_directory, capacity_practice, capacity_again, drop_capacity_constraints, capacity)
}
