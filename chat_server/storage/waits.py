"""How long visitors waited for somebody, from the entries themselves."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlmodel import Session

from .conversations import conversation_table, entry_table
from .dialect import any_of, listed


def lately_joined(session: Session, departments: Iterable[str], since: int) -> list[int]:
    """The time in ms from the first entry to the first join, of conversations that began since then."""
    c, e = conversation_table, entry_table
    joined = func.min(e.c.at)
    rows = session.connection().execute(
        select(joined - c.c.created_at)
        .join(e, (e.c.conversation == c.c.id) & e.c.data.like('{"kind":"agent_joined"%'))
        .where(c.c.created_at >= since, any_of(c.c.department, "departments"))
        .group_by(c.c.id, c.c.created_at),
        {"departments": listed(departments)},
    )
    return [row[0] for row in rows]
