"""One provider number is one person: nobody is verified with somebody else's."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from faults.import_files import npi_number
from rapport.site.directory.actions import verification
from rapport.site.directory.actions.verification import LicenceGiven, Who
from rapport.site.directory.choices import CaseState, Kind, Verdict, Vouched
from rapport.site.directory.models import Provider
from rapport.site.directory.queries.verification import namesakes, open_case
from support.accounts import account, signed_in
from support.portal import portal_of
from support.practice import AT, providers

pytestmark = pytest.mark.django_db
NPI, OTHER = npi_number(1), npi_number(2)
NY = LicenceGiven("NY", "123456", AT.date().replace(year=2028))


def newcomer(number=NPI, name="Ada Example"):
    found = verification.open_provider(account("provider"), name=name, kind=Kind.THERAPIST, at=AT)
    case = open_case(found)
    verification.say_who(case, Who(name, Kind.THERAPIST, number, "103TC0700X"), by="a", at=AT)
    verification.say_licences(case, [NY], by="a", at=AT)
    verification.submit(case, by="a", at=AT)
    case.refresh_from_db()
    return case


def accept(case):
    verification.decide(case, verdict=Verdict.ACCEPT, reason="", by="coordinator", at=AT)


def test_number_of_somebody_in_the_roster_is_refused():
    providers(1, npi=NPI)

    with pytest.raises(verification.NumberTaken):
        newcomer()

    assert not Provider.objects.filter(npi=NPI, vouched=Vouched.NOBODY).exists()


def test_number_of_somebody_unverified_locks_nobody_out_and_is_shown_at_the_desk():
    first, second = newcomer(), newcomer(name="Eve Example")

    assert [each.name for each in namesakes(second)] == ["Ada Example"]
    accept(second)
    with pytest.raises(verification.NumberTaken):
        accept(first)
    first.refresh_from_db()
    assert first.state == CaseState.SUBMITTED


def test_own_number_is_nobody_elses_when_a_licence_is_renewed():
    case = newcomer()
    accept(case)
    renewed = verification.begin_case(case.provider, by="a", at=AT)

    verification.say_who(renewed, Who("Ada Example", Kind.THERAPIST, NPI, "103TC0700X"), by="a", at=AT)


def test_coaches_without_a_number_are_not_in_each_others_way():
    for name in ("Kit Coach", "Lou Coach"):
        found = verification.open_provider(account("provider"), name=name, kind=Kind.COACH, at=AT)
        case = open_case(found)
        verification.say_who(case, Who(name, Kind.COACH), by="a", at=AT)
        verification.submit(case, by="a", at=AT)
        accept(case)


def test_database_itself_verifies_a_number_once():
    first, second = newcomer(), newcomer(name="Eve Example")
    accept(first)

    with pytest.raises(IntegrityError), transaction.atomic():
        Provider.objects.filter(pk=second.provider_id).update(vouched=Vouched.DESK)


def test_page_says_so_beside_the_number_and_keeps_what_was_typed():
    browser, provider = portal_of(0)
    Provider.objects.filter(provider_id="p1").update(npi=NPI)
    verification.begin_case(provider, by="a", at=AT)
    said = {"name": "Ada Typed", "kind": "therapist", "npi": NPI, "taxonomy": "103TC0700X"}

    page = browser.post(reverse("portal-who"), said).content.decode()

    assert "has this provider number" in page
    assert "Ada Typed" in page
    assert NPI in page


def test_desk_is_told_when_somebody_else_was_verified_meanwhile():
    first, second = newcomer(), newcomer(name="Eve Example")
    accept(first)

    page = signed_in("coordinator").post(
        reverse("desk-case", args=(second.pk,)), {"verdict": "accept", "reason": "Looked up."}
    )

    assert page.status_code == 200
    assert "was verified with this provider number" in page.content.decode()
