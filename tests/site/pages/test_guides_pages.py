"""The pages of guides: everybody's, without a database, each with all that a reader may want of it."""

import re
from html import unescape
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone, translation

from rapport.site.foundation import remembered
from rapport.site.guides import queries
from rapport.site.matches import actions
from rapport.site.matches.models import Match
from support import practice
from support.guides import EVERY, NAMES

ATOM, DUBLIN_CORE = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"


def html(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode())


@pytest.fixture(autouse=True)
def _empty():
    for memory in remembered.MEMORIES:
        memory.forget_all()


def test_list_shows_all_guides_and_those_in_the_other_language():
    page = html("/guides/")

    for guide in EVERY:
        shown = guide.address if guide.language == "en" else guide.own_address
        assert f'<a href="{shown}"' in page
        assert guide.title in page


@pytest.mark.parametrize("guide", EVERY, ids=NAMES)
def test_guide_has_picture_note_references_and_ways_to_pass_it_on(guide):
    page = html(guide.own_address)

    assert page.count("<h1") == 1
    assert guide.note in page
    assert f'role="img" aria-label="{guide.picture}"' in page
    assert all(each.text in page for each in guide.references)
    assert all(f'href="https://doi.org/{each.doi}"' in page for each in guide.references if each.doi)
    cited = set(re.findall(r'href="#(reference-\d+)"', page))
    assert cited == set(re.findall(r'id="(reference-\d+)"', page))
    assert not re.findall(r'(?:src|<link[^>]*href)="(?!/)', page)


def test_guide_is_shared_by_mail_and_address_alone(settings):
    settings.SITE_ADDRESS = "https://practice.example"
    page = html("/guides/it-grows/es/")

    mail = unquote(re.search(r'href="(mailto:[^"]+)"', page)[1])
    assert mail == ("mailto:?subject=Crece con el tiempo&body=https://practice.example/guides/it-grows/es/")
    assert 'readonly value="https://practice.example/guides/it-grows/es/"' in page


def test_guide_in_another_language_says_so_to_a_screen_reader():
    assert '<article lang="es">' in html("/guides/it-grows/es/")
    assert "<article>" in html("/guides/it-grows/")
    assert 'hreflang="es"' in html("/guides/it-grows/")


def test_guide_without_a_language_is_in_that_of_the_page(rf):
    from rapport.site.client.guides import views

    with translation.override("es"):
        page = views.guide(rf.get("/guides/it-grows/"), "it-grows").content.decode()

    assert "Crece con el tiempo" in page
    assert "<article>" in page


@pytest.mark.parametrize(
    "address", ["/guides/no-such-guide/", "/guides/it-grows/xx/", "/guides/feed/xx/", "/guides/texts/en/"]
)
def test_unknown_guide_or_language_is_not_found(address):
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("language", queries.LANGUAGES)
def test_feed_is_valid_rss(settings, language):
    """RSS 2.0: what a channel and an item must have, absolute addresses, whole dates, ids given once."""
    settings.SITE_ADDRESS = "https://practice.example"
    response = Client().get(f"/guides/feed/{language}/")
    feed = ElementTree.fromstring(response.content)
    channel = feed.find("channel")
    items = channel.findall("item")

    assert response["Content-Type"] == "application/rss+xml"
    assert (feed.tag, feed.attrib["version"]) == ("rss", "2.0")
    assert len(items) == len(queries.all_guides(language))
    assert faults(channel, ("title", "link", "description", "language", "lastBuildDate")) == []
    wanted = ("title", "link", "description", "guid", "pubDate", f"{DUBLIN_CORE}creator")
    assert [fault for item in items for fault in faults(item, wanted)] == []
    assert len({item.findtext("guid") for item in items}) == len(items)
    addresses = [link.text or link.attrib["href"] for link in channel.iter() if link.tag.endswith("link")]
    assert all(address.startswith("https://practice.example/guides/") for address in addresses)
    assert channel.find(f"{ATOM}link[@rel='self']") is not None
    for address in addresses:
        assert Client().get(address.removeprefix("https://practice.example")).status_code == 200


def faults(element: ElementTree.Element, wanted: tuple[str, ...]) -> list[str]:
    found = [name for name in wanted if len(element.findall(name)) != 1]
    for name in {"pubDate", "lastBuildDate"}.intersection(wanted):
        when = element.findtext(name) or ""
        if not re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}", when):
            found.append(f"{name} {when}")
    return found


def test_item_without_an_id_or_a_whole_date_is_noticed():
    item = ElementTree.fromstring("<item><title>x</title><pubDate>today</pubDate></item>")

    assert faults(item, ("title", "guid", "pubDate")) == ["guid", "pubDate today"]


def test_pages_lead_to_the_feed():
    for address in ("/guides/", "/guides/it-grows/"):
        assert '<link rel="alternate" type="application/rss+xml"' in html(address)


@pytest.mark.django_db
@pytest.mark.parametrize(("question", "slug"), [("tasks", "goals-tasks-bond"), ("challenge", "not-a-friend")])
def test_question_leads_to_the_guide_that_says_more(client, question, slug):
    practice.sign_in(client, practice.client())
    page = client.get(f"/questionnaire/{question}/").content.decode()

    assert f'<p class="guide-link"><a href="/guides/{slug}/">' in page


@pytest.mark.django_db
def test_question_without_a_guide_has_no_empty_link(client):
    practice.sign_in(client, practice.client())

    assert "guide-link" not in client.get("/questionnaire/state/").content.decode()


@pytest.mark.django_db
def test_the_way_to_a_first_talk_leads_to_guides(client):
    person = practice.client()
    practice.providers(3)
    practice.sign_in(client, person)
    actions.issue(by=person, at=timezone.now())
    match = Match.objects.filter(client=person).first()

    pages = {
        "/matches/": "what-the-numbers-mean",
        f"/choosing/prepare/{match.pk}/": "your-first-session",
        "/choosing/": "when-to-stop-searching",
        "/does-it-work/": "what-the-numbers-mean",
    }
    for address, slug in pages.items():
        assert f'<p class="guide-link"><a href="/guides/{slug}/">' in client.get(address).content.decode()


def test_every_guide_that_a_page_links_to_exists():
    from rapport.site.guides.templatetags import guides

    assert all(queries.guide(slug, "en") for slug in guides.QUESTIONS.values())
    with pytest.raises(LookupError):
        guides.guide_link("no-such-guide")
