"""The pages a client sees."""

from django.apps import AppConfig


class Client(AppConfig):
    name = "rapport.site.client"
    verbose_name = "Client"
