"""Word of mouth

For a long time a friend or a doctor gave you a name.
A name from someone you trust is still worth a lot.
It works here too, and it stays between the two of you.
"""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from rapport.site.directory import recommendations
from rapport.site.directory.actions.verification import link_account
from rapport.site.directory.models import Provider
from rapport.site.referrals.models import Referral
from rapport.site.referrals.queries.trust import trust_in
from support import accounts, practice
from support.coursed import opened, practice_of
from support.referred import sent
from support.story import shows, words_of

pytestmark = pytest.mark.django_db


@shows(4)
def test_a_link_passes_a_name_on_and_says_nothing_of_you(client: Browser) -> None:
    """You can make a link that shows one person, and send it to a friend.
    It is the same link for all who make it, so it says nothing of you.
    After a while it ends.
    """
    practice.providers(3)
    one = Provider.objects.order_by("provider_id")[0]
    pages = [words_of(Browser().get(f"/providers/{one.pk}/recommend/")) for _ in range(2)]
    token = recommendations.token_for(one, at=timezone.now())
    old = recommendations.token_for(one, at=timezone.now() - timedelta(days=40))

    assert pages[0] == pages[1]
    assert "says nothing of you" in pages[0]
    assert one.name in words_of(client.get(f"/recommended/by/{token}/"))
    assert "This link has ended" in words_of(client.get(f"/recommended/by/{old}/"))


@shows(4, 17)
def test_who_sends_you_on_says_what_ties_them(client: Browser) -> None:
    """The one you see may send you to a colleague.
    They must say what ties the two: are they friends, do they share a practice, does one of them earn by it?
    You read it before you choose.
    """
    practice_of()
    course = opened()
    link_account(course.provider, person := accounts.account("provider"), by="desk", at=practice.AT)
    accounts.sign_in(client, person)
    other = Provider.objects.exclude(pk=course.provider.pk).order_by("name")[0]
    path, said = f"/portal/courses/{course.pk}/refer/", {"way": "colleague", "name": other.name}

    assert "Say what ties you to them" in words_of(client.post(path, said))
    assert not Referral.objects.exists()
    client.post(path, said | {"relation": "practice"})

    browser = Browser()
    practice.sign_in(browser, course.client)
    assert "work in the same practice" in words_of(browser.get("/course/refer/"))


@shows(2, 4, 18)
def test_trust_is_earned_by_what_came_of_it() -> None:
    """How much such a word counts is not for them to say.
    It counts more when those they sent before did well, and less when they did not.
    Who earns money by it counts for nothing.
    """
    practice.providers(8)
    wise, hasty, other = Provider.objects.order_by("provider_id")[:3]
    good = [sent(wise, other) for _ in range(6)]
    bad = [sent(hasty, other, is_well=False) for _ in range(6)]
    paid = sent(wise, other, relation="money")

    assert trust_in(good[0]) > trust_in(bad[0]) > 0
    assert trust_in(paid) == 0
