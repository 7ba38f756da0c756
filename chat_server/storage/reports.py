"""The one query layer behind reports, lists, exports and the command line: the same filter, the same pages.

A page is a few hundred conversations in the order of (created_at, id), continued by key and never by offset. Its
summaries come from `summary_cache` where head and definition still match; the rest is computed from the entries and
handed back as `fresh`, to be kept by `keep` in a write of its own.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    union,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from chat_server.domain.entries import Entry
from chat_server.domain.metrics import DEFINITION_VERSION, summarise
from chat_server.domain.metrics_facts import ConversationSummary

from .conversations import conversation_table, entry_from_row, entry_table
from .dialect import any_of, listed
from .tables import SummaryCache

cache_table: Table = SummaryCache.__table__  # type: ignore[attr-defined]

_decode = msgspec.json.Decoder(ConversationSummary).decode
_encode = msgspec.json.Encoder().encode

MAX_MS = 2**53
"""Later than any stamp."""

HEAD_COLUMNS = ("id", "site", "department", "visitor", "name", "status", "last_seq", "created_at", "updated_at")


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How far the reader may look, evaluated inside the query (PROMISES.md T27): everything, or what stands in
    `departments` or belongs to `agent`; with `own` only what that agent took part in."""

    all: bool = False
    departments: tuple[str, ...] = ()
    agent: str = ""
    own: bool = False


class ReportFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which conversations: those with anything between `start` and `end` (ms, half-open, None: open), narrowed.

    `agent` keeps those the agent took part in; `status` is a conversation's status. `late` also finds those in which
    something only ended after `start`, such as a rating asked for before.
    """

    reach: Reach
    start: int | None = None
    end: int | None = None
    department: str = ""
    site: str = ""
    agent: str = ""
    status: str = ""
    late: bool = False


class Head(NamedTuple):
    """What the row of a conversation adds to its summary."""

    id: str
    site: str
    department: str
    visitor: str
    name: str
    status: str
    last_seq: int
    created_at: int
    updated_at: int


class Key(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended."""

    created_at: int
    id: str


class SummaryPage(NamedTuple):
    """One page of (row, summary, starts of later conversations of the same visitor); `next` is None after the last.
    `fresh` are the summaries that were not in the cache."""

    rows: list[tuple[Head, ConversationSummary, list[int]]]
    fresh: list[ConversationSummary]
    next: Key | None


def summary_page(
    session: Session, wanted: ReportFilter, as_of: int, after: Key | None, limit: int, *, newest: bool = False
) -> SummaryPage:
    """The next summaries as of a moment (ms): what was written later is not looked at. Oldest or newest first."""
    columns: list[Any] = [conversation_table.c[name] for name in HEAD_COLUMNS]
    place = (conversation_table.c.created_at, conversation_table.c.id)
    query: Select[Any] = (
        select(*columns, cache_table.c.summary)
        .select_from(
            conversation_table.outerjoin(
                cache_table,
                and_(
                    cache_table.c.conversation == conversation_table.c.id,
                    cache_table.c.head == conversation_table.c.last_seq,
                    cache_table.c.definition == DEFINITION_VERSION,
                ),
            )
        )
        .order_by(*(column.desc() if newest else column for column in place))
        .limit(limit)
    )
    query, bound = narrowed(query, wanted, as_of)
    if after is not None:
        query = query.where(after_key(after, newest=newest))
    rows = session.connection().execute(query, bound).all()
    heads = [Head(*row[:-1]) for row in rows]
    known = {
        head.id: _decode(row[-1]) for head, row in zip(heads, rows, strict=True) if row[-1] and head.updated_at <= as_of
    }
    missing = [head for head in heads if head.id not in known]
    computed = _summarised(session, [head.id for head in missing], as_of)
    fresh = [computed[head.id] for head in missing if head.updated_at <= as_of]
    returns = returns_of(session, heads, as_of)
    found = [(head, known.get(head.id) or computed[head.id], returns.get(head.id, [])) for head in heads]
    last = heads[-1] if len(heads) == limit else None
    return SummaryPage(found, fresh, Key(last.created_at, last.id) if last else None)


def narrowed(query: Select[Any], wanted: ReportFilter, as_of: int) -> tuple[Select[Any], dict[str, Any]]:
    """The filter as conditions, with the values to bind: the only place where a reader's reach becomes SQL."""
    c = conversation_table.c
    bound: dict[str, Any] = {}
    conditions: list[ColumnElement[bool]] = [c.created_at <= as_of]
    reach = wanted.reach
    if reach.own:
        conditions.append(_took_part(c.id, reach.agent))
    elif not reach.all:
        conditions.append(or_(any_of(c.department, "reach_departments"), c.owner_id == reach.agent))
        bound["reach_departments"] = listed(reach.departments)
    if wanted.end is not None:
        conditions.append(c.created_at < wanted.end)
    if wanted.start is not None:
        conditions.append(c.updated_at >= wanted.start if wanted.late else c.id.in_(_alive_since(wanted.start)))
    if wanted.department:
        conditions.append(c.department == wanted.department)
    if wanted.site:
        conditions.append(c.site == wanted.site)
    if wanted.status:
        conditions.append(c.status == wanted.status)
    if wanted.agent:
        conditions.append(_took_part(c.id, wanted.agent))
    return query.where(*conditions), bound


