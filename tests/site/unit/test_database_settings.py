"""DATABASE_URL of several servers, the pool, and what bounds a visit's statements."""

import secrets

import pytest
from django.db import InternalError

from rapport.errors import BadInput
from rapport.site.config.database import database as chosen_for
from rapport.site.config.database import for_visits, postgresql
from rapport.site.foundation.error_pages import database_is_down

STRONG = secrets.token_urlsafe(24)


def database(url, tmp_path, **more):
    return chosen_for(url, data=tmp_path, **more)


def test_several_servers_stand_in_for_each_other_and_one_writes(tmp_path):
    url = f"postgresql://rapport:{STRONG}@one.example:5432,two.example:5433/care"

    found = database(url, tmp_path)

    assert (found["HOST"], found["PORT"]) == ("one.example,two.example", "5432,5433")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
    assert found["OPTIONS"]["sslmode"] == "verify-full"
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("rapport", STRONG, "care")


def test_one_server_elsewhere_is_enough_to_ask_for_encryption_and_a_password():
    for url in ("postgresql://u:short@localhost,db.example/care", "postgresql://u@localhost,db.example/care"):
        with pytest.raises(BadInput, match="DATABASE_URL: expected a password"):
            postgresql(url, options={})
    with pytest.raises(BadInput, match="DATABASE_URL: expected sslmode"):
        postgresql(f"postgresql://u:{STRONG}@localhost,db.example/care", options={"sslmode": "prefer"})


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u@localhost,/care",
        "postgresql://u@localhost:x,localhost/care",
        "postgresql://u@localhost,127.0.0.1/care?target_session_attrs=any",
        "postgresql://u@localhost,127.0.0.1/care?load_balance_hosts=random",
    ],
)
def test_servers_that_may_not_be_meant_are_refused(tmp_path, url):
    with pytest.raises(BadInput, match="DATABASE_URL: expected "):
        database(url, tmp_path)


def test_without_a_port_the_usual_one_holds(tmp_path):
    assert database("postgresql://u@localhost/care", tmp_path)["PORT"] == ""
    assert database("postgresql://u@localhost,127.0.0.1:5433/care", tmp_path)["PORT"] == ",5433"


def test_pool_shares_connections_and_keeps_nobody_waiting(tmp_path):
    own = database("postgresql://u@localhost/care", tmp_path)
    pooled = database("postgresql://u@localhost/care", tmp_path, pool=4)

    assert "pool" not in own["OPTIONS"]
    assert own["CONN_MAX_AGE"] > 0
    assert pooled["CONN_MAX_AGE"] == 0
    assert pooled["OPTIONS"]["pool"]["max_size"] == 4
    assert pooled["OPTIONS"]["pool"]["timeout"] <= 5


def test_only_visits_are_bounded(tmp_path):
    found = database("postgresql://u@localhost/care", tmp_path)
    assert "statement_timeout" not in found["OPTIONS"]["options"]

    for_visits(found)

    assert "-c statement_timeout=20s" in found["OPTIONS"]["options"]
    assert "-c synchronous_commit=on" in found["OPTIONS"]["options"]
    for_visits(database("", tmp_path))


def test_server_that_is_a_replica_now_counts_as_down():
    assert database_is_down(InternalError("cannot execute INSERT in a read-only transaction"))
    assert not database_is_down(InternalError("something else"))
