"""The demo: a company that adds up, founded fast, caught up later, never in somebody's real data."""

import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from sqlmodel import Session, col, select

from chat_server.commands.common import CommandFailed
from chat_server.commands.data_folder import alone, engine_of
from chat_server.commands.demo import prepare
from chat_server.config import Settings
from chat_server.demo import company
from chat_server.demo.people import AGENTS, PASSWORD
from chat_server.domain.conversation import fold
from chat_server.services.passwords import Passwords
from chat_server.storage import conversations as transcripts
from chat_server.storage.tables import Agent, ConversationRow, EntryRow, Meta, Site

DAY = 24 * 3_600_000


def settings(data: Path) -> Settings:
    return Settings(data=data, port=8105, demo=True)


def test_founding_takes_a_few_seconds(tmp_path: Path) -> None:
    started = time.monotonic()
    prepare(settings(tmp_path / "data"))
    assert time.monotonic() - started < 10


def test_every_conversation_is_the_fold_of_its_entries(data: Path) -> None:
    with engine_of(settings(data)) as engine, Session(engine) as session:
        ids = session.exec(select(ConversationRow.id)).all()
        rows = transcripts.load(session, ids)
        entries = {id: transcripts.entries_after(session, id, 0) for id in ids}
    assert 1_350 < len(ids) < 1_650
    assert all(fold(entries[id]) == rows[id] for id in ids)


def test_the_past_is_varied(data: Path) -> None:
    with engine_of(settings(data)) as engine, Session(engine) as session:
        rows = session.exec(select(ConversationRow)).all()
        transfers = session.exec(
            select(EntryRow.seq).where(col(EntryRow.data).contains("conversation_transferred"))
        ).all()
    assert {row.close_reason for row in rows} >= {"solved", "unsolved", "left", "no_answer", "ended", "spam"}
    assert {row.stars for row in rows} >= {None, 1, 2, 3, 4, 5}
    assert sum(row.status == "waiting" for row in rows) == 2
    assert sum(row.status == "active" for row in rows) == 3
    assert max(row.episode for row in rows) > 1
    assert len(transfers) > 20
    assert {datetime.fromtimestamp(row.created_at / 1000, UTC).weekday() for row in rows} == set(range(7))
    assert any("ž" in row.name or "ī" in row.name or "İ" in row.name for row in rows)


def test_the_people_can_sign_in_and_have_their_photos(data: Path) -> None:
    passwords = Passwords()
    with engine_of(settings(data)) as engine, Session(engine) as session:
        agents = session.exec(select(Agent)).all()
    assert {agent.role for agent in agents} == {"agent", "supervisor", "admin"}
    assert passwords._hasher.verify(agents[0].password_hash, PASSWORD)
    passwords.close()
    assert len(agents) == len(AGENTS) == 6
    for agent in agents:
        assert bool(agent.photo) == (agent.role != "admin")
        assert not agent.photo or (settings(data).photos / f"{agent.photo}.webp").is_file()


def test_later_only_the_days_between_are_added(data: Path) -> None:
    later = round(time.time() * 1000) + 3 * DAY
    with alone(settings(data)) as session:
        before = len(session.exec(select(ConversationRow.id)).all())
        # Those who waited have left meanwhile, as the server would have written down.
        for row in session.exec(select(ConversationRow).where(ConversationRow.status != "closed")):
            row.status = "closed"
        session.flush()
        company.catch_up(session, "http://localhost:8105", later, lambda *_: None)
        after = len(session.exec(select(ConversationRow.id)).all())
        assert company.catch_up(session, "http://localhost:8105", later, lambda *_: None) == 0
    assert 30 < after - before < 130


def test_another_port_is_allowed_too(data: Path) -> None:
    prepare(Settings(data=data, port=9105, demo=True))
    with engine_of(settings(data)) as engine, Session(engine) as session:
        site = session.exec(select(Site)).one()
    origins = msgspec.json.decode(site.origins, type=list[str])
    assert {"http://localhost:8105", "http://localhost:9105", "http://127.0.0.1:9105"} <= set(origins)


def test_real_data_is_left_alone(data: Path) -> None:
    with alone(settings(data)) as session:
        session.delete(session.get_one(Meta, "demo"))
        session.commit()
    with pytest.raises(CommandFailed, match="data of a real company"):
        prepare(settings(data))
