"""What one client told us, sealed under their own key."""

from django.db import models

from rapport.site.foundation.ids import OpaqueIdField
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.intake.draft import Draft
from rapport.site.people.models import Client

PAGES = "_pages"


class Intake(SealedModel):
    """One questionnaire, as far as it has been filled in.

    `answers` holds contract.md's Answers once everything required is said, and under `_pages` what was sent
    page by page. `version` rises with every change, so that nobody writes over what they have not seen.
    """

    id = OpaqueIdField()
    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="intake")
    answers = SealedField()
    language = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    def draft(self) -> Draft:
        """What was sent so far; empty before the first page is sealed."""
        stored = self.unseal("answers")
        return Draft() if stored is None else Draft.from_json(stored[PAGES])
