"""Start Django for a command of the command line."""

import os

import django
from django.apps import apps


def start() -> None:
    """Load the settings and the chapters once; an unsafe setting raises `BadInput` (exit status 2)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.site.config.settings")
    if not apps.ready:
        django.setup()
