"""The look-up and a provider's public page: who may see them, what they say, and what they never do."""

import html
import re
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from faults.import_files import ROSTER_HEADER, npi_number, roster_row
from rapport.matching.reading import read_roster
from rapport.site.directory import actions
from rapport.site.directory.models import Provider
from rapport.site.directory.registry import RegistryRow
from rapport.site.foundation import limits
from rapport.site.foundation.models import AuditEvent
from rapport.site.intake.models import Intake
from rapport.site.people import sessions
from rapport.site.people.actions import open_client
from support import accounts

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"
pytestmark = pytest.mark.django_db


def import_rows(*rows, **options):
    table = [[row.get(name, "") for name in ROSTER_HEADER] for row in rows]
    actions.import_roster(read_roster(ROSTER_HEADER, table), by="operator", at=AT, **options)


def page_of(provider_id="p1"):
    return f"/providers/{Provider.objects.get(provider_id=provider_id).pk}/"


def text_of(response):
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", bare)


def sign_in(browser, *, with_answers):
    person, _ = open_client(at=timezone.now())
    if with_answers:
        intake = Intake(client=person, language="en", started_at=AT, changed_at=AT)
        intake.seal("answers", {"state": "NY"})
        intake.save()
    session = browser.session
    session[sessions.CLIENT] = person.pk
    session[sessions.SEEN] = timezone.now().isoformat()
    session.save()


def sign_in_staff(browser):
    accounts.sign_in(browser, accounts.account("coordinator"))


VIEWERS = {
    "signed out": lambda browser: None,
    "stranger": lambda browser: sign_in(browser, with_answers=False),
    "client with answers": lambda browser: sign_in(browser, with_answers=True),
    "colleague": sign_in_staff,
}


@pytest.mark.parametrize("enter", VIEWERS.values(), ids=VIEWERS)
@pytest.mark.parametrize("accepting", ["yes", "no"])
def test_listed_provider_is_public_to_every_viewer(client, enter, accepting):
    import_rows(roster_row(1, accepting=accepting))
    enter(client)

    response = client.get(page_of())

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    assert "<title>Appointments</title>" in response.content.decode()


@pytest.mark.parametrize("enter", VIEWERS.values(), ids=VIEWERS)
def test_unlisted_provider_looks_like_one_who_never_was(client, enter):
    import_rows(roster_row(1), roster_row(2))
    import_rows(roster_row(2), unlist_missing=True)
    enter(client)

    refused, unknown = client.get(page_of("p1")), client.get("/providers/aaaaaaaaaaaaaaaaaaaaaaaaaa/")

    assert refused.status_code == unknown.status_code == 404
    assert refused.content == unknown.content
    assert AuditEvent.objects.filter(verb="refused").count() == 1
    assert "Mara" not in text_of(client.get("/recommended/", {"q": "example1"}))


@pytest.mark.parametrize("path", ["/recommended/", "page"])
def test_pages_refuse_what_is_not_reading(client, path):
    import_rows(roster_row(1))

    assert client.post(page_of() if path == "page" else path).status_code == 405


def test_profile_says_what_the_roster_says_in_plain_words(client):
    import_rows(roster_row(1, slots="thu-19;thu-09;mon-18;mon-19"))

    said = text_of(client.get(page_of()))

    for words in (
        "Mara Example1", "Mental health counselor, licensed in New York and New Jersey", "Places are open.",
        "Often free on Monday evening, Thursday morning and evening.", "Anxiety and worry",
        "Relationships and dating", "By video, in person near ZIP code 10027",
        "Cognitive behavioral therapy (CBT)", "They lead, with a plan for each time.", "They have not said.",
        "One person, couples", "English, Spanish", "Aetna",
        "$180 a session; from $90 for those who earn less",
        "until 28 May 2028, as they told us", "Not checked.",
    ):  # fmt: skip
        assert words in said


def test_profile_shows_the_day_openings_were_confirmed_and_when_we_ask_again(client, time_machine):
    time_machine.move_to(AT)
    import_rows(roster_row(1), roster_row(2, openings_confirmed_on="2026-10-01"), roster_row(3, capacity="0"))

    assert "Confirmed on 19 November 2026. We ask them again after 19 December 2026." in text_of(
        client.get(page_of())
    )
    assert "Confirmed on 1 October 2026. That is some time ago" in text_of(client.get(page_of("p2")))
    assert "No place open now." in text_of(client.get(page_of("p3")))


