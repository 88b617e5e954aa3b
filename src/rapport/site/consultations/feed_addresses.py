"""The signed address of a calendar feed: whoever has it may read the feed, nobody can make one up.

The database holds no address: a stolen one opens no calendar. The key is the site's secret; what is signed
names the feed's version, so that raising the version ends every address given out before.
"""

from typing import Final

from django.core import signing

from rapport.site.consultations.models import CalendarFeed

_signer: Final = signing.Signer(salt="rapport.calendar-feed", sep=".")


def token_of(feed: CalendarFeed) -> str:
    """What stands in the address now."""
    return _signer.sign(f"{feed.pk}-{feed.version}")


def feed_id_of(token: str) -> tuple[str, int] | None:
    """Which feed and version a token names; None unless we signed it."""
    try:
        feed_id, _dash, version = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    return feed_id, int(version)
