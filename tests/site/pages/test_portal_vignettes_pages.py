"""Writing two replies and rating colleagues' blind, page by page."""

import pytest

from rapport.site.directory.actions import vignettes
from rapport.site.directory.models import Close, Provider, Rating, Reply
from rapport.site.directory.models.vignettes import QUALITIES
from support.portal import portal_of
from support.practice import AT

pytestmark = pytest.mark.django_db
TEXT = "I hear how much you carry, and that last night nobody saw it. " * 3
MARKS = dict.fromkeys(QUALITIES, "5")


def sent(provider: Provider) -> list[Reply]:
    replies = vignettes.draw_replies(provider, by="a", at=AT)
    for reply in replies:
        vignettes.write_reply(reply, text=f"{reply.place}: {TEXT}", send=True, by="a", at=AT)
    return replies


def test_reply_is_saved_gone_on_with_and_sent():
    browser, provider = portal_of()
    browser.post("/portal/replies/1/", {"text": "Half a sen"})
    assert "Half a sen</textarea>" in browser.get("/portal/replies/1/").content.decode()
    assert "Begun, and not sent." in browser.get("/portal/replies/").content.decode()

    early = browser.post("/portal/replies/1/", {"text": "Half a sentence", "send": "1"}).content.decode()
    assert "Write at least 120 before you send it." in early
    assert "Half a sentence</textarea>" in early
    browser.post("/portal/replies/1/", {"text": TEXT, "send": "1"})

    assert Reply.objects.get(provider=provider, place=1).sent_at is not None
    assert browser.get("/portal/replies/1/")["Location"] == "/portal/replies/"


def test_reply_saves_itself_while_it_is_typed_and_says_so():
    browser, provider = portal_of()
    asked = {"HTTP_HX-Request": "true"}

    saved = browser.post("/portal/replies/2/", {"text": "I wonder"}, **asked).content.decode()
    long = browser.post("/portal/replies/2/", {"text": "x" * 1201}, **asked).content.decode()

    assert saved.startswith("Saved at ")
    assert "Please shorten it to 1,200." in long
    assert Reply.objects.get(provider=provider, place=2).text == "I wonder"


def test_place_that_is_none_is_missing():
    assert portal_of()[0].get("/portal/replies/3/").status_code == 404


def test_rating_shows_no_name_and_goes_on_to_the_next():
    (browser, me), writer = portal_of(), Provider.objects.order_by("provider_id")[1]
    sent(writer)

    text = browser.get("/portal/replies/rate/").content.decode()

    assert writer.name not in text
    assert writer.pk not in text
    shown = text.partition('name="reply" value="')[2][:26]
    half = browser.post("/portal/replies/rate/", {"reply": shown, "warmth": "5"}).content.decode()
    assert half.count("Choose a number from 1 to 7.") >= 2
    browser.post("/portal/replies/rate/", {"reply": shown} | MARKS)
    browser.post("/portal/replies/rate/", {"reply": shown} | MARKS)  # sent twice: the second changes nothing
    assert Rating.objects.filter(rater=me).count() == 1
    assert shown not in browser.get("/portal/replies/rate/").content.decode()


def test_who_recognises_the_writer_passes_over():
    (browser, me), writer = portal_of(), Provider.objects.order_by("provider_id")[1]
    sent(writer)
    shown = browser.get("/portal/replies/rate/").content.decode().partition('name="reply" value="')[2][:26]

    browser.post("/portal/replies/rate/", {"reply": shown, "knows": "1"})

    assert Rating.objects.get(rater=me).knows


def test_nobody_chooses_whom_they_rate():
    (browser, me), writer = portal_of(), Provider.objects.order_by("provider_id")[1]
    replies = sent(writer)
    shown = browser.get("/portal/replies/rate/").content.decode().partition('name="reply" value="')[2][:26]
    other = next(reply.pk for reply in replies if reply.pk != shown)

    browser.post("/portal/replies/rate/", {"reply": other} | MARKS)

    assert not Rating.objects.filter(rater=me).exists()


def test_colleague_who_is_close_is_named_and_taken_away():
    (browser, me), other = portal_of(), Provider.objects.order_by("provider_id")[1]
    sent(other)
    assert f'value="{other.pk}"' in browser.get("/portal/replies/close/?q=person 1").content.decode()

    browser.post("/portal/replies/close/", {"add": other.pk})

    assert Close.objects.get(provider=me).other == other
    assert "nothing left to rate now" in browser.get("/portal/replies/rate/").content.decode()
    browser.post("/portal/replies/close/", {"drop": other.pk})
    assert not Close.objects.exists()
    browser.post("/portal/replies/close/", {"add": me.pk})
    assert not Close.objects.exists()


def test_what_colleagues_made_of_it_is_told_to_the_writer_alone():
    browser, me = portal_of(count=7)
    reply, _ = sent(me)
    others = list(Provider.objects.exclude(pk=me.pk))
    for rater in others[:4]:
        vignettes.rate(reply, rater=rater, marks=dict.fromkeys(QUALITIES, 5), by="a", at=AT)
    assert (
        "Nothing is said before 5 colleagues have rated you"
        in browser.get("/portal/replies/").content.decode()
    )

    vignettes.rate(reply, rater=others[4], marks=dict.fromkeys(QUALITIES, 4), by="a", at=AT)

    text = browser.get("/portal/replies/").content.decode()
    assert "From 5 colleagues." in text
    assert "Warmth: about 4.8 of 7; 8 times in 10 between 4.5 and 5.1" in text
    assert all(rater.name not in text for rater in others)
