"""Not repaired, and referred: on a phone that runs no script; and every page looked at by axe."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from rapport.site.checkins.actions.sessions import record_session_ratings
from rapport.site.checkins.models import RepairNote
from rapport.site.consultations.choices import CourseEnded
from rapport.site.consultations.models import Course
from rapport.site.matches.models import Shortlist
from rapport.site.referrals.models import Closing, Referral
from rapport.vocabulary import PARTS
from support.coursed import met_next, new_three, opened, practice_of
from support.looking import return_by_code
from support.met import NOW

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
STRAINED = (85, 84, 86, 85, 30, 35, 60, 62, 61, 62, 25, 22, 20)


@pytest.fixture
def course() -> Course:
    """A course in which two ruptures stayed, and something was tried."""
    practice_of()
    found = opened(at=NOW - timedelta(days=100), days_ago=101)
    Shortlist.objects.filter(client=found.client).update(issued_at=NOW - timedelta(days=110))
    found = Course.objects.select_related("client__key", "provider", "match__shortlist").get(pk=found.pk)
    for number, value in enumerate(STRAINED, start=1):
        held = NOW - timedelta(days=95) + timedelta(days=7 * number)
        record_session_ratings(
            by=found.client, at=held, match=found.match, number=number, held_at=held,
            ratings=dict.fromkeys(PARTS, float(value)), key=f"k{number}",
        )  # fmt: skip
    note = RepairNote(
        client=found.client, provider=found.provider, course=found, after_session=len(STRAINED),
        noted_at=NOW, entry_key="n",
    )  # fmt: skip
    note.seal("said", {"tried": [], "words": "We talked about it."})
    note.save()
    return found


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_course_that_was_not_repaired_is_referred_without_a_gap(
    phone: Page, live_server: object, course: Course
) -> None:
    home, name = live_server.url, course.provider.name  # type: ignore[attr-defined]
    return_by_code(phone, home, course.client.receipt_code())

    phone.goto(f"{home}/course/refer/")
    expect(phone.locator("main")).to_contain_text("Someone else may suit you better")
    phone.get_by_role("button", name="I would like to meet others").click()
    phone.get_by_text("Three others, chosen for me").click()
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_text("A summary, which I read and change first").click()
    phone.get_by_label("Your summary").fill("We worked on sleep. I would like more challenge.")
    phone.get_by_role("button", name="Yes, go on with this").click()
    expect(phone.locator("main")).to_contain_text(f"Your place with {name} is kept")
    phone.get_by_role("link", name="Your three").click()
    expect(phone.locator("[data-part=match]")).to_have_count(3)

    found = new_three(course.client)[0]
    booking = met_next(found)
    phone.goto(f"{home}/choosing/choose/{booking.request_id}/")
    phone.get_by_role("button", name=f"Yes, begin with {found.provider.name}").click()
    phone.get_by_role("link", name="What happens now, and a good-bye").click()
    expect(phone.locator("main")).to_contain_text(f"Your course with {name} ended")
    phone.get_by_role("link", name="Say good-bye, in two minutes").click()
    phone.get_by_text("I felt understood").click()
    phone.get_by_label("Your good-bye to them").fill("Thank you for the first months.")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("main")).to_contain_text("Your good-bye is said.")

    course.refresh_from_db()
    assert (course.ended_because, Closing.objects.get().is_shown) == (CourseEnded.REFERRED, False)
    assert Referral.objects.get().asked_by == "proposed"


# How pages look does not depend on the database: once is enough.
@pytest.mark.sqlite
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_pages_of_going_on_have_no_fault_that_axe_finds(
    page: Page, live_server: object, axe: Callable[[Page], None], course: Course, width: int, scheme: str
) -> None:
    home = live_server.url  # type: ignore[attr-defined]
    page.set_viewport_size({"width": width, "height": 900})
    return_by_code(page, home, course.client.receipt_code())
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    def look(address: str) -> None:
        page.goto(home + address)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
        axe(page)
        assert page.locator("html").evaluate("html => html.scrollWidth") <= width

    for address in ("/course/review/", "/course/refer/", "/course/end/"):
        look(address)
    page.goto(f"{home}/course/refer/")
    page.get_by_role("button", name="I would like to meet others").click()
    look("/course/refer/")
    page.locator("label", has_text="Somebody elsewhere").first.click()
    page.get_by_label("Their name").fill("Dr Wren")
    page.get_by_role("button", name="Continue").click()
    look("/course/refer/along/")
    page.get_by_role("button", name="Yes, go on with this").click()
    for address in ("/course/refer/", "/course/refer/letter/", "/choosing/chosen/"):
        look(address)
    page.goto(f"{home}/course/end/")
    page.locator("label", has_text="I would like to stop").click()
    page.get_by_role("button", name="End it").click()
    for what in ("ended", "goodbye"):
        look(f"/course/{what}/{course.pk}/")
