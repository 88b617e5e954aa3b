"""What a process of `rapport bench plans` does: fill a database, ask everything of the site, explain it.

python -m benchmarks.plans_work     one JSON list a line on standard input, [TASK, …], its answer as one line
"""

import json
import re
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any, Final

from benchmarks import processor

A_PAGE_SECONDS, A_TASK_SECONDS, TOLD_SECONDS = 20, 20, 5
# Whatever takes this long is asked again: a cold disk, or a neighbour, is not blamed on a plan.
SLOW_MS, TRIES = 50.0, 3
AT_A_GLANCE: Final = 200
MOST_STATEMENTS: Final = 1_000_000
# Courses that the worker has looked at before somebody opens the desk: each takes hundredths of a second.
MOST_LOOKED_AT: Final = 20_000
_AN_ID = re.compile(r"\b(?:[a-z2-7]{26}|[0-9]+)\b")
Ask = Callable[[], object]


class Late(KeyboardInterrupt):
    """It took longer than it is given; the driver ends a statement for it as for an operator's Ctrl-C."""


class Asker:
    """A cast in this database, and what can be asked of the site for them."""

    def __init__(self) -> None:
        self._pages: list[tuple[str, Ask]] = []
        self._others: list[tuple[str, Ask, int]] = []

    def stand(self) -> list[str]:
        """Lay out the directory and bring in a cast; the names of the pages that they may open."""
        from django.db import connection
        from django.utils import timezone

        from rapport.cli.drills import cast, inside_plans, inside_writes
        from rapport.matching.index import engine
        from rapport.site.directory.actions import indexing
        from rapport.site.foundation import looking
        from rapport.site.foundation.models import Look
        from rapport.site.steps.looking import WEEK, look_again

        connection.queries_log = deque(maxlen=MOST_STATEMENTS)
        indexing.build_index()
        engine.load()
        at, answers = timezone.now(), _answers()
        there = cast.make(answers, at=at)
        # What the worker has done by the time that somebody looks; the turn of the others comes.
        Look.objects.update(due_at=at + WEEK)
        some = Look.objects.order_by("client_id").values("client_id")[:MOST_LOOKED_AT]
        Look.objects.filter(client_id__in=some).update(due_at=at)
        while looking.due(at, 1):
            look_again(at)
        self._pages = list(inside_plans.pages(there, at))
        writes = inside_writes.writes(there, answers, at=at)
        self._others = [(name, ask, A_PAGE_SECONDS) for name, ask in writes]
        self._others += [(name, ask, A_TASK_SECONDS) for name, ask in inside_plans.turn(at)]
        return [_AN_ID.sub("…", name) for name, _ in self._pages]

    def times(self, place: int, rounds: int) -> list[list[float]]:
        """Milliseconds by the clock and of the processor, the server's included, of a page, so many times."""
        return [_timed(self._pages[place][1]) for _ in range(rounds)]

    def look(self) -> dict[str, Any]:
        """Every statement explained: which read a growing table whole, which are slow, what was cut short."""
        found: dict[str, Any] = {"statements": 0, "scans": {}, "slow": [], "late": [], "failed": []}
        found["large"] = _large()
        seen: set[str] = set()
        pages = [(name, ask, A_PAGE_SECONDS) for name, ask in self._pages]
        for name, ask, seconds in (*pages, *self._others):
            started = perf_counter()
            self._look_at(_AN_ID.sub("…", name), ask, seconds, seen, found)
            if perf_counter() - started > TOLD_SECONDS:
                _say(f"{name}: {perf_counter() - started:.0f} s")
        return {**found, "statements": len(seen), "scans": list(found["scans"].values())}

    def _look_at(self, name: str, ask: Ask, seconds: float, seen: set[str], found: dict[str, Any]) -> None:
        from rapport.cli.drills import inside_plans

        def within() -> None:
            try:
                with _given(seconds):
                    ask()
            except Late:
                found["late"].append(name)
            except Exception as error:
                found["failed"].append(f"{name}: {type(error).__name__}: {str(error)[:200]}")

        # Of a statement that was cut short there is no text.
        for each in (each for each in inside_plans.made_by(within) if each["sql"]):
            shape = inside_plans.shape_of(each["sql"])
            is_new = shape not in seen and inside_plans.PLANNED.match(each["sql"])
            if is_new or float(each["time"]) * 1000 > SLOW_MS:
                _explain(name, each, found, is_new=bool(is_new))
            if is_new:
                seen.add(shape)


