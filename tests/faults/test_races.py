"""V22, V23: many want the same thing in the same moment."""

import asyncio
from pathlib import Path

import pytest

from chat_server.domain.errors import Refused
from chat_server.wire import frames
from tests.support import dump
from tests.support.world import world

from .run import sized

pytestmark = pytest.mark.faults


async def test_v22_of_twenty_agents_who_take_one_conversation_one_wins(tmp_path: Path) -> None:
    async with world(tmp_path, agents=40) as there:
        # Every second agent answers for the first department.
        agents = [await there.agent(2 * i) for i in range(20)]
        for number in range(sized(10, 100)):
            visitor = await there.visitor(f"visitor-{number}")
            began = await visitor.begin("Hello?")
            takes = [agent.take(began.conversation) for agent in agents]
            answers = await asyncio.gather(*takes, return_exceptions=True)
            losers = [answer for answer in answers if isinstance(answer, Refused)]
            assert sum(isinstance(answer, frames.Reply) for answer in answers) == 1
            assert {loser.code for loser in losers} == {"already_taken"}
            await visitor.stop()
        stored = dump.read(there.settings.database)
        assert all(row.owner_epoch == 1 and len(row.joined) == 1 for row in stored.rows.values())


async def test_v22_the_queue_gives_each_conversation_to_one_agent(tmp_path: Path) -> None:
    async with world(tmp_path, agents=20) as there:
        agents = [await there.agent(2 * i) for i in range(10)]
        waiting = [
            (await (await there.visitor(f"visitor-{i}")).begin("Hello?", department="orders")).conversation
            for i in range(sized(12, 60))
        ]
        taken: list[str] = []
        while len(taken) < len(waiting):
            answers = await asyncio.gather(*(agent.take_next() for agent in agents), return_exceptions=True)
            taken += [answer.conversation for answer in answers if isinstance(answer, frames.Reply)]
        assert sorted(taken) == sorted(waiting)
        assert taken[0] == waiting[0], "who has waited longest comes first"


async def test_v23_five_tabs_begin_one_conversation(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        for number in range(sized(10, 100)):
            first = await there.visitor(f"visitor-{number} tab-0")
            tabs = [first] + [
                await there.visitor(f"visitor-{number} tab-{i}", person=first.person, token=first.token)
                for i in range(1, 5)
            ]
            replies = await asyncio.gather(*(tab.begin(f"from {tab.name}") for tab in tabs))
            assert len({reply.conversation for reply in replies}) == 1
            conversation = replies[0].conversation
            for tab in tabs:
                await tab.until_shown(conversation, 6)
            assert len({tuple(tab.transcripts[conversation]) for tab in tabs}) == 1
            for tab in tabs:
                await tab.stop()
        stored = dump.read(there.settings.database)
        assert len(stored.rows) == sized(10, 100)
        assert all(len(entries) == 6 for entries in stored.entries.values())
