"""How sessions went, as the client rated them, and what follows from it."""

from importlib import import_module

from django.apps import AppConfig


class Checkins(AppConfig):
    name = "rapport.site.checkins"
    verbose_name = "Check-ins"

    def ready(self) -> None:
        """Register who may see what, and how the link of a reminder is made."""
        import_module("rapport.site.checkins.rules")
        import_module("rapport.site.checkins.linked")
