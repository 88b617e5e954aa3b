"""Logs hold types and places, never what a person sent."""

import io
import logging

import pytest

from rapport.site.foundation.logs import ContentFree

SAID = "marmalade at midnight"


@pytest.fixture
def written():
    """What a handler with our filter writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(ContentFree())
    log = logging.getLogger("django.request")
    log.addHandler(handler)
    yield stream
    log.removeHandler(handler)


def test_exception_keeps_its_type_and_place_alone(written):
    secret = SAID
    try:
        raise ValueError(f"bad value {secret}")
    except ValueError:
        logging.getLogger("django.request").error("Internal error: %s", f"/{SAID}", exc_info=True)

    text = written.getvalue()
    assert "ValueError at test_foundation_logs.py:" in text
    assert SAID not in text


def test_refusal_keeps_its_status_alone(written):
    logging.getLogger("django.request").error("Bad: %s", f"/{SAID}", extra={"status_code": 503})

    assert written.getvalue() == "refused 503\n"


def test_every_handler_of_the_site_has_the_filter(settings):
    for handler in settings.LOGGING["handlers"].values():
        assert "content_free" in handler["filters"]


@pytest.mark.django_db
def test_failing_page_logs_nothing_that_was_sent(written, client, monkeypatch):
    from rapport.site.client.mine import views

    def failing(request):
        raise RuntimeError(request.POST["text"])

    monkeypatch.setattr(views.sessions, "sign_out", failing)
    client.raise_request_exception = False

    answer = client.post("/mine/sign-out/", {"text": SAID})

    assert answer.status_code == 500
    assert "RuntimeError at " in written.getvalue()
    assert SAID not in written.getvalue()
    assert SAID not in answer.content.decode()
