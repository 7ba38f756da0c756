"""The protocol's client against a real server: the story that all others build upon."""

import asyncio
from pathlib import Path

import pytest

from chat_server.domain.errors import Refused
from chat_server.wire import frames

from . import dump
from .checker import judge
from .proxy import Proxy
from .world import world


async def test_a_visitor_and_an_agent_talk(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        agent = await there.agent()
        visitor = await there.visitor()
        began = await visitor.begin("Hello?", name="Zoë")
        assert (began.seq, began.repeated) == (2, False)
        await agent.take(began.conversation)
        await agent.say(began.conversation, "Hi Zoë")
        await visitor.until(lambda: visitor.last(began.conversation) == 4)
        await visitor.say("A question")
        await agent.until(lambda: agent.last(began.conversation) == 5)
        await agent.note(began.conversation, "VIP")
        visitor.seen()
        await agent.until(lambda: any(isinstance(frame, frames.Receipt) for frame in agent.frames))
        with pytest.raises(Refused):
            await agent.take(began.conversation, 7)
        for client in (agent, visitor):
            await client.settle()
            client.finish()
        verdict = judge(there.history.events, dump.read(there.settings.database), acks=0)
        assert not any(verdict.found.values()), str(verdict)
        assert len(visitor.transcripts[began.conversation]) == 5
        assert len(agent.transcripts[began.conversation]) == 6


async def test_a_lost_line_is_taken_up_again_where_it_broke(tmp_path: Path) -> None:
    async with world(tmp_path) as there, Proxy("127.0.0.1", there.port) as proxy:
        there.port = proxy.port
        visitor = await there.visitor()
        there.port = there.settings.port
        agent = await there.agent()
        began = await visitor.begin("Hello?")
        await agent.take(began.conversation)
        proxy.blackhole()
        proxy.reset()
        for i in range(5):
            await agent.say(began.conversation, f"reply {i}")
        unsent = visitor.say("typed in the tunnel")
        proxy.heal()
        await asyncio.wait_for(unsent, 60)
        await visitor.until(lambda: visitor.last(began.conversation) == 9)
        await agent.until(lambda: agent.last(began.conversation) == 9)
        assert len(visitor.connected_at) >= 2
        assert visitor.transcripts[began.conversation][-1].endswith('"typed in the tunnel"}')
