"""Look-ups that every visit makes: the ORM writes their SQL once, later calls only bind values and read rows.

Building a query anew costs ten times what the database needs to answer it. What is asked stays written as a
query set, so that both databases, the converters of fields and a renamed column are the ORM's business still.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import AutoField, Expression, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
Values = Mapping[str, str | int | date]
NOTHING: Values = MappingProxyType({})
Row = tuple[Any, ...]
Converters = dict[int, Any]  # place in a row → the steps that make a Python value of what the database gave


def run(sql: str, values: Sequence[Any], *, gives_rows: bool = False) -> list[Row]:
    """The rows that a statement gives where it is one that does; `%s` is where a value is bound.

    For SQL that comes again: PostgreSQL reads and plans it once a connection. Django's own cursors write the
    values into the text, and so each statement is new to the server; they are used where queries are logged,
    since only of theirs Django can tell the text.
    """
    database = connections[DEFAULT_DB_ALIAS]
    if database.vendor == "postgresql" and not database.queries_logged:
        from psycopg import RawCursor

        database.ensure_connection()
        opened, sql = database.make_cursor(RawCursor(database.connection)), _numbered(sql)
    else:
        opened = database.cursor()
    with opened as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if gives_rows else []


@lru_cache(maxsize=256)
def _numbered(sql: str) -> str:
    """Places as PostgreSQL itself counts them: found once, where the driver would look for them each time."""
    before, *after = sql.split("%s")
    counted = (f"${place}{rest}" for place, rest in enumerate(after, 1))
    return "".join((before, *counted)).replace("%%", "%")


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
        rows = run(sql, [_bound(each, values) for each in parameters], gives_rows=True)
        return [_converted(row, converters) for row in rows] if converters else rows

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


# What these hold, both drivers take as it is.
_AS_IT_IS = (models.CharField, models.IntegerField, models.BooleanField)


class _Column:
    """How one column of a row is written."""

    def __init__(self, field: "models.Field[Any, Any]") -> None:
        self.name, self.quoted = field.attname, f'"{field.column}"'
        self.initial = _literal(field.get_default())
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        self.prepare = None if isinstance(target, _AS_IT_IS) else field.get_db_prep_save

    def value(self, value: Any, database: Any) -> Any:
        """What is bound for a value."""
        return value if self.prepare is None else self.prepare(value, database)


def _literal(value: Any) -> str:
    """What a new row begins with, in SQL; of text, without a quotation mark in it."""
    return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


class Insert(Generic[M]):
    """Puts rows into the table of a model; several are one query, and the SQL of a row is kept.

    `beginning_as` are columns that each new row has as its model says: they are part of the SQL. `ending`
    stands behind the rows (ON CONFLICT …). A key that the database counts is given to each object.
    """

    def __init__(self, model: type[M], ending: str = "", *, beginning_as: Collection[str] = ()) -> None:
        fields = [each for each in model._meta.concrete_fields if not isinstance(each, AutoField)]
        columns = [_Column(each) for each in fields]
        self._bound = [each for each in columns if each.name not in beginning_as]
        places = ("%s" if each in self._bound else each.initial for each in columns)
        names = ", ".join(each.quoted for each in columns)
        self._begins = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES '  # noqa: S608 - names of ours
        self._row = f"({', '.join(places)})"
        self._ends = f" {ending}" if ending else ""
        self._counts = isinstance(model._meta.pk, AutoField)
        if self._counts:
            self._ends += f' RETURNING "{model._meta.pk.column}"'

    def put(self, *made: M) -> None:
        """Insert these, in the caller's transaction."""
        keys = self.put_rows([[getattr(each, column.name) for column in self._bound] for each in made])
        for each in made:
            each._state.adding, each._state.db = False, DEFAULT_DB_ALIAS
        for each, (key,) in zip(made, keys, strict=False):
            each.pk = key

    def put_rows(self, rows: Sequence[Sequence[Any]]) -> list[Row]:
        """Insert these: values in the order of the model's columns. The keys that the database counted."""
        database = connections[DEFAULT_DB_ALIAS]
        values = [
            column.value(value, database)
            for row in rows
            for column, value in zip(self._bound, row, strict=True)
        ]
        sql = self._begins + ", ".join([self._row] * len(rows)) + self._ends
        return run(sql, values, gives_rows=self._counts)


class Update(Generic[M]):
    """Writes some columns of an object to its row, whose SQL is kept; the row must be there."""

    def __init__(self, model: type[M], *names: str) -> None:
        self._columns = [_Column(model._meta.get_field(each)) for each in (*names, model._meta.pk.name)]
        *changed, key = (f"{each.quoted} = %s" for each in self._columns)
        self._sql = f'UPDATE "{model._meta.db_table}" SET {", ".join(changed)} WHERE {key}'  # noqa: S608

    def put(self, made: M) -> None:
        """Update this one, in the caller's transaction."""
        database = connections[DEFAULT_DB_ALIAS]
        run(self._sql, [each.value(getattr(made, each.name), database) for each in self._columns])
