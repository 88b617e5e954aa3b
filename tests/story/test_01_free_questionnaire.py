"""A free questionnaire

Looking for help often starts with a blank search box and a long list of faces.
Here it starts with a few questions.
They are free, and you can answer them in private.
At the end you meet three people, chosen with your answers in mind.
"""

import re

import pytest
from django.test import Client as Browser

from rapport.site.foundation.models import DataKey
from rapport.site.intake.asking import form_for
from rapport.site.intake.draft import Draft
from rapport.site.intake.models import Intake
from rapport.site.intake.path import after, applicable
from rapport.site.intake.queries import draft_of
from rapport.site.intake.questions import QUESTIONS
from rapport.site.people.models import Client
from support.story import one_provider, page_of_three, shown, shows, someone, words_of

pytestmark = pytest.mark.django_db

# The draw is among the best twelve: with so many of a kind, chance cannot reach the others.
DRAWN_FROM = 12
WHO_YOU_ARE = re.compile(r"name|mail|phone|password|account|address|birth", re.IGNORECASE)


@shows(1)
def test_anyone_may_begin_without_paying_or_saying_who_they_are(client: Browser) -> None:
    """You open the first page, press a button, and the questions begin.
    It costs nothing.
    You need no account, and nobody asks for your name or your e-mail.
    """
    assert "Free. No account, no e-mail, no name." in words_of(client.get("/"))
    assert client.get("/questionnaire/about/").status_code == 200
    asked = [name for question in QUESTIONS for name in form_for(question, draft=Draft()).fields]

    assert [name for name in asked if WHO_YOU_ARE.search(name)] == []
    assert Client.objects.count() == 0


@shows(1)
def test_a_hard_day_needs_only_a_few_pages(client: Browser) -> None:
    """On a good day you can tell us more.
    On a hard day you choose the short way: eight pages or so, and about a minute.
    You can leave a question out, or say that you are not sure.
    """
    client.post("/questionnaire/about/", {"said": "", "skip": "1"})
    person = Client.objects.get()
    client.post("/questionnaire/safe/", {"said": "unsure"})
    draft = draft_of(person).with_page("concerns", state="said", value=["sleep"])
    draft = draft.with_page("pace", state="said", value="short").with_page(
        "formats", state="said", value=["video"]
    )

    page, seen = QUESTIONS[0], [QUESTIONS[0].slug]
    while (following := after(page.slug, draft)) is not None:
        page, seen = following, [*seen, following.slug]

    assert draft.is_unsure("safe")
    assert len(seen) <= 8
    assert len(applicable(draft)) > 2 * len(seen)


@shows(1)
def test_every_question_says_why_it_is_asked(client: Browser) -> None:
    """There is one question on a page.
    Under it you can read why we ask.
    If the reason does not seem good to you, skip the question.
    """
    person = someone(client)

    for question in applicable(draft_of(person)):
        page = client.get(f"/questionnaire/{question.slug}/")
        assert words_of(page).count("Why we ask") == 1, question.slug
        assert str(question.why) in words_of(page), question.slug


@shows(1)
def test_answers_are_locked_with_a_key_of_your_own(client: Browser) -> None:
    """What you write is locked before it is stored, with a key that is yours alone.
    Someone who stole our files would find noise.
    When you erase your answers, the key is destroyed too.
    """
    secret = "I worry all the time"
    person = someone(client, text=secret)
    stored = bytes(Intake.objects.values_list("answers", flat=True).get())

    assert secret.encode() not in stored
    client.post("/mine/erase/")
    assert not Client.objects.filter(pk=person.pk).exists()
    assert not Intake.objects.exists()
    assert not DataKey.objects.exists()


@shows(1)
def test_five_plain_words_bring_you_back(client: Browser) -> None:
    """You do not have to finish today.
    You get five plain words, like the address of a place only you know.
    With them you can go on from any phone or computer, and nothing is lost.
    """
    code = someone(client, text="I hardly sleep").receipt_code()
    elsewhere = Browser()
    elsewhere.post("/return/", {"code": code.upper().replace("-", " ")})

    assert len(code.split("-")) == 5
    assert "I hardly sleep" in words_of(elsewhere.get("/questionnaire/check/"))


@shows(1)
def test_the_three_depend_on_what_you_said(client: Browser) -> None:
    """The three are chosen for you and not for the average person.
    Two people who need different things are shown different names.
    """
    for number in range(DRAWN_FROM):
        one_provider(f"worry{number}", concerns="anxiety")
        one_provider(f"loss{number}", concerns="grief")

    for code, name in (("anxiety", "worry"), ("grief", "loss")):
        someone(client, concerns=[{"code": code, "importance": 3}], text="")
        assert all(each.startswith(name) for each in shown(page_of_three(client)))
