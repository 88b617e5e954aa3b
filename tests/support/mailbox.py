"""Mails of a test: a site with a server set up, what arrived, and a certificate for it."""

import base64
import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rapport.cli.drills.sink import HOME
from rapport.site.config import mail

FROM = "Appointments <notes@practice.example>"
DAY = timedelta(days=1)


def set_up(settings, url: str) -> None:
    """Send the site's mails to a server, which a sink stands for."""
    settings.MAIL_SERVER = mail.server(url)
    settings.MAIL_FROM = mail.sender(FROM, is_needed=True)
    settings.SITE_ADDRESS = "https://practice.example"


def parsed(raw: bytes) -> EmailMessage:
    """A mail as a mail program reads it."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def text_of(message: EmailMessage) -> str:
    """The words of a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return body.get_content()


def html_of(message: EmailMessage) -> str:
    """The words of a mail, as HTML."""
    body = message.get_body(("html",))
    assert body is not None
    return body.get_content()


def login(user: str, password: str) -> bytes:
    """What AUTH PLAIN sends (RFC 4616)."""
    return base64.b64encode(f"\0{user}\0{password}".encode())


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS for this machine's own address, and the authority's file that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sink")])
    now = datetime.now(UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOME))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "sink.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret = folder / "sink.key"
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(file, secret)
    return trust, file
