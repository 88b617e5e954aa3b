"""What everybody may read, and take along on paper."""

from django.apps import AppConfig


class Guides(AppConfig):
    name = "rapport.site.guides"
    verbose_name = "Guides"
