"""Steps of care: which one a course is on, another one proposed and agreed to, groups with places."""

from importlib import import_module

from django.apps import AppConfig


class Steps(AppConfig):
    name = "rapport.site.steps"
    verbose_name = "Steps of care"

    def ready(self) -> None:
        """Register who may see and do what."""
        import_module("rapport.site.steps.rules")
