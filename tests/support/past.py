"""Conversations of the past, written straight into a database, and an HTTP client for the seeded people."""

from collections.abc import Sequence
from pathlib import Path

import httpx2
from sqlalchemy import update
from sqlmodel import Session

from chat_server.bench.seed import SeededAgent
from chat_server.domain.conversation import fold
from chat_server.domain.entries import Entry
from chat_server.storage import conversations
from chat_server.storage.sqlite import in_one_transaction
from chat_server.storage.tables import Session as SignedInSession
from chat_server.storage.tables import Visitor

from .timeline import DAY_MS, timeline
from .world import World

NOON = 1_795_172_400_000
"""2026-11-20 12:00 in Zagreb (11:00 UTC), a Friday."""


def past(text: str, id: str, *, zero: int = NOON, visitor: str = "", department: str = "orders") -> list[Entry]:
    """One conversation of the seeded company."""
    return timeline(text, zero=zero, id=id, visitor=visitor or f"visitor-of-{id}", department=department, site="site")


def write_past(database: Path, *stories: Sequence[Entry]) -> None:
    """Store whole conversations, also beside a running server."""
    in_one_transaction(database, _write, stories)


def _write(session: Session, stories: Sequence[Sequence[Entry]]) -> None:
    for entries in stories:
        made = fold(entries)
        if session.get(Visitor, made.visitor) is None:
            session.add(Visitor(id=made.visitor, site_id=made.site, created_at=made.created_at, last_seen_at=NOON))
            session.flush()
        conversations.insert_new(session, [made])
        conversations.append(session, {made.id: made.visitor}, entries)


def set_clock(there: World, now: int) -> None:
    """It is `now` (ms), and everybody has just signed in."""
    there.clock_ms += now - there.now()
    signed_in = update(SignedInSession).values(created_at=now, last_seen_at=now)
    in_one_transaction(there.settings.database, lambda session: session.connection().execute(signed_in))


def client(there: World, agent: SeededAgent) -> httpx2.AsyncClient:
    """The console's HTTP client of somebody who is signed in."""
    return httpx2.AsyncClient(
        base_url=f"http://localhost:{there.port}",
        headers={"Sec-Fetch-Site": "same-origin", "Cookie": f"sid={agent.cookie}"},
    )


__all__ = ["DAY_MS", "NOON", "client", "past", "set_clock", "write_past"]
