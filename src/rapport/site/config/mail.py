"""From RAPPORT_MAIL_URL to the one server that mails leave by, and from RAPPORT_MAIL_FROM to the sender.

Mail is the only connection that Rapport opens to another machine. It is encrypted or it stays on this
machine, and the sender says nothing about what this service is.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from rapport.site.config.environment import Refused, is_local, quoted

URL, FROM = "RAPPORT_MAIL_URL", "RAPPORT_MAIL_FROM"
PLAIN, STARTTLS, TLS = "smtp", "smtp+starttls", "smtps"
# RFC 8314 (TLS from the start), RFC 6409 (submission), RFC 5321.
PORTS = {PLAIN: 25, STARTTLS: 587, TLS: 465}
# A lock screen shows the sender: whoever looks over a shoulder must not learn what the mail is about.
TELLING = ("therap", "psych", "mental", "counsel", "suicid", "crisis", "depress", "anxi", "rapport")

_ADDRESS = r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
SENDER = re.compile(rf"(?P<name>[A-Za-z0-9 .&'-]+) <(?P<named>{_ADDRESS})>|(?P<bare>{_ADDRESS})")


@dataclass(frozen=True)
class MailServer:
    """Where mails are handed over, and how the way there is protected."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    authorities: str = ""


@dataclass(frozen=True)
class Sender:
    """Whom mails come from."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part behind the @."""
        return self.address.rpartition("@")[2]


def server(url: str) -> MailServer | None:
    """The server of a URL; None when mail is not set up."""
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise _refused(URL, "smtps://USER:PASSWORD@HOST, or smtp+starttls://", "another form of address")
    if parts.scheme == PLAIN and not is_local(parts.hostname):
        raise _refused(
            URL, "smtps:// or smtp+starttls:// to another machine", "smtp://, which anyone can read"
        )
    options = dict(parse_qsl(parts.query))
    authorities = options.pop("ca", "")
    if options:
        raise _refused(URL, "no option but ca", quoted(next(iter(options))))
    if authorities and not Path(authorities).is_file():
        raise _refused(URL, "the file of an authority's certificate behind ca=", "no such file")
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=_port(url) or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        authorities=authorities,
    )


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        raise _refused(URL, "a port from 1 to 65535", "another") from None


def sender(text: str, *, is_needed: bool) -> Sender | None:
    """The sender: an address, or a neutral name with an address; needed wherever mail is set up."""
    if not text and not is_needed:
        return None
    found = SENDER.fullmatch(text)
    if found is None:
        raise _refused(FROM, "an address, such as “Appointments <notes@example.org>”", quoted(text))
    name, address = found["name"] or "", found["named"] or found["bare"]
    told = [word for word in TELLING if word in f"{name} {address.partition('@')[0]}".lower()]
    if told:
        raise _refused(FROM, "a sender that tells nobody what this is about", quoted(f"{told[0]}…"))
    return Sender(name, address)


def _refused(name: str, expected: str, arrived: str) -> Refused:
    return Refused(name=name, expected=expected, arrived=arrived, do="see docs/operator/mail.md")
