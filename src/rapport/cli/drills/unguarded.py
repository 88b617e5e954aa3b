"""What a drill takes away in its own scratch server, to prove that it would notice. Imported nowhere else."""

import time
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

PAUSE_SECONDS = 0.03


def shortlists() -> None:
    """Issuing without a transaction, without a lock, with time for others between looking and writing."""
    from django.db.models import QuerySet

    from rapport.site.matches import actions

    digest = actions._digest

    def slowly(roster: Any, question: Any) -> str:
        time.sleep(PAUSE_SECONDS)
        return digest(roster, question)

    actions._digest = slowly
    actions.transaction = SimpleNamespace(atomic=nullcontext)  # type: ignore[assignment]
    QuerySet.select_for_update = lambda self, of=(): self  # type: ignore[method-assign, assignment]  # noqa: ARG005


DROP_CONSTRAINTS = """
from django.db import connection
from django.db.models import UniqueConstraint
from rapport.site.matches.models import Match, Shortlist
if connection.vendor == "sqlite":
    connection.cursor().execute("PRAGMA foreign_keys=OFF")
with connection.schema_editor() as editor:
    for model in (Shortlist, Match):
        for constraint in list(model._meta.constraints):
            if isinstance(constraint, UniqueConstraint):
                editor.remove_constraint(model, constraint)
                model._meta.constraints = [each for each in model._meta.constraints if each is not constraint]
"""


def third_party_picture() -> None:
    """Every page asks somebody else for a picture."""
    _change_pages(
        lambda html: html.replace("</main>", '<img src="https://tracker.invalid/x.gif" alt=""></main>')
    )


def without_help() -> None:
    """Pages lose the way to help."""
    _change_pages(lambda html: html.replace("/crisis/", "/elsewhere/"))


def without_database() -> None:
    """Once the site is prepared, every connection of the web processes fails, as when the server is gone."""
    from rapport.cli import serve

    web = serve._web

    def web_alone(listening: Any) -> None:
        from django.db import connections

        connections.close_all()
        connections.settings["default"].update(NAME="/nowhere/rapport.sqlite3", HOST="127.0.0.1", PORT="1")
        web(listening)

    serve._web = web_alone


def failing_page() -> None:
    """The home page raises an error that nobody expected."""
    from rapport.site.client.pages import urls

    def fails(_request: object) -> None:
        raise RuntimeError("planted by a drill")

    urls.urlpatterns[0].callback = fails


def _change_pages(change: Callable[[str], str]) -> None:
    from django.template.backends.django import Template

    render = Template.render

    def changed(self: Any, context: Any = None, request: Any = None) -> str:
        return change(str(render(self, context, request)))

    Template.render = changed  # type: ignore[method-assign, assignment]
