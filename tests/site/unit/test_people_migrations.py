"""A database of before there were accounts comes forward with everything in it."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("people", "0001_initial"), ("account", None), ("mfa", None)]


def _tables():
    return set(connection.introspection.table_names())


@pytest.mark.django_db(transaction=True)
def test_database_of_before_there_were_accounts_comes_forward():
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE[:1]).apps.get_model("people", "Session")
    old.objects.create(session_key="kept", session_data="", expire_date="2030-01-01T00:00:00Z", client_id="c")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE auth_user (id integer PRIMARY KEY, email varchar(254))")
        cursor.execute("INSERT INTO auth_user VALUES (1, 'old@practice.example')")
    try:
        assert "people_account" not in _tables()
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())

    assert {"people_account", "mfa_authenticator"} <= _tables()
    assert "auth_user" not in _tables()
    now = executor.loader.project_state().apps.get_model("people", "Session")
    assert [(each.client_id, each.account_id) for each in now.objects.all()] == [("c", "")]
