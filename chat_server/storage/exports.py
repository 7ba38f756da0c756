"""Whole conversations for an export, page by page: the filter of the reports, entries in order, memory of one page."""

from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import Session, col

from chat_server.domain.entries import Entry

from .conversations import conversation_table
from .reports import HEAD_COLUMNS, Head, Key, ReportFilter, after_key, entries_of, narrowed, returns_of
from .tables import Agent, Department, Site


class Names(NamedTuple):
    """How ids are called, at the moment of the export."""

    agents: dict[str, str]
    departments: dict[str, str]
    sites: dict[str, str]


class ExportPage(NamedTuple):
    """One page of (row, entries, starts of later conversations of the same visitor); `next` is None after the last."""

    rows: list[tuple[Head, list[Entry], list[int]]]
    next: Key | None


def names(session: Session) -> Names:
    """Names of agents, departments and sites."""
    connection = session.connection()
    agents, departments, sites = (
        {row[0]: row[1] for row in connection.execute(select(col(table.id), col(table.name)))}
        for table in (Agent, Department, Site)
    )
    return Names(agents, departments, sites)


def export_page(session: Session, wanted: ReportFilter, as_of: int, after: Key | None, limit: int) -> ExportPage:
    """The next conversations with their entries up to `as_of` (ms)."""
    c = conversation_table.c
    query = select(*(c[name] for name in HEAD_COLUMNS)).order_by(c.created_at, c.id).limit(limit)
    query, bound = narrowed(query, wanted, as_of)
    if after is not None:
        query = query.where(after_key(after))
    heads = [Head(*row) for row in session.connection().execute(query, bound)]
    entries = entries_of(session, [head.id for head in heads], as_of)
    last = heads[-1] if len(heads) == limit else None
    returns = returns_of(session, heads, as_of)
    rows = [(head, entries[head.id], returns.get(head.id, [])) for head in heads]
    return ExportPage(rows, Key(last.created_at, last.id) if last else None)
