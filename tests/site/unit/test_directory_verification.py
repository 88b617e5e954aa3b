"""Nobody is listed or eligible before a coordinator said so; licences run out by state."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from faults.import_files import npi_number
from rapport.site.directory import actions, queries
from rapport.site.directory.actions import verification
from rapport.site.directory.actions.places import keep_current, set_places
from rapport.site.directory.actions.profile import save_profile
from rapport.site.directory.actions.verification import LicenceGiven, Who
from rapport.site.directory.choices import CaseState, Kind, Verdict, Vouched
from rapport.site.directory.models import Decision, ProfileChange, Provider, VerificationCase
from rapport.site.directory.queries.verification import compared, expires_soon, open_case, verification_queue
from rapport.site.directory.registry import RegistryRow
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches.actions import issue
from rapport.site.people import policy
from support.accounts import account
from support.practice import AT, ROW, client, providers

pytestmark = pytest.mark.django_db
NPI = npi_number(1)
PROVIDER = "provider"
PROFILE = {
    name: ROW[name]
    for name in (
        "languages",
        "formats",
        "age_groups",
        "services",
        "concerns",
        "timezone",
        "payers",
        "fee_min",
    )
} | {"fee_max": "150"}
WHO = Who("Ada Example", Kind.THERAPIST, NPI, "103TC0700X")
NY = LicenceGiven("NY", "123456", date(2027, 6, 30))
NJ = LicenceGiven("NJ", "SI00123", date(2026, 12, 31))


def newcomer(**cells: str) -> Provider:
    found = verification.open_provider(account(PROVIDER), name="Ada Example", kind=Kind.THERAPIST, at=AT)
    save_profile(found, cells=PROFILE | cells, by="a", at=AT)
    set_places(found, capacity=2, by="a", at=AT)
    return found


def handed_in(provider: Provider, *licences: LicenceGiven, who: Who = WHO) -> VerificationCase:
    case = open_case(provider) or verification.begin_case(provider, by="a", at=AT)
    verification.say_who(case, who, by="a", at=AT)
    verification.say_licences(case, licences or (NY, NJ), by="a", at=AT)
    verification.submit(case, by="a", at=AT)
    case.refresh_from_db()
    return case


def decided(case: VerificationCase, verdict: Verdict, reason: str = "") -> None:
    verification.decide(case, verdict=verdict, reason=reason, by="coordinator", at=AT)


def listed() -> list[str]:
    return [queries.roster_snapshot().provider(place).name for place in range(len(queries.roster_snapshot()))]


def test_newcomer_is_listed_only_when_accepted_and_matched_then():
    providers(2)
    case = handed_in(newcomer(slots="mon-18"))
    someone = client()
    assert listed() == ["Person 0", "Person 1"]
    assert issue(by=someone, at=AT).found == 2

    decided(case, Verdict.ACCEPT)

    assert "Ada Example" in listed()
    found = issue(by=client(), at=AT)
    assert "Ada Example" in [match.provider.name for match in found.matches.select_related("provider")]


def test_accepted_provider_without_a_whole_profile_is_listed_once_it_is_whole():
    provider = verification.open_provider(account(PROVIDER), name="Ada Example", kind=Kind.THERAPIST, at=AT)
    decided(handed_in(provider), Verdict.ACCEPT)
    assert listed() == []

    save_profile(provider, cells=PROFILE, by="a", at=AT)

    assert listed() == ["Ada Example"]


def test_decision_is_kept_with_reason_by_whom_and_when():
    case = handed_in(newcomer())

    decided(case, Verdict.ASK, "Please give the number as it stands on the licence.")

    kept = Decision.objects.get()
    assert (kept.verdict, kept.by, kept.at) == (Verdict.ASK, "coordinator", AT)
    event = AuditEvent.objects.get(verb="case_decided")
    assert (event.actor, "number" in event.detail) == ("coordinator", False)
    case.refresh_from_db()
    assert case.state == CaseState.ASKED
    verification.submit(case, by="a", at=AT)
    case.refresh_from_db()
    assert case.state == CaseState.SUBMITTED


def test_case_with_the_coordinator_cannot_be_changed_or_decided_twice():
    case = handed_in(newcomer())
    with pytest.raises(verification.NotEditable):
        verification.say_who(case, WHO, by="a", at=AT)
    decided(case, Verdict.REFUSE, "Nobody of that name.")

    with pytest.raises(verification.NotEditable):
        decided(case, Verdict.ACCEPT)

    assert (Provider.objects.get().vouched, listed()) == (Vouched.REFUSED, [])


def test_refusal_unlists_somebody_from_a_roster():
    providers(1)
    before = queries.revision_token()

    decided(handed_in(Provider.objects.get()), Verdict.REFUSE, "The licence was withdrawn.")

    assert listed() == []
    assert queries.revision_token() != before


@pytest.mark.parametrize(
    ("who", "licences", "missing"),
    [
        (WHO._replace(npi="1234567890"), (NY,), ("number",)),
        (WHO._replace(taxonomy=""), (NY,), ("number",)),
        (WHO._replace(name=""), (NY,), ("who",)),
        (WHO, (), ("licences",)),
        (WHO, (NY, LicenceGiven("NJ", "1", date(2026, 11, 22))), ("licences",)),
    ],
)
def test_case_is_not_handed_in_before_it_is_complete(who, licences, missing):
    case = open_case(newcomer())
    verification.say_who(case, who, by="a", at=AT)
    verification.say_licences(case, licences, by="a", at=AT)

    with pytest.raises(verification.Incomplete) as refused:
        verification.submit(case, by="a", at=AT)

    assert refused.value.steps == missing


def test_coach_needs_neither_number_nor_licence():
    provider = verification.open_provider(account(PROVIDER), name="Cy Example", kind=Kind.COACH, at=AT)
    save_profile(provider, cells=PROFILE | {"concerns": "work_career"}, by="a", at=AT)
    case = open_case(provider)
    verification.submit(case, by="a", at=AT)

    decided(case, Verdict.ACCEPT)

    assert listed() == ["Cy Example"]
    assert compared(case) == []


def test_therapist_who_becomes_a_coach_keeps_no_licence():
    providers(1)
    provider = Provider.objects.get()
    case = verification.begin_case(provider, by="a", at=AT)
    verification.say_licences(case, [NY], by="a", at=AT)
    verification.say_who(case, Who("Cy Example", Kind.COACH), by="a", at=AT)
    verification.submit(case, by="a", at=AT)

    decided(case, Verdict.ACCEPT)

    row = queries.roster_snapshot().provider(0)
    assert (row.kind, row.licences, row.licence_expires) == ("coach", (), None)


def test_licence_that_ran_out_is_let_go_by_state_and_then_nobody_is_sent():
    decided(handed_in(newcomer(slots="mon-18")), Verdict.ACCEPT)
    row = queries.roster_snapshot().provider(0)
    assert (row.licences, row.licence_expires) == (("NJ", "NY"), date(2026, 12, 31))

    assert keep_current(datetime(2027, 1, 1, tzinfo=UTC)) == 1
    row = queries.roster_snapshot().provider(0)
    assert (row.licences, row.licence_expires) == (("NY",), NY.expires_on)
    assert issue(by=client(), at=datetime(2027, 6, 30, 16, tzinfo=UTC)).found == 1

    over = datetime(2027, 7, 1, 16, tzinfo=UTC)
    keep_current(over)
    assert issue(by=client(), at=over).found == 0


def test_case_stands_beside_the_registry_with_every_difference():
    record = RegistryRow(
        NPI, "EXAMPLE", "ADA", "PHD", ("103TC0700X",), (("NJ", "si-124"), ("NY", "#00123456")), "NY", "10001"
    )
    actions.import_registry([record], deactivated=(), by="operator", at=AT)
    case = handed_in(
        newcomer(), NY, NJ, LicenceGiven("CT", "7", NY.expires_on), who=WHO._replace(name="Bo Other")
    )

    found = {each.what: each for each in compared(case)}

    assert [each.what for each in compared(case)] == ["number", "name", "profession", "CT", "NJ", "NY"]
    assert [each.agrees for each in compared(case)] == [True, False, True, None, False, True]
    assert found["name"].registry == "ADA EXAMPLE"


def test_number_that_nobody_has_and_one_that_was_closed():
    case = handed_in(newcomer())
    assert [(each.what, each.agrees) for each in compared(case)] == [("number", None)]
    actions.import_registry(
        [RegistryRow(NPI, "EXAMPLE", "ADA", "", ("103TC0700X",), (), "NY", "")],
        deactivated=[(NPI, date(2026, 1, 1))],
        by="operator",
        at=AT,
    )

    assert compared(case)[0].agrees is False


def test_licences_that_run_out_within_sixty_days_are_told():
    providers(3, licence_expires="2027-01-22")  # sixty days on
    providers(1, licence_expires="2026-11-01")
    providers_later = Provider.objects.get(provider_id="p2")
    save_profile(providers_later, cells={"licence_expires": "2027-01-23"}, by="a", at=AT)

    queue = verification_queue(at=AT)

    assert (queue.expiring_count, [(each.name, each.is_over) for each in queue.expiring]) == (
        2,
        [("Person 0", True), ("Person 1", False)],
    )
    assert expires_soon(Provider.objects.get(provider_id="p1"), at=AT) == date(2027, 1, 22)
    assert expires_soon(Provider.objects.get(provider_id="p2"), at=AT) is None


def test_second_case_at_once_is_refused_by_the_database_and_found_by_the_action():
    provider = newcomer()
    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationCase.objects.create(provider=provider, opened_at=AT)

    assert verification.begin_case(provider, by="a", at=AT) == open_case(provider)


@pytest.mark.parametrize(
    "bad",
    [{"state": "odd"}, {"state": "submitted"}, {"decided_at": AT}, {"state": "accepted", "submitted_at": AT}],
)
def test_database_refuses_a_case_that_cannot_be(bad):
    case = open_case(newcomer())

    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationCase.objects.filter(pk=case.pk).update(**bad)


def test_renewal_starts_from_what_was_accepted_and_changes_nothing_before_it_is():
    provider = newcomer()
    decided(handed_in(provider), Verdict.ACCEPT)

    case = verification.begin_case(provider, by="a", at=AT + timedelta(days=1))

    assert [each.number for each in case.licences.order_by("state")] == ["SI00123", "123456"]
    verification.say_licences(case, [NJ], by="a", at=AT)
    assert queries.roster_snapshot().provider(0).licences == ("NJ", "NY")


def test_profile_changes_are_numbered_with_before_and_after():
    provider = newcomer()
    before = ProfileChange.objects.count()
    assert not save_profile(provider, cells={"languages": "en"}, by="a", at=AT)

    assert save_profile(provider, cells={"languages": "en;es", "formats": PROFILE["formats"]}, by="a", at=AT)

    change = ProfileChange.objects.latest("number")
    assert (ProfileChange.objects.count(), change.number, change.by) == (before + 1, before + 1, "a")
    assert change.changes == {"languages": ["en", "en;es"]}


def test_profile_outlives_an_import_and_the_rest_of_the_roster_goes_on():
    providers(1)
    save_profile(Provider.objects.get(), cells={"concerns": "grief"}, by="a", at=AT)

    providers(1, concerns="anxiety", fee_max="170")

    row = queries.roster_snapshot().provider(0)
    assert (row.concerns, row.fee_max) == (("grief",), 170)


def test_row_that_breaks_a_rule_is_never_listed():
    providers(1)

    with pytest.raises(ValueError, match="every rule"):
        save_profile(Provider.objects.get(), cells={"fee_min": "500"}, by="a", at=AT)

    assert queries.roster_snapshot().provider(0).fee_min == 100


def test_account_is_one_providers_and_a_provider_has_one():
    providers(2)
    first, second = Provider.objects.order_by("provider_id")
    person = account(PROVIDER)
    verification.link_account(first, person, by="coordinator", at=AT)

    for provider, other in ((second, person), (first, account(PROVIDER))):
        with pytest.raises(verification.HasProvider):
            verification.link_account(provider, other, by="coordinator", at=AT)
    with pytest.raises(verification.HasProvider):
        verification.open_provider(person, name="Ada Again", kind=Kind.COACH, at=AT)

    assert queries.own_provider(person.pk) == first


def test_provider_is_their_own_to_change_and_a_case_never_ones_own_to_decide():
    mine, theirs = newcomer(), newcomer()
    me, coordinator = (
        policy.Viewer(policy.Kind(kind), mine.account_id) for kind in (PROVIDER, "coordinator")
    )

    assert [policy.may(me, "change", each) for each in (mine, theirs)] == [True, False]
    assert [policy.may(me, "read", each) for each in (mine, theirs)] == [False, False]
    cases = [open_case(each) for each in (mine, theirs)]
    assert [policy.may(me, "change", each) for each in cases] == [True, False]
    assert [policy.may(me, "decide", each) for each in cases] == [False, False]
    assert [policy.may(coordinator, "decide", each) for each in cases] == [True, True]
    assert policy.may(coordinator, "change", mine) is False
    assert policy.may(me, "read", verification_queue(at=AT)) is False
