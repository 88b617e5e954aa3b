"""First conversations: asking for one, a time for it, what it told, and who was chosen."""

from importlib import import_module

from django.apps import AppConfig


class Consultations(AppConfig):
    name = "rapport.site.consultations"
    verbose_name = "Consultations"

    def ready(self) -> None:
        """Register who may see and do what, and how the calendar file of a mail is made."""
        import_module("rapport.site.consultations.rules")
        import_module("rapport.site.consultations.attached")
