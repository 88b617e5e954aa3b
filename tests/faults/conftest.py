"""What the drills share: one prepared installation, which each of them copies."""

import os
from collections.abc import Iterator

import pytest

from rapport.cli.drills.instance import prepared_once


@pytest.fixture(scope="session")
def prepared() -> Iterator[str]:
    """The server to drill on, empty for SQLite; while this lasts, what is made there is a copy."""
    url = os.environ.get("DATABASE_URL", "")
    with prepared_once(url):
        yield url
