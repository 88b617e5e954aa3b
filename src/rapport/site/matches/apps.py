"""The three that were offered, and why."""

from importlib import import_module

from django.apps import AppConfig


class Matches(AppConfig):
    name = "rapport.site.matches"
    verbose_name = "Matches"

    def ready(self) -> None:
        """Register who may see a shortlist."""
        import_module("rapport.site.matches.rules")
