"""Django's way to send a mail, closed: it would leave outside of the outbox, with any words in it."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Refusal(BaseEmailBackend):
    """Raises instead of sending."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Nothing is sent."""
        raise RuntimeError(
            f"expected foundation.outbox.put, found {len(email_messages)} mails sent around it"
        )
