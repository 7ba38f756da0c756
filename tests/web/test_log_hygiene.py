"""Nothing that people wrote, and nothing that opens a door, ever reaches the log, even at its most talkative (T29)."""

import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from chat_server import logs
from tests.support.http import request
from tests.support.world import world

MARK = "Zq7MARKERq7Z"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that is logged, at the level of debugging."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = StringIO()
    logs.configure(level="debug", form="json", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("chat_server").setLevel(logging.NOTSET)


async def test_a_conversation_and_a_failed_sign_in_leave_no_words(log: StringIO, tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        visitor, agent = await there.visitor(), await there.agent(0)
        conversation = (await visitor.begin(f"{MARK} first", name=f"{MARK} name")).conversation
        await agent.take(conversation)
        await agent.say(conversation, f"{MARK} answer")
        await agent.note(conversation, f"{MARK} note")
        await visitor.say(f"{MARK} second")
        origin = {"Origin": f"http://localhost:{there.port}"}
        credentials = {"email": f"{MARK}@shop.example", "password": f"{MARK} password"}
        await request(there.port, "POST", "/api/sign-in", headers=origin, json=credentials)
        await request(there.port, "GET", f"/api/setup/{MARK}")
        await request(there.port, "GET", f"/nowhere/{MARK}?token={MARK}", headers={"Cookie": f"sid={MARK}"})
        secrets = [visitor.token, there.company.agents[0].cookie, there.company.agents[0].csrf]
    said = log.getvalue()
    assert '"route": "/api/sign-in"' in said
    assert MARK.casefold() not in said.casefold()
    assert not [secret for secret in secrets if secret and secret in said]
