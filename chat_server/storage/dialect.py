"""The few places where the databases differ. Everything else is the same SQL for all."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Insert,
    Row,
    Select,
    Update,
    bindparam,
    literal_column,
    select,
    text,
)


def any_of(column: Any, name: str) -> ColumnElement[bool]:
    """`column` equals one of the values bound as `name` (pass them through `listed`): one statement for any number,
    so that statement caches hold."""
    each = text(f"json_each(:{name})").bindparams(bindparam(name))
    result: ColumnElement[bool] = column.in_(select(literal_column("value")).select_from(each))
    return result


def listed(values: Iterable[str]) -> str:
    """The values as `any_of` wants them bound."""
    return msgspec.json.encode(list(values)).decode()


class Hot:
    """A Core statement of the hot path: compiled once for each database, its values given in their order.
    Building named parameters and result objects costs more there than the database's own work."""

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._compiled: dict[str, str] = {}

    def execute(self, connection: Connection, *values: Any) -> CursorResult[Any]:
        """The rows of a query, one after the other."""
        return connection.exec_driver_sql(self._text(connection), values)

    def rows(self, connection: Connection, *values: Any) -> Sequence[Row[Any]]:
        """All rows of a query."""
        return self.execute(connection, *values).fetchall()

    def run(self, connection: Connection, many: Sequence[tuple[Any, ...]]) -> int:
        """Execute for each of many; returns how many rows were touched, -1 if the driver can't say."""
        if len(many) == 1:
            return connection.exec_driver_sql(self._text(connection), many[0]).rowcount
        return connection.exec_driver_sql(self._text(connection), list(many)).rowcount

    def _text(self, connection: Connection) -> str:
        name = connection.dialect.name
        text_ = self._compiled.get(name)
        if text_ is None:
            text_ = self._compiled[name] = str(self._statement.compile(dialect=connection.dialect))
        return text_