def _alive_since(start: int) -> CompoundSelect[Any]:
    """Conversations with anything that began at or after a moment (ms): begun, still open, or closed since then. Three
    indexes instead of a walk over everything, since the board asks every few seconds."""
    c = conversation_table.c
    return union(
        select(c.id).where(c.created_at >= start),
        select(c.id).where(text("status <> 'closed'")),
        select(c.id).where(c.closed_at >= start),
    )


def _took_part(conversation: Any, agent: str) -> ColumnElement[bool]:
    """The agent owned it, or wrote any of its entries."""
    c, e = conversation_table.c, entry_table.c
    wrote = select(e.conversation).where(e.sender == agent, e.key != "")
    return or_(c.owner_id == agent, conversation.in_(wrote))


def after_key(after: Key, *, newest: bool = False) -> ColumnElement[bool]:
    """What comes after a key in the order of (created_at, id), or before it where the newest come first."""
    here = tuple_(conversation_table.c.created_at, conversation_table.c.id)
    there = tuple_(literal(after.created_at), literal(after.id))
    return here < there if newest else here > there


def entries_of(session: Session, ids: Iterable[str], as_of: int) -> dict[str, list[Entry]]:
    """The entries of several conversations up to a moment (ms), each in order of `seq`."""
    wanted = list(ids)
    found: dict[str, list[Entry]] = {id: [] for id in wanted}
    if not wanted:
        return found
    rows = session.connection().execute(
        select(*entry_table.c)
        .where(any_of(entry_table.c.conversation, "ids"), entry_table.c.at <= as_of)
        .order_by(entry_table.c.conversation, entry_table.c.seq),
        {"ids": listed(wanted)},
    )
    for row in rows:
        found[row.conversation].append(entry_from_row(row))
    return found


def _summarised(session: Session, ids: Sequence[str], as_of: int) -> dict[str, ConversationSummary]:
    return {id: summarise(entries) for id, entries in entries_of(session, ids, as_of).items()}


def keep(session: Session, summaries: Sequence[ConversationSummary]) -> None:
    """Put computed summaries into the cache; older ones of the same conversation give way."""
    if not summaries:
        return
    connection = session.connection()
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(cache_table)
    statement = statement.on_conflict_do_update(
        index_elements=[cache_table.c.conversation],
        set_={name: statement.excluded[name] for name in ("head", "definition", "summary")},
    )
    connection.execute(
        statement,
        [
            {
                "conversation": summary.conversation,
                "head": summary.head,
                "definition": DEFINITION_VERSION,
                "summary": _encode(summary).decode(),
            }
            for summary in summaries
        ],
    )


def returns_of(session: Session, heads: Sequence[Head], as_of: int) -> dict[str, list[int]]:
    """When the visitors of these conversations began another one later, up to `as_of` (ms): conversation -> starts,
    only those with any. Of all departments: whether somebody came back is true or not, whoever asks."""
    c = conversation_table.c
    rows = session.connection().execute(
        select(c.visitor, c.created_at, c.id)
        .where(any_of(c.visitor, "visitors"), c.created_at <= as_of)
        .order_by(c.created_at, c.id),
        {"visitors": listed({head.visitor for head in heads})},
    )
    of_visitor: dict[str, list[tuple[int, str]]] = {}
    for visitor, created_at, id in rows:
        of_visitor.setdefault(visitor, []).append((created_at, id))
    found: dict[str, list[int]] = {}
    for head in heads:
        starts = of_visitor.get(head.visitor, ())
        if len(starts) > 1:
            later = [start for start, id in starts if id != head.id and start >= head.created_at]
            if later:
                found[head.id] = later
    return found


def count(session: Session, wanted: ReportFilter, as_of: int) -> tuple[int, int]:
    """How many conversations and entries the filter takes."""
    c = conversation_table.c
    query, bound = narrowed(select(func.count(), func.coalesce(func.sum(c.last_seq), 0)), wanted, as_of)
    row = session.connection().execute(query, bound).one()
    return row[0], row[1]


class OpenRow(NamedTuple):
    """An open conversation as the board shows it; times in ms."""

    id: str
    name: str
    department: str
    status: str
    owner_kind: str
    owner_id: str
    owner_epoch: int
    created_at: int
    waiting_since: int | None
    waiting_priority: int
    preview: str


def open_rows(session: Session, reach: Reach) -> list[OpenRow]:
    """All open conversations of this reach, those who wait in the order of their queue."""
    c = conversation_table.c
    columns = [c[name] for name in OpenRow._fields]
    query, bound = narrowed(select(*columns), ReportFilter(reach=reach), MAX_MS)
    query = query.where(c.status != "closed").order_by(c.waiting_priority.desc(), c.waiting_since, c.id)
    return [OpenRow(*row) for row in session.connection().execute(query, bound)]


def closed_since(session: Session, reach: Reach, since: int) -> int:
    """How many conversations of this reach were closed since then (ms) and still are."""
    c = conversation_table.c
    query, bound = narrowed(select(func.count()), ReportFilter(reach=reach), MAX_MS)
    query = query.where(c.status == "closed", c.closed_at >= since)
    return int(session.connection().execute(query, bound).scalar_one())
