"""V10, V11, V12, V29: a reader who does not keep up, a disk that is full, a second server on the same data."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_server.bench.seed import seed
from chat_server.bench.serving import NotServing, third_ring
from chat_server.wire import frames
from tests.support import dump
from tests.support.people import AgentClient, VisitorClient
from tests.support.proxy import DOWN, Proxy

from .run import FULL, Run, percentile, sized

pytestmark = pytest.mark.faults

TEXT = "x" * 3_000
SLOW_TABS = 5


class Pair:
    """An agent and a visitor who answer each other, with the time of each message from the visitor to the agent."""

    def __init__(self, run: Run, number: int) -> None:
        self.agent = AgentClient(run.server.port, run.company.agents[number], history=run.history)
        self.visitor = run.waiting_visitor(number)
        self.milliseconds: list[float] = []

    async def begin(self) -> str:
        for client in (self.agent, self.visitor):
            await client.start()
            await asyncio.wait_for(client.online.wait(), 60)
        conversation = (await self.visitor.begin("Hello?", department=self.agent.agent.department)).conversation
        await self.agent.take(conversation)
        return conversation

    async def measure(self, seconds: float) -> float:
        """The p99 in ms of messages one after the other."""
        self.milliseconds = []
        conversation, until = self.visitor.conversation, time.monotonic() + seconds
        while time.monotonic() < until:
            began, before = time.monotonic(), self.agent.last(conversation)
            self.visitor.say("ping")
            await self.agent.until_shown(conversation, before + 1)
            self.milliseconds.append((time.monotonic() - began) * 1000)
            await asyncio.sleep(0.005)
        return percentile(self.milliseconds, 0.99)


async def _pour(agent: AgentClient, conversation: str, seconds: float) -> int:
    """200 long messages a second; how many it were."""
    number, began = 0, time.monotonic()
    while time.monotonic() - began < seconds:
        number += 1
        agent.say(conversation, f"{number} {TEXT}")
        await asyncio.sleep(max(0.0, began + number / 200 - time.monotonic()))
    await agent.settle()
    return number


async def test_v10_a_slow_reader_costs_the_others_nothing(tmp_path: Path) -> None:
    seconds = sized(3, 20)
    run = Run(tmp_path, visitors=0, agents=2)
    await asyncio.to_thread(run.server.start)
    talk, others = Pair(run, 0), Pair(run, 1)
    tabs: list[VisitorClient] = []
    try:
        conversation = await talk.begin()
        await others.begin()
        async with Proxy("127.0.0.1", run.server.port) as proxy:
            await _pour(talk.agent, conversation, 1)
            cold_kib = run.server.rss_kib()
            before_p99, _ = await asyncio.gather(others.measure(seconds), _pour(talk.agent, conversation, seconds))
            usual_kib = run.server.rss_kib() - cold_kib
            for number in range(SLOW_TABS):
                tab = run.waiting_visitor(
                    100 + number, port=proxy.port, token=talk.visitor.token, person="visitor-0", pong_seconds=60.0
                )
                tabs.append(tab)
                await tab.start()
                await asyncio.wait_for(tab.online.wait(), 60)
                await tab.until_shown(conversation, talk.visitor.last(conversation))
            before_kib = run.server.rss_kib()
            run.history.fault("1 kB/s")
            proxy.rules[DOWN].bytes_per_second = 1_000
            during_p99, _ = await asyncio.gather(others.measure(seconds), _pour(talk.agent, conversation, seconds))
            grown_kib = (run.server.rss_kib() - before_kib - usual_kib) / SLOW_TABS
            healed = time.monotonic()
            proxy.heal()
            head = talk.agent.last(conversation)
            for tab in tabs:
                await tab.until_shown(conversation, talk.visitor.last(conversation))
        print(
            f"others' p99 {before_p99:.1f} ms before, {during_p99:.1f} ms meanwhile; {grown_kib:.0f} KiB a slow reader;"
            f" {head} entries, current after {time.monotonic() - healed:.1f} s; seed {run.seed}"
        )
        assert all(tab.transcripts[conversation] == talk.visitor.transcripts[conversation] for tab in tabs)
        assert grown_kib < 1_024, "P10: at most 1 MiB a client"
        assert not FULL or during_p99 < max(2 * before_p99, before_p99 + 100), "P10: others wait at most 100 ms longer"
    finally:
        for client in (talk.agent, talk.visitor, others.agent, others.visitor, *tabs):
            await client.stop()
        run.history.close()
        await asyncio.to_thread(run.server.kill)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m,mode=700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None or subprocess.call(mount):
        pytest.skip("mounting a small file system needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def test_v12_a_full_disk_is_said_and_survived(small_disk: Path, tmp_path: Path) -> None:
    run = Run(small_disk, visitors=0, history=tmp_path / "history.jsonl")
    run.server.output = tmp_path / "server.log"
    await asyncio.to_thread(run.server.start)
    visitor = run.waiting_visitor(0)
    try:
        await visitor.start()
        await asyncio.wait_for(visitor.online.wait(), 60)
        await visitor.begin("first")
        ballast = small_disk / "ballast"
        free = shutil.disk_usage(small_disk).free
        ballast.write_bytes(b"\0" * max(0, free - 1_500_000))
        run.history.fault("disk full")

        def refused() -> bool:
            return any(isinstance(f, frames.Refusal) and f.code == "storage_full" for f in visitor.frames)

        for number in range(2_000):
            visitor.say(f"{number} {TEXT}")
            await asyncio.sleep(0.001)
            if refused() and number % 10 == 0:
                break
        assert refused(), "it must be said"
        ballast.unlink()
        run.history.fault("space again")
        await visitor.settle()
        await visitor.say("after")
        assert run.server.popen is not None
        assert run.server.popen.poll() is None, "without a restart"
        visitor.finish()
        stored = dump.read(run.database)
        assert visitor.transcripts[visitor.conversation] == stored.lines(visitor.conversation, "visitor")
        run.verdict(acks=20)
    finally:
        await visitor.stop()
        run.history.close()
        await asyncio.to_thread(run.server.kill)


async def test_v29_a_second_server_on_the_same_data_refuses_to_start(tmp_path: Path) -> None:
    seed(tmp_path / "third-ring.sqlite3")
    first, second = third_ring(tmp_path), third_ring(tmp_path)
    second.output = tmp_path / "second.log"
    await asyncio.to_thread(first.start)
    try:
        with pytest.raises(NotServing, match="already works on"):
            await asyncio.to_thread(second.start)
        assert second.popen is not None
        assert second.popen.returncode not in (0, None)
        assert "Traceback" not in second.words()
    finally:
        await asyncio.to_thread(first.terminate)
