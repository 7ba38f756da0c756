"""The few places where the databases differ. Everything else is the same SQL for all."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, literal_column, select, text


def any_of(column: Any, name: str) -> ColumnElement[bool]:
    """`column` equals one of the values bound as `name` (pass them through `listed`): one statement for any number,
    so that statement caches hold."""
    each = text(f"json_each(:{name})").bindparams(bindparam(name))
    result: ColumnElement[bool] = column.in_(select(literal_column("value")).select_from(each))
    return result


def listed(values: Iterable[str]) -> str:
    """The values as `any_of` wants them bound."""
    return msgspec.json.encode(list(values)).decode()
