"""Staying or going on: looking at it together, handing over warmly, closing well."""

from importlib import import_module

from django.apps import AppConfig


class Referrals(AppConfig):
    name = "rapport.site.referrals"
    verbose_name = "Referrals"

    def ready(self) -> None:
        """Register who may see and do what."""
        import_module("rapport.site.referrals.rules")
