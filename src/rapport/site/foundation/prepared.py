"""Look-ups that every visit makes: the ORM writes their SQL once, later calls only bind values and read rows.

Building a query anew costs ten times what the database needs to answer it. What is asked stays written as a
query set, so that both databases, the converters of fields and a renamed column are the ORM's business still.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models import AutoField, Expression, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
Values = Mapping[str, str | int | date]
NOTHING: Values = MappingProxyType({})
Row = tuple[Any, ...]
Converters = dict[int, Any]  # place in a row → the steps that make a Python value of what the database gave


def kept_cursor() -> Any:
    """A cursor for SQL that comes again: PostgreSQL reads and plans it once a connection.

    Django's own cursors write the values into the text, and so each statement is new to the server; they are
    used where queries are logged, since only of theirs Django can tell the text.
    """
    if connection.vendor != "postgresql" or connection.queries_logged:
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.ensure_connection()
    return connection.make_cursor(ServerBindingCursor(connection.connection))


class Given(Expression):
    """A value that is told at each call."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # noqa: ARG002
        """One place to bind, marked by this object itself."""
        return "%s", [self]


def text(name: str) -> Given:
    """A text, such as an id."""
    return Given(name, models.CharField())


def moment(name: str) -> Given:
    """A time."""
    return Given(name, models.DateTimeField())


def number(name: str) -> Given:
    """A whole number."""
    return Given(name, models.BigIntegerField())


def day(name: str) -> Given:
    """A date."""
    return Given(name, models.DateField())


class Prepared:
    """A query set of columns (`values_list`) whose SQL is kept; `first` and `rows` run it.

    `make` is called once in a process, at the first use.
    """

    def __init__(self, make: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._make = make
        self._kept: tuple[str, tuple[Any, ...], Converters] | None = None

    def rows(self, values: Values = NOTHING) -> list[Row]:
        """All rows."""
        sql, parameters, converters = self._kept or self._prepare()
        with kept_cursor() as cursor:
            cursor.execute(sql, [_bound(each, values) for each in parameters])
            return [_converted(row, converters) for row in cursor.fetchall()]

    def first(self, values: Values = NOTHING) -> Row | None:
        """The first row, None where there is none."""
        return next(iter(self.rows(values)), None)

    def _prepare(self) -> tuple[str, tuple[Any, ...], Converters]:
        compiler = self._make().query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([each[0] for each in compiler.select])
        self._kept = sql, tuple(parameters), converters
        return self._kept


def _converted(row: Row, converters: Converters) -> Row:
    values = list(row)
    for place, (steps, expression) in converters.items():
        for step in steps:
            values[place] = step(values[place], expression, connection)
    return tuple(values)


def _bound(parameter: Any, values: Values) -> Any:
    if not isinstance(parameter, Given):
        return parameter
    return parameter.output_field.get_db_prep_value(values[parameter.name], connection, prepared=False)


@cache
def columns(model: type[Model], *, through: str = "") -> tuple[str, ...]:
    """The columns of a model for `values_list`, in the order that `loaded` takes them."""
    return tuple(f"{through}{field.attname}" for field in model._meta.concrete_fields)


def loaded(model: type[M], row: Row) -> M:
    """The object that a row of `columns` makes, as if the ORM had read it."""
    return model.from_db(connection.alias, columns(model), row)


class Insert(Generic[M]):
    """Puts objects into their table; several are one query, and the SQL of a row is kept.

    A key that the database counts is given to each object. `ending` stands behind the rows (ON CONFLICT …).
    """

    def __init__(self, model: type[M], ending: str = "") -> None:
        self._fields = [each for each in model._meta.concrete_fields if not isinstance(each, AutoField)]
        names = ", ".join(f'"{each.column}"' for each in self._fields)
        self._begins = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES '  # noqa: S608 - names of ours
        self._row = f"({', '.join(['%s'] * len(self._fields))})"
        self._ends = f" {ending}" if ending else ""
        if isinstance(model._meta.pk, AutoField):
            self._ends += f' RETURNING "{model._meta.pk.column}"'

    def put(self, *made: M) -> None:
        """Insert these, in the caller's transaction."""
        values = [
            field.get_db_prep_save(getattr(each, field.attname), connection)
            for each in made
            for field in self._fields
        ]
        with kept_cursor() as cursor:
            cursor.execute(self._begins + ", ".join([self._row] * len(made)) + self._ends, values)
            if "RETURNING" in self._ends:
                for each, (key,) in zip(made, cursor.fetchall(), strict=True):
                    each.pk = key
        for each in made:
            each._state.adding, each._state.db = False, connection.alias
