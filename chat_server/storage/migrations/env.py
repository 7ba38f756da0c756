"""Alembic's entry: run the revisions on the connection that was handed over, inside its transaction."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from chat_server.storage import tables


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """SQLModel's text type is a plain one; named as its own it would need an import in every revision."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.Meta.metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_server_default=True,
)
context.run_migrations()
