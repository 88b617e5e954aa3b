"""The desk: what coordinators see. A face; it has no models."""

from django.apps import AppConfig


class Desk(AppConfig):
    name = "rapport.site.desk"
    verbose_name = "Desk"
