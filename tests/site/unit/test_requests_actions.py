"""Asking for a first conversation: offered, declined, taken back, silent, closed."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.site.consultations.actions import closing, renewing, requests, silence
from rapport.site.consultations.choices import Declined, RequestState
from rapport.site.consultations.models import Request
from rapport.site.consultations.queries import held
from rapport.site.consultations.queries import requests as queries
from rapport.site.directory.actions.answering import confirm_openings
from rapport.site.directory.actions.places import set_places
from rapport.site.directory.models import Answering, Provider
from rapport.site.foundation.models import AuditEvent
from rapport.site.foundation.outbox_models import MailState, OutboxMessage
from rapport.site.matches.choices import MatchClosed
from rapport.site.matches.models import Match
from rapport.site.people.actions import answer_consent, erase_client
from support import asked, booked, practice
from support.asked import DUE, LATER, SENT

pytestmark = pytest.mark.django_db
SOON = SENT + timedelta(hours=2)


def open_positions(client):
    return sorted(Match.objects.filter(client=client, is_open=True).values_list("position", flat=True))


def mails():
    found = OutboxMessage.objects.filter(state=MailState.WAITING, key__startswith="request:")
    return sorted(found.values_list("template", flat=True))


def test_request_is_due_two_working_days_later_where_the_provider_works():
    client = asked.person()

    sent = asked.ask(client)

    assert (sent.state, sent.sent_at, sent.due_at) == (RequestState.WAITING, SENT, DUE)
    assert sent.position == 1


def test_request_twice_is_one():
    client = asked.person()
    first = asked.ask(client)

    again = asked.ask(client, at=SOON)

    assert again.pk == first.pk
    assert Request.objects.count() == 1
    assert AuditEvent.objects.filter(verb="requested").count() == 1


def test_all_three_may_be_asked_and_no_fourth():
    client = asked.person()
    for position in (1, 2, 3):
        asked.ask(client, position)
    other = Provider.objects.exclude(matches__client=client).first()
    match = asked.match_at(client, 1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Request.objects.create(
            client=client, provider=other, match=match, position=1, sent_at=SENT, due_at=DUE
        )


def test_request_to_somebody_who_does_not_stand_is_refused():
    client = asked.person()
    match = asked.match_at(client, 2)
    requests.decline(by=match.provider, request=asked.ask(client, 2), reason=Declined.TIMES, at=SOON)

    with pytest.raises(requests.NotAmongThree):
        requests.request(by=client, match=match, at=SOON)


def test_request_for_another_ones_match_is_refused():
    client, other = asked.person(), asked.person()

    with pytest.raises(requests.NotTheirs):
        requests.request(by=other, match=asked.match_at(client), at=SENT)


def test_need_holds_need_and_logistics_and_nobody_behind_them():
    client = asked.person(
        text="My boss Harriet Quimby shouts at me.",
        identities=["bipoc"], prefer={"gender": "woman", "identities": ["bipoc"], "must": []},
        payer="aetna", formats=["video", "in_person"],
    )  # fmt: skip

    sent = asked.ask(client)
    sent.client = client
    need = sent.unseal("need")

    text = json.dumps(need)
    for hidden in ("Harriet", "10027", "bipoc", "woman", "aetna", "adult", client.pk):
        assert hidden not in text
    assert need["concerns"] == [["anxiety", 3]]
    assert (need["state"], need["payer"], need["distance"]) == ("NY", "insurance", 5)
    assert need["formats"] == ["video", "in_person"]
    assert b"anxiety" not in bytes(Request.objects.get().need)


def test_need_holds_the_clients_words_only_when_ticked():
    client = asked.person()

    without, ticked = asked.ask(client, 1), asked.ask(client, 2, with_words=True)
    without.client = ticked.client = client

    assert without.unseal("need")["words"] == ""
    assert ticked.unseal("need")["words"] == practice.ANSWERS["text"]


def test_offer_keeps_the_providers_line_sealed_and_renews_their_opening():
    client = asked.person()
    sent = asked.ask(client)

    requests.offer(by=sent.provider, request=sent, words="  Thursdays suit me well. ", at=SOON)

    found = Request.objects.get(pk=sent.pk)
    found.client = client
    assert (found.state, found.answered_at, found.ended_at) == (RequestState.OFFERED, SOON, None)
    assert found.unseal("words") == "Thursdays suit me well."
    assert Provider.objects.get(pk=sent.provider_id).row["openings_confirmed_on"] == "2026-11-24"


def test_offer_twice_is_one_and_after_a_decline_is_refused():
    client = asked.person()
    sent, other = asked.ask(client, 1), asked.ask(client, 2)
    requests.offer(by=sent.provider, request=sent, words="", at=SOON)
    requests.offer(by=sent.provider, request=sent, words="again", at=SOON)
    requests.decline(by=other.provider, request=other, reason=Declined.OTHER, at=SOON)

    assert AuditEvent.objects.filter(verb="offered").count() == 1
    with pytest.raises(requests.NotWaiting):
        requests.offer(by=other.provider, request=other, words="", at=SOON)


def test_decline_fills_the_place_at_once_with_the_reason_kept():
    client = asked.person()
    sent = asked.ask(client, 2)
    before = set(Match.objects.values_list("provider_id", flat=True))

    placed = requests.decline(by=sent.provider, request=sent, reason=Declined.COST, at=SOON)

    found = Request.objects.get(pk=sent.pk)
    assert (found.state, found.reason, found.ended_at) == (RequestState.DECLINED, Declined.COST, SOON)
    assert placed.position == 2
    assert placed.provider_id not in before
    assert open_positions(client) == [1, 2, 3]
    again = requests.decline(by=sent.provider, request=sent, reason=Declined.COST, at=SOON)
    assert again == placed
    assert Request.objects.count() == 1  # Nobody is asked for the client without their tick.


def test_the_next_one_is_asked_where_the_client_ticked_it():
    client = asked.person()
    sent = asked.ask(client, 2, asks_next=True, with_words=True)

    placed = requests.decline(by=sent.provider, request=sent, reason=Declined.FULL, at=SOON)

    [follow] = Request.objects.filter(match=placed)
    follow.client = client
    assert (follow.state, follow.asks_next, follow.position) == (RequestState.WAITING, True, 2)
    assert follow.sent_at == SOON
    assert follow.unseal("need")["words"] == practice.ANSWERS["text"]


def test_silence_fills_the_place_and_counts_once():
    client = asked.person()
    sent = asked.ask(client, 3)

    assert silence.expire_silent(DUE - timedelta(seconds=1)) == 0
    assert silence.expire_silent(LATER) == 1
    assert silence.expire_silent(LATER) == 0

    found = Request.objects.get(pk=sent.pk)
    assert (found.state, found.answered_at) == (RequestState.SILENT, None)
    assert Match.objects.get(pk=sent.match_id).closed_because == MatchClosed.SILENT
    assert open_positions(client) == [1, 2, 3]
    # A listed opening that did not answer is none.
    assert "openings_confirmed_on" not in Provider.objects.get(pk=sent.provider_id).row


def test_provider_silent_twice_running_is_drawn_for_nobody_until_they_confirm():
    practice.providers(3)
    quiet = Provider.objects.first()
    for client in (asked.person(), asked.person()):
        asked.ask(client, Match.objects.get(client=client, provider=quiet).position)

    silence.expire_silent(LATER)

    assert Provider.objects.get(pk=quiet.pk).row["accepting"] == "no"
    assert asked.person(at=LATER).shortlists.get().found == 2
    confirm_openings(quiet, by="system", at=LATER)
    assert asked.person(at=LATER).shortlists.get().found == 3


def test_a_full_provider_is_not_offered_and_a_later_roster_brings_them_back():
    client = asked.person()
    sent = asked.ask(client)
    requests.decline(by=sent.provider, request=sent, reason=Declined.FULL, at=SOON)
    assert Provider.objects.get(pk=sent.provider_id).row["accepting"] == "no"

    practice.providers(10)
    assert Provider.objects.get(pk=sent.provider_id).row["accepting"] == "no"
    practice.providers(10, openings_confirmed_on="2026-11-30")

    assert Provider.objects.get(pk=sent.provider_id).row["accepting"] == "yes"


def test_setting_places_or_hours_confirms_openings_too():
    client = asked.person()
    sent = asked.ask(client)
    requests.decline(by=sent.provider, request=sent, reason=Declined.FULL, at=SOON)

    set_places(sent.provider, capacity=3, by="system", at=SOON)

    row = Provider.objects.get(pk=sent.provider_id).row
    assert (row["accepting"], row["capacity"], row["openings_confirmed_on"]) == ("yes", "3", "2026-11-24")


@pytest.mark.parametrize(
    "change", [{"because": "full"}, {"not_live_on": SENT.date()}, {"silent_running": 3}, {"because": "odd"}]
)
def test_database_refuses_counts_that_do_not_hold_together(change):
    practice.providers(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Answering.objects.create(**{"provider": Provider.objects.get(), "others": 2} | change)


def test_shortfall_is_named_where_nobody_is_left():
    client = asked.person(providers=3)
    sent = asked.ask(client, 1)

    assert requests.decline(by=sent.provider, request=sent, reason=Declined.OTHER, at=SOON) is None

    shortlist = client.shortlists.get()
    shortlist.client = client
    assert shortlist.unseal("record")["shortfall"]["found"] == 2
    assert open_positions(client) == [2, 3]


def test_withdrawing_keeps_the_person_among_the_three_and_says_nothing_of_them():
    client = asked.person()
    sent = asked.ask(client)

    requests.withdraw(by=client, request=sent, at=SOON)
    requests.withdraw(by=client, request=sent, at=SOON)

    assert Request.objects.get().state == RequestState.WITHDRAWN
    assert open_positions(client) == [1, 2, 3]
    assert not Provider.objects.filter(answering__isnull=False).exists()
    assert asked.ask(client, at=SOON).pk != sent.pk  # One may think again.


def test_a_booked_request_is_neither_taken_back_nor_declined():
    practice.providers(10, slots=booked.ALWAYS)
    client = asked.person()
    sent = asked.ask(client)
    requests.offer(by=sent.provider, request=sent, words="", at=SOON)
    sent.refresh_from_db()
    sent.client = client
    booked.booked(sent, booked.starts(sent, at=SOON)[0], at=SOON)

    for act in (
        lambda: requests.withdraw(by=client, request=sent, at=SOON),
        lambda: requests.decline(by=sent.provider, request=sent, reason=Declined.TIMES, at=SOON),
        lambda: renewing.issue(by=client, at=SOON, missing={"codes": [], "note": ""}),
    ):
        with pytest.raises(requests.StillBooked):
            act()
    assert client.shortlists.count() == 1


def test_three_others_take_requests_to_those_before_back():
    client = asked.person()
    for position in (1, 3):
        asked.ask(client, position)

    renewing.issue(by=client, at=SOON, missing={"codes": [], "note": ""})

    assert set(Request.objects.values_list("state", flat=True)) == {RequestState.WITHDRAWN}
    assert asked.ask(client, 1, at=SOON).state == RequestState.WAITING
    assert open_positions(client) == [1, 2, 3]


def test_choosing_one_closes_the_others_courteously():
    client = asked.person()
    chosen, other = asked.ask(client, 1), asked.ask(client, 2)
    asked.with_account(other.provider)
    chosen.client = client

    with transaction.atomic():
        closed = closing.close_others(client, chosen=chosen, by=client.pk, at=SOON)

    assert [each.pk for each in closed] == [other.pk]
    assert Request.objects.get(pk=other.pk).state == RequestState.CLOSED
    assert mails() == ["request_closed"]
    assert silence.expire_silent(LATER) == 1  # The chosen one is not closed by this.


def test_mails_to_a_provider_with_an_account_say_that_there_is_something():
    client = asked.person()
    asked.with_account(asked.match_at(client).provider)

    sent = asked.ask(client)

    assert mails() == ["deadline_near", "request_received"]
    near = OutboxMessage.objects.get(template="deadline_near")
    assert (near.due_at.isoformat(), near.not_after) == ("2026-11-25T15:00:00+00:00", DUE)
    requests.offer(by=sent.provider, request=sent, words="", at=SOON)
    assert mails() == ["request_answered", "request_received"]


def test_withdrawn_consent_hides_the_request_at_once_and_its_end_is_no_silence():
    client = asked.person()
    sent = asked.ask(client)
    assert queries.request_shown_to(sent.provider, sent.pk) is not None

    answer_consent(client, purpose="share_with_provider", is_given=False, at=SOON)

    assert queries.request_shown_to(sent.provider, sent.pk) is None
    assert queries.shown_to(sent.provider) == []
    with pytest.raises(requests.NotWaiting):
        requests.offer(by=sent.provider, request=sent, words="", at=SOON)
    assert silence.expire_silent(LATER) == 1
    assert Request.objects.get().state == RequestState.WITHDRAWN
    assert not Provider.objects.filter(answering__isnull=False).exists()


def test_download_holds_requests_and_erasing_takes_them():
    client = asked.person()
    sent = asked.ask(client)
    requests.offer(by=sent.provider, request=sent, words="Gladly.", at=SOON)

    [told] = held.held_about(client)["requests"]
    assert (told["state"], told["what_they_wrote"]) == ("offered", "Gladly.")
    assert told["what_they_saw"]["concerns"] == [["anxiety", 3]]
    erase_client(client, by=client.pk, at=SOON)
    assert (Request.objects.count(), Match.objects.count()) == (0, 0)
    assert not OutboxMessage.objects.filter(key__startswith="request:").exists()
    assert silence.expire_silent(LATER) == 0


def test_audit_trail_tells_no_content():
    client = asked.person()
    sent = asked.ask(client, with_words=True)
    requests.decline(by=sent.provider, request=sent, reason=Declined.RELATION, at=SOON)

    told = " ".join(AuditEvent.objects.values_list("detail", flat=True))
    assert "relation" not in told
    assert "worry" not in told
