"""The desk's long lists: by pages, found by a form in the address, at the same cost however long they are."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.site.consultations.models import Course
from rapport.site.directory.models import Provider
from rapport.site.foundation import paging
from rapport.site.foundation.paging import Mark, page_in, page_of
from rapport.site.intake.models import Intake
from rapport.site.people import account_actions, case_actions
from rapport.site.people.models import Client
from support import accounts, practice, rated
from support.story import words_of

pytestmark = pytest.mark.django_db
LISTS = ("people", "leaving", "cases", "referrals")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three a page, so that few rows make several."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)


@pytest.fixture
def desk(client: Browser) -> Browser:
    client.person = accounts.sign_in(client, accounts.account("coordinator"))  # type: ignore[attr-defined]
    return client


def walked(
    desk: Browser, address: str, seen: Callable[[str], list[str]], way: str = "next"
) -> list[list[str]]:
    """What each page shows, from this one on, by its link to the one beside it."""
    shown, asked = [], address
    while True:
        page = desk.get(asked).content.decode()
        shown.append(seen(page))
        link = re.search(rf'rel="{way}" href="([^"]+)"', page)
        if link is None:
            return shown
        asked = address.split("?")[0] + link[1].replace("&amp;", "&")


def waits(days: int) -> Client:
    found = practice.client()
    rated.matched(found, at=timezone.now() - timedelta(days=days))
    Intake.objects.filter(client=found).update(submitted_at=timezone.now() - timedelta(days=days))
    return found


def named(page: str) -> list[str]:
    return re.findall(r'<h2 class="address">([^<]+)</h2>', page)


def test_pages_follow_each_other_both_ways_and_a_row_that_comes_or_goes_moves_no_other() -> None:
    practice.providers(8)
    Provider.objects.filter(provider_id__in=("p2", "p3", "p4")).update(name="Same name")
    every = Provider.objects.all()
    ordered = list(every.order_by("name", "pk"))

    first = page_of(every, Mark(), key="name")
    second = page_of(every, Mark(after=first.after), key="name")
    third = page_of(every, Mark(after=second.after), key="name")

    assert [each.pk for page in (first, second, third) for each in page.rows] == [one.pk for one in ordered]
    assert (first.before, third.after) == ("", "")
    assert page_of(every, Mark(before=third.before), key="name") == second
    assert page_of(every, Mark(before=second.before), key="name") == first
    falling = page_of(every, Mark(after=third.rows[0].pk), key="name", falls=True)
    assert falling.rows == ordered[5:2:-1]

    first.rows[0].delete()
    assert page_of(every, Mark(after=first.after), key="name").rows == second.rows
    assert page_of(every, Mark(after=ordered[7].pk), key="name").rows == ordered[1:4]
    assert page_of(every, Mark(after="gone"), key="name").rows == ordered[1:4]


def test_a_list_that_is_reckoned_has_the_same_pages() -> None:
    rows = list("abcdefgh")
    first = page_in(rows, Mark(), id_of=str)
    second = page_in(rows, Mark(after=first.after), id_of=str)
    last = page_in(rows, Mark(after=second.after), id_of=str)

    assert (first.rows, second.rows, last.rows) == (list("abc"), list("def"), list("gh"))
    assert page_in(rows, Mark(before=last.before), id_of=str) == second
    assert page_in(rows, Mark(before=second.before), id_of=str) == first
    assert page_in(rows, Mark(after="gone"), id_of=str) == first


def test_people_are_paged_and_found_by_their_whole_address(desk: Browser) -> None:
    for number in range(7):
        account_actions.invite(address=f"n{number}@x.example", kind="provider", by="x", at=timezone.now())

    pages = walked(desk, "/desk/people/", named)
    assert [len(each) for each in pages] == [3, 3, 2]
    assert [each for page in pages for each in page][:7] == [
        f"n{number}@x.example" for number in reversed(range(7))
    ]
    assert named(desk.post("/desk/people/", {"address": "N4@x.example"}).content.decode()) == ["n4@x.example"]
    assert "Nobody here is found by that" in words_of(desk.post("/desk/people/", {"address": "n4"}))
    assert [len(each) for each in walked(desk, "/desk/people/?kind=provider", named)] == [3, 3, 1]
    of_a_kind = desk.post("/desk/people/", {"address": "", "kind": "provider"}).content.decode()
    assert 'href="?kind=provider&amp;after=' in of_a_kind


def test_who_may_leave_is_paged_and_found_by_a_name(desk: Browser) -> None:
    practice.providers(8)
    chosen = list(Provider.objects.order_by("name")[:7])
    for provider in chosen:
        course_with(provider)

    pages = walked(desk, "/desk/leaving/", named)
    assert pages == [[each.name for each in chosen[n : n + 3]] for n in (0, 3, 6)]
    assert named(desk.get("/desk/leaving/?q=person+6").content.decode()) == ["Person 6"]
    assert [len(each) for each in walked(desk, "/desk/leaving/?q=person", named)] == [3, 3, 1]
    assert "Nobody of that name has an open course" in words_of(desk.get("/desk/leaving/?q=zz"))
    assert "Nobody of that name" in words_of(desk.get("/desk/leaving/?q=person+7"))


def course_with(provider: Provider) -> Course:
    person = practice.client()
    match = rated.first_of(rated.matched(person, at=timezone.now()))
    return Course.objects.create(client=person, provider=provider, match=match, opened_at=timezone.now())


def test_cases_are_paged_with_who_is_not_safe_on_top_and_found_by_who_looks_after_them(desk: Browser) -> None:
    practice.providers(6)
    people = [waits(days) for days in (9, 8, 7, 6, 5)]
    unsafe = rated.yes(practice.client(safe_now=False), "share_case")
    rated.matched(unsafe, at=timezone.now())
    Intake.objects.filter(client=unsafe).update(submitted_at=timezone.now())
    for each in (people[4], unsafe):
        case_actions.assign(each, desk.person, by="test", at=timezone.now())  # type: ignore[attr-defined]

    def cases(page: str) -> list[str]:
        return re.findall(r'href="/desk/cases/(\w+)/"', page)

    ids = [each.intake.pk for each in people]
    forward = walked(desk, "/desk/cases/", cases)
    assert forward == [[unsafe.intake.pk, *ids[:3]], ids[3:]]
    assert walked(desk, f"/desk/cases/?after={ids[2]}", cases, "prev")[::-1] == forward
    assert walked(desk, "/desk/cases/?whose=mine", cases) == [[unsafe.intake.pk, ids[4]]]
    assert walked(desk, "/desk/cases/?whose=nobody", cases) == [ids[:3], ids[3:4]]
    assert "Select a valid choice" in words_of(desk.get("/desk/cases/?whose=x"))


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("mark", ["?after=%00", "?before=nobody", "?after=a&before=b", f"?q={'x' * 999}"])
def test_whatever_stands_in_the_address_there_is_a_page(desk: Browser, name: str, mark: str) -> None:
    assert desk.get(f"/desk/{name}/{mark}").status_code == 200


@pytest.mark.parametrize("name", ["people", "leaving", "cases"])
def test_a_page_costs_the_same_queries_for_one_and_for_thirty(desk: Browser, name: str) -> None:
    practice.providers(32)
    case_actions.assign(waits(3), desk.person, by="test", at=timezone.now())  # type: ignore[attr-defined]

    def more(number: int) -> None:
        account_actions.invite(address=f"n{number}@x.example", kind="provider", by="x", at=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            desk.get(f"/desk/{name}/")
        return len(found)

    course_with(Provider.objects.all()[0])
    more(0)
    queries()
    one = queries()
    for number, provider in enumerate(Provider.objects.all()[1:31], start=1):
        if name == "people":
            more(number)
        elif name == "leaving":
            course_with(provider)
        else:
            case_actions.assign(waits(3), desk.person, by="test", at=timezone.now())  # type: ignore[attr-defined]
    assert queries() == one
