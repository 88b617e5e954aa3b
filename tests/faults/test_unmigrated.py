"""Commands on a database without tables say so in one line, and leave no half-done thing behind."""

import pytest

from faults.scratch_site import Site, new_database


@pytest.mark.parametrize("command", [("keys", "rotate"), ("mails",)])
def test_database_without_tables_is_named_in_one_line(command, tmp_path):
    site = Site(tmp_path / "data", new_database(like=""))

    done = site.rapport(*command)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"rapport {command[0]}: database: expected no waiting migrations, got ")
    assert done.stderr.count("\n") == 1
    assert len(list((tmp_path / "data" / "keys").glob("wrapping-*.key"))) <= 1
