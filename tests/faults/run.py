"""How every fault run is built (PROMISES.md 3.2): seeded clients follow a script against a real server process, a
nemesis breaks things meanwhile, then everybody may settle, and the checker judges. `THIRD_RING_FULL=1`: full numbers.
"""

import asyncio
import contextlib
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

from chat_server.bench.seed import Seeded, seed
from chat_server.bench.serving import Process, third_ring
from chat_server.domain.entries import MessagePosted
from chat_server.domain.errors import Refused
from chat_server.wire import frames
from tests.support import dump
from tests.support.checker import ACKS, Verdict, judge
from tests.support.client import PATIENCE_SECONDS, Client
from tests.support.history import History
from tests.support.people import AgentClient, VisitorClient
from tests.support.proxy import Proxy

FULL = bool(os.environ.get("THIRD_RING_FULL"))
QUIET_SECONDS = 10.0 if FULL else 60.0
"""P4 says 10 s. The fast suite shares its machine with others, so times are judged at full numbers only."""


def sized(fast: int, full: int) -> int:
    """The number for `make test`, or the one of PROMISES.md for `make faults`."""
    return full if FULL else fast


class Talker(AgentClient):
    """An agent who takes whoever waits, answers some messages, and leaves a note now and then."""

    def __init__(self, port: int, run: "Run", number: int) -> None:
        super().__init__(port, run.company.agents[number], history=run.history, seed=run.seed)
        self.chance = random.Random(f"{run.seed} talker {number}")
        self.said = 0

    def shown(self, conversation: str, entry: frames.PageEntry) -> None:
        if isinstance(entry.data, MessagePosted) and entry.by.type == "visitor" and self.chance.random() < 0.25:
            self.said += 1
            if self.chance.random() < 0.15:
                self.note(conversation, f"{self.name} note {self.said}")
            else:
                self.say(conversation, f"{self.name} answer {self.said}")

    async def take_all(self) -> None:
        """Empty the queue again and again."""
        while True:
            with contextlib.suppress(Refused):
                await self.take_next()
                continue
            await asyncio.sleep(0.1)


class Run:
    """One company, one server process, a proxy in front of it, and the clients of one fault run."""

    def __init__(self, folder: Path, *, visitors: int, agents: int = 2, history: Path | None = None) -> None:
        self.seed = int(os.environ.get("THIRD_RING_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
        self.random = random.Random(self.seed)
        self.folder = folder
        self.database = folder / "third-ring.sqlite3"
        self.company: Seeded = seed(self.database, agents=agents)
        self.server: Process = third_ring(folder, limits_factor=1_000)
        self.history = History(history or folder / "history.jsonl")
        self.visitors: list[VisitorClient] = []
        self.talkers: list[Talker] = []
        self.figures: dict[str, float] = {}
        self._sizes = (visitors, agents)
        self._sending = True
        self._tasks: list[asyncio.Task[None]] = []

    # -- the clients --------------------------------------------------------------------------------------------------

    @contextlib.asynccontextmanager
    async def talking(self, *, pause_seconds: float = 0.02) -> AsyncIterator[Proxy]:
        """Everybody talks until the end of the block; gives the proxy that all of them go through."""
        await asyncio.to_thread(self.server.start)
        async with Proxy("127.0.0.1", self.server.port, seed=self.seed) as proxy:
            visitors, agents = self._sizes
            self.talkers = [Talker(proxy.port, self, i) for i in range(agents)]
            self.visitors = [self.waiting_visitor(i, port=proxy.port) for i in range(visitors)]
            try:
                for client in self.clients:
                    await client.start()
                for client in self.clients:
                    await asyncio.wait_for(client.online.wait(), PATIENCE_SECONDS)
                self._tasks = [asyncio.create_task(self._talk(v, pause_seconds)) for v in self.visitors]
                self._tasks += [asyncio.create_task(t.take_all()) for t in self.talkers]
                yield proxy
                await self._end_talk()
                await self._quiet()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
                for client in self.clients:
                    await client.stop()
                self.history.close()
                await asyncio.to_thread(self.server.kill)

    def waiting_visitor(self, number: int, *, port: int = 0, **options: Any) -> VisitorClient:
        """A visitor who is not connected yet; without `port` he will come straight to the server."""
        options = {"name": f"visitor-{number}", "history": self.history, "seed": self.seed, **options}
        return VisitorClient(port or self.server.port, self.company, **options)

    @property
    def clients(self) -> list[Client]:
        return [*self.visitors, *self.talkers]

    async def _talk(self, visitor: VisitorClient, pause_seconds: float) -> None:
        """Begin, then say something at random moments, with up to four unanswered."""
        chance = random.Random(f"{self.seed} {visitor.name}")
        await visitor.begin(f"{visitor.name} begins", department=chance.choice(("", "orders", "billing")))
        number = 0
        while self._sending:
            await asyncio.sleep(chance.uniform(0, 2 * pause_seconds))
            if visitor.unanswered < 4:
                number += 1
                visitor.say(f"{visitor.name} says {number}")
            if chance.random() < 0.1:
                visitor.seen()

    async def _end_talk(self) -> None:
        """No more new messages; what is pending goes on being sent."""
        self._sending = False
        for task in self._tasks[: len(self.visitors)]:
            await asyncio.wait_for(task, QUIET_SECONDS)
        for task in self._tasks[len(self.visitors) :]:
            task.cancel()

    async def _quiet(self) -> None:
        """P4: 10 s after the faults everybody holds the same. Fails with the clients that do not."""
        began = time.monotonic()
        while True:
            left = QUIET_SECONDS - (time.monotonic() - began)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(left, 0.1)):
                    for client in self.clients:
                        await client.settle(QUIET_SECONDS)
            stored = await asyncio.to_thread(dump.read, self.database)
            behind = [
                f"{client.name} holds {client.last(conversation)} of {conversation}, {client.unanswered} unanswered"
                for client in self.clients
                for conversation, lines in client.transcripts.items()
                if lines != stored.lines(conversation, client.side) or client.unanswered
            ]
            if not behind:
                break
            assert left > 0, f"seed {self.seed}: not the same after {QUIET_SECONDS} s: {behind[:5]}"
            await asyncio.sleep(0.1)
        self.figures["settled_seconds"] = round(time.monotonic() - began, 2)
        for client in self.clients:
            client.finish()

    # -- the end ------------------------------------------------------------------------------------------------------

    def verdict(self, *, acks: int = ACKS) -> Verdict:
        """Judge twice, print seed and figures, and fail with what was found."""
        stored = dump.read(self.database)
        verdict = judge(self.history.events, stored, acks=acks)
        print(f"seed {self.seed}: {verdict} {self.figures}")
        assert verdict.good, f"seed {self.seed}, {self.folder / 'history.jsonl'}\n{verdict}"
        dense = judge(self.history.events, stored, dense=True, acks=acks)
        assert dense.good, f"seed {self.seed} (dense)\n{dense}"
        words = self.server.words()
        assert "Traceback" not in words, f"seed {self.seed}\n{words[-4000:]}"
        assert '"level": "error"' not in words, f"seed {self.seed}\n{words[-4000:]}"
        return verdict

    async def restart(self, stop: Callable[[], Awaitable[object]]) -> float:
        """Stop the server in some way, start it again; the seconds from its start until it was ready."""
        await stop()
        began = time.monotonic()
        await asyncio.to_thread(self.server.start)
        return time.monotonic() - began


def percentile(values: list[float], share: float) -> float:
    """The smallest value that is at least as large as this share of all."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
