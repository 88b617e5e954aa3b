"""How most pages are asked for: read, or sent as a form."""

from typing import Final

from django.views.decorators.http import require_http_methods

read_or_send: Final = require_http_methods(["GET", "HEAD", "POST"])
