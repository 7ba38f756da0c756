"""Frames that write nothing have limits too: who only listens and asks can't keep the server busy (PROMISES.md P10)."""

from pathlib import Path

from chat_server.wire import codes, frames
from tests.support.world import world


async def test_who_asks_for_more_than_anybody_reads_waits_outside(tmp_path: Path) -> None:
    async with world(tmp_path, limits_factor=1.0) as there:
        visitor = await there.visitor()
        await visitor.begin("Hello")
        for _ in range(100):
            visitor.send(frames.Resume(visitor.conversation, 0))
        await visitor.until(lambda: codes.TOO_MANY in visitor.codes or any(_bye(f) for f in visitor.frames))
        assert any(_bye(frame) for frame in visitor.frames)


async def test_too_many_signals_are_dropped_and_the_line_stays(tmp_path: Path) -> None:
    async with world(tmp_path, limits_factor=1.0) as there:
        visitor, agent = await there.visitor(), await there.agent(0)
        await visitor.begin("Hello")
        taken = await agent.take_next()
        for _ in range(600):
            visitor.send(frames.Typing(taken.conversation, on=True))
        await visitor.say("Still here")
        await agent.until_shown(taken.conversation, 1)
        heard = [frame for frame in agent.frames if isinstance(frame, frames.TypingSignal)]
        assert 0 < len(heard) <= 210
        assert len(visitor.connected_at) == 1


def _bye(frame: object) -> bool:
    return isinstance(frame, frames.Bye) and frame.reason == "too fast" and frame.reconnect_in > 0
