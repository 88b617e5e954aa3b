"""The way in: signing in, second factors, passkeys, one's own account."""

from django.apps import AppConfig


class Access(AppConfig):
    name = "rapport.site.access"
    verbose_name = "Access"