def test_profile_with_an_expired_licence_says_so(client, time_machine):
    time_machine.move_to(AT)
    import_rows(roster_row(1, licence_expires="2026-11-22"))

    assert "ran out on 22 November 2026" in text_of(client.get(page_of()))


def test_profile_tells_what_the_registry_confirmed(client):
    import_rows(roster_row(1))
    row = RegistryRow(npi_number(1), "EXAMPLE1", "MARA", "", ("101YM0800X",), (("NJ", "7"),), "NJ", "07030")
    actions.import_registry([row], deactivated=[], by="operator", at=AT)

    said = text_of(client.get(page_of()))

    assert "Checked. Their number, name and a licence in New Jersey stand in the federal list" in said


def test_coach_is_never_called_licensed(client):
    import_rows(roster_row(1, kind="coach", npi="", taxonomy="", licences="", licence_expires=""))

    said = text_of(client.get(page_of()))

    assert "Coach, not a licensed therapist" in said
    assert "Licensed in" not in said


@pytest.mark.parametrize("name", [SCRIPT, "=1+cmd|'/C calc'!A0", '" onload="x', "أحمد 🙂 Øst"])
def test_names_are_shown_as_the_text_they_are(client, name):
    import_rows(roster_row(1, name=name))

    for response in (client.get(page_of()), client.get("/recommended/", {"q": name})):
        assert SCRIPT not in response.content.decode()
        assert 'onload="x' not in response.content.decode()
    assert name in html.unescape(text_of(client.get(page_of()))) or name == SCRIPT


def test_typed_text_is_shown_back_as_text(client):
    response = client.get("/recommended/", {"q": SCRIPT})

    assert SCRIPT not in response.content.decode()
    assert "&lt;script&gt;" in response.content.decode()


def test_look_up_shows_nobody_until_a_name_is_given(client):
    import_rows(roster_row(1))

    assert "Mara" not in text_of(client.get("/recommended/"))
    assert "at least two letters" in text_of(client.get("/recommended/", {"q": "m"}))
    assert "Nobody of that name here" in text_of(client.get("/recommended/", {"q": "zz"}))


def test_look_up_shows_ten_at_most_and_says_so(client):
    import_rows(*(roster_row(n) for n in range(30)))

    response = client.get("/recommended/", {"q": "mara"})

    assert response.content.decode().count('class="card"') == 10
    assert "no more than ten" in text_of(response)


def test_look_up_offers_the_fit_only_to_who_answered(client):
    import_rows(roster_row(1))
    assert "answer a few questions" in text_of(client.get("/recommended/", {"q": "mara"}))

    sign_in(client, with_answers=True)

    response = client.get("/recommended/", {"q": "mara"})
    assert "answer a few questions" not in text_of(response)
    fit = f"/recommended/{Provider.objects.get().pk}/fit/"
    assert f'href="{fit}"' in response.content.decode()
    assert f'href="{fit}"' in client.get(page_of()).content.decode()


def test_look_up_is_limited(client):
    for _ in range(limits.NAME_LOOKUPS.allowed):
        assert client.get("/recommended/", {"q": "mara"}).status_code == 200

    assert client.get("/recommended/", {"q": "mara"}).status_code == 429
    assert client.get("/recommended/").status_code == 200


@pytest.mark.parametrize("text", ["x" * 10_000, "\x00\x00ab", "‮mara", "%' OR 1=1 --", "🙂🙂"])
def test_look_up_survives_whatever_is_typed(client, text):
    import_rows(roster_row(1))

    assert client.get("/recommended/", {"q": text}).status_code == 200


def test_look_up_costs_the_same_queries_for_1_and_30_people(client, django_assert_max_num_queries):
    counts = []
    for people in (1, 30):
        import_rows(*(roster_row(n) for n in range(people)))
        with django_assert_max_num_queries(20) as queries:
            client.get("/recommended/", {"q": "mara"})
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_profile_costs_three_queries_signed_out(client, django_assert_num_queries):
    import_rows(*(roster_row(n) for n in range(30)))
    address = page_of()

    with django_assert_num_queries(3):
        client.get(address)


@pytest.mark.parametrize("day", ["", date.max.isoformat()])
def test_openings_without_a_day_or_with_one_to_come_count_as_not_confirmed(client, day):
    import_rows(roster_row(1, openings_confirmed_on=day))

    assert "They have not confirmed this yet" in text_of(client.get(page_of()))
