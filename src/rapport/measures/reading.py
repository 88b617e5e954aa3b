"""From the table of a catalogue file to a checked `Instrument`.

Keys that the reader does not know are refused: a misspelt `at_most` must not silently become a default.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from rapport.errors import BadInput, Problem, quoted
from rapport.measures.instrument import (
    Band,
    Code,
    Figure,
    Instrument,
    Item,
    MissingRule,
    Norms,
    Option,
    SafetyItem,
    Scale,
    refuse,
)

Table = Mapping[str, Any]

INSTRUMENT_KEYS: Final = frozenset(
    {"name", "title", "version", "licence", "permission", "sources", "ask", "items", "options", "scales"}
)
SCALE_KEYS: Final = frozenset({"name", "title", "items", "method", "missing"})


def read_instrument(table: Table, *, file: str = "") -> Instrument:
    """The instrument that a catalogue table describes.

    Args:
        table: as `tomllib.loads` gives it; see any file of `measures/catalogue`.
        file: named in errors.

    Raises:
        BadInput: a key is missing, unknown, or its value breaks a rule of the value objects.
    """
    try:
        return _instrument(table)
    except BadInput as error:
        raise BadInput(error.problem._replace(file=file)) from None


def _instrument(table: Table) -> Instrument:
    _check_keys(table, INSTRUMENT_KEYS, {"safety", "loinc"})
    return Instrument(
        name=str(table["name"]),
        title=str(table["title"]),
        version=str(table["version"]),
        licence=str(table["licence"]),
        permission=str(table["permission"]),
        sources=tuple(map(str, table["sources"])),
        ask=str(table["ask"]),
        items=tuple(_item(entry) for entry in table["items"]),
        options=tuple(_option(entry) for entry in table["options"]),
        scales=tuple(_scale(entry) for entry in table["scales"]),
        safety=_safety(table["safety"]) if "safety" in table else None,
        loinc=_code(table),
    )


def _item(table: Table) -> Item:
    _check_keys(table, {"code", "text"}, {"reverse", "low", "high", "loinc"})
    return Item(
        code=str(table["code"]),
        text=str(table["text"]),
        reverse=bool(table.get("reverse", False)),
        low=str(table.get("low", "")),
        high=str(table.get("high", "")),
        loinc=_code(table),
    )


def _option(table: Table) -> Option:
    _check_keys(table, {"value", "label"}, {"loinc"})
    return Option(value=_whole(table["value"], "value"), label=str(table["label"]), loinc=_code(table))


def _scale(table: Table) -> Scale:
    _check_keys(table, SCALE_KEYS, {"bands", "clinical_cut", "reliable_change", "norms", "loinc"})
    return Scale(
        name=str(table["name"]),
        title=str(table["title"]),
        items=tuple(map(str, table["items"])),
        method=table["method"],
        missing=_missing(table["missing"]),
        bands=tuple(_band(entry) for entry in table.get("bands", ())),
        clinical_cut=_figure(table["clinical_cut"]) if "clinical_cut" in table else None,
        reliable_change=_figure(table["reliable_change"]) if "reliable_change" in table else None,
        norms=_norms(table["norms"]) if "norms" in table else None,
        loinc=_code(table),
    )


def _missing(table: Table) -> MissingRule:
    _check_keys(table, {"at_most", "whole", "source"}, ())
    return MissingRule(
        at_most=_whole(table["at_most"], "at_most"), whole=bool(table["whole"]), source=str(table["source"])
    )


def _band(table: Table) -> Band:
    _check_keys(table, {"name", "low", "high"}, ())
    return Band(
        name=str(table["name"]), low=_number(table["low"], "low"), high=_number(table["high"], "high")
    )


def _norms(table: Table) -> Norms:
    parts = ("reliability", "clinical_mean", "clinical_sd", "healthy_mean", "healthy_sd")
    _check_keys(table, set(parts), ())
    reliability, clinical_mean, clinical_sd, healthy_mean, healthy_sd = (
        _figure(table[part]) for part in parts
    )
    return Norms(reliability, clinical_mean, clinical_sd, healthy_mean, healthy_sd)


def _figure(table: Table) -> Figure:
    _check_keys(table, {"value", "source", "evidence"}, ())
    return Figure(
        value=_number(table["value"], "value"), source=str(table["source"]), evidence=table["evidence"]
    )


def _safety(table: Table) -> SafetyItem:
    _check_keys(table, {"item", "at_least"}, ())
    return SafetyItem(item=str(table["item"]), at_least=_whole(table["at_least"], "at_least"))


def _code(table: Table) -> Code | None:
    if "loinc" not in table:
        return None
    _check_keys(table["loinc"], {"code", "evidence"}, ())
    return Code(code=str(table["loinc"]["code"]), evidence=table["loinc"]["evidence"])


def _check_keys(table: Table, required: Iterable[str], optional: Iterable[str]) -> None:
    wanted = set(required)
    missing = sorted(wanted - set(table))
    if missing:
        raise BadInput(Problem(expected=f"the key {missing[0]!r}", arrived="none", column=missing[0]))
    unknown = sorted(set(table) - wanted - set(optional))
    if unknown:
        refuse("only known keys", unknown[0], unknown[0])


def _whole(value: object, column: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput(Problem(expected="a whole number", arrived=quoted(value), column=column))
    return value


def _number(value: object, column: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadInput(Problem(expected="a number", arrived=quoted(value), column=column))
    return float(value)
