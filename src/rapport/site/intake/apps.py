"""The questionnaire: what a client tells, sealed, page by page."""

from django.apps import AppConfig


class Intake(AppConfig):
    name = "rapport.site.intake"
    verbose_name = "Intake"

    def ready(self) -> None:
        from rapport.site.intake import rules  # noqa: F401  Registers who may see an intake.
