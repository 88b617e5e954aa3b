"""A night's learning: read what may be read, judge, publish or refuse, and renew the public figures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

import numpy as np
from django.db import transaction
from django.db.models import Max

from rapport.learning.proof.publish import (
    NEWEST_SHARE,
    Calibration,
    Decision,
    calibration_of,
    decide,
    too_few,
)
from rapport.learning.sessions import Floats, Sessions
from rapport.site.checkins.queries import sessions as checkins
from rapport.site.checkins.queries.sessions import Rated
from rapport.site.foundation import audit
from rapport.site.matches.learned import checksum_of, newest_published
from rapport.site.matches.models import ModelVersion
from rapport.site.outcomes import nights
from rapport.site.outcomes.models import EquityNight, PublicFigures
from rapport.site.outcomes.queries import nightly_reports
from rapport.site.outcomes.queries.figures import public_figures

SYSTEM = "system"
# A published model is emptied when a newer one has stood this long, and in any case after so long: what was
# learned from someone who was erased since is then gone from the models as well.
KEPT_BESIDE_NEWER = timedelta(days=7)
KEPT_AT_MOST = timedelta(days=30)
LONGEST_REASON = 200


class Learner(Protocol):
    """What the library offers, as far as a night needs it."""

    def learn(self, sessions: Sessions) -> bytes:
        """A model as bytes that hold no client's id, row or effect."""
        ...

    def forecast_newest(self, sessions: Sessions) -> tuple[Floats, Floats, Floats]:
        """Mean, low and high of each row marked held out, from earlier rows alone; shape (held out,)."""
        ...


@dataclass(frozen=True, slots=True)
class _Judged:
    """A night's model and what was decided of it; no bytes when there was too little to learn from."""

    artefact: bytes | None
    calibration: Calibration | None
    decision: Decision


def learn_tonight(
    *, at: datetime, worker: str, now: Callable[[], datetime], learner: Learner
) -> ModelVersion | None:
    """Do tonight's work, once; None when it is done or another worker does it.

    Reading, learning and writing are three steps: no lock is held while the model is fitted, so that nobody
    waits for it. Who is erased or says no in between is in this one model at most; the next night's is
    made without them.
    """
    night = nights.lease(at, worker=worker)
    if night is None:
        return None
    rows = list(checkins.rated(at, purpose=checkins.LEARNING))
    judged = _judged(rows, learner)
    nightly_reports.keep_tonight(at)
    told, alarms = public_figures(at), nightly_reports.EQUITY.read(at).found.alarms
    with transaction.atomic():
        version = _kept(rows, judged, at=now())
        PublicFigures.objects.update_or_create(night=night.pk, defaults={"made_at": now(), "told": told})
        EquityNight.objects.update_or_create(night=night.pk, defaults={"made_at": now(), "alarms": alarms})
        forget_old(at=now())
        nights.finish(night, at=now(), outcome=version.because)
    return version


def forget_old(*, at: datetime) -> int:
    """Empty the models that were replaced long enough ago, or made too long ago; returns how many."""
    held = ModelVersion.objects.filter(artefact__isnull=False)
    newest = held.aggregate(newest=Max("number"))["newest"]
    replaced = held.filter(made_at__lt=at - KEPT_BESIDE_NEWER).exclude(number=newest)
    old = held.filter(made_at__lt=at - KEPT_AT_MOST)
    return (replaced | old).update(artefact=None)


def _judged(rows: list[Rated], learner: Learner) -> _Judged:
    clients = {row.client for row in rows}
    refusal = too_few(sessions=len(rows), clients=len(clients))
    if refusal is not None:
        return _Judged(None, None, refusal)
    sessions = checkins.as_arrays(rows)
    newest = _marked(sessions)
    mean, low, high = learner.forecast_newest(newest)
    tested = [row for row, held in zip(rows, newest.held_out, strict=True) if held]
    calibration = calibration_of(
        [row.overall for row in tested], mean, low, high, [row.client for row in tested]
    )
    decision = decide(calibration, _last(tested))
    artefact = learner.learn(sessions) if decision.is_published else None
    return _Judged(artefact, calibration, decision)


def _marked(sessions: Sessions) -> Sessions:
    """The same sessions, the newest part held out; sessions of one moment stay together."""
    first = sessions.day[int(len(sessions) * (1 - NEWEST_SHARE))]
    return replace(sessions, held_out=np.asarray(sessions.day >= first))


def _last(tested: list[Rated]) -> Calibration:
    """What the model in use was like; before there is one, what clients were told before they met."""
    published = newest_published()
    if published is not None:
        return Calibration(**published.calibration)
    told = [row.forecast["overall"] for row in tested]
    return calibration_of(
        [row.overall for row in tested],
        *([each[name] for each in told] for name in ("mean", "low", "high")),
        [row.client for row in tested],
    )


def _kept(rows: list[Rated], judged: _Judged, *, at: datetime) -> ModelVersion:
    last = ModelVersion.objects.aggregate(last=Max("number"))["last"] or 0
    decision = judged.decision
    version = ModelVersion.objects.create(
        number=last + 1,
        made_at=at,
        artefact=judged.artefact,
        checksum=checksum_of(judged.artefact) if judged.artefact is not None else "",
        first_session_at=rows[0].held_at if rows else None,
        last_session_at=rows[-1].held_at if rows else None,
        sessions=len(rows),
        clients=len({row.client for row in rows}),
        providers=len({row.provider for row in rows}),
        calibration=judged.calibration.as_json() if judged.calibration else {},
        is_published=decision.is_published,
        because=decision.because[:LONGEST_REASON],
    )
    verb = "model_published" if decision.is_published else "model_refused"
    audit.record(actor=SYSTEM, verb=verb, subject=SYSTEM, at=at, detail={"number": version.number})
    return version
