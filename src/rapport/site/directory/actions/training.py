"""Somebody is in training under a supervisor, or no longer: how many clients they may have holds at once."""

from datetime import datetime

from django.db import transaction

from rapport.site.directory.actions.current import held, refresh
from rapport.site.directory.actions.places import PlacesTaken, made_places
from rapport.site.directory.choices import Kind
from rapport.site.directory.models import Provider, Training
from rapport.site.directory.models.training import MOST_TRAINEES
from rapport.site.foundation import audit


class NoSupervisor(Exception):
    """No therapist who is listed and no trainee, or somebody with as many trainees as one may have."""


def begin_training(
    trainee: Provider, supervisor: Provider, *, most_clients: int, by: str, at: datetime
) -> Training:
    """Let somebody be offered as a trainee of a supervisor, to at most so many clients.

    Raises:
        NoSupervisor: the supervisor cannot take them. PlacesTaken: they have more clients already.
    """
    with transaction.atomic():
        locked, kept = held(trainee)
        above = Provider.objects.select_for_update().get(pk=supervisor.pk)
        number = _number(locked, above)
        places = made_places(locked)
        if places.used > most_clients:
            raise PlacesTaken(places.used)
        places.most, places.capacity = most_clients, min(places.capacity, most_clients)
        places.save(update_fields=["most", "capacity"])
        made = Training.objects.create(trainee=locked, supervisor=above, number=number, began_at=at, by=by)
        refresh(locked, kept, at=at)
        audit.record(actor=by, verb="training_began", subject=locked.pk, at=at)
    return made


def _number(trainee: Provider, supervisor: Provider) -> int:
    is_right = supervisor.is_listed and supervisor.kind == Kind.THERAPIST and supervisor.pk != trainee.pk
    open_ones = Training.objects.filter(ended_at__isnull=True)
    is_trainee = open_ones.filter(trainee=supervisor).exists()
    taken = set(open_ones.filter(supervisor=supervisor).values_list("number", flat=True))
    free = min(set(range(1, MOST_TRAINEES + 1)) - taken, default=0)
    if not is_right or is_trainee or not free or open_ones.filter(trainee=trainee).exists():
        raise NoSupervisor
    return free


def end_training(training: Training, *, by: str, at: datetime) -> None:
    """They are a trainee no longer; ended before, nothing changes."""
    with transaction.atomic():
        locked, kept = held(training.trainee)
        if Training.objects.filter(pk=training.pk, ended_at__isnull=True).update(ended_at=at):
            places = made_places(locked)
            places.most = None
            places.save(update_fields=["most"])
            refresh(locked, kept, at=at)
            audit.record(actor=by, verb="training_ended", subject=locked.pk, at=at)
