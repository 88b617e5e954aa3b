"""The database's own refusals in this chapter: tried straight at the tables, without the actions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from rapport.site.consultations.booking_models import half_hour_of
from rapport.site.consultations.choices import BookingState, Declined, RequestState
from rapport.site.consultations.models import Booking, Course, Request
from rapport.site.matches.models import Match
from support import practice
from support.rated import matched

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)


@pytest.fixture
def matches() -> list[Match]:
    """The three of one client."""
    practice.providers(6)
    return list(matched(at=NOW).matches.select_related("client__key"))


def asked(match: Match, **changes: Any) -> Request:
    """A request, straight into the table."""
    columns = {
        "client": match.client, "provider_id": match.provider_id, "match": match, "position": match.position,
        "sent_at": NOW, "due_at": NOW + timedelta(days=2),
    }  # fmt: skip
    return Request.objects.create(**columns | changes)


def booked(request: Request, **changes: Any) -> Booking:
    """A booking of a request, straight into the table."""
    columns = {
        "request": request, "client": request.client, "provider_id": request.provider_id,
        "half_hour": half_hour_of(NOW), "state": BookingState.BOOKED, "made_at": NOW, "changed_at": NOW,
    }  # fmt: skip
    return Booking.objects.create(**columns | changes)


def refuses(constraint: str, make: Any) -> None:
    """The database refuses, and for this reason: PostgreSQL names the constraint, SQLite a check's name."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make()
    text = str(refused.value)
    assert constraint in text or text.startswith("UNIQUE constraint failed"), text


def test_a_provider_has_one_live_request_of_a_client(matches: list[Match]) -> None:
    first = asked(matches[0])
    refuses("request_live_provider_once", lambda: asked(matches[0]))

    Request.objects.filter(pk=first.pk).update(state=RequestState.WITHDRAWN, ended_at=NOW)

    assert asked(matches[0]).pk != first.pk


def test_a_place_among_the_three_has_one_live_request(matches: list[Match]) -> None:
    asked(matches[0])

    refuses("request_three_live_at_most", lambda: asked(matches[1], position=matches[0].position))


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("request_state_known", {"state": "lost", "ended_at": NOW}),
        ("request_position_one_to_three", {"position": 4}),
        ("request_due_after_sent", {"due_at": NOW}),
        ("request_waiting_unanswered", {"answered_at": NOW}),
        ("request_ended_with_its_time", {"state": RequestState.SILENT}),
        ("request_declined_with_reason", {"state": RequestState.DECLINED, "ended_at": NOW}),
        ("request_declined_with_reason", {"reason": Declined.FULL}),
    ],
)
def test_a_request_is_whole(matches: list[Match], constraint: str, changes: dict[str, Any]) -> None:
    refuses(constraint, lambda: asked(matches[0], **changes))


@pytest.mark.parametrize("state", [each for each in BookingState if each not in ("cancelled", "expired")])
def test_a_half_hour_is_taken_in_every_state_that_occupies_it(
    matches: list[Match], state: BookingState
) -> None:
    held = {"hold_until": NOW + timedelta(minutes=10)}
    booked(asked(matches[0]), state=state, **held)
    other = asked(matches[1])

    refuses("booking_client_once", lambda: booked(other))
    refuses("booking_provider_once", lambda: booked(other, provider_id=matches[0].provider_id))
    assert booked(other, half_hour=half_hour_of(NOW) + 1).ends_at == NOW + timedelta(hours=1)


def test_a_cancelled_half_hour_is_free_again(matches: list[Match]) -> None:
    booked(asked(matches[0]), state=BookingState.CANCELLED, cancelled_by="client")

    assert booked(asked(matches[1])).starts_at == NOW


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("booking_state_known", {"state": "lost"}),
        ("booking_within_half_hour", {"minutes": 31}),
        ("booking_held_until_a_time", {"state": BookingState.HELD}),
        ("booking_cancelled_by_someone", {"state": BookingState.CANCELLED}),
        ("booking_cancelled_by_someone", {"cancelled_by": "client"}),
    ],
)
def test_a_booking_is_whole(matches: list[Match], constraint: str, changes: dict[str, Any]) -> None:
    request = asked(matches[0])

    refuses(constraint, lambda: booked(request, **changes))


def test_a_request_has_one_booking_that_stands(matches: list[Match]) -> None:
    request = asked(matches[0])
    booked(request)

    refuses("booking_one_standing_a_request", lambda: booked(request, half_hour=half_hour_of(NOW) + 4))


def test_a_client_has_one_open_course(matches: list[Match]) -> None:
    def course(match: Match, **changes: Any) -> Course:
        columns = {"client": match.client, "provider_id": match.provider_id, "match": match}
        return Course.objects.create(**columns, opened_at=NOW, **changes)

    course(matches[0])

    refuses("course_one_open", lambda: course(matches[1]))
    refuses("course_ended_with_reason", lambda: course(matches[1], ended_at=NOW))


def test_only_half_hours_can_be_booked() -> None:
    assert half_hour_of(NOW + timedelta(minutes=30)) == half_hour_of(NOW) + 1
    with pytest.raises(ValueError, match="half hour"):
        half_hour_of(NOW + timedelta(minutes=10))
