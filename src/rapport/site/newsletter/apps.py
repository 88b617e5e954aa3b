"""Guides by mail, apart from whoever looks for help."""

from importlib import import_module

from django.apps import AppConfig


class Newsletter(AppConfig):
    name = "rapport.site.newsletter"
    verbose_name = "Newsletter"

    def ready(self) -> None:
        """Rules register themselves when they are imported, and so does how its mails are written."""
        import_module("rapport.site.newsletter.rules")
        import_module("rapport.site.newsletter.mails")
