"""What all tests of the site share."""

import pytest


@pytest.fixture(autouse=True)
def _every_page_is_checked(settings):
    """Each HTML page of a test must carry crisis help and the quick exit."""
    settings.CHECK_EVERY_PAGE = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The audit trail refuses to be emptied; tests that end by emptying all tables need that guard lifted.

    The guard itself is tested on scratch installations, see tests/faults.
    """
    with django_db_blocker.unblock():
        from rapport.site.foundation.audit_guard import lift

        lift()
