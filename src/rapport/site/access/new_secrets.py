"""The secret of an app that is being set up: sealed in the visit, shown as a picture and in letters."""

from dataclasses import dataclass

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt, encrypt
from django.http import HttpRequest

from rapport.site.people.models import Account

KEPT = "new_secret"
QUIET_ZONE = 4  # ISO/IEC 18004: four modules of white on every side


@dataclass(frozen=True)
class Picture:
    """A QR code as one SVG path, and how many modules wide it is."""

    path: str
    width: int


def of(request: HttpRequest) -> str:
    """The secret of this visit's set-up: the same until it is done, so that a wrong code costs nothing."""
    if KEPT not in request.session:
        request.session[KEPT] = encrypt(generate_totp_secret())
    return decrypt(request.session[KEPT])


def forget(request: HttpRequest) -> None:
    """The set-up is done."""
    request.session.pop(KEPT, None)


def in_fours(secret: str) -> str:
    """The letters in groups, to be typed."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def picture(account: Account, secret: str) -> Picture:
    """What an authenticator app takes a picture of."""
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(get_adapter().build_totp_url(account, secret))
    rows = code.get_matrix()
    dark = ((x, y) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Picture("".join(f"M{x} {y}h1v1h-1z" for x, y in dark), len(rows))
