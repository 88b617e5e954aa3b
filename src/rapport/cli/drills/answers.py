"""People in the questionnaire, for drills: each writes their own words anew, time and again, and counts.

A form that nobody said yes to is opened and sent again with the same words, as a person does.
"""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rapport.cli.drills.checkins import GIVE_UP_SECONDS, PATIENCE_SECONDS
from rapport.cli.drills.storm import CONNECTIONS, Storm, told_of
from rapport.cli.drills.visits import Visit

PAGE = "/questionnaire/about/"
SEEN = re.compile(r'name="seen" value="(\d+)"')
WORDS = "what I wrote for the time {}"


def storming(port: int, practice: dict[str, Any], attempts: int, _number: int) -> dict[str, Any]:
    """One process of people; nobody else may write as these. Acknowledged: a visit and how manieth time."""
    storm, sessions = Storm(), practice["clients"]
    times = attempts // len(sessions)
    with ThreadPoolExecutor(CONNECTIONS) as connections:
        list(connections.map(lambda session: _write_on(port, session, times, storm), sessions))
    return told_of(storm)


def _write_on(port: int, session: str, times: int, storm: Storm) -> None:
    visit = Visit(port, session)
    for time_ in range(1, times + 1):
        if _write(visit, WORDS.format(time_), storm):
            with storm.lock:
                storm.done["answer"] += 1
                storm.acknowledged.append(f"{session} {time_}")


def _write(visit: Visit, words: str, storm: Storm) -> bool:
    """Whether somebody said yes before this person gave up."""
    until = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < until:
        shown = visit.get(PAGE)
        seen = SEEN.search(shown.body)
        answer = visit.post(PAGE, {"said": words, "seen": seen[1]}) if seen else shown
        with storm.lock:
            storm.answered[str(answer.status or "broken off")] += 1
        if answer.is_elsewhere:
            return True
        time.sleep(PATIENCE_SECONDS)
    return False
