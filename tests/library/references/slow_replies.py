"""Standing of a provider once more: every claim read off the whole history anew, with no state carried."""

from datetime import date


def since_confirmed(history):
    """What came after the last confirmation, and the day of it."""
    kinds = [kind for kind, _ in history]
    if "confirmed" not in kinds:
        return list(history), None
    last = len(kinds) - 1 - kinds[::-1].index("confirmed")
    return list(history[last + 1 :]), history[last][1]


def offer_rate(history) -> float:
    replies, _ = since_confirmed(history)
    offers = sum(kind == "offered" for kind, _ in replies)
    return (6 * 0.457 + offers) / (6 + len(replies))


def blocks(replies) -> bool:
    """Whether the last of these replies by itself takes a provider out."""
    kinds = [kind for kind, _ in replies]
    offers = kinds.count("offered")
    return (
        kinds[-1:] == ["full"]
        or kinds[-2:] == ["silent", "silent"]
        or (bool(kinds) and (6 * 0.457 + offers) / (6 + len(kinds)) < 0.2)
    )


def is_live(history, listed: date | None) -> bool:
    """Out from the first reply that takes out after the last one that lets in, an offer that does not."""
    replies, _ = since_confirmed(history)
    out_since, because = None, None
    for count in range(1, len(replies) + 1):
        part = replies[:count]
        if blocks(part):
            reason = reason_of(part)
            out_since, because = (out_since if reason == because else part[-1][1]), reason
        elif part[-1][0] == "offered":
            out_since, because = None, None
    return out_since is None or (listed is not None and listed > out_since)


def reason_of(replies) -> str:
    kinds = [kind for kind, _ in replies]
    if kinds[-1] == "full":
        return "full"
    return "silent" if kinds[-2:] == ["silent", "silent"] else "seldom"


def opening_confirmed_on(history, listed: date | None) -> date | None:
    """The last good word that no later bad word followed."""
    good = None
    bad = None
    for kind, on in history:
        if kind in ("offered", "confirmed"):
            good, bad = on, None
        elif kind in ("silent", "full"):
            bad = on
    days = [day for day in (good, listed) if day is not None and (bad is None or day > bad)]
    return max(days) if days else None
