"""How symptoms go beside what is expected after such a start, learnt once a night from other clients."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np

from rapport.alliance.expected import FEWEST, Expected, Light, expected_response
from rapport.alliance.trajectory import Floats
from rapport.measures.licensed import licensed, licensed_names
from rapport.site.checkins.models import SymptomScore
from rapport.site.checkins.queries.others import FOLDS, VERSION, fold_of, learning_clients
from rapport.site.foundation.nightly import Nightly

# What a course may hold; the expectation has no need of more.
MOST_STEPS: Final = 60
# The scale that is drawn: the whole of a questionnaire.
WHOLE: Final = ("total", "overall")
# Asked how client and provider work together.
ABOUT_THE_PAIR: Final = tuple(name for name in licensed_names() if licensed(name).about == "pair")
# The top of scales on which more is better; what is expected of them is learnt turned round.
WELL_BEING: Final = {"who-5": 100.0}


@dataclass(frozen=True, slots=True)
class Measured:
    """One score: `step` counts sessions from the first score, which is 1; `light` where one is expected."""

    step: int
    taken_at: datetime
    score: float
    light: Light | None


@dataclass(frozen=True)
class Symptoms:
    """The scores of one questionnaire, oldest first, and what is expected; None while too few can tell.

    Nothing is expected of one about the pair: what may have shifted is told from check-ins alone.
    """

    instrument: str
    scores: tuple[Measured, ...]
    expected: Expected | None
    learnt_from: int

    def turned(self, score: float) -> float:
        """A score as one where less is better, which `expected` is about; and back again."""
        return _turned(self.instrument, score)

    @property
    def more_is_better(self) -> bool:
        """Whether it is about being well."""
        return self.instrument in WELL_BEING or self.is_about_the_pair

    @property
    def is_about_the_pair(self) -> bool:
        """Whether it asks how client and provider work together, and not how the client is."""
        return self.instrument in ABOUT_THE_PAIR

    @property
    def in_red(self) -> int:
        """How many of the latest scores in a row are red."""
        lights = [each.light for each in reversed(self.scores)]
        return next((place for place, light in enumerate(lights) if light != "red"), len(lights))


# Client, provider and instrument; session; when; score.
Taken = tuple[tuple[str, str, str], int, datetime, float]


# What is expected by questionnaire, None while too few can tell, and of how many courses.
ByName = dict[str, tuple[Expected | None, int]]


def forget_expected() -> None:
    """Learn anew when next asked: for tests."""
    EXPECTED.forget()


def symptoms_of(rows: Iterable[SymptomScore], at: datetime) -> tuple[Symptoms, ...]:
    """The courses of one client with one provider, by questionnaire. No query once tonight's were read."""
    taken = [each for each in map(_taken, rows) if each is not None]
    by_name: dict[str, list[Taken]] = {}
    for each in taken:
        by_name.setdefault(each[0][2], []).append(each)
    return tuple(_course(name, rows, at) for name, rows in sorted(by_name.items()))


def _course(name: str, taken: list[Taken], at: datetime) -> Symptoms:
    expected, of = _expected_for(taken[0][0][0], at).get(name, (None, 0))
    intake = _turned(name, taken[0][3])
    scores = []
    for step, (_, _, when, score) in zip(_steps(taken), taken, strict=True):
        light = None if expected is None else expected.light(intake, step, _turned(name, score))
        scores.append(Measured(step, when, score, light))
    return Symptoms(name, tuple(scores), expected, of)


def _turned(name: str, score: float) -> float:
    return WELL_BEING[name] - score if name in WELL_BEING else score


def _steps(taken: list[Taken]) -> list[int]:
    """Sessions since the first score, counted from 1; each later score at least one further on."""
    found: list[int] = []
    for _, session, _, _ in taken:
        found.append(max(session - taken[0][1] + 1, found[-1] + 1) if found else 1)
    return found


def _taken(row: SymptomScore) -> Taken | None:
    """A score with its session; one taken between sessions, or one without a score, counts for nothing."""
    scores = row.unseal("scores")
    score = next((scores[name] for name in WHOLE if name in scores), None)
    if score is None:
        return None
    session = row.session.number if row.session else 0
    return (row.client_id, row.provider_id, row.instrument), session, row.taken_at, float(score)


def _expected_for(client_id: str, at: datetime) -> ByName:
    return EXPECTED.read(at)[fold_of(client_id)]


def _learnt(at: datetime) -> tuple[ByName, ...]:
    """For each fold, from all others; every score is opened once."""
    rows = SymptomScore.objects.filter(client_id__in=learning_clients(at), taken_at__lte=at)
    rows = rows.exclude(instrument__in=ABOUT_THE_PAIR).select_related("client__key", "session")
    rows = rows.order_by("client_id", "provider_id", "taken_at")
    courses: dict[tuple[str, str, str], list[Taken]] = {}
    for taken in map(_taken, rows.iterator(chunk_size=500)):
        if taken is not None:
            courses.setdefault(taken[0], []).append(taken)
    return tuple(_by_name(courses, without=fold) for fold in range(FOLDS))


def _by_name(courses: Mapping[tuple[str, str, str], list[Taken]], *, without: int) -> ByName:
    told: dict[str, list[list[Taken]]] = {}
    for (client, _, name), rows in courses.items():
        if fold_of(client) != without:
            told.setdefault(name, []).append(rows)
    return {name: _fit(rows) for name, rows in told.items()}


EXPECTED: Final = Nightly("expected", tuple[ByName, ...], _learnt, version=VERSION)


def _fit(courses: list[list[Taken]]) -> tuple[Expected | None, int]:
    told = [rows for rows in courses if len(rows) > 1]
    if len(told) < FEWEST:
        return None, len(told)
    scores: Floats = np.full((len(told), MOST_STEPS), np.nan)
    for place, rows in enumerate(told):
        for step, ((_, _, name), _, _, score) in zip(_steps(rows), rows, strict=True):
            if step <= MOST_STEPS:
                scores[place, step - 1] = _turned(name, score)
    if np.isfinite(scores[:, 1:]).any(axis=1).sum() < FEWEST:
        return None, len(told)
    return expected_response(scores[:, 0], scores), len(told)
