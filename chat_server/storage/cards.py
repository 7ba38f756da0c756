"""Lists of conversations by what they say, and what is known about a visitor."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlmodel import Session

from chat_server.domain.conversation import Conversation
from chat_server.domain.entries import ConversationStarted, Entry
from chat_server.domain.vocabulary import Page

from .conversations import COLUMNS, conversation_table, entries_after, entry_table, from_row, visitor_table
from .dialect import any_of, listed

EARLIER_SHOWN = 10
_ESCAPE = "\\"


class ListFilter(NamedTuple):
    """Narrowing of a list; empty means all. `before` is (time, id) of the last line seen."""

    status: str = ""
    words: str = ""
    department: str = ""
    agent: str = ""
    before: tuple[int, str] | None = None


class Card(NamedTuple):
    """What is known of the visitor of a conversation: his conversations with us (this one included), the earlier ones
    this reader may see, and where he wrote from."""

    name: str
    first_seen_at: int
    conversations: int
    page: Page | None
    earlier: list[Conversation]


def listing(
    session: Session, reach: Collection[str] | None, me: str, wanted: ListFilter, limit: int
) -> list[Conversation]:
    """Lately closed ones first if only those are wanted, else lately started ones. `reach` are the departments this
    reader may see (None: all); his own are always among them."""
    t = conversation_table
    time = t.c.closed_at if wanted.status == "closed" else t.c.created_at
    conditions: list[ColumnElement[bool]] = []
    bound: dict[str, str] = {}
    if reach is not None:
        conditions.append(or_(any_of(t.c.department, "reach"), t.c.owner_id == me))
        bound["reach"] = listed(reach)
    if wanted.status:
        conditions.append(t.c.status == wanted.status)
    if wanted.department:
        conditions.append(t.c.department == wanted.department)
    if wanted.agent:
        conditions.append(t.c.owner_id == wanted.agent)
    if wanted.before is not None:
        conditions.append(tuple_(time, t.c.id) < wanted.before)
    conditions += [_says(word) for word in wanted.words.split()]
    query = select(*COLUMNS).where(time.is_not(None), *conditions).order_by(time.desc(), t.c.id.desc()).limit(limit)
    return [from_row(row) for row in session.connection().execute(query, bound)]


def card(session: Session, conversation: Conversation, reach: Collection[str] | None, me: str) -> Card:
    """The card beside a conversation."""
    t = conversation_table
    same = and_(t.c.visitor == conversation.visitor, t.c.site == conversation.site)
    connection = session.connection()
    count = connection.execute(select(func.count()).where(same)).scalar_one()
    visible = [same, t.c.id != conversation.id]
    bound: dict[str, str] = {}
    if reach is not None:
        visible.append(or_(any_of(t.c.department, "reach"), t.c.owner_id == me))
        bound["reach"] = listed(reach)
    earlier = connection.execute(
        select(*COLUMNS).where(*visible).order_by(t.c.created_at.desc(), t.c.id.desc()).limit(EARLIER_SHOWN), bound
    )
    first_seen = connection.execute(
        select(visitor_table.c.created_at).where(visitor_table.c.id == conversation.visitor)
    ).scalar_one()
    return Card(
        name=conversation.name,
        first_seen_at=first_seen,
        conversations=count,
        page=_page(entries_after(session, conversation.id, 0, limit=1)),
        earlier=[from_row(row) for row in earlier],
    )


def _says(word: str) -> ColumnElement[bool]:
    """The visitor's name or anything said holds this word; case doesn't matter for plain letters."""
    for special in (_ESCAPE, "%", "_"):
        word = word.replace(special, _ESCAPE + special)
    like = f"%{word}%"
    t, e = conversation_table, entry_table
    said = exists().where(e.c.conversation == t.c.id, e.c.data.ilike(f'%"text":"{like}', escape=_ESCAPE))
    return or_(t.c.name.ilike(like, escape=_ESCAPE), said)


def _page(entries: list[Entry]) -> Page | None:
    data = entries[0].data if entries else None
    return data.page if isinstance(data, ConversationStarted) else None
