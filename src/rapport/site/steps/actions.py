"""Propose another step, answer it, open a group, take and give back a place. Each is one transaction."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rapport.errors import BadInput, Problem
from rapport.site.consultations.actions.once import Refused
from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation import audit, looking, outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.people.models import Account, Client
from rapport.site.steps.choices import LONGEST_WORDS, Step, StepState, Why
from rapport.site.steps.models import Group, GroupPlace, StepChange
from rapport.site.steps.queries import step_of

SHORTEST_WORDS = 20


class Proposed(Refused):
    """Another proposal waits for this client."""

    words = _("A proposal waits for the client already.")


class Answered(Refused):
    """It was answered or taken back before."""

    words = _("This was answered or taken back before.")


class Full(Refused):
    """No place is free, or the group takes nobody any more."""

    words = _("Somebody was quicker: no place is free in this group now.")


def propose_step(course: Course, to: Step, why: Why, *, by: Account, at: datetime, words: str) -> StepChange:
    """Propose another step to the client of a course, in words that they read. Nothing happens before a yes.

    Raises:
        BadInput: no words, or the step that the course is on. Proposed: one waits already.
    """
    if not SHORTEST_WORDS <= len(words.strip()) <= LONGEST_WORDS:
        expected = f"{SHORTEST_WORDS} to {LONGEST_WORDS} letters"
        raise BadInput(Problem(expected=expected, arrived=f"{len(words)}", column="words"))
    with transaction.atomic():
        client = _locked(course.client_id)
        now = step_of(course)
        if now == to:
            raise BadInput(Problem(expected="another step", arrived=now.value, column="to"))
        if StepChange.objects.filter(course=course, state=StepState.PROPOSED).exists():
            raise Proposed
        made = StepChange(client=client, course=course, from_step=now, to_step=to, why=why, by=by, at=at)
        made.seal("words", words.strip())
        made.save(force_insert=True)
        outbox.put(
            template=Template.REQUEST_ANSWERED, to=outbox.to_client(client.pk), key=_mail(made), due_at=at
        )
        audit.record(actor=by.pk, verb="step_proposed", subject=client.pk, at=at)
    return made


def answer_step(change: StepChange, *, by: Client, at: datetime, agrees: bool) -> StepChange:
    """The client's word; said again, it stays as it was said.

    Raises:
        Answered: otherwise before, or taken back.
    """
    state = StepState.AGREED if agrees else StepState.DECLINED
    return _answered(change, state, by=by.pk, at=at)


def take_back_step(change: StepChange, *, by: Account, at: datetime) -> StepChange:
    """The desk no longer proposes it.

    Raises:
        Answered: the client was quicker.
    """
    return _answered(change, StepState.TAKEN_BACK, by=by.pk, at=at)


def _answered(change: StepChange, state: StepState, *, by: str, at: datetime) -> StepChange:
    with transaction.atomic():
        _locked(change.client_id)
        found = StepChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        if found.state == state:
            return found
        if found.state != StepState.PROPOSED:
            raise Answered
        found.state, found.answered_at = state, at
        found.save(update_fields=["state", "answered_at"])
        outbox.cancel(_mail(found))
        looking.again(found.client_id, at=at)
        audit.record(actor=by, verb=f"step_{state}", subject=found.client_id, at=at)
    return found


def _mail(change: StepChange) -> str:
    return f"step:{change.pk}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """What is said of a group: its name, what about, when it meets, from when, how often, for how many."""

    name: str
    about: str
    meets: str
    starts_on: date
    sessions: int
    places: int


def open_group(provider: Provider, meeting: Meeting, *, by: Account, at: datetime) -> Group:
    """Let clients whose step is a group take its places."""
    with transaction.atomic():
        told = {name: getattr(meeting, name) for name in Meeting.__slots__}
        made = Group.objects.create(provider=provider, made_at=at, **told)
        audit.record(actor=by.pk, verb="group_opened", subject=made.pk, at=at)
    return made


def close_group(group: Group, *, by: Account, at: datetime) -> None:
    """Nobody new joins it; whoever has a place keeps it."""
    with transaction.atomic():
        Group.objects.filter(pk=group.pk).update(is_open=False)
        audit.record(actor=by.pk, verb="group_closed", subject=group.pk, at=at)


def take_place(group: Group, *, by: Client, at: datetime) -> GroupPlace:
    """Take the lowest free place; taken before, it stays.

    Raises:
        Full: none is free.
    """
    with transaction.atomic():
        client = _locked(by.pk)
        found = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
        own = GroupPlace.objects.filter(group=found, client=client).first()
        if own is not None:
            return own
        taken = set(GroupPlace.objects.filter(group=found).values_list("number", flat=True))
        free = min(set(range(1, found.places + 1)) - taken, default=0)
        if not free or not found.is_open:
            raise Full
        made = GroupPlace.objects.create(client=client, group=found, number=free, of=found.places, at=at)
        audit.record(actor=client.pk, verb="group_joined", subject=client.pk, at=at)
    return made


def give_place_back(group: Group, *, by: Client, at: datetime) -> None:
    """The place is free again."""
    with transaction.atomic():
        client = _locked(by.pk)
        count, _each = GroupPlace.objects.filter(group=group, client=client).delete()
        if count:
            audit.record(actor=client.pk, verb="group_left", subject=client.pk, at=at)


def _locked(client_id: str) -> Client:
    # On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    return Client.objects.select_for_update(of=("self",)).select_related("key").get(pk=client_id)
