"""The three that were offered, and why."""

from django.apps import AppConfig


class Matches(AppConfig):
    name = "rapport.site.matches"
    verbose_name = "Matches"
