"""What every chapter stands on: ids, sealed fields, consent, the audit trail, limits, page manners."""

from django.apps import AppConfig


class Foundation(AppConfig):
    name = "rapport.site.foundation"
    verbose_name = "Foundation"
