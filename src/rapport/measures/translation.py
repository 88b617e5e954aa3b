"""The same instrument in another language: only words change, never a code, a value or a rule."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from rapport.errors import BadInput, Problem, quoted
from rapport.measures.instrument import Instrument, Item

KEYS: Final = frozenset({"title", "ask", "options", "items", "scales"})


def in_other_words(instrument: Instrument, words: Mapping[str, Any], *, file: str = "") -> Instrument:
    """The instrument with every word taken from a table of another language.

    Args:
        instrument: in English.
        words: title, ask, the labels of the options in their order, and a text for every item and title for
            every scale by its code. An item with ends has a table of text, low and high.
        file: named in errors.

    Raises:
        BadInput: a word is missing, or one is there for something that the instrument does not have.
    """
    _same(KEYS, words, "", file)
    _same({item.code for item in instrument.items}, words["items"], "items.", file)
    _same({scale.name for scale in instrument.scales}, words["scales"], "scales.", file)
    if len(words["options"]) != len(instrument.options):
        _refuse(f"{len(instrument.options)} labels", len(words["options"]), "options", file)
    labelled = zip(instrument.options, words["options"], strict=True)
    return replace(
        instrument,
        title=words["title"],
        ask=words["ask"],
        options=tuple(replace(option, label=label) for option, label in labelled),
        items=tuple(_item(item, words["items"][item.code]) for item in instrument.items),
        scales=tuple(replace(scale, title=words["scales"][scale.name]) for scale in instrument.scales),
    )


def _item(item: Item, entry: str | Mapping[str, str]) -> Item:
    if isinstance(entry, str):
        return replace(item, text=entry)
    return replace(item, text=entry["text"], low=entry["low"], high=entry["high"])


def _same(wanted: set[str] | frozenset[str], found: Mapping[str, Any], where: str, file: str) -> None:
    for key in sorted(wanted ^ set(found)):
        expected, arrived = ("words for it", "none") if key in wanted else ("only known keys", key)
        _refuse(expected, arrived, f"{where}{key}", file)


def _refuse(expected: str, arrived: object, column: str, file: str) -> None:
    raise BadInput(Problem(expected=expected, arrived=quoted(arrived), column=column, file=file))
