"""A provider who has left the service or died, and the continuity of each client who was with them."""

from django.db import models
from django.db.models import Q

from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.people.models import Account, Client
from rapport.site.referrals.choices import Departs


class Departure(models.Model):
    """Said once by a coordinator: from then on nobody new is sent to this provider."""

    id = OpaqueIdField()
    provider = models.OneToOneField(Provider, on_delete=models.PROTECT, related_name="departure")
    why = models.CharField(max_length=12, choices=Departs.choices)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(why__in=Departs.values), name="departure_why_known"),
        )


class Continuity(models.Model):
    """One client's plan: nobody is forgotten before they go on with somebody, or say that they stop.

    How far it has come is read from their courses and referrals; here stands that it was begun.
    """

    id = OpaqueIdField()
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="continuities")
    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="continuity")
    departure = models.ForeignKey(Departure, on_delete=models.PROTECT, related_name="continuities")
    begun_at = models.DateTimeField()
