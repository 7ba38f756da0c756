"""Who has received and read how far, in `visitor_seq`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session

from .conversations import receipt_table
from .dialect import Hot


class ReceiptMove(NamedTuple):
    """Somebody has received up to `delivered` and read up to `read`; `person` is `visitor` or an agent's id."""

    conversation: str
    person: str
    delivered: int
    read: int


_of_conversation = Hot(select(receipt_table).where(receipt_table.c.conversation == bindparam("c")))
_insert = insert(receipt_table).values({name: bindparam(name) for name in ReceiptMove._fields})
_raise: Any = _insert.on_conflict_do_update(
    index_elements=["conversation", "person"],
    set_={
        "delivered": func.max(receipt_table.c.delivered, _insert.excluded.delivered),
        "read": func.max(receipt_table.c.read, _insert.excluded.read),
    },
)


def raise_receipts(session: Session, moves: Sequence[ReceiptMove]) -> None:
    """Receipts only ever rise."""
    session.connection().execute(_raise, [move._asdict() for move in moves])


def receipts(session: Session, conversation: str) -> dict[str, tuple[int, int]]:
    """(delivered, read) of each person of a conversation."""
    rows = _of_conversation.rows(session.connection(), conversation)
    return {person: (delivered, read) for _, person, delivered, read in rows}
