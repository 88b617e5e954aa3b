"""Every query that pages, people and the worker make, and which of them would read a whole table that grows.

The pages are those of the table of addresses, opened as everybody who may; the queries are planned as
PostgreSQL plans them when it may not read a whole table, so that one that does has no index to use, however
few rows there are to try it with.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from unittest.mock import patch

from django.apps import apps
from django.conf import settings
from django.db import connection, reset_queries, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from rapport.cli.drills import inside_writes, who_may
from rapport.cli.drills.cast import Cast, visit_of
from rapport.site.people.session_store import SessionStore

# Stay small however many clients and providers there are: one row, one a night, one a version, one an
# edition, one a member of staff, or one a way of asking.
SMALL: Final = frozenset({
    "directory_revision", "directory_registryimport", "foundation_audithead", "foundation_desklist",
    "foundation_heartbeat", "foundation_policyversion", "newsletter_edition", "referrals_departure",
})  # fmt: skip
# Tables that are read whole on purpose, or still are: the table, a part of who asks, and why.
KNOWN: Final = (
    ("directory_rating", "settling what colleagues judged", "once a day: everybody's scores are made anew"),
    ("directory_judged", "settling what colleagues judged", "once a day, with them"),
    ("directory_close", "settling what colleagues judged", "once a day, with them"),
    ("directory_decision", "/desk/verification/", "the newest fifty of one provider: found by their cases"),
    ("matches_handoffer", "/desk/hands/", "offers by hand are counted: as many as coordinators made"),
    ("consultations_request", "/desk/hands/", "of those offers; joined in either order, as it is guessed"),
    ("consultations_course", "/desk/hands/", "of those offers; joined in either order, as it is guessed"),
    ("directory_provider", "/course/refer/", "the directory, once a process where it is laid out in no file"),
    ("checkins_repairnote", "/desk/courses/", "what providers found: as many as they noted"),
    ("consultations_request", "/desk/reports/equity", "a year of requests, for the report"),
    ("newsletter_reader", "/desk/newsletter/", "readers are counted along their index"),
    ("steps_group", "/desk/steps/", "groups that are open: as many as a service runs"),
)
# Of a turn of the worker, what writes to files and not in the transaction that is undone.
OUTSIDE: Final = ("anchoring the audit trail", "emptying the database's log")
PLANNED: Final = re.compile(r"\s*(?:SELECT|UPDATE|DELETE|WITH|INSERT)\b")
# Ways that read a table from end to end: taken only where no look-up by an index leads to the rows.
WHOLE_WAYS: Final = ("enable_seqscan", "enable_mergejoin", "enable_hashjoin", "enable_material")
_LITERALS: Final = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")


@dataclass(frozen=True)
class Scan:
    """A query, where it is asked, and the table that it reads whole."""

    asked: str
    table: str
    how: str
    sql: str

    def __str__(self) -> str:
        rows = self.sql[self.sql.find(" FROM ") :]
        return f"{self.table} read whole ({self.how}) by {self.asked}: {rows[:700]}"


def unexpected(found: Iterable[Scan]) -> list[Scan]:
    """Those that are not known."""
    return [
        each
        for each in found
        if not any(each.table == table and who in each.asked for table, who, _ in KNOWN)
    ]


def pretend(rows: int) -> None:
    """Have PostgreSQL plan as if every table held so many rows, until the transaction ends.

    It reckons rows from how many a page held when it last looked, and from how many pages there are; of a
    table without a page that it never looked at it expects ten.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET reltuples = CASE WHEN pg_relation_size(oid) > 0 THEN %s ELSE -1 END, "
            "relpages = CASE WHEN pg_relation_size(oid) = 0 THEN 0 WHEN relkind = 'i' THEN 2 ELSE 1 END "
            "WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace",
            [rows],
        )


def scans(queries: Mapping[str, str]) -> Iterator[Scan]:
    """Each of these queries that reads a whole table that grows."""
    for sql, asked in queries.items():
        for table, how in whole_tables(plan_of(sql)):
            yield Scan(asked, table, how, sql)


