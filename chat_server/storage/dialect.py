"""The few places where the databases differ. Everything else is the same SQL for all."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Insert,
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
    """A Core statement of the hot path: compiled once for each database, handed to its driver with the values in their
    order. Named parameters and result objects would cost more there than the database's own work."""

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._compiled: dict[str, str] = {}

    def rows(self, connection: Connection, *values: Any) -> Iterable[tuple[Any, ...]]:
        """The rows of a query, one after the other, as the driver gives them."""
        rows: Iterable[tuple[Any, ...]] = self._driver(connection).execute(self._text(connection), values)
        return rows

    def run(self, connection: Connection, many: Sequence[tuple[Any, ...]]) -> int:
        """Execute for each of many; returns how many rows were touched, -1 if the driver can't say."""
        driver = self._driver(connection)
        text_ = self._text(connection)
        cursor = driver.execute(text_, many[0]) if len(many) == 1 else driver.executemany(text_, many)
        touched: int = cursor.rowcount
        return touched

    @staticmethod
    def _driver(connection: Connection) -> Any:
        return connection.connection.driver_connection

    def _text(self, connection: Connection) -> str:
        name = connection.dialect.name
        text_ = self._compiled.get(name)
        if text_ is None:
            text_ = self._compiled[name] = str(self._statement.compile(dialect=connection.dialect))
        return text_
