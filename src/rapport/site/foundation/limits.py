"""How often something may be tried, counted in the database so that all processes share the count.

Nobody's address is stored: who tried is a digest of it under a secret outside the database and of the day, so
that not even we can tell tomorrow who came today.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from rapport.site.foundation import keys
from rapport.site.foundation.error_pages import TooManyTries
from rapport.site.foundation.group_commit import GroupCommit
from rapport.site.foundation.models import LimitCount

IPV6_NEIGHBOURHOOD = 64  # One household usually holds a whole /64, and could change address at every try.
EVERYONE = "everyone"


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds."""

    name: str
    allowed: int
    seconds: int


# Ten tries are enough for a hard-to-read note. A code has over 50 bits: at this rate a guess never comes
# true.
RECEIPT_TRIES = Limit("receipt", allowed=10, seconds=600)
# Looking up a recommended name, without walking through the whole directory.
NAME_LOOKUPS = Limit("lookup", allowed=30, seconds=600)
SIGN_IN_TRIES = Limit("sign-in", allowed=10, seconds=900)
# New clients from one place: a family or a class may share an address, a robot may not fill the database.
NEW_CLIENTS = Limit("new-client", allowed=60, seconds=3600)


class _Try(NamedTuple):
    """One try: of what, by whom, in which stretch of time, and when that ends."""

    name: str
    who: str
    window: int
    ends: datetime


def take(limit: Limit, *, who: str, at: datetime) -> int:
    """Count one try; returns how many are left, raises `TooManyTries` (a 429 page) when none was.

    Tries that come together share one transaction; inside one of the caller it is counted there.
    """
    window, into = divmod(int(at.timestamp()), limit.seconds)
    taken = _Try(limit.name, who, window, at + timedelta(seconds=limit.seconds - into))
    count = _counted([taken])[0] if connection.in_atomic_block else _tries.add(taken)
    if count > limit.allowed:
        raise TooManyTries(wait_seconds=limit.seconds - into)
    return limit.allowed - count


def _counted(tries: Sequence[_Try]) -> list[int]:
    """The count after each of these tries."""
    counts = dict.fromkeys(range(len(tries)), 0)
    with transaction.atomic(), connection.cursor() as cursor:
        # Everyone locks rows in the same order: two processes never wait for each other.
        for place in sorted(counts, key=tries.__getitem__):
            name, who, window, ends = tries[place]
            until = connection.ops.adapt_datetimefield_value(ends.astimezone(UTC))
            cursor.execute(_COUNT, [name, who, window, until])
            cursor.execute(_COUNTED, [name, who, window])
            counts[place] = int(cursor.fetchone()[0])
    return list(counts.values())


# The ORM cannot add to a row that stands already while it inserts; both databases can, in one statement.
_COUNT = """
    INSERT INTO foundation_limitcount (name, who, "window", count, expires_at) VALUES (%s, %s, %s, 1, %s)
    ON CONFLICT (name, who, "window") DO UPDATE SET count = foundation_limitcount.count + 1
"""
_COUNTED = 'SELECT count FROM foundation_limitcount WHERE name = %s AND who = %s AND "window" = %s'
_tries = GroupCommit(_counted)


def visitor(request: HttpRequest, *, at: datetime) -> str:
    """Who asks, as a digest that holds for one day."""
    day = at.astimezone(UTC).date().isoformat()
    return keys.digest(keys.ring().limits, f"{day}|{neighbourhood(address(request))}")


def address(request: HttpRequest) -> str:
    """Where the request came from; behind the TLS proxy, the entry that the proxy added."""
    if settings.ENVIRONMENT.tls:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def neighbourhood(text: str) -> str:
    """An address as it is counted: IPv4 whole, IPv6 by its /64; anything else is one stranger."""
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, IPV6_NEIGHBOURHOOD), strict=False))


def forget_old(at: datetime) -> int:
    """Delete counts whose time is over; returns how many. The worker calls this."""
    return LimitCount.objects.filter(expires_at__lt=at).delete()[0]
