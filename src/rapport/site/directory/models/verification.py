"""Whether a provider is who they say: what they gave, and what a coordinator decided."""

from django.db import models
from django.db.models import Q

from rapport.site.directory.choices import CaseState, Kind, Verdict
from rapport.site.directory.models.provider import LONGEST, Provider
from rapport.site.foundation.ids import OpaqueIdField

LONGEST_REASON = 500
OPEN = (CaseState.DRAFT, CaseState.SUBMITTED, CaseState.ASKED)


class VerificationCase(models.Model):
    """One attempt to be verified, or to renew it: nothing of it holds before it is accepted."""

    id = OpaqueIdField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="cases")
    state = models.CharField(max_length=12, choices=CaseState.choices, default=CaseState.DRAFT)
    name = models.CharField(max_length=LONGEST, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    npi = models.CharField(max_length=10, blank=True)
    taxonomy = models.CharField(max_length=10, blank=True)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=CaseState.values), name="case_state_known"),
            models.UniqueConstraint(
                fields=("provider",), condition=Q(state__in=OPEN), name="case_one_open_a_provider"
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.DRAFT) | Q(submitted_at__isnull=False),
                name="case_submitted_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, decided_at__isnull=True)
                | (~Q(state__in=OPEN) & Q(decided_at__isnull=False)),
                name="case_decided_at_a_time",
            ),
            # What is decided about is a person with a kind, and a therapist has a number to be looked up.
            models.CheckConstraint(
                condition=Q(state=CaseState.DRAFT)
                | (~Q(name="") & (Q(kind=Kind.COACH) | (Q(kind=Kind.THERAPIST) & ~Q(npi="")))),
                name="case_complete_when_submitted",
            ),
        )


class Licence(models.Model):
    """A licence as the provider gave it; documents are not uploaded, the number is looked up."""

    case = models.ForeignKey(VerificationCase, on_delete=models.CASCADE, related_name="licences")
    state = models.CharField(max_length=2)
    number = models.CharField(max_length=40)
    expires_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("case", "state"), name="licence_once_a_state"),
            models.CheckConstraint(condition=~Q(number=""), name="licence_has_a_number"),
        )


class Decision(models.Model):
    """What a coordinator decided about a case, why, and when; written once."""

    case = models.ForeignKey(VerificationCase, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    by = models.CharField(max_length=LONGEST)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="decision_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPT) | ~Q(reason=""), name="decision_says_why"
            ),
            models.CheckConstraint(condition=~Q(by=""), name="decision_by_someone"),
        )
