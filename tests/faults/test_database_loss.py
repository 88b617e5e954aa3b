"""PostgreSQL goes away under a site whose threads share a pool, and comes back: help, and then the page."""

import socket
import time

import pytest

from faults.scratch_site import fetched, new_site
from rapport.cli.drills import databases

HELP = 'href="/crisis/'
AWAY_SECONDS, BACK_SECONDS = 30.0, 30.0


@pytest.mark.postgresql
def test_site_with_a_pool_says_so_and_recovers_by_itself(tmp_path):
    site = new_site(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = site.begin("serve", PORT=port, RAPPORT_DATABASE_POOL="2")
    try:
        page, crisis = f"http://127.0.0.1:{port}/questionnaire/", f"http://127.0.0.1:{port}/crisis/"
        assert until(page, process, 200)
        with databases.down(site.url, site.data):
            said = until(page, process, 503)
            assert HELP in said
            assert fetched(crisis, process)[0] == 200
        assert until(page, process, 200)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def until(url: str, process, status: int) -> str:
    """The page, as soon as it answers like this."""
    visited = {"Cookie": "visit=" + "a" * 32}
    ends = time.monotonic() + AWAY_SECONDS
    while time.monotonic() < ends:
        found, said = fetched(url, process, headers=visited)
        if found == status:
            return said
    raise AssertionError(f"expected {status}, found {found}")
