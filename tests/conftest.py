"""Fixtures and rules for all tests: no network, the system's browser, the same draws in every CI run."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Page

from support import browser, network

ENGINES = ("sqlite", "postgresql")

hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")

network.forbid()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: opens a page (given to every test that asks for one)")
    for engine in ENGINES:
        config.addinivalue_line("markers", f"{engine}: about {engine} alone; not run on the other")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if browser.FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    _deselect_other_engine(config, items)


def _deselect_other_engine(config: pytest.Config, items: list[pytest.Item]) -> None:
    marked = [item for item in items if any(item.get_closest_marker(engine) for engine in ENGINES)]
    if not marked:
        return
    from django.db import connection

    other = [item for item in marked if not item.get_closest_marker(connection.vendor)]
    items[:] = [item for item in items if item not in other]
    config.hook.pytest_deselected(items=other)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    # A page left open would still ask the live server while its database is emptied.
    page = getattr(item, "funcargs", {}).get("page")
    if isinstance(page, Page) and not page.is_closed():
        page.goto("about:blank")


@pytest.fixture(autouse=True)
def _language_of_a_page_ends_with_its_test() -> Iterator[None]:
    """The next request would turn its own on; a test that asks for none must not find the last one's."""
    yield
    from django.conf import settings
    from django.utils import translation

    if settings.configured:
        translation.deactivate()


@pytest.fixture(autouse=True)
def _anchored_ends_go_with_their_test() -> Iterator[None]:
    """The trail of a test is undone; a copy of its end would show every later trail as cut off."""
    yield
    from django.conf import settings

    if settings.configured:
        from rapport.site.foundation.audit import ANCHORS

        Path(settings.KEYS_FOLDER, ANCHORS).unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def _every_page_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each HTML page of a test must carry crisis help and the quick exit."""
    from django.conf import settings

    if settings.configured:
        monkeypatch.setattr(settings, "CHECK_EVERY_PAGE", True)


@pytest.fixture(autouse=True)
def _hashing_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as it is, with the least work it can do: what it costs is not what the tests are about."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 8 * Argon2PasswordHasher.parallelism)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The audit trail refuses to be emptied; tests that end by emptying all tables need that guard lifted.

    The guard itself is tested on scratch installations, see tests/faults.
    """
    with django_db_blocker.unblock():
        from rapport.site.foundation.audit_guard import lift

        lift()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium instead of one that Playwright would download."""
    path = browser.chromium()
    if path is None:
        pytest.skip("no Chromium on this machine (./run test installs it where it may)")
    return browser_type_launch_args | browser.launch_options(path)


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: every journey names its live server. (The plugin's own fixture is deprecated in pytest 9.)"""


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with every accessibility fault of the page as it stands."""

    def check(page: Page) -> None:
        assert browser.violations(page) == []

    return check
