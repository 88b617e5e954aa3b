"""What was reckoned as plain JSON, and back to the last bit: dataclasses, named tuples, dates and arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np


def as_plain(value: object) -> Any:
    """The value in lists, mappings, numbers and texts alone; a float keeps every bit, NaN included."""
    if is_dataclass(value):
        return {each.name: as_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {key: as_plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_plain(each) for each in value]
    return value


def from_plain(kind: Any, told: Any) -> Any:
    """What `as_plain` was given, of this type; a field whose type says nothing stays as it is told."""
    origin, of = get_origin(kind), [each for each in get_args(kind) if each is not NoneType]
    if told is None:
        return None
    if origin in (Union, UnionType):
        return from_plain(of[0], told) if len(of) == 1 else told
    if origin is np.ndarray:
        return np.array(told, dtype=get_args(of[1])[0])
    if origin in (tuple, list, Sequence):
        return (tuple if origin is tuple else list)(_each(of, told))
    if origin in (dict, Mapping):
        return {key: from_plain(of[1], each) for key, each in told.items()}
    if kind in (date, datetime):
        return kind.fromisoformat(told)
    return _whole(kind, told)


def _each(of: list[Any], told: list[Any]) -> list[Any]:
    """Of one type all along, as a list or `tuple[X, ...]` is, or of one type each."""
    kinds = of if len(of) == len(told) and Ellipsis not in of else of[:1] * len(told)
    return [from_plain(kind, each) for kind, each in zip(kinds, told, strict=True)]


def _whole(kind: Any, told: Any) -> Any:
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: from_plain(hints[name], each) for name, each in told.items()})  # type: ignore[operator]
    if isinstance(kind, type) and issubclass(kind, tuple) and hasattr(kind, "_fields"):
        hints = get_type_hints(kind)
        return kind(*(from_plain(hints[name], each) for name, each in zip(kind._fields, told, strict=True)))
    return told
