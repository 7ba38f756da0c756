"""The demo's shoppers stay, read, answer and rate; nobody else's conversation is touched."""

import asyncio
import time
from pathlib import Path

import pytest
from sqlmodel import Session, select

from chat_server.app import build
from chat_server.commands.data_folder import alone, engine_of
from chat_server.config import Settings
from chat_server.demo import company, shoppers
from chat_server.demo.people import AGENTS
from chat_server.domain.conversation import fold
from chat_server.services.conversations import Outcome
from chat_server.storage import conversations as transcripts
from chat_server.storage.tables import ConversationRow, ReceiptRow
from chat_server.wire import frames

NOW = round(time.time() * 1000)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A shop that was opened this moment, without a past."""
    settings = Settings(data=tmp_path / "data", demo=True)
    with alone(settings) as session:
        company.found(session, {}, "", ["http://localhost:8000"])
        company.bring_to_now(session, "http://localhost:8000", NOW)
        session.commit()
    return settings


def rows(settings: Settings, status: str) -> list[ConversationRow]:
    with engine_of(settings) as engine, Session(engine) as session:
        return list(session.exec(select(ConversationRow).where(ConversationRow.status == status)).all())


def test_a_later_start_ends_the_old_and_brings_new_ones(settings: Settings) -> None:
    with alone(settings) as session:
        company.bring_to_now(session, "http://localhost:8000", NOW + 60_000)
        session.commit()
    assert (len(rows(settings, "waiting")), len(rows(settings, "active")), len(rows(settings, "closed"))) == (2, 3, 0)
    with alone(settings) as session:
        company.bring_to_now(session, "http://localhost:8000", NOW + 7_200_000)
        for row in session.exec(select(ConversationRow)).all():
            entries = transcripts.entries_after(session, row.id, 0)
            assert fold(entries) == transcripts.load(session, [row.id])[row.id]
        session.commit()
    assert (len(rows(settings, "waiting")), len(rows(settings, "active")), len(rows(settings, "closed"))) == (2, 3, 5)


async def test_they_read_answer_and_rate(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("READS_AFTER", "TYPES_AFTER", "SAYS_AFTER", "RATES_AFTER"):
        monkeypatch.setattr(shoppers, name, 0.01)
    app = build(settings)
    async with app.router.lifespan_context(app):
        house = app.state.house
        await shoppers.Shoppers(house, settings.database).come()
        (mine,) = [row for row in rows(settings, "active") if row.owner_id == "ana"]
        assert house.hub.has(f"visitor:{mine.visitor}")
        ana = house.directory.identity(AGENTS[0].id)
        for number in range(2):
            before = head(settings, mine.id)
            text = frames.PostMessage(1, f"key-of-the-test-{number:06}", mine.id, "Here you are.")
            await done(house.conversations.post_message, ana, text)
            await until(lambda before=before: head(settings, mine.id) > before)
        close = frames.CloseConversation(1, "key-of-the-test-close0", mine.id, "solved")
        await done(house.conversations.close_conversation, ana, close)
        await until(lambda: any(row.id == mine.id and row.stars == 5 for row in rows(settings, "closed")))
        await until(lambda: not house.hub.has(f"visitor:{mine.visitor}"))
    with engine_of(settings) as engine, Session(engine) as session:
        receipt = session.get_one(ReceiptRow, (mine.id, "visitor"))
    assert receipt.read > mine.visitor_head


def head(settings: Settings, conversation: str) -> int:
    """The number of the visitor's last message."""
    return next(row.visitor_head for row in rows(settings, "active") if row.id == conversation)


async def done(verb: object, *words: object) -> None:
    """Carry out a verb and wait for its answer."""
    answered: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    def answer(outcome: Outcome | None, error: BaseException | None) -> None:
        if outcome is not None:
            answered.set_result(outcome)
        else:
            answered.set_exception(error or RuntimeError())

    verb(*words, answer)  # type: ignore[operator]
    await answered


async def until(happened: object) -> None:
    async with asyncio.timeout(10):
        while not happened():  # type: ignore[operator]
            await asyncio.sleep(0.02)
