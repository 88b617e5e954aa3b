"""Many small values made at once, and values of which a part is made when somebody reads it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat
from typing import Any, ClassVar, Final, Generic, Protocol, Self, TypeVar

Row = TypeVar("Row", bound=tuple[Any, ...])
Made = TypeVar("Made")


def rows_of(kind: type[Row], *columns: Iterable[object]) -> Iterator[Row]:
    """Named tuples of columns of equal length: as `kind._make` row by row, in half the time."""
    return map(tuple.__new__, repeat(kind), zip(*columns, strict=True))


class Later(Protocol):
    """What makes the fields that are made later, by their names; a dictionary will do."""

    def get(self, name: str, /) -> Callable[[], Any] | None:
        """What makes a field; None where nothing does."""


class Once(Generic[Made]):
    """A property of a record that is worked out when first read: as its `later` says, else as here."""

    def __init__(self, make: Callable[[Any], Made]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, of: Any, _owner: type | None = None) -> Made:
        if of is None:
            return self  # type: ignore[return-value]
        later = of.__dict__["_later"].get(self._name)
        found: Made = later() if later else self._make(of)
        of.__dict__[self._name] = found
        return found


class Record:
    """Frozen fields by name, as of a named tuple; those given as `later` are made when they are first read.

    Two are equal when all their fields are; comparing, copying and replacing read them all.
    """

    _fields: ClassVar[tuple[str, ...]]

    def __init__(self, later: Later | None = None, /, **values: Any) -> None:
        self.__dict__.update(values)
        self.__dict__["_later"] = later or _NOTHING

    def __getattr__(self, name: str) -> Any:
        make = self.__dict__.get("_later", _NOTHING).get(name)
        if make is None:
            raise AttributeError(f"{type(self).__name__} has no {name}")
        found = self.__dict__[name] = make()
        return found

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} stays")

    def _asdict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._fields}

    def _replace(self, **changes: Any) -> Self:
        return type(self)(**(self._asdict() | changes))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self._asdict() == other._asdict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({told})"

    def __reduce__(self) -> Any:
        return _again, (type(self), self._asdict())


_NOTHING: Final[Later] = dict[str, Callable[[], Any]]()


def _again(kind: type[Record], values: Mapping[str, Any]) -> Record:
    return kind(**values)
