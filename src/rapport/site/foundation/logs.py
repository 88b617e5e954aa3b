"""Logs without content: what went wrong and where in the code, never what a person sent.

An exception's own words may quote input (a database error quotes values), and a traceback's variables hold
it. So a log line keeps the exception's type and the places in the code, and nothing else of it.
"""

import logging
import traceback
from pathlib import Path


class ContentFree(logging.Filter):
    """Cuts exceptions down to types and places, and requests down to nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; always lets it through."""
        if getattr(record, "is_content_free", False):
            return True  # Another handler's filter was here first; there is one record for all of them.
        record.is_content_free = True
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            record.msg, record.args = f"{record.name}: {described(error)}", ()
            record.exc_info, record.exc_text = None, None
        elif record.name.startswith(("django.request", "django.security")):
            # Paths and hosts are chosen by the visitor, who may have pasted anything into them.
            status = getattr(record, "status_code", "")
            record.msg, record.args = f"refused {status}".strip(), ()
        record.__dict__.pop("request", None)
        return True


def described(error: BaseException) -> str:
    """An exception as its type and the lines of code it passed, innermost last."""
    places = [
        f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return f"{type(error).__name__} at {' > '.join(places[-8:])}"
