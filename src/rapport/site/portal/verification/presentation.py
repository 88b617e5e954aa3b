"""A verification in words, step by step."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rapport.site.directory.choices import Kind
from rapport.site.directory.models import Licence, VerificationCase
from rapport.site.directory.queries.roster import profession_of
from rapport.site.intake.places import STATES


@dataclass(frozen=True, slots=True)
class Step:
    """One step as an answer that can be changed."""

    question: str
    answers: list[str]
    url: str


def steps_of(case: VerificationCase, licences: Iterable[Licence], missing: Iterable[str]) -> list[Step]:
    """What was given so far, step by step."""
    who = reverse("portal-who")
    steps = [Step(_("Who you are"), [case.name, str(Kind(case.kind).label).capitalize()], who)]
    if case.kind == Kind.THERAPIST:
        number = [case.npi, profession_of(case.taxonomy)] if "number" not in missing else []
        steps += [
            Step(_("Number and profession"), number, who),
            Step(_("Licences"), [_licence(each) for each in licences], reverse("portal-licences")),
        ]
    return steps


def _licence(licence: Licence) -> str:
    return _("%(state)s: %(number)s, until %(day)s") % {
        "state": dict(STATES).get(licence.state, licence.state),
        "number": licence.number,
        "day": date_format(licence.expires_on, "j F Y"),
    }
