"""What a provider notes after a rupture: theirs to write while they may follow, the client's to read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.errors import BadInput
from rapport.site.checkins.actions.repair import NotedOtherwise, NotFollowed, Noting, note_repair
from rapport.site.checkins.models import RepairNote
from rapport.site.checkins.queries import held, repairs
from rapport.site.directory.models import Provider
from rapport.site.foundation.models import AuditEvent
from rapport.site.people import policy
from rapport.site.people.actions import erase_client
from rapport.site.people.policy import Kind, Viewer
from support import asked, followed, practice, rated

pytestmark = pytest.mark.django_db
WORDS = "we had drifted apart over the homework"
NOTING = Noting(("own_part", "hear_it"), shown="withdrawal", found="yes", words=WORDS)


@pytest.fixture
def course():
    practice.providers(4)
    found = followed.course()
    rated.rate(found.match, [70, 40])
    rated.yes(found.client, "share_course")
    return found


def note(course, noting=NOTING, *, key="k", by=None):
    return note_repair(by=by or course.provider, at=timezone.now(), course=course, noting=noting, key=key)


def test_note_is_kept_once_and_sealed(course):
    first, again = note(course), note(course)

    assert first.pk == again.pk
    assert RepairNote.objects.count() == 1
    assert first.after_session == 2
    assert WORDS.encode() not in bytes(first.said)
    (event,) = AuditEvent.objects.filter(verb="noted_repair")
    assert (event.actor, event.subject, event.detail) == (course.provider_id, course.client_id, "{}")


def test_key_that_stood_for_another_note_is_refused(course):
    note(course)

    with pytest.raises(NotedOtherwise):
        note(course, Noting(words="another"))
    assert RepairNote.objects.count() == 1


def test_note_needs_the_clients_yes_and_the_own_course(course):
    colleague = Provider.objects.exclude(pk=course.provider_id)[0]
    with pytest.raises(NotFollowed):
        note(course, by=colleague)

    rated.no(course.client, "share_course")
    with pytest.raises(NotFollowed):
        note(course)
    assert not RepairNote.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"tried": ("pray",)},
        {"tried": ("hear_it",), "shown": "anger"},
        {"tried": ("hear_it",), "found": "maybe"},
        {"words": "x" * 2001},
        {},
    ],
)
def test_what_nobody_can_answer_is_refused(sent):
    with pytest.raises(BadInput):
        Noting(**sent)


@pytest.mark.parametrize("key", ["", "x" * 65])
def test_key_has_a_length(course, key):
    with pytest.raises(BadInput):
        note(course, key=key)


def test_notes_are_read_in_order_and_only_with_a_yes(course):
    note(course)
    note(course, Noting(("ask_again",)), key="l")

    later, first = repairs.repairs_of(course)
    assert [each.code for each in later.tried] == ["ask_again"]
    assert [each.code for each in first.tried] == ["hear_it", "own_part"]
    assert (first.shown, first.found, first.words) == ("withdrawal", "yes", WORDS)
    assert set(repairs.repairs_noted(course.provider)) == {course.pk}
    assert repairs.repair_was_tried(course, after_session=2)
    assert not repairs.repair_was_tried(course, after_session=3)

    rated.no(course.client, "share_course")
    assert repairs.repairs_of(course) == []
    assert repairs.repairs_noted(course.provider) == {}


def test_client_reads_their_provider_writes_and_nobody_else(course):
    written = note(course)
    written.refresh_from_db()
    own = Viewer(Kind.PROVIDER, asked.with_account(written.provider).pk)
    colleague = Provider.objects.exclude(pk=course.provider_id)[0]
    others = (
        Viewer(Kind.PROVIDER, asked.with_account(colleague).pk),
        Viewer(Kind.COORDINATOR, "c" * 26),
        Viewer(Kind.CLIENT, practice.client().pk),
        policy.NOBODY,
    )

    assert policy.may(own, "change", written)
    assert policy.may(Viewer(Kind.CLIENT, course.client_id), "read", written)
    assert not policy.may(Viewer(Kind.CLIENT, course.client_id), "change", written)
    assert not any(policy.may(each, verb, written) for each in others for verb in ("read", "change"))
    rated.no(course.client, "share_course")
    assert not policy.may(own, "read", written)


def test_client_can_download_it_and_erase_it(course):
    note(course)

    (row,) = held.held_about(followed.of(course.client))["repair_notes"]
    assert row["by"] == course.provider.name
    assert (row["words"], row["tried"]) == (WORDS, ["hear_it", "own_part"])

    erase_client(course.client, by="test", at=timezone.now())
    assert not RepairNote.objects.exists()


@pytest.mark.parametrize(
    "broken", [{"entry_key": ""}, {"said": None}, {"after_session": 1001}, {"entry_key": "k"}]
)
def test_database_refuses_what_no_action_writes(course, broken):
    note(course)
    row = RepairNote(
        client=followed.of(course.client), provider=course.provider, course=course, after_session=2,
        noted_at=timezone.now() + timedelta(days=1), entry_key="other",
    )  # fmt: skip
    row.seal("said", {})
    for name, value in broken.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
