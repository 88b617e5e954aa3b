"""Handing a mail to the server, and what its answers mean for the mail and for all others."""

import re
import smtplib
import ssl
from typing import Any

from rapport.site.config.mail import STARTTLS, TLS, MailServer

# Of each answer. RFC 5321 (4.5.3.2) asks for minutes: whoever hangs up too early sends twice (RFC 1047).
TIMEOUT_SECONDS = 60.0
CLOSING, OK, WILL_FORWARD = 421, 250, 251
TEMPORARY, PERMANENT = range(400, 500), range(500, 600)
# RFC 3463: what a refusal is about; 5.1.1 is a mailbox that is not there, 5.7.1 a policy.
ENHANCED = re.compile(rb"([45]\.\d{1,3}\.\d{1,3})(?![\d.])")


class Later(Exception):
    """This mail was not taken, or nobody knows; it may be taken another time."""


class Never(Exception):
    """This mail was refused for good."""


class Unwell(Exception):
    """The server cannot be used now; no mail is to blame."""


class Connection:
    """One connection, opened for the first mail and used for those that follow; close it after them."""

    def __init__(self, server: MailServer, *, greeting: str, timeout: float | None = None) -> None:
        self._server = server
        self._timeout = TIMEOUT_SECONDS if timeout is None else timeout
        # Given, or smtplib would look this machine's name up and tell it.
        self._greeting = greeting
        self._smtp: smtplib.SMTP | None = None

    def hand_over(self, *, sender: str, recipient: str, mail: bytes) -> None:
        """Return when the server has taken the mail; raises `Later`, `Never` or `Unwell` when it did not."""
        smtp = self._opened()
        try:
            self._refuse_unwell("MAIL", smtp.mail(sender)[0])
        except (smtplib.SMTPException, OSError) as error:
            raise self._unwell(error) from error
        try:
            self._sort("RCPT", smtp.rcpt(recipient))
            self._sort("DATA", smtp.data(mail))
        except smtplib.SMTPDataError as error:
            said = error.smtp_error
            self._sort("DATA", (error.smtp_code, said if isinstance(said, bytes) else said.encode()))
        except (smtplib.SMTPException, OSError) as error:
            # The connection broke with this mail on it: taken or not, nobody knows.
            self.close()
            raise Later(type(error).__name__) from error

    def close(self) -> None:
        """Hang up, politely if that works."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except (smtplib.SMTPException, OSError):
            smtp.close()

    def _opened(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = self._connected()
                self._greet(self._smtp)
            except (smtplib.SMTPException, OSError) as error:
                raise self._unwell(error) from error
        return self._smtp

    def _connected(self) -> smtplib.SMTP:
        given: dict[str, Any] = {"local_hostname": self._greeting, "timeout": self._timeout}
        if self._server.scheme == TLS:
            return smtplib.SMTP_SSL(self._server.host, self._server.port, context=self._trust(), **given)
        return smtplib.SMTP(self._server.host, self._server.port, **given)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo()
        if self._server.scheme == STARTTLS:
            smtp.starttls(context=self._trust())
            smtp.ehlo()
        if self._server.user:
            smtp.login(self._server.user, self._server.password)

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._server.authorities or None)

    def _refuse_unwell(self, step: str, code: int) -> None:
        if code != OK:
            raise self._unwell(f"{step} {code}")

    def _sort(self, step: str, answer: tuple[int, bytes]) -> None:
        """Go on, or say for whom the refusal holds."""
        code = answer[0]
        if code in (OK, WILL_FORWARD):
            return
        if code == CLOSING:
            # Perhaps because of this mail: it waits, or every other would wait behind it.
            self.close()
        self._forget_this_mail()
        raise (Never if code in PERMANENT else Later)(f"{step} {_numbers(answer)}")

    def _forget_this_mail(self) -> None:
        try:
            if self._smtp is not None:
                self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.close()

    def _unwell(self, why: Exception | str) -> Unwell:
        self.close()
        return Unwell(why if isinstance(why, str) else type(why).__name__)


def _numbers(answer: tuple[int, bytes]) -> str:
    """The code, and the enhanced one behind it, alone: a server may repeat addresses in its words."""
    code, said = answer
    enhanced = ENHANCED.match(said)
    return f"{code} {enhanced[1].decode()}" if enhanced else str(code)
