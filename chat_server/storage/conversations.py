"""Conversations and their entries in the database. Set-based: each function costs one or two statements for any number
of conversations, because a whole group commit goes through here at once (PERFORMANCE.md, "Decided from this")."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import astuple
from sqlalchemy import Row, Table, bindparam, func, insert, select, update
from sqlmodel import Session

from chat_server.domain.conversation import Conversation
from chat_server.domain.entries import Entry, EntryData
from chat_server.domain.vocabulary import SYSTEM, VISITOR, Audience, Author

from .dialect import Hot, any_of, listed
from .tables import ConversationRow, Department, EntryRow, ReceiptRow, Visitor

conversation_table: Table = ConversationRow.__table__  # type: ignore[attr-defined]
entry_table: Table = EntryRow.__table__  # type: ignore[attr-defined]
receipt_table: Table = ReceiptRow.__table__  # type: ignore[attr-defined]
department_table: Table = Department.__table__  # type: ignore[attr-defined]
visitor_table: Table = Visitor.__table__  # type: ignore[attr-defined]

FIELDS = Conversation.__struct_fields__
COLUMNS = [conversation_table.c[name] for name in FIELDS]
_JOINED, _REPLIES = FIELDS.index("joined"), FIELDS.index("replies")
_RATING_ASKED, _SOLVED = FIELDS.index("rating_asked"), FIELDS.index("solved")
_joined = msgspec.json.Decoder(tuple[str, ...])
_replies = msgspec.json.Decoder(tuple[tuple[str, int], ...])
_data = msgspec.json.Decoder(EntryData)
_encode = msgspec.json.encode

_load = Hot(select(*COLUMNS).where(any_of(conversation_table.c.id, "ids")))
_repeats = Hot(select(*entry_table.c).where(entry_table.c.key != "", any_of(entry_table.c.key, "keys")))
_append = Hot(insert(entry_table))
_of_visitor = Hot(
    select(*COLUMNS).where(conversation_table.c.visitor == bindparam("v"), conversation_table.c.site == bindparam("s"))
)
_after_seq = (
    select(*entry_table.c)
    .where(entry_table.c.conversation == bindparam("c"), entry_table.c.seq > bindparam("n"))
    .order_by(entry_table.c.seq)
)
# `visitor_seq` is never above `seq`, so the primary key finds the place for both audiences.
_after = {
    "staff": Hot(_after_seq),
    "visitor": Hot(_after_seq.where(entry_table.c.visitor_seq > bindparam("v"))),
}
_updates: dict[tuple[int, ...], Hot] = {}
"""The hot statements; updates by the positions of the changed columns."""
_insert_conversation = insert(conversation_table)
_POSITIONS = range(len(FIELDS))


class ConversationMoved(Exception):
    """Somebody else wrote to the row in between: the fence held, nothing was written."""


def load(session: Session, ids: Iterable[str]) -> dict[str, Conversation]:
    """The conversations with these ids, those that exist."""
    rows = _load.rows(session.connection(), listed(ids))
    return {row[0]: from_row(row) for row in rows}


def from_row(row: Row[Any] | Sequence[Any]) -> Conversation:
    """A row of `COLUMNS` as the value the domain works with."""
    fields = list(row)
    fields[_JOINED] = () if row[_JOINED] == "[]" else _joined.decode(row[_JOINED])
    fields[_REPLIES] = () if row[_REPLIES] == "[]" else _replies.decode(row[_REPLIES])
    # SQLite knows no truth, only 0 and 1.
    fields[_RATING_ASKED] = bool(row[_RATING_ASKED])
    fields[_SOLVED] = None if row[_SOLVED] is None else bool(row[_SOLVED])
    return Conversation(*fields)


def insert_new(session: Session, conversations: Iterable[Conversation]) -> None:
    """Store conversations that were just started."""
    everything = range(len(FIELDS))
    session.connection().execute(
        _insert_conversation,
        [dict(zip(FIELDS, _values(astuple(c), everything), strict=True)) for c in conversations],
    )


def save(session: Session, changes: Iterable[tuple[Conversation, Conversation]]) -> None:
    """Store (before, after) of each conversation, only the columns that differ, and only if it is still as before."""
    groups: dict[tuple[int, ...], list[tuple[Any, ...]]] = {}
    for before, after in changes:
        old, new = astuple(before), astuple(after)
        differing = tuple([i for i in _POSITIONS if old[i] is not new[i] and old[i] != new[i]])
        groups.setdefault(differing, []).append((*_values(new, differing), after.id, before.last_seq))
    connection = session.connection()
    for differing, rows in groups.items():
        statement = _updates.get(differing)
        if statement is None:
            t = conversation_table
            statement = _updates[differing] = Hot(
                update(t)
                .ordered_values(*((t.c[FIELDS[i]], bindparam(f"v_{FIELDS[i]}")) for i in differing))
                .where(t.c.id == bindparam("id_"), t.c.last_seq == bindparam("last_seq_"))
            )
        if statement.run(connection, rows) not in (len(rows), -1):
            raise ConversationMoved


def append(session: Session, visitor_of: Mapping[str, str], entries: Iterable[Entry]) -> None:
    """Store entries; `visitor_of` names the visitor of each conversation, who is the sender of what visitors write."""
    _append.run(
        session.connection(),
        [
            (
                e.conversation,
                e.seq,
                e.visitor_seq,
                e.at,
                e.by.type,
                visitor_of[e.conversation] if e.by.type == "visitor" else e.by.id,
                e.key,
                _encode(e.data).decode(),
            )
            for e in entries
        ],
    )


def repeats(session: Session, keys: Iterable[str]) -> dict[tuple[str, str], Entry]:
    """The entries that commands with these keys have already made, by (sender, key)."""
    rows = _repeats.rows(session.connection(), "", listed(keys))
    entries = [(row[5], entry_from_row(row)) for row in rows]
    return {(sender, entry.key): entry for sender, entry in entries}


def entry_from_row(row: Sequence[Any]) -> Entry:
    """A row of the entry table, columns in their order, as the domain's value."""
    conversation, seq, visitor_seq, at, author, sender, key, data = row
    return Entry(
        conversation=conversation,
        seq=seq,
        visitor_seq=visitor_seq,
        at=at,
        by=VISITOR if author == "visitor" else SYSTEM if author == "system" else Author(type=author, id=sender),
        key=key,
        data=_data.decode(data),
    )


