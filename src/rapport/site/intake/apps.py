"""What a client told us."""

from django.apps import AppConfig


class Intake(AppConfig):
    name = "rapport.site.intake"
    verbose_name = "Questionnaire"