def _explain(name: str, statement: dict[str, str], found: dict[str, Any], *, is_new: bool) -> None:
    from rapport.cli.drills import inside_plans

    sql, took = statement["sql"], float(statement["time"]) * 1000
    shape = inside_plans.shape_of(sql)
    if is_new:
        for table, how in inside_plans.whole_tables(inside_plans.plan_of(sql, without=())):
            scan = inside_plans.Scan(name, table, how, sql)
            if table in found["large"]:
                told = {"known": not inside_plans.unexpected([scan]), "told": str(scan)}
                found["scans"].setdefault(f"{table}|{shape}", {**told, "table": table, "by": name})
    if (
        took > SLOW_MS
        and inside_plans.PLANNED.match(sql)
        and all(each["shape"] != shape for each in found["slow"])
    ):
        again, plan = _again(sql)
        if again > SLOW_MS:
            told = {"by": name, "shape": shape, "sql": sql[:2000], "first": took, "ms": again, "plan": plan}
            found["slow"].append(told)


def _large() -> list[str]:
    """Tables of more pages than are read at a glance: reading another one whole is as good as an index."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relpages > %s", [AT_A_GLANCE])
        return [row[0] for row in cursor.fetchall()]


def _again(sql: str) -> tuple[float, str]:
    """The least of some tries, and the plan; what it writes is undone."""
    from django.db import connection, transaction

    least, plan = float("inf"), ""
    for _ in range(TRIES):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql.replace('%', '%%')}", [])
            lines = [row[0] for row in cursor.fetchall()]
            transaction.set_rollback(True)
        took = float(lines[-1].split()[2])
        if took < least:
            least, plan = took, "\n".join(lines)
    return least, plan


@contextmanager
def _given(seconds: float) -> Iterator[None]:
    def late(*_: object) -> None:
        raise Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _timed(ask: Ask) -> list[float]:
    from django.db import connection, transaction

    server = connection.connection.info.backend_pid
    with transaction.atomic():
        theirs, started, used = processor.milliseconds(server) or 0.0, perf_counter(), process_time()
        ask()
        took, used = perf_counter() - started, process_time() - used
        theirs = (processor.milliseconds(server) or 0.0) - theirs
        transaction.set_rollback(True)
    return [took * 1000, used * 1000 + theirs]


def _answers() -> dict[str, Any]:
    """What somebody says for whom there are three, of those for whom the practice was made."""
    from benchmarks.plans import PRACTICE, SEED
    from django.db import transaction
    from django.utils import timezone

    from rapport.cli.demo_life.questionnaire import answer_questionnaire
    from rapport.simulation.practice import make_practice
    from rapport.site.matches.actions import issue
    from rapport.site.matches.models import SLATE

    at, found = timezone.now(), 0
    for answers in make_practice(**PRACTICE, seed=SEED, on=timezone.localdate()).answers:
        with transaction.atomic():
            found = issue(by=answer_questionnaire(answers, at=at), at=at).found
            transaction.set_rollback(True)
        if found == SLATE:
            return dict(answers)
    raise AssertionError("nobody finds three")


def _fill(providers: int) -> dict[str, int]:
    from benchmarks import plans_fill

    return plans_fill.fill(providers, _say)


def _say(told: str) -> None:
    print(told, file=sys.stderr, flush=True)


def _practice(sessions: int) -> None:
    from benchmarks import plans_practice

    plans_practice.make(sessions)


def main() -> None:
    """Do what each line asks."""
    from rapport.site.config.start import start

    start()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    asker = Asker()
    tasks = {
        "practice": _practice,
        "fill": _fill,
        "stand": asker.stand,
        "times": asker.times,
        "look": asker.look,
    }
    for line in sys.stdin:
        task, *asked = json.loads(line)
        print(json.dumps(tasks[task](*asked)), flush=True)


if __name__ == "__main__":
    main()
