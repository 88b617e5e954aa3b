"""The comparison: started, stopped, and each client's one place in it."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from rapport.learning.proof.randomisation import allocate
from rapport.learning.proof.trial_design import TrialDesign, read_design
from rapport.matching.arms import stratum_of
from rapport.matching.limits import Question
from rapport.matching.slate import SLATE
from rapport.site.foundation import audit, consent, keys
from rapport.site.foundation.models import DataKey
from rapport.site.matches.models import Allocation, Enrolment, Shortlist, Trial
from rapport.site.people.models import Client

PURPOSE = "trial"
SEED_BYTES = 32
# With three or fewer to choose from, every arm shows the same people.
FEWEST_ELIGIBLE = SLATE + 1


class TrialRunning(Exception):
    """Another comparison runs: one at a time, so that nobody is in two."""


class NoTrial(Exception):
    """No comparison runs."""


def start(*, by: str, at: datetime, design: TrialDesign, text: str) -> Trial:
    """Freeze design and text, make the secret of the allocation, and begin.

    Raises:
        TrialRunning: another one has not been stopped.
    """
    frozen = design.as_json()
    with transaction.atomic():
        if Trial.objects.filter(is_running=True).exists():
            raise TrialRunning
        last = Trial.objects.aggregate(last=Max("number"))["last"] or 0
        trial = Trial(
            number=last + 1,
            key=DataKey.make(),
            design=frozen,
            text=text,
            digest=digest_of(frozen, text),
            started_at=at,
        )
        trial.seal("seed", secrets.token_hex(SEED_BYTES))
        trial.save(force_insert=True)
        detail = {"number": trial.number, "digest": trial.digest}
        audit.record(actor=by, verb="trial_started", subject="system", at=at, detail=detail)
    return trial


def start_as_read(design: dict[str, Any], text: str, *, by: str, at: datetime) -> Trial:
    """Start a design as somebody wrote it.

    Raises:
        BadInput: as `read_design`. TrialRunning: as `start`.
    """
    return start(by=by, at=at, design=read_design(design), text=text)


def stop(*, by: str, at: datetime, because: str) -> Trial:
    """End the comparison: nobody is enrolled any more, and its result may be told."""
    with transaction.atomic():
        trial = Trial.objects.select_for_update().filter(is_running=True).first()
        if trial is None:
            raise NoTrial
        trial.is_running, trial.stopped_at, trial.stopped_because = False, at, because
        trial.save(update_fields=["is_running", "stopped_at", "stopped_because"])
        audit.record(actor=by, verb="trial_stopped", subject="system", at=at, detail={"number": trial.number})
    return trial


def digest_of(design: dict[str, Any], text: str) -> str:
    """What was registered before the first client, as one digest that anyone can make again."""
    frozen = json.dumps({"design": design, "text": text}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(frozen.encode()).hexdigest()


def enrolment_of(client: Client, question: Question, *, eligible: int, at: datetime) -> Enrolment | None:
    """The client's place in the running comparison, taken now if they agreed and this is their first draw.

    None outside a comparison, without consent, in a crisis, and where too few are eligible for the arms to
    differ: then the three are drawn as for everybody. Called inside the transaction that issues them.
    """
    trial = Trial.objects.filter(is_running=True).select_related("key").first()
    if trial is None or not consent.is_given(client_id=client.pk, purpose=PURPOSE):
        return None
    held = Enrolment.objects.filter(trial=trial, client_id=client.pk).select_related("allocation").first()
    is_first = not Shortlist.objects.filter(client_id=client.pk).exists()
    is_in_danger = question.crisis or not question.answers.safe_now
    if held is not None or not is_first or is_in_danger or eligible < FEWEST_ELIGIBLE:
        return held
    return _enrol(trial, client, stratum_of(question.answers), at)


def _enrol(trial: Trial, client: Client, stratum: str, at: datetime) -> Enrolment:
    # One after the other: places of a stratum are handed out in order. On SQLite the transaction is the lock.
    Trial.objects.select_for_update().get(pk=trial.pk)
    seed = trial.unseal("seed")
    place = _next_place(trial, keys.digest(seed.encode(), stratum))
    allocation = Allocation.objects.create(
        trial=trial,
        stratum=keys.digest(seed.encode(), stratum),
        place=place,
        arm=allocate(stratum, place, seed=seed, arms=trial.design["arms"], block=trial.design["block"]),
    )
    enrolment = Enrolment.objects.create(trial=trial, client=client, allocation=allocation, enrolled_at=at)
    # The trail says that they take part, never in which arm.
    audit.record(actor=client.pk, verb="enrolled", subject=client.pk, at=at)
    return enrolment


def _next_place(trial: Trial, stratum: str) -> int:
    last = Allocation.objects.filter(trial=trial, stratum=stratum).aggregate(last=Max("place"))["last"]
    return 0 if last is None else last + 1
