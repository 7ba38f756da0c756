"""V3, V4, V5, V7, V24: the server is fine, but the lines between it and its clients are not."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.support import dump
from tests.support.proxy import DOWN, UP, Direction, Proxy
from tests.support.world import world

from .run import FULL, Run, percentile, sized

pytestmark = pytest.mark.faults


async def test_v3_every_line_is_cut_again_and_again(tmp_path: Path) -> None:
    run = Run(tmp_path, visitors=sized(8, 20))
    async with run.talking() as proxy:
        for _ in range(sized(3, 30)):
            await asyncio.sleep(sized(1, 2))
            run.history.fault("reset")
            proxy.reset()
            await asyncio.sleep(run.random.uniform(0, 0.3))
            run.history.fault("cut in the middle of a frame")
            proxy.cut_after(run.random.choice((UP, DOWN)), run.random.randrange(1, 5_000))
    run.verdict(acks=sized(100, 200))


@pytest.mark.skipif(not FULL, reason="only at full numbers: make faults")
@pytest.mark.parametrize("direction", [UP, DOWN])
async def test_v5_one_direction_stands_still(tmp_path: Path, direction: Direction) -> None:
    run = Run(tmp_path, visitors=8)
    async with run.talking() as proxy:
        await asyncio.sleep(0.5)
        run.history.fault(f"stall {direction}")
        proxy.rules[direction].stalled = True
        await asyncio.sleep(30)
        proxy.heal()
        await asyncio.sleep(0.5)
    run.verdict(acks=sized(100, 200))


async def test_v4_both_notice_a_line_that_swallows_everything(tmp_path: Path) -> None:
    """Client: a ping without pong. Server: its own ping. At full numbers the real times, else the client's scaled."""
    ping, pong = (25.0, 10.0) if FULL else (0.6, 0.4)
    async with world(tmp_path) as there, Proxy("127.0.0.1", there.port) as proxy:
        there.port = proxy.port
        visitor = await there.visitor(ping_seconds=ping, pong_seconds=pong)
        assert there.app is not None
        began = time.monotonic()
        proxy.blackhole()
        while visitor.online.is_set():
            await asyncio.sleep(0.02)
            assert time.monotonic() - began < ping * 1.2 + pong + (1 if FULL else 30), "the client has not noticed"
        proxy.heal()
        proxy.reset()
        await asyncio.wait_for(visitor.online.wait(), 60)


async def test_v7_a_lost_acknowledgement_is_asked_for_again(tmp_path: Path) -> None:
    async with world(tmp_path) as there, Proxy("127.0.0.1", there.port) as proxy:
        there.port = proxy.port
        visitor = await there.visitor()
        began = await visitor.begin("first")
        for number in range(sized(5, 100)):
            proxy.rules[DOWN].stalled = True
            answer = visitor.say(f"message {number}")
            while len(dump.read(there.settings.database).entries[began.conversation]) < 3 + number:
                await asyncio.sleep(0.002)
            assert not answer.done()
            proxy.heal_after_reset()
            reply = await asyncio.wait_for(answer, 60)
            assert (reply.repeated, reply.seq) == (True, 3 + number)
        entries = dump.read(there.settings.database).entries[began.conversation]
        assert len(entries) == 2 + sized(5, 100), "each was stored once"
        assert visitor.last(began.conversation) == len(entries)


async def test_v24_all_clients_lose_the_server_together(tmp_path: Path) -> None:
    crowd = sized(30, 500)
    run = Run(tmp_path, visitors=0)
    await asyncio.to_thread(run.server.start)
    visitors = [
        run.waiting_visitor(i, backoff_seconds=sized(1, 5) / 10, backoff_max_seconds=sized(2, 30)) for i in range(crowd)
    ]
    try:
        for visitor in visitors:
            await visitor.start()
        for visitor in visitors:
            await asyncio.wait_for(visitor.online.wait(), 60)
        for visitor in visitors[::10]:
            await visitor.begin(f"{visitor.name} begins")
        await asyncio.to_thread(run.server.kill)
        await asyncio.to_thread(run.server.start)
        up = time.monotonic()
        for visitor in visitors:
            await asyncio.wait_for(visitor.online.wait(), 60)
        back = [visitor.connected_at[-1] - up for visitor in visitors]
        busiest = max(sum(second <= each < second + 1 for each in back) for second in range(-1, 20)) / crowd
        print(f"seed {run.seed}: {crowd} back, last after {max(back):.1f} s, {busiest:.0%} in the busiest second")
        assert not FULL or percentile(back, 1.0) <= 10.0
        assert busiest <= (0.40 if FULL else 1.0), "they must not come all at once"
    finally:
        for visitor in visitors:
            await visitor.stop()
        run.history.close()
        await asyncio.to_thread(run.server.kill)
