"""The demo stops where it is told to."""

import pytest

from rapport.cli import demo
from rapport.site.people.models import Client

pytestmark = pytest.mark.django_db


def test_demo_until_the_directory_opens_no_clients() -> None:
    demo.fill(providers=20, clients=5, seed=7, until="directory")

    assert not Client.objects.exists()
