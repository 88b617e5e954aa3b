"""Referrals of a client, and what is held of this chapter for their download."""

from collections.abc import Sequence
from typing import Any

from rapport.site.consultations.models import Course
from rapport.site.people.models import Client
from rapport.site.referrals.choices import LIVE, Side
from rapport.site.referrals.models import Closing, Referral, Review
from rapport.site.referrals.queries import leaving


def live_referral(course: Course) -> Referral | None:
    """The referral that goes on in a course, if one does. One query."""
    found = Referral.objects.select_related("to_provider").filter(course=course, state__in=LIVE).first()
    if found is not None:
        found.client = course.client
    return found


def referral_with(referral_id: str) -> Referral | None:
    """One by its id: ask the policy before showing anything of it. One query."""
    found = Referral.objects.select_related("client__key", "course__provider", "to_provider")
    return found.filter(pk=referral_id).first()


def left_without_goodbye(client: Client) -> Course | None:
    """The last course that ended and that the client has not said good-bye in. One query."""
    ended = Course.objects.select_related("provider").filter(client=client, ended_at__isnull=False)
    return ended.exclude(closings__side=Side.CLIENT).order_by("-ended_at").first()


def closings_of(course: Course) -> dict[str, Closing]:
    """What either side said at the end, by side; ask the policy, of each. One query."""
    return {side: closing for (_, side), closing in closings_with([course]).items()}


def closings_with(courses: Sequence[Course]) -> dict[tuple[str, str], Closing]:
    """What was said at the end of several courses, by course and side; ask the policy, of each. One query."""
    by_id = {each.pk: each for each in courses}
    found = {}
    for row in Closing.objects.filter(course__in=by_id):
        row.course = by_id[row.course_id]
        row.client = row.course.client
        found[row.course_id, row.side] = row
    return found


def live_ids(courses: Sequence[Course]) -> set[str]:
    """Ids of those courses in which somebody else is looked for. One query."""
    found = Referral.objects.filter(course__in=[each.pk for each in courses], state__in=LIVE)
    return set(found.values_list("course_id", flat=True))


def held_about(client: Client) -> dict[str, Any]:
    """All that this chapter holds about a client, for their download."""
    return {
        "reviews": [
            {
                "occasion": row.occasion,
                "session": row.session,
                "put_off_until": row.put_off_until.isoformat() if row.put_off_until else None,
                "reminded_at": row.reminded_at.isoformat() if row.reminded_at else None,
                "answered_at": row.answered_at.isoformat() if row.answered_at else None,
                "said": _open(row, client, "said"),
            }
            for row in Review.objects.filter(client_id=client.pk).order_by("session", "id")
        ],
        "continuity": leaving.held_about(client),
        "referrals": [_referral(client, row) for row in _referrals(client)],
        "closings": [
            {
                "by": row.side,
                "written_at": row.written_at.isoformat(),
                "is_shown": row.is_shown,
                "said": _open(row, client, "said"),
                "note": _open(row, client, "note"),
            }
            for row in Closing.objects.filter(client_id=client.pk).order_by("written_at", "id")
        ],
    }


def _referrals(client: Client) -> list[Referral]:
    found = Referral.objects.filter(client_id=client.pk).select_related("to_provider")
    return list(found.prefetch_related("consents").order_by("asked_at", "id"))


def _referral(client: Client, row: Referral) -> dict[str, Any]:
    return {
        "asked_by": row.asked_by,
        "state": row.state,
        **{
            name: moment.isoformat() if (moment := getattr(row, name)) else None
            for name in ("asked_at", "agreed_at", "taken_back_at")
        },
        "way": row.way,
        "to": row.to_provider.name if row.to_provider else None,
        "outside": _open(row, client, "outside"),
        "tie_said": row.relation or None,
        "along": row.along,
        "history": _open(row, client, "history"),
        "consents": [
            {"number": each.number, "along": each.along, "version": each.version, "at": each.at.isoformat()}
            for each in sorted(row.consents.all(), key=lambda each: each.number)
        ],
    }


def _open(row: Review | Referral | Closing, client: Client, column: str) -> Any:
    row.client = client
    return row.unseal(column)
