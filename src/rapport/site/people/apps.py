"""Who is here: clients without names, accounts, sessions, and who may see what."""

from importlib import import_module

from django.apps import AppConfig


class People(AppConfig):
    name = "rapport.site.people"
    verbose_name = "People"

    def ready(self) -> None:
        """Rules register themselves when they are imported, and so does where people are written to."""
        import_module("rapport.site.people.rules")
        import_module("rapport.site.people.contact_queries")
        import_module("rapport.site.people.mails")
