"""The portal: what therapists and coaches see of their own. A face; it has no models."""

from django.apps import AppConfig


class Portal(AppConfig):
    name = "rapport.site.portal"
    verbose_name = "Portal"
