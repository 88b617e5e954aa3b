"""Is this process up? Answers without the database, so that a broken database does not hide a living server."""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """`ok` in plain text."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
