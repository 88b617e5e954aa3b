"""What the drill of consent does inside its scratch installation: shared courses and their secrets."""

from datetime import timedelta
from typing import Any

from rapport.cli.drills.inside_practice import begin_visit, join, make_client, make_providers

WEEK = timedelta(days=7)
RATED = (74.0, 75.0, 76.0, 77.0, 52.0)
SHARES = ("share_course", "share_course_desk", "learning")


def consent_practice(count: int) -> dict[str, Any]:
    """So many clients with shared courses; their providers' and a coordinator's visits."""
    from django.utils import timezone

    from rapport.cli.drills import cast
    from rapport.site.people.choices import AccountKind

    now = timezone.now()
    visits = join(make_providers(), now)
    coordinator = cast.joined(AccountKind.COORDINATOR, at=now)
    return {
        "clients": [_shared(now, visits) for _ in range(count)],
        "coordinator": begin_visit(cast.visit_of(coordinator, at=now)),
    }


def _shared(now: Any, visits: dict[str, str]) -> dict[str, Any]:
    """One client, their course, and what nobody can know of it without their yes."""
    import secrets

    from rapport.site.checkins.actions.repair import Noting, note_repair
    from rapport.site.checkins.actions.sessions import record_session_ratings
    from rapport.site.checkins.queries.supervision import opaque_name
    from rapport.site.consultations.aliases import alias_of
    from rapport.site.consultations.models import Course
    from rapport.site.matches.models import Shortlist
    from rapport.site.people.actions import answer_consent

    found = make_client(0, now, past=False)
    client, match = found["requests"][0].client, found["requests"][0].match
    begun = now - len(RATED) * WEEK
    Shortlist.objects.filter(pk=match.shortlist_id).update(issued_at=begun)
    match.shortlist.refresh_from_db()
    for purpose in SHARES:
        answer_consent(client, purpose=purpose, is_given=True, at=now)
    course = Course.objects.create(client=client, provider=match.provider, match=match, opened_at=begun)
    for number, value in enumerate(RATED, start=1):
        record_session_ratings(
            by=client, at=now, match=match, number=number, held_at=begun + number * WEEK - timedelta(hours=1),
            ratings={"goals": value, "tasks": value, "bond": value}, key=f"drill-{number}",
        )  # fmt: skip
    words = secrets.token_hex()
    note_repair(by=match.provider, at=now, course=course, noting=Noting(words=words), key=words[:32])
    return {
        "session": found["session"],
        "course": course.pk,
        "provider": visits[match.provider_id],
        "secrets": [
            words,
            opaque_name(course.pk),
            f"Course {alias_of(course.pk)},",
            f"caseload/{course.pk}/",
        ],
    }


TASKS: dict[str, Any] = {consent_practice.__name__: consent_practice}
