"""Look-up tables that are worked out before a release and shipped, since working them out takes longer than
screening a text: a line a key, a tab, and what stands under it.

`python -m support.generate_language_tables` writes them; a test holds each to what its sources give.
"""

from collections.abc import Mapping


def table_text(table: Mapping[str, str]) -> str:
    """The text of a table, in the order of its keys."""
    return "".join(f"{key}\t{table[key]}\n" for key in sorted(table))


def table_from(data: bytes) -> dict[str, str]:
    """Read a table back."""
    # Cut in one go: line by line would take five times as long.
    cells = data.decode("utf-8").replace("\n", "\t").split("\t")
    return dict(zip(cells[:-1:2], cells[1::2], strict=True))