def entries_after(
    session: Session,
    conversation: str,
    after: int,
    *,
    audience: Audience = "staff",
    limit: int | None = None,
    size: int | None = None,
) -> list[Entry]:
    """The entries of one conversation in order, after a number of this audience's stream: at most `limit`, and no more
    once their data have reached `size` bytes."""
    numbers = (after,) if audience == "staff" else (after, after)
    entries: list[Entry] = []
    for row in _after[audience].rows(session.connection(), conversation, *numbers):
        entries.append(entry_from_row(row))
        size = None if size is None else size - len(row[-1])
        if len(entries) == limit or (size is not None and size <= 0):
            break
    return entries


def raise_heads(session: Session, moves: Mapping[str, int]) -> dict[str, int]:
    """Count changes of departments' lists: {department: how many} -> {department: the newest number}."""
    heads: dict[str, int] = {}
    table = department_table
    for department, number in moves.items():
        heads[department] = (
            session.connection()
            .execute(
                update(table).where(table.c.id == department).values(head=table.c.head + number).returning(table.c.head)
            )
            .scalar_one()
        )
    return heads


def of_visitor(session: Session, visitor: str, site: str) -> Conversation | None:
    """The visitor's newest conversation on a site, open or not."""
    found = [from_row(row) for row in _of_visitor.rows(session.connection(), visitor, site)]
    return max(found, key=lambda c: (c.status != "closed", c.updated_at), default=None)


def waiting(session: Session, departments: Iterable[str]) -> list[Conversation]:
    """The queue: waiting conversations of these departments, in order."""
    table = conversation_table
    rows = session.connection().execute(
        select(*COLUMNS)
        .where(any_of(table.c.department, "departments"), table.c.status == "waiting")
        .order_by(table.c.waiting_priority.desc(), table.c.waiting_since, table.c.id),
        {"departments": listed(departments)},
    )
    return [from_row(row) for row in rows]


def owned(session: Session, agent: str) -> list[Conversation]:
    """The active conversations that belong to an agent, oldest first."""
    table = conversation_table
    rows = session.connection().execute(
        select(*COLUMNS)
        .where(table.c.owner_id == agent, table.c.owner_kind == "agent", table.c.status == "active")
        .order_by(table.c.created_at)
    )
    return [from_row(row) for row in rows]


def open_and_lately_closed(session: Session, departments: Iterable[str], agent: str, closed: int) -> list[Conversation]:
    """All open conversations of these departments or this agent, and the latest closed ones."""
    table = conversation_table
    mine = any_of(table.c.department, "departments") | (table.c.owner_id == agent)
    bound = {"departments": listed(departments)}
    connection = session.connection()
    open_rows = connection.execute(select(*COLUMNS).where(table.c.status != "closed", mine), bound)
    closed_rows = connection.execute(
        select(*COLUMNS)
        .where(table.c.status == "closed", mine, table.c.closed_at.is_not(None))
        .order_by(table.c.closed_at.desc(), table.c.id.desc())
        .limit(closed),
        bound,
    )
    return [from_row(row) for rows in (open_rows, closed_rows) for row in rows]


def open_conversations(session: Session) -> list[Conversation]:
    """Every open conversation of the house."""
    rows = session.connection().execute(select(*COLUMNS).where(conversation_table.c.status != "closed"))
    return [from_row(row) for row in rows]


def heads_of_departments(session: Session) -> dict[str, int]:
    """The newest number of each department's list."""
    rows = session.connection().execute(select(department_table.c.id, department_table.c.head))
    return {row.id: row.head for row in rows}


def unread(session: Session, person: str, ids: Iterable[str]) -> dict[str, int]:
    """How many visitor messages of each conversation this agent has not read, those with any."""
    t, r = entry_table, receipt_table
    read = select(r.c.read).where(r.c.conversation == t.c.conversation, r.c.person == person).scalar_subquery()
    rows = session.connection().execute(
        select(t.c.conversation, func.count())
        .where(
            any_of(t.c.conversation, "ids"),
            t.c.author == "visitor",
            t.c.data.like('{"kind":"message_posted"%'),
            t.c.visitor_seq > func.coalesce(read, 0),
        )
        .group_by(t.c.conversation),
        {"ids": listed(ids)},
    )
    return dict(tuple(row) for row in rows)


def _values(values: Sequence[Any], positions: Iterable[int]) -> list[Any]:
    """The values at these positions as the database keeps them."""
    return [_encode(values[i]).decode() if i in (_JOINED, _REPLIES) else values[i] for i in positions]
