"""A long list by pages, each begun where the one before ended: the last page costs what the first does."""

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

PAGE_SIZE: Final = 50
Row = TypeVar("Row")
Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page begins: behind the row `after`, else before `before`, by their ids; else on top."""

    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, given: Any) -> "Mark":
        """As it stands in an address; what a database would choke on is nobody's id."""
        after, before = (given.get(name, "").replace("\0", "") for name in ("after", "before"))
        return cls(after, "" if after else before)

    def __bool__(self) -> bool:
        return bool(self.after or self.before)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list; `before` and `after` are the marks of the pages beside it, empty where none is."""

    rows: list[Row]
    before: str = ""
    after: str = ""


def page_of(found: "QuerySet[Found]", mark: Mark, *, key: str, falls: bool = False) -> Page[Found]:
    """The page at a mark, in the order of a column that is never null, rows of one value by their ids.

    Two queries, however long the list is. A mark that is no row any more, or has none beside it, gives the
    first page.
    """
    place = _place(found.model, mark, key=key) if mark else None
    is_back = place is not None and bool(mark.before)
    goes_down = falls != is_back
    narrowed = found if place is None else found.filter(_beyond(key, place, goes_down=goes_down))
    sign = "-" if goes_down else ""
    rows = list(narrowed.order_by(f"{sign}{key}", f"{sign}pk")[: PAGE_SIZE + 1])
    if place is not None and not rows:
        return page_of(found, Mark(), key=key, falls=falls)
    return _page(rows, PAGE_SIZE, has_mark=place is not None, is_back=is_back, id_of=lambda row: str(row.pk))


def page_in(
    rows: Sequence[Row], mark: Mark, *, id_of: Callable[[Row], str], size: int | None = None
) -> Page[Row]:
    """The page at a mark of a list that is all there already, as what is reckoned from all rows is.

    `size`: how many rows a page has, where other than PAGE_SIZE.
    """
    size = size or PAGE_SIZE
    place = next(
        (n for n, row in enumerate(rows) if mark and id_of(row) == (mark.after or mark.before)), None
    )
    if place is None:
        return _page(list(rows[: size + 1]), size, has_mark=False, is_back=False, id_of=id_of)
    beyond = list(rows[:place])[::-1] if mark.before else list(rows[place + 1 :])
    return _page(beyond[: size + 1], size, has_mark=True, is_back=bool(mark.before), id_of=id_of)


def page_behind(first: Sequence[str], found: "QuerySet[Any]", mark: Mark, *, key: str) -> Page[str]:
    """The page of ids at a mark of a list that begins with `first`, and then has whatever else is found.

    What is found stands in the order of a column that is never null, and is read as far as the page goes.
    """
    known, asked = set(first), mark.after or mark.before
    place = None if not mark or asked in known else _place(found.model, mark, key=key)
    has_mark = asked in known or place is not None
    is_back = has_mark and bool(mark.before)
    at = list(first).index(asked) if asked in known else len(first) if place else -1
    if is_back:
        beyond = _others(found, place, key, known, goes_down=True) if place else iter(())
        rows = chain(beyond, reversed(first[:at]))
    else:
        rows = chain(first[at + 1 :], _others(found, place, key, known, goes_down=False))
    page = list(islice(rows, PAGE_SIZE + 1))
    if has_mark and not page:
        return page_behind(first, found, Mark(), key=key)
    return _page(page, PAGE_SIZE, has_mark=has_mark, is_back=is_back, id_of=str)


def _others(
    found: "QuerySet[Any]", place: tuple[Any, Any] | None, key: str, known: Container[str], *, goes_down: bool
) -> Iterator[str]:
    """Ids beyond a place, by as many as a page holds; not those that are known."""
    sign, size = "-" if goes_down else "", PAGE_SIZE + 1
    ordered = found.order_by(f"{sign}{key}", f"{sign}pk").values_list(key, "pk")
    while True:
        narrowed = ordered if place is None else ordered.filter(_beyond(key, place, goes_down=goes_down))
        rows = list(narrowed[:size])
        yield from (pk for _, pk in rows if pk not in known)
        if len(rows) < size:
            return
        place = rows[-1]


def _place(model: Any, mark: Mark, *, key: str) -> tuple[Any, Any] | None:
    rows = model._default_manager.filter(pk=mark.after or mark.before, **{f"{key}__isnull": False})
    place: tuple[Any, Any] | None = rows.values_list(key, "pk").first()
    return place


def _beyond(key: str, place: tuple[Any, Any], *, goes_down: bool) -> Q:
    """The rows behind a place; its first half alone can be looked up by an index."""
    way, (value, pk) = "lt" if goes_down else "gt", place
    return Q(**{f"{key}__{way}e": value}) & (Q(**{f"{key}__{way}": value}) | Q(**{f"pk__{way}": pk}))


def _page(
    rows: list[Row], size: int, *, has_mark: bool, is_back: bool, id_of: Callable[[Row], str]
) -> Page[Row]:
    """Of the rows in the order of looking, one more than a page where there is more."""
    has_more, rows = len(rows) > size, rows[:size]
    if is_back:
        rows.reverse()
    has_before, has_after = (has_more, True) if is_back else (has_mark, has_more)
    if not rows:
        return Page([])
    return Page(rows, id_of(rows[0]) if has_before else "", id_of(rows[-1]) if has_after else "")
