"""Who looks after a case, and breaking the glass: asked by one coordinator, decided by another."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from rapport.errors import BadInput, Problem
from rapport.site.foundation import audit, outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.people.case_queries import coordinators
from rapport.site.people.choices import AccountKind, GlassState
from rapport.site.people.models import Account, Assignment, Client, Glass

# Ours: long enough to find a colleague and to act, short enough that nobody leaves it open.
ANSWER_WITHIN: Final = timedelta(hours=4)
OPEN_FOR: Final = timedelta(hours=1)
SHORTEST_REASON, LONGEST_REASON = 20, 1000


class NotTheirs(Exception):
    """Only a coordinator who can sign in looks after a case."""


class SamePerson(Exception):
    """Whoever asked cannot decide."""


class Decided(Exception):
    """It was decided, taken back, or its time was over before."""


class Asked(Exception):
    """Somebody has asked already: decide that first."""


def assign(client: Client, to: Account, *, by: str, at: datetime) -> Assignment:
    """Let a coordinator look after a case; whoever did so before no longer does. Theirs already, it stays.

    Raises:
        NotTheirs: no coordinator, or revoked.
    """
    with transaction.atomic():
        _locked(client)
        if to.kind != AccountKind.COORDINATOR or not to.is_active:
            raise NotTheirs
        standing = Assignment.objects.filter(client_id=client.pk, ended_at__isnull=True).first()
        if standing is not None and standing.coordinator_id == to.pk:
            return standing
        if standing is not None:
            _end(standing, at=at)
        made = Assignment.objects.create(client=client, coordinator=to, assigned_at=at)
        audit.record(actor=by, verb="case_assigned", subject=client.pk, at=at, detail={"to": to.pk})
    return made


def release(client: Client, *, by: str, at: datetime) -> None:
    """Nobody in particular looks after the case any more."""
    with transaction.atomic():
        _locked(client)
        standing = Assignment.objects.filter(client_id=client.pk, ended_at__isnull=True).first()
        if standing is not None:
            _end(standing, at=at)
            audit.record(actor=by, verb="case_released", subject=client.pk, at=at)


def ask_to_break_glass(client: Client, *, by: Account, reason: str, at: datetime) -> Glass:
    """Ask for a second person, with a reason that the client will read.

    Raises:
        BadInput: no reason, or one too short to be one.
        Asked: somebody's asking waits already.
    """
    reason = reason.strip()
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON:
        expected = f"{SHORTEST_REASON} to {LONGEST_REASON} letters"
        raise BadInput(Problem(expected=expected, arrived=f"{len(reason)}", column="reason"))
    with transaction.atomic():
        client = _locked(client)
        _lapse(client, at=at)
        if Glass.objects.filter(client=client, state=GlassState.ASKED).exists():
            raise Asked
        made = Glass(client=client, asked_by=by, asked_at=at, answer_until=at + ANSWER_WITHIN)
        made.seal("reason", reason)
        made.save(force_insert=True)
        audit.record(actor=by.pk, verb="glass_asked", subject=client.pk, at=at)
        _call(made, at=at)
    return made


def _call(glass: Glass, *, at: datetime) -> None:
    """Write to every other coordinator that somebody has to decide; whose record it is stands in no mail."""
    others = (each for each in coordinators() if each.pk != glass.asked_by_id)
    outbox.put_all(
        [
            outbox.Mail(
                Template.SECOND_PERSON,
                outbox.to_account(each.pk),
                f"{_asked(glass)}{each.pk}",
                due_at=at,
                not_after=glass.answer_until,
                client_id=glass.client_id,
            )
            for each in others
        ]
    )


def _asked(glass: Glass) -> str:
    return f"glass:{glass.pk}:asked:"


def grant(glass: Glass, *, by: Account, at: datetime) -> Glass:
    """A second person agrees: whoever asked may look from now on, for an hour; the client is told at once.

    Raises:
        SamePerson, Decided: nothing was changed.
    """
    with transaction.atomic():
        found = _undecided(glass, by=by, at=at)
        found.expires_at = at + OPEN_FOR
        _decide(found, GlassState.GRANTED, by=by, at=at)
        outbox.put(
            template=Template.REQUEST_ANSWERED,
            to=outbox.to_client(found.client_id),
            key=f"glass:{found.pk}:granted",
            due_at=at,
        )
    return found


def refuse(glass: Glass, *, by: Account, at: datetime) -> Glass:
    """A second person does not agree.

    Raises:
        SamePerson, Decided: nothing was changed.
    """
    with transaction.atomic():
        found = _undecided(glass, by=by, at=at)
        _decide(found, GlassState.REFUSED, by=by, at=at)
    return found


def take_back(glass: Glass, *, by: Account, at: datetime) -> None:
    """Whoever asked needs it no more; decided before, it stays as decided."""
    with transaction.atomic():
        _locked(glass.client)
        found = Glass.objects.filter(pk=glass.pk, asked_by=by, state=GlassState.ASKED)
        if found.update(state=GlassState.LAPSED, decided_at=at):
            outbox.cancel(_asked(glass))
            audit.record(actor=by.pk, verb="glass_taken_back", subject=glass.client_id, at=at)


def _undecided(glass: Glass, *, by: Account, at: datetime) -> Glass:
    _locked(glass.client)
    found = Glass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
    if found.asked_by_id == by.pk:
        raise SamePerson
    if found.state != GlassState.ASKED or found.answer_until <= at:
        raise Decided
    return found


def _decide(found: Glass, state: GlassState, *, by: Account, at: datetime) -> None:
    found.state, found.decided_by, found.decided_at = state, by, at
    found.save(update_fields=["state", "decided_by", "decided_at", "expires_at"])
    outbox.cancel(_asked(found))
    audit.record(actor=by.pk, verb=f"glass_{state}", subject=found.client_id, at=at)


def _lapse(client: Client, *, at: datetime) -> None:
    over = Glass.objects.filter(client=client, state=GlassState.ASKED, answer_until__lte=at)
    over.update(state=GlassState.LAPSED, decided_at=at)


def _end(standing: Assignment, *, at: datetime) -> None:
    standing.ended_at = at
    standing.save(update_fields=["ended_at"])


def _locked(client: Client) -> Client:
    # On SQLite the transaction itself (BEGIN IMMEDIATE) is the lock.
    return Client.objects.select_for_update(of=("self",)).select_related("key").get(pk=client.pk)
