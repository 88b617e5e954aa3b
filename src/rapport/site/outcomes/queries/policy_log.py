"""The policy log: one row a provider offered, in the published format (`rapport schema policy-log`).

Only shortlists of clients who say yes to learning. Ids of clients and requests are digests under a secret
that is made for one export and kept nowhere, so that two exports cannot be laid side by side. Providers keep
their roster ids: they are no clients, and another policy can only be judged by who was offered.
"""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from rapport.learning.policy.policy_log import SLATE_FIELDS
from rapport.site.checkins.queries.sessions import LEARNING, Rated, rated
from rapport.site.foundation import consent, keys
from rapport.site.matches.models import Match, Shortlist

COLUMNS = tuple(SLATE_FIELDS)
ID_LETTERS = 26
BATCH = 500
SECRET_BYTES = 32
YES, NO = "yes", "no"


def policy_log(at: datetime) -> Iterator[dict[str, str]]:
    """Rows in the order of serving; three a request, or as many as were found. Opens sealed logs in memory.

    Whoever took a place that became empty follows in a row of their own, which names the request and is no
    part of its draw. The client's pick is whom they met first of all these; nobody, when no session followed.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    sessions: dict[str, list[Rated]] = {}
    for row in rated(at, purpose=LEARNING):
        sessions.setdefault(row.match, []).append(row)
    lists = (
        Shortlist.objects.filter(issued_at__lte=at, found__gt=0, client_id__in=consent.holders(LEARNING))
        .select_related("client__key", "model_version")
        .prefetch_related("matches__provider")
        .order_by("issued_at", "id")
    )
    for shortlist in lists.iterator(chunk_size=BATCH):
        yield from _rows(shortlist, sessions, secret)


def _rows(shortlist: Shortlist, sessions: dict[str, list[Rated]], secret: bytes) -> Iterator[dict[str, str]]:
    log = shortlist.unseal("record")["log"]
    if "unordered" not in log:
        return  # Drawn before the log was whole: no policy can be judged by it.
    matches = sorted(shortlist.matches.all(), key=lambda each: (each.placed_at is not None, each.position))
    met = {match.pk: sessions.get(match.pk, []) for match in matches}
    begun = {pk: rows[0].held_at for pk, rows in met.items() if rows}
    pick = min(begun, key=lambda pk: begun[pk]) if begun else None
    request = keys.digest(secret, shortlist.pk)[:ID_LETTERS]
    for match in matches:
        row = _of_match(match, met[match.pk], is_pick=match.pk == pick)
        if match.placed_at is not None:
            match.client = shortlist.client
            row |= _of_refill(match, secret) | {"refill_of": request}
        else:
            of_slate = _of_slate(shortlist, log, secret) if match.position == 1 else {}
            row |= of_slate | _of_place(match, log) | {"request_id": request}
        yield {name: row.get(name, "") for name in COLUMNS}


def _of_slate(shortlist: Shortlist, log: dict[str, Any], secret: bytes) -> dict[str, str]:
    version = shortlist.model_version
    pool = {
        "provider_ids": log["pool"],
        "utilities": log["utilities"],
        "inclusion": log["inclusion"],
        **({"likeness": log["likeness"]} if log["likeness"] is not None else {}),
        **({"prices": log["prices"]} if log.get("prices") else {}),
    }
    return {
        "client_id": keys.digest(secret, shortlist.client_id)[:ID_LETTERS],
        # The day is enough for drift; the minute could be laid beside a memory of it.
        "served_at": shortlist.issued_at.date().isoformat(),
        "eligible": str(shortlist.eligible),
        "eligible_hash": shortlist.eligible_digest,
        "filter_version": log["versions"]["filter"],
        "feature_version": log["versions"]["features"],
        "model_version": version.name if version else shortlist.model,
        "price_version": log["versions"]["prices"],
        "policy": shortlist.policy,
        # The draw mixes the seed with the client's own id: the seed alone tells nothing.
        "seed": str(shortlist.seed),
        "pool": json.dumps(pool, separators=(",", ":")),
        "ordered_propensity": repr(log["ordered"]),
        "unordered_propensity": repr(log["unordered"]),
        "overridden": YES if shortlist.is_overridden else NO,
    }


def _of_match(match: Match, rows: list[Rated], *, is_pick: bool) -> dict[str, str]:
    return {
        "position": str(match.position),
        "provider_id": match.provider.provider_id,
        "propensity": _chance(match),
        "chosen": YES if is_pick else NO,
        "alliance": ";".join(f"{row.overall:g}" for row in rows),
    }


def _of_place(match: Match, log: dict[str, Any]) -> dict[str, str]:
    """What the draw of three says of one of them; nothing of a colleague who was put there by name."""
    if match.provider.provider_id not in log["pool"]:
        return {}
    pairs = log["pairs"][match.position - 1]
    return {
        **{f"pair_{other + 1}": repr(chance) for other, chance in enumerate(pairs)},
        "capacity": str(log["capacity"][log["pool"].index(match.provider.provider_id)]),
    }


def _of_refill(match: Match, secret: bytes) -> dict[str, str]:
    """A draw of one, given who stood: the pool's `inclusion` is each one's chance of that."""
    draw = match.unseal("detail")["draw"]
    pool = {"provider_ids": draw["pool"], "utilities": draw["utilities"], "inclusion": draw["chances"]}
    given = {"standing": draw["standing"], "alike": draw["alike"]}
    return {
        "request_id": keys.digest(secret, match.pk)[:ID_LETTERS],
        "served_at": match.placed_at.date().isoformat() if match.placed_at else "",
        "eligible": str(draw["eligible"]),
        "policy": draw["policy"],
        "pool": json.dumps(pool | given, separators=(",", ":")),
        "ordered_propensity": _chance(match),
        "unordered_propensity": _chance(match),
    }


def _chance(match: Match) -> str:
    """Blank where nothing was left to chance: a coordinator put this one there."""
    return "" if match.propensity is None else repr(match.propensity)
