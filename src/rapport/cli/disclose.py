"""`rapport disclose CLIENT`: everything the operator can read about a client, and a note that they did.

What a court could demand is what this prints: nothing else about the client is held anywhere.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from rapport.errors import BadInput, Problem, quoted

if TYPE_CHECKING:
    from rapport.site.people.models import Client

OPERATOR = "operator"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The flags of `rapport disclose`."""
    parser.add_argument("client", metavar="CLIENT", help="the client's id (26 letters) or receipt code")
    parser.add_argument("--format", choices=("json", "text"), help="default: text on a terminal, else json")


def run(args: argparse.Namespace) -> int:
    """Print what is held; 1 when there is no such client."""
    from rapport.site.config.start import start_migrated

    start_migrated()
    from rapport.site.client.mine import holdings
    from rapport.site.foundation import audit

    client = find(args.client)
    if client is None:
        return nobody("disclose")
    # The note comes first: what is printed below contains it, and no reading goes without one.
    audit.record(actor=OPERATOR, verb="disclosed", subject=client.pk, at=datetime.now(UTC))
    held = holdings.everything(client)
    wanted = args.format or ("text" if sys.stdout.isatty() else "json")
    if wanted == "json":
        print(json.dumps(held, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(held)))
    return 0


def find(text: str) -> "Client | None":
    """A client by id or by receipt code, expired ones too: until they are erased, they can be read."""
    from rapport.site.foundation.ids import ID_PATTERN
    from rapport.site.people import receipts
    from rapport.site.people.models import Client

    rows = Client.objects.select_related("key")
    if ID_PATTERN.fullmatch(text):
        return rows.filter(pk=text).first()
    if len(receipts.normalised(text).split("-")) == receipts.WORDS_IN_CODE:
        return rows.filter(receipt_digest=receipts.digest(text)).first()
    expected = "a client's id (26 letters a-z, 2-7) or a receipt code (five words)"
    raise BadInput(Problem(expected=expected, arrived=quoted(text), file="CLIENT"))


def nobody(command: str) -> int:
    """The answer is no."""
    print(f"rapport {command}: no such client is held here", file=sys.stderr)
    return 1


def lines(held: Any, *, indent: int = 0) -> list[str]:
    """Nested data as indented lines."""
    space = "  " * indent
    if isinstance(held, dict):
        items = [(f"{key}:", value) for key, value in held.items()]
    elif isinstance(held, list):
        items = [("-", value) for value in held]
    else:
        return [f"{space}{held}"]
    out = []
    for label, value in items:
        if isinstance(value, dict | list) and value:
            out += [f"{space}{label}", *lines(value, indent=indent + 1)]
        else:
            out.append(f"{space}{label} {value if value not in ({}, [], None) else '(nothing)'}")
    return out