def queries(cast: Cast, answers: dict[str, Any], *, at: datetime) -> dict[str, str]:
    """Every query of the pages, of what people do, and of a turn of the worker, and who asks it.

    Those alike stand once.
    """
    found: dict[str, str] = {}
    shapes: set[str] = set()
    for asked, ask in (*pages(cast, at), *inside_writes.writes(cast, answers, at=at), *turn(at)):
        for sql in (each["sql"] for each in made_by(ask)):
            shape = shape_of(sql)
            if PLANNED.match(sql) and shape not in shapes:
                shapes.add(shape)
                found[sql] = asked
    return found


def shape_of(sql: str) -> str:
    """The query without its values."""
    return _LITERALS.sub("?", sql)


def made_by(ask: Callable[[], object]) -> list[dict[str, str]]:
    """What is asked meanwhile, with its seconds; whatever is written is as it was before."""
    reset_queries()  # Django keeps only so many.
    with transaction.atomic(), _without_server_cursors(), CaptureQueriesContext(connection) as captured:
        ask()
        transaction.set_rollback(True)
    return list(captured)


@contextmanager
def _without_server_cursors() -> Iterator[None]:
    """Rows read in pieces come through cursors of the server, whose statements Django does not log."""
    with patch.dict(connection.settings_dict, DISABLE_SERVER_SIDE_CURSORS=True):
        yield


def pages(cast: Cast, at: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """Every page of the table of addresses, as everybody who may open it."""
    for who in who_may.CAST:
        store = SessionStore()
        store.update(visit_of(cast.people.get(who), at=at))
        store.create()
        browser = Browser(raise_request_exception=False)
        for route in who_may.routes():
            if who in who_may.ROUTES[route].who:
                for address in who_may.addresses(route, cast.things)[:1]:
                    browser.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
                    yield f"{address} as {who}", lambda ask=browser.get, to=address: ask(to)


def turn(at: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """What the worker does, a task at a time."""
    from rapport.cli.worker import tasks

    for name, task in tasks():
        if name not in OUTSIDE:
            yield f"worker, {name}", lambda task=task: task(at)


def plan_of(sql: str, *, without: Iterable[str] = WHOLE_WAYS) -> Mapping[str, Any]:
    """How PostgreSQL would do it if these ways were the last resort."""
    with transaction.atomic(), connection.cursor() as cursor:
        for way in without:
            cursor.execute(f"SET LOCAL {way} = off")
        # The text holds its values already; a percent sign in it is one.
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql.replace('%', '%%')}", [])
        told = cursor.fetchone()[0]
    found = json.loads(told) if isinstance(told, str) else told
    plan: Mapping[str, Any] = found[0]["Plan"]
    return plan


def whole_tables(plan: Mapping[str, Any], *, is_limited: bool = False) -> Iterator[tuple[str, str]]:
    """The growing tables that a plan reads whole: row by row, or along an index from end to end."""
    kind = plan["Node Type"]
    table = plan.get("Relation Name", "")
    if table and table not in SMALL:
        if kind == "Seq Scan":
            yield table, "no index"
        elif kind.startswith("Index") and not is_limited and not _is_narrowed(plan):
            yield table, f"all of {plan['Index Name']}"
    is_limited = kind == "Limit" or (is_limited and kind not in ("Sort", "Aggregate", "Hash"))
    for part in plan.get("Plans", ()):
        yield from whole_tables(part, is_limited=is_limited)


def _is_narrowed(plan: Mapping[str, Any]) -> bool:
    return "Index Cond" in plan or plan["Index Name"] in _partial_indexes()


def _partial_indexes() -> set[str]:
    """Indexes over a part of their table: reading all of one reads that part."""
    conditional: set[str] = set()
    for model in apps.get_models():
        named = (*model._meta.indexes, *model._meta.constraints)
        conditional |= {each.name for each in named if getattr(each, "condition", None) is not None}
    return conditional
