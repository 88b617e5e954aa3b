"""One made practice written as many, by COPY, until a database holds as many providers as are asked for.

Check constraints stand all the while. Keys, foreign keys and indexes are taken away first and put back as
they were described; PostgreSQL then looks at every row of every table before it takes them, so whatever is
loaded keeps them all. Audit events are thinned and not chained: no page follows the chain.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from benchmarks.plans_stencil import Copy, Drawn, Stencil, Stencils
from benchmarks.request_work import _rows
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from rapport.simulation.practice import make_practice
from rapport.simulation.sessions import make_courses
from rapport.simulation.world import make_world
from rapport.site.directory.models import Provider
from rapport.site.foundation.sealing import padded
from rapport.vocabulary import PARTS

A_CHUNK: Final = 20
AUDIT: Final = "foundation_auditevent"
# Of the demo's events one in so many is copied: it tells of every page that its people open.
AUDIT_THINNED: Final = 4
SESSIONS_OF: Final = {"providers": 60, "clients": 300, "seed": 9}
MEMORY: Final = "1GB"
DESCRIBED: Final = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid), contype::text
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u', 'x', 'f')
    ORDER BY contype = 'f', contype <> 'p'
"""
INDEXES: Final = """
    SELECT quote_ident(relname), pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON oid = indexrelid
    WHERE relnamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
"""


def fill(providers: int, told: Callable[[str], None]) -> dict[str, int]:
    """So many providers, the practice's own among them; how many rows stand in the larger tables then."""
    stencils = [each for each in Stencils(_drawn(providers)).made() if each.rows]
    for each in stencils:
        if each.table == AUDIT:
            each.rows = each.rows[::AUDIT_THINNED]
    copies = max(0, providers // Provider.objects.count() - 1)
    with _without_keys(told):
        for first in range(1, copies + 1, A_CHUNK):
            chunk = [Copy(number) for number in range(first, min(first + A_CHUNK, copies + 1))]
            copy(stencils, chunk)
            told(f"practice {chunk[-1].number:,} of {copies:,}")
    _count_on()
    told("analysing")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return {each.table: _count(each.table) for each in stencils if len(each.rows) * copies > providers // 10}


def copy(stencils: list[Stencil], chunk: list[Copy]) -> None:
    """These copies of every table."""
    with connection.cursor() as cursor:
        for each in stencils:
            names = ", ".join(f'"{name}"' for name in each.columns)
            with cursor.copy(f'COPY "{each.table}" ({names}) FROM STDIN') as stream:
                for one in chunk:
                    stream.write(each.lines(one))


@contextmanager
def _without_keys(told: Callable[[str], None]) -> Iterator[None]:
    """No keys and no indexes meanwhile; afterwards all of them, looked at by the server."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute(f"SET maintenance_work_mem = '{MEMORY}'")
        cursor.execute(DESCRIBED)
        described = cursor.fetchall()
        cursor.execute(INDEXES)
        indexes = cursor.fetchall()
        for table, name, _, _ in reversed(described):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for table, name, how, kind in described:
            if kind == "f" and indexes:
                told(f"{len(indexes)} indexes")
                for _, index in indexes:
                    cursor.execute(index)
                indexes = []
            told(f"{name} of {table}")
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {how}")


def _count_on() -> None:
    """Numbers that come next, and where the trail ends."""
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        cursor.execute(
            "UPDATE foundation_audithead SET (seq, link) = "
            f"(SELECT seq, link FROM {AUDIT} ORDER BY seq DESC LIMIT 1)"
        )


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT reltuples::bigint FROM pg_class WHERE oid = '\"{table}\"'::regclass")
        return int(cursor.fetchone()[0])


def _drawn(providers: int) -> Drawn:
    people = _rows(providers)
    courses = list(_rated())
    return Drawn(
        lambda course, number: _of(courses[course % len(courses)], number),
        lambda: next(people),
    )


def _of(course: list[bytes], number: int) -> bytes:
    return course[(number - 1) % len(course)]


def _rated() -> Iterator[list[bytes]]:
    """The sessions of simulated courses, as they stand before they are sealed."""
    world = make_world(make_practice(**SESSIONS_OF, on=timezone.localdate()))
    for course in make_courses(world):
        names = (*PARTS, "overall")
        rated = [dict(zip(names, map(float, each), strict=True)) for each in course.ratings]
        yield [padded(json.dumps(each, separators=(",", ":")).encode()) for each in rated]
