"""Is this process up? Asked without the database, so that a broken one does not hide a living server."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """`ok` in plain text."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
