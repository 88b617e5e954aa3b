"""Nothing on a page, done by people or in a turn of the worker reads a table that grows from end to end."""

import pytest
from django.db import connection
from django.utils import timezone

from rapport.cli.drills import cast, inside_plans
from support import practice

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_no_query_of_the_site_reads_a_growing_table_whole() -> None:
    practice.providers(5)
    at = timezone.now()
    queries = inside_plans.queries(cast.make(practice.ANSWERS, at=at), practice.ANSWERS, at=at)
    inside_plans.pretend(1_000_000)

    unexpected = inside_plans.unexpected(inside_plans.scans(queries))

    assert unexpected == [], "\n".join(map(str, unexpected))
    # The control: an index that is missing is noticed.
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX watch_told")
    assert "checkins_coursewatch" in {each.table for each in inside_plans.scans(queries)}
