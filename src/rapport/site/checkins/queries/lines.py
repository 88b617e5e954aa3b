"""How each pair's sessions went, many pairs at once: what the caseload and the desk draw small.

One query for all sessions; what they have in common is learnt from the sessions read, with the library's
priors while they are few.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

import numpy as np
from django.db.models import QuerySet

from rapport.alliance.comfort import SessionRating, over_sessions
from rapport.alliance.course import CommonCourse, OwnCourse, common_course, own_course
from rapport.alliance.judgement import Judged, judge
from rapport.alliance.trajectory import CheckIns
from rapport.site.checkins.models import RatedSession
from rapport.vocabulary import PARTS

# Ours: a part that lies so many points under what it was before is said to have fallen.
FELL_BY: Final = 5.0
# On the item from −3 (too gentle) to 3 (too hard): from here on it is worth asking about.
OUT_OF_BALANCE: Final = 2


@dataclass(frozen=True, slots=True)
class Session:
    """One rated session: its parts (0 to 100; one not rated has the mean of the others), and what is said.

    `balance` is −3 (too gentle) to 3 (too hard), None where it was not asked.
    """

    number: int
    held_at: datetime
    parts: Mapping[str, float]
    balance: int | None
    judged: Judged

    @property
    def mean(self) -> float:
        """The mean of the parts."""
        return sum(self.parts.values()) / len(self.parts)


@dataclass(frozen=True, slots=True)
class Alert:
    """A rupture that is not repaired as far as one can tell: when it was last flagged, and what fell since.

    `is_new` when the last session raised it and the one before did not. `fell`: parts, the deepest first,
    with points; `balance` is among the parts where it was too hard or too gentle.
    """

    session: Session
    is_new: bool
    fell: Mapping[str, float]
    is_out_of_balance: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """What fell, in the words of `alliance.suggestions`."""
        return (*self.fell, "balance") if self.is_out_of_balance else tuple(self.fell)


@dataclass(frozen=True, slots=True)
class Line:
    """A pair's sessions in their order, its own course, and what calls for a look."""

    sessions: tuple[Session, ...] = ()
    own: OwnCourse | None = None
    alert: Alert | None = None
    is_off_track: bool = False
    is_comfortable: bool = False


def lines_of(rows: QuerySet[RatedSession, RatedSession]) -> dict[str, Line]:
    """Of rated sessions, each client's line, by the client's id. One query."""
    read = list(rows.select_related("client__key", "responses").order_by("client_id", "number"))
    if not read:
        return {}
    checkins = _checkins(read)
    judged, common = judge(checkins), common_course(checkins)
    sessions = zip(read, map(_session, read, judged), strict=True)
    return {
        client: _line([each for _, each in group], common)
        for client, group in groupby(sessions, key=lambda pair: pair[0].client_id)
    }


def _session(row: RatedSession, judged: Judged) -> Session:
    parts = dict(zip(PARTS, _parts(row), strict=True))
    return Session(row.number, row.held_at, parts, _balance(row), judged)


def _parts(row: RatedSession) -> list[float]:
    given = row.unseal("ratings")
    parts = [given[name] for name in PARTS if name in given]
    mean = sum(parts) / len(parts) if parts else given["overall"]
    return [given.get(name, mean) for name in PARTS]


def _balance(row: RatedSession) -> int | None:
    answers = getattr(row, "responses", None)
    if answers is None:
        return None
    answers.client = row.client
    said: int | None = answers.unseal("answers").get("balance")
    return said


def _checkins(rows: list[RatedSession]) -> CheckIns:
    codes = {client: code for code, client in enumerate(dict.fromkeys(row.client_id for row in rows))}
    return CheckIns(
        pair=np.array([codes[row.client_id] for row in rows], dtype=np.int64),
        session=np.array([row.number for row in rows], dtype=np.int64),
        ratings=np.array([_parts(row) for row in rows]),
        challenge=np.array([np.nan if (said := _balance(row)) is None else said for row in rows]),
    )


def _line(sessions: Sequence[Session], common: CommonCourse) -> Line:
    numbers = np.array([each.number for each in sessions], dtype=np.float64)
    means = np.array([each.mean for each in sessions])
    return Line(
        sessions=tuple(sessions),
        own=own_course(numbers, means, common, until=sessions[-1].number),
        alert=_alert(sessions),
        is_comfortable=over_sessions(
            SessionRating(each.number, each.parts["bond"], each.parts["goals"], each.balance)
            for each in sessions
        ).noticed,
    )


def _alert(sessions: Sequence[Session]) -> Alert | None:
    if sessions[-1].judged.repaired is not False:
        return None
    place = max(at for at, each in enumerate(sessions) if each.judged.flagged)
    flagged = sessions[place]
    before = [each for each in sessions[:place] if not each.judged.flagged]
    fell = {
        part: sum(each.parts[part] for each in before) / len(before) - flagged.parts[part]
        for part in PARTS
        if before
    }
    deep = {part: drop for part, drop in sorted(fell.items(), key=lambda each: -each[1]) if drop >= FELL_BY}
    is_new = place == len(sessions) - 1 and not (place and sessions[place - 1].judged.flagged)
    is_out = flagged.balance is not None and abs(flagged.balance) >= OUT_OF_BALANCE
    return Alert(flagged, is_new, deep, is_out)
