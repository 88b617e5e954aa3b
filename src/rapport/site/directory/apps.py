"""The therapists and coaches a client can be matched with."""

from django.apps import AppConfig


class Directory(AppConfig):
    name = "rapport.site.directory"
    verbose_name = "Directory"
