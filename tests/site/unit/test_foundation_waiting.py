"""A locked database is waited for as long as asked, and as long as usual afterwards."""

import pytest
from django.db import OperationalError, connection

from rapport.site.foundation import waiting

pytestmark = pytest.mark.django_db


def wait_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        return str(cursor.fetchone()[0])


def test_wait_is_shorter_inside_and_as_usual_afterwards():
    usual = wait_now()

    with waiting.at_most(0.25):
        assert wait_now() in ("250", "250ms")

    assert wait_now() == usual
    assert usual in ("20000", "20s")


def test_wait_is_as_usual_after_a_failure():
    usual = wait_now()

    with pytest.raises(OperationalError), waiting.at_most(0.25):
        raise OperationalError

    assert wait_now() == usual
