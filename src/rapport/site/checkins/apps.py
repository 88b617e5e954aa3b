"""How sessions went, as the client rated them."""

from importlib import import_module

from django.apps import AppConfig


class Checkins(AppConfig):
    name = "rapport.site.checkins"
    verbose_name = "Check-ins"

    def ready(self) -> None:
        """Register who may see a rated session."""
        import_module("rapport.site.checkins.rules")
