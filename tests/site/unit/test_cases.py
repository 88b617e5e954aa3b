"""Cases: who looks after a client, break-glass by two people, and offers by hand."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rapport.errors import BadInput
from rapport.learning.policy.policy_log import SLATE_FIELDS
from rapport.site.client.mine import holdings
from rapport.site.consultations.actions import by_hand, requests
from rapport.site.directory.models import Provider
from rapport.site.foundation.models import AuditEvent
from rapport.site.foundation.outbox_models import OutboxMessage
from rapport.site.matches.hand_actions import BY_HAND
from rapport.site.matches.models import HandOffer, Match, Shortlist
from rapport.site.matches.named_actions import CannotTake
from rapport.site.outcomes.queries.policy_log import policy_log
from rapport.site.people import actions, case_actions, policy
from rapport.site.people.case_queries import Case
from rapport.site.people.choices import GlassState
from rapport.site.people.models import Assignment, Client, Glass
from support import accounts, practice, rated

pytestmark = pytest.mark.django_db
WHY = "They wrote that they may hurt somebody tonight."
CHOSEN = "She speaks their dialect, which no form asks about."


@pytest.fixture
def person() -> Client:
    practice.providers(6)
    return practice.client()


@pytest.fixture
def two() -> tuple[object, object]:
    return accounts.account(), accounts.account()


def may(account, verb, client, *, at=None):
    return policy.may(accounts.viewer(account), verb, Case(client, at or timezone.now()))


def test_case_is_read_by_whoever_has_it_and_by_nobody_else(person, two):
    one, other = two
    case_actions.assign(person, one, by=one.pk, at=timezone.now())
    assert (may(one, "read", person), may(other, "read", person)) == (True, False)
    assert (may(one, "open", person), may(one, "offer", person)) == (False, True)

    case_actions.assign(person, other, by=other.pk, at=timezone.now())
    assert (may(one, "read", person), may(other, "read", person)) == (False, True)

    case_actions.release(person, by=other.pk, at=timezone.now())
    assert may(other, "read", person) is False
    assert Assignment.objects.count() == 2


def test_consent_opens_what_is_sealed_and_closes_it_at_once(person, two):
    one, other = two
    case_actions.assign(person, one, by=one.pk, at=timezone.now())

    rated.yes(person, "share_case")
    assert (may(one, "open", person), may(other, "open", person)) == (True, False)
    assert may(one, "reach", person) is False

    rated.no(person, "share_case")
    assert may(one, "open", person) is False


@pytest.mark.parametrize("kind", ["provider", "researcher"])
@pytest.mark.parametrize("verb", ["read", "open", "offer", "assign", "ask_glass", "reach"])
def test_no_other_kind_of_account_has_a_case(person, kind, verb):
    account = accounts.account(kind)
    with pytest.raises(case_actions.NotTheirs):
        case_actions.assign(person, account, by="test", at=timezone.now())

    assert may(account, verb, person) is False


def test_one_coordinator_alone_opens_nothing(person, two):
    one, _ = two
    glass = case_actions.ask_to_break_glass(person, by=one, reason=WHY, at=timezone.now())

    with pytest.raises(case_actions.SamePerson):
        case_actions.grant(glass, by=one, at=timezone.now())
    assert may(one, "open", person) is False
    assert policy.may(accounts.viewer(one), "decide", glass) is False
    with pytest.raises(IntegrityError), transaction.atomic():
        Glass.objects.filter(pk=glass.pk).update(
            state=GlassState.GRANTED, decided_by=one, decided_at=timezone.now(),
            expires_at=timezone.now() + timedelta(hours=1),
        )  # fmt: skip


def test_two_open_it_for_an_hour_and_the_client_is_told(person, two):
    one, other = two
    now = timezone.now()
    glass = case_actions.ask_to_break_glass(person, by=one, reason=WHY, at=now)

    case_actions.grant(glass, by=other, at=now)

    assert (may(one, "open", person), may(one, "reach", person)) == (True, True)
    assert may(other, "open", person) is False
    assert may(one, "offer", person) is False
    assert may(one, "open", person, at=now + case_actions.OPEN_FOR) is False
    assert OutboxMessage.objects.get(key=f"glass:{glass.pk}:granted").client_id == person.pk
    held = holdings.everything(person)["people"]["desk"]["break_glass"]
    assert [(each["reason"], each["state"]) for each in held] == [(WHY, "granted")]
    said = [note.what for note in holdings.notes(person, holdings.everything(person))]
    assert any("two coordinators opened your record" in each for each in said)
    assert not AuditEvent.objects.filter(detail__contains="hurt").exists()


def test_glass_is_decided_once_and_lapses(person, two):
    one, other = two
    now = timezone.now()
    glass = case_actions.ask_to_break_glass(person, by=one, reason=WHY, at=now)
    with pytest.raises(case_actions.Asked):
        case_actions.ask_to_break_glass(person, by=other, reason=WHY, at=now)
    with pytest.raises(case_actions.Decided):
        case_actions.grant(glass, by=other, at=now + case_actions.ANSWER_WITHIN)
    case_actions.take_back(glass, by=other, at=now)
    assert Glass.objects.get().state == GlassState.ASKED

    case_actions.refuse(glass, by=other, at=now)
    with pytest.raises(case_actions.Decided):
        case_actions.grant(glass, by=other, at=now)
    assert may(one, "open", person) is False

    again = case_actions.ask_to_break_glass(person, by=one, reason=WHY, at=now)
    case_actions.take_back(again, by=one, at=now)
    with pytest.raises(case_actions.Decided):
        case_actions.grant(again, by=other, at=now)


@pytest.mark.parametrize("reason", ["", "because", " " * 40, "x" * 1001])
def test_glass_needs_a_reason(person, two, reason):
    with pytest.raises(BadInput):
        case_actions.ask_to_break_glass(person, by=two[0], reason=reason, at=timezone.now())

    assert not Glass.objects.exists()


def test_erasing_takes_assignments_glasses_and_offers_along(person, two):
    rated.matched(person)
    case_actions.assign(person, two[0], by=two[0].pk, at=timezone.now())
    case_actions.ask_to_break_glass(person, by=two[0], reason=WHY, at=timezone.now())
    offered(person, two[0])

    actions.erase_client(person, by="test", at=timezone.now())

    assert [model.objects.count() for model in (Assignment, Glass, HandOffer)] == [0, 0, 0]


def another(shortlist: Shortlist) -> Provider:
    return Provider.objects.exclude(matches__shortlist=shortlist).order_by("provider_id").first()


def offered(person: Client, by, provider: Provider | None = None) -> Match:
    shortlist = Shortlist.objects.get(client=person, closed_at__isnull=True)
    given = provider or another(shortlist)
    return by_hand.offer_by_hand(person, given, by=by, reason=CHOSEN, at=timezone.now())


def test_offer_by_hand_takes_a_place_without_a_propensity(person, two):
    shortlist = rated.matched(rated.yes(person, "learning"))
    match = Match.objects.get(pk=offered(person, two[0]).pk)

    assert (match.position, match.propensity, match.is_by_hand) == (3, None, True)
    assert match.refill_of.closed_because == "by_hand"
    assert Shortlist.objects.get(pk=shortlist.pk).is_overridden
    rows = [row for row in policy_log(timezone.now()) if row["policy"] == BY_HAND]
    assert [(row["propensity"], row["ordered_propensity"], row["provider_id"]) for row in rows] == [
        ("", "", match.provider.provider_id)
    ]
    assert set(rows[0]) == set(SLATE_FIELDS)
    held = holdings.everything(person)["matches"]["by_hand"]
    assert held[0]["reason"] == CHOSEN
    assert held[0]["the_model_would_have_drawn"]["overall"]["mean"] > 0


def test_offer_by_hand_keeps_every_limit(person, two):
    rated.matched(person)
    practice.providers(1, provider_id="far", name="Far", licences="CA")
    practice.providers(1, provider_id="full", name="Full", capacity="0")

    for provider_id, limit in (("far", "state"), ("full", "capacity")):
        with pytest.raises(CannotTake) as refused:
            offered(person, two[0], Provider.objects.get(provider_id=provider_id))
        assert limit in " ".join(refused.value.limits) or refused.value.limits
    assert not HandOffer.objects.exists()


def test_offer_by_hand_leaves_whoever_is_asked(person, two):
    shortlist = rated.matched(person)
    for match in shortlist.matches.filter(position__in=(2, 3)):
        requests.request(by=person, match=match, at=timezone.now())
    assert offered(person, two[0]).position == 1

    requests.request(by=person, match=Match.objects.get(is_by_hand=True), at=timezone.now())
    with pytest.raises(by_hand.AllAsked):
        offered(person, two[0])


def test_offer_by_hand_fills_an_empty_place_first(two):
    practice.providers(2)
    person = practice.client()
    shortlist = rated.matched(person)
    assert shortlist.found == 2
    practice.providers(3)

    match = offered(person, two[0])

    assert (match.position, match.refill_of) == (3, None)
    with pytest.raises(by_hand.StandsThere):
        offered(person, two[0], match.provider)


def test_offer_by_hand_needs_three_and_a_reason(person, two):
    with pytest.raises(by_hand.NoThree):
        by_hand.offer_by_hand(person, Provider.objects.first(), by=two[0], reason=CHOSEN, at=timezone.now())
    provider = another(rated.matched(person))
    with pytest.raises(BadInput):
        by_hand.offer_by_hand(person, provider, by=two[0], reason="so", at=timezone.now())


def test_database_refuses_a_hand_with_a_chance_and_a_chance_without(person):
    match = rated.first_of(rated.matched(person))

    for wrong in ({"propensity": None}, {"is_by_hand": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Match.objects.filter(pk=match.pk).update(**wrong)
