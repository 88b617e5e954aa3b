"""The profile on the client's own axes, seen as a client sees it; verification at the portal and the desk."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from faults.import_files import npi_number
from rapport.site.directory.choices import CaseState, Vouched
from rapport.site.directory.models import Decision, ProfileChange, Provider, VerificationCase
from support import accounts
from support.portal import portal_of

pytestmark = pytest.mark.django_db
NEXT_YEAR = (timezone.now().date() + timedelta(days=365)).isoformat()
PEOPLE = {
    "age_groups": ["adult"],
    "services": ["individual"],
    "formats": ["video"],
    "zip": "",
    "languages": ["en"],
}


def test_profile_is_changed_page_by_page_and_seen_as_a_client_sees_it():
    browser, provider = portal_of()

    aims = {"goals": ["cope", "grow"], "tasks": ["skills"]}
    assert browser.post("/portal/profile/aims/", aims)["Location"] == "/portal/profile/"
    browser.post("/portal/profile/about/", {"about": "I ask what nobody asks.\r\nKindly."})

    text = browser.get("/portal/profile/").content.decode()
    assert "Get through hard moments" in text
    assert "nothing → cope, grow" in text
    public = Browser().get(f"/providers/{provider.pk}/").content.decode()
    assert "I ask what nobody asks.<br>Kindly." in public
    assert "Learn and practice skills" in public
    assert ProfileChange.objects.count() == 2


@pytest.mark.parametrize(
    ("part", "said", "words"),
    [
        ("work", {"concerns": []}, "Tick at least one."),
        ("work", {"concerns": ["dragons"]}, "Choose from what is on this page."),
        ("aims", {"goals": ["cope", "grow", "accept", "relief", "decide"], "tasks": ["skills"]}, "at most 4"),
        (
            "people",
            PEOPLE | {"formats": ["in_person"]},
            "Enter the ZIP code where you meet people in person.",
        ),
        ("people", PEOPLE | {"zip": "1002"}, "Enter a ZIP code of five digits"),
        (
            "fees",
            {"payers": ["self_pay"], "fee_max": "100", "fee_min": "120", "sliding_scale": "no"},
            "above the usual",
        ),
        (
            "fees",
            {"payers": ["self_pay"], "fee_max": "lots", "fee_min": "1", "sliding_scale": "no"},
            "whole dollars",
        ),
        ("about", {"about": "x" * 601}, "Please shorten it to 600."),
        (
            "about",
            {"about": "A client wrote: “She changed my whole life, truly.”"},
            "use your own words alone",
        ),
        ("about", {"about": "Call me on 212 555 0100."}, "Leave out addresses and telephone numbers"),
        ("about", {"about": "Write to ada@example.org"}, "Leave out addresses and telephone numbers"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(part, said, words):
    browser, provider = portal_of()

    text = browser.post(f"/portal/profile/{part}/", said).content.decode()

    assert words in text
    assert not ProfileChange.objects.exists()
    assert Provider.objects.get(pk=provider.pk).row == provider.row


def test_not_said_is_kept_as_not_said_and_a_style_as_its_number():
    browser, provider = portal_of()

    browser.post(
        "/portal/profile/style/", {"directive": "unsure", "emotional": "-2", "past": "", "challenge": "3"}
    )

    row = Provider.objects.get(pk=provider.pk).row
    assert [row.get(name) for name in ("directive", "emotional", "past", "challenge")] == [
        None,
        "-2",
        None,
        "3",
    ]


def test_page_that_is_none_is_missing():
    assert portal_of()[0].get("/portal/profile/invented/").status_code == 404


def newcomer() -> tuple[Browser, Provider]:
    browser = accounts.signed_in("provider")
    browser.post("/portal/start/", {"name": "Ada Example", "kind": "therapist"})
    return browser, Provider.objects.get(name="Ada Example")


def fill_in(browser: Browser) -> None:
    browser.post("/portal/profile/work/", {"concerns": ["anxiety"], "approaches": ["cbt"]})
    browser.post("/portal/profile/people/", PEOPLE)
    who = {"name": "Ada Example", "kind": "therapist", "npi": npi_number(1), "taxonomy": "103TC0700X"}
    browser.post("/portal/verification/who/", who)
    browser.post("/portal/verification/licences/", licence())


def licence(**changes: str) -> dict[str, str]:
    empty = {f"1-{name}": "" for name in ("state", "number", "expires_on")}
    return {"0-state": "NY", "0-number": "123", "0-expires_on": NEXT_YEAR} | empty | changes


def test_newcomer_hands_in_and_a_coordinator_accepts():
    (browser, provider), coordinator = newcomer(), accounts.signed_in("coordinator")
    fill_in(browser)
    stranger = Browser().get(f"/providers/{provider.pk}/")
    assert browser.get(f"/providers/{provider.pk}/").status_code == 200  # as a client will see it
    assert stranger.status_code == 404

    browser.post("/portal/verification/submit/")

    assert "Handed in on" in browser.get("/portal/verification/").content.decode()
    case = VerificationCase.objects.get()
    assert f'href="/desk/verification/{case.pk}/"' in coordinator.get("/desk/verification/").content.decode()
    assert "Nothing to compare with" in coordinator.get(f"/desk/verification/{case.pk}/").content.decode()
    coordinator.post(f"/desk/verification/{case.pk}/", {"verdict": "accept", "reason": "Looked up today."})
    provider.refresh_from_db()
    assert (provider.is_listed, provider.vouched) == (True, Vouched.DESK)
    assert Browser().get(f"/providers/{provider.pk}/").status_code == 200
    assert "You are verified" in browser.get("/portal/verification/").content.decode()


def test_coordinator_asks_and_the_provider_reads_the_question():
    (browser, _), coordinator = newcomer(), accounts.signed_in("coordinator")
    fill_in(browser)
    browser.post("/portal/verification/submit/")
    case = VerificationCase.objects.get()
    without = coordinator.post(f"/desk/verification/{case.pk}/", {"verdict": "ask", "reason": ""})
    assert "Say why: the provider has to know what to do." in without.content.decode()

    coordinator.post(f"/desk/verification/{case.pk}/", {"verdict": "ask", "reason": "Which board is it?"})

    assert "Which board is it?" in browser.get("/portal/verification/").content.decode()
    assert "Answer the coordinator" in browser.get("/portal/").content.decode()
    browser.post("/portal/verification/submit/")
    assert VerificationCase.objects.get().state == CaseState.SUBMITTED
    late = coordinator.post(f"/desk/verification/{case.pk}/", {"verdict": "accept", "reason": ""})
    again = coordinator.post(f"/desk/verification/{case.pk}/", {"verdict": "refuse", "reason": "No."})
    assert [late.status_code, again.status_code] == [302, 302]
    assert Decision.objects.count() == 2  # the second answer came too late to count


def test_half_a_case_is_not_handed_in():
    browser, _ = newcomer()

    browser.post("/portal/verification/submit/")

    assert VerificationCase.objects.get().state == CaseState.DRAFT
    assert "Still missing" in browser.get("/portal/verification/").content.decode()


@pytest.mark.parametrize(
    ("part", "said", "words"),
    [
        (
            "who",
            {"name": "A", "kind": "therapist", "npi": "1234567890", "taxonomy": "103TC0700X"},
            "do not fit together",
        ),
        ("who", {"name": "A", "kind": "therapist", "npi": "", "taxonomy": ""}, "Enter your provider number."),
        ("licences", licence(**{"0-number": ""}), "Enter the number as it stands on the licence."),
        ("licences", licence(**{"0-expires_on": "2020-01-01"}), "This date has passed"),
        (
            "licences",
            licence(**{"0-state": "", "0-number": "", "0-expires_on": ""}),
            "Give at least one licence.",
        ),
        (
            "licences",
            licence(**{"1-state": "NY", "1-number": "4", "1-expires_on": NEXT_YEAR}),
            "another line already",
        ),
    ],
)
def test_what_is_wrong_with_a_step_is_said(part, said, words):
    browser, _ = newcomer()

    text = browser.post(f"/portal/verification/{part}/", said).content.decode()

    assert words in text
    assert 'value="123"' in text or part == "who" or "0-number" not in said or not said["0-number"]


def test_coach_is_asked_for_no_number():
    browser, provider = newcomer()

    sent = browser.post(
        "/portal/verification/who/", {"name": "Cy", "kind": "coach", "npi": "", "taxonomy": ""}
    )

    assert sent["Location"] == "/portal/verification/"
    assert (
        "Licences"
        not in browser.get("/portal/verification/").content.decode().split("<main")[1].split("Hand in")[0]
    )
    assert provider.cases.get().kind == "coach"


def test_case_with_the_coordinator_is_not_changed():
    browser, _ = newcomer()
    fill_in(browser)
    browser.post("/portal/verification/submit/")

    for page in ("who", "licences"):
        assert browser.get(f"/portal/verification/{page}/")["Location"] == "/portal/verification/"


def test_desk_is_a_coordinators_alone():
    browser, _ = newcomer()
    case = VerificationCase.objects.get()

    for visitor in (browser, Browser(), accounts.signed_in("researcher"), portal_of()[0]):
        assert visitor.get("/desk/verification/").status_code == 404
        assert visitor.get(f"/desk/verification/{case.pk}/").status_code == 404
        assert visitor.post(f"/desk/verification/{case.pk}/", {"verdict": "accept"}).status_code == 404
    assert accounts.signed_in("coordinator").get("/desk/verification/nobody/").status_code == 404


def test_desk_leads_to_verification():
    text = accounts.signed_in("coordinator").get("/desk/").content.decode()

    assert 'href="/desk/verification/"' in text
    assert "/desk/verification/" not in accounts.signed_in("researcher").get("/desk/").content.decode()
