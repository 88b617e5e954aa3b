"""The therapists and coaches a client can be matched with."""

from importlib import import_module

from django.apps import AppConfig


class Directory(AppConfig):
    name = "rapport.site.directory"
    verbose_name = "Directory"

    def ready(self) -> None:
        """Rules register themselves when they are imported."""
        import_module("rapport.site.directory.rules")
