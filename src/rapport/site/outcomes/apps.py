"""What became of matches: learning from sessions, the comparison, and what may be said in public."""

from django.apps import AppConfig


class Outcomes(AppConfig):
    name = "rapport.site.outcomes"
    verbose_name = "Outcomes"
