"""What became of matches: learning from sessions, the comparison, and what may be said in public."""

from importlib import import_module

from django.apps import AppConfig


class Outcomes(AppConfig):
    name = "rapport.site.outcomes"
    verbose_name = "Outcomes"

    def ready(self) -> None:
        """Register who may see what came of it."""
        import_module("rapport.site.outcomes.rules")
