"""The look-up and a provider's page in a real browser: no fault for axe, nothing cut off, no script."""

from datetime import UTC, datetime

import pytest

from faults.import_files import ROSTER_HEADER, roster_row
from rapport.matching.reading import read_roster
from rapport.site.directory import actions
from rapport.site.directory.models import Provider

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PHONE, DESK = (390, 844), (1280, 900)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> str:
    """Three people, one with everything said and one with as little as may be; the first one's page."""
    unsaid = "licence_expires payers fee_min fee_max approaches gender identities directive emotional past"
    unsaid += " challenge slots openings_confirmed_on npi taxonomy"
    little = dict.fromkeys(unsaid.split(), "")
    long_name = "Maria del Carmen Hohenstein-Papadopoulos " + "W" * 60
    rows = [roster_row(1), roster_row(2, accepting="no", **little), roster_row(3, name=long_name)]
    table = [[row.get(name, "") for name in ROSTER_HEADER] for row in rows]
    actions.import_roster(read_roster(ROSTER_HEADER, table), by="operator", at=AT)
    return f"/providers/{Provider.objects.get(provider_id='p1').pk}/"


# How pages look does not depend on the database: once is enough.
@pytest.mark.sqlite
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_have_no_accessibility_fault_and_never_scroll_sideways(
    live_server, page, axe, people, size, scheme
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    others = [f"/providers/{Provider.objects.get(provider_id=f'p{n}').pk}/" for n in (2, 3)]
    look_ups = [f"/recommended/{query}" for query in ("", "?q=ma", "?q=m", "?q=nobody")]

    for path in (people, *others, *look_ups):
        page.goto(live_server.url + path)
        axe(page)
        assert page.locator("html").evaluate("html => html.scrollWidth") <= size[0], path


def test_name_is_looked_up_by_keyboard_without_script(live_server, new_context, people) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + "/recommended/")
    page.get_by_label("Their name").press_sequentially("example1")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="How Mara Example1 works").press("Enter")

    page.wait_for_url(live_server.url + people)

    assert page.get_by_role("heading", level=1).inner_text() == "Mara Example1"
    assert page.title() == "Appointments"
    page.goto("about:blank")


def test_style_is_told_in_words_beside_its_picture(live_server, page, people) -> None:
    page.goto(live_server.url + people)

    names = [picture.get_attribute("aria-label") for picture in page.get_by_role("img").all()]

    assert "Who leads: They lead, with a plan for each time." in names
    assert "Now or then: They have not said." in names
