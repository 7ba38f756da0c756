"""How this process is doing: is it ready, and the figures for Prometheus. Counts in memory, writes nothing.

The meter listens where things happen anyway: the hub hands it every delivery, the store every commit.
"""

import asyncio
from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import text
from sqlmodel import Session

from chat_server.domain.entries import (
    AgentJoined,
    ConversationClosed,
    ConversationReopened,
    ConversationStarted,
    ConversationTransferred,
    MessagePosted,
)
from chat_server.storage.store import Store
from chat_server.wire.delivery import Delivery

from .ids import Clock

READY_SECONDS = 2.0
LAG_EVERY_SECONDS = 0.5
FANOUT_SAMPLE = 16
"""Every how many entries the fan-out is measured: looking at each would cost a tenth of what it measures."""
FAST = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
WAITS = (5, 10, 20, 30, 45, 60, 120, 300, 600, 1200, 3600)
GROUPS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)


class Health:
    """Readiness and figures of one process. `connections` tells how many sockets of each kind are open."""

    def __init__(self, store: Store, *, clock: Clock, connections: Callable[[], dict[str, int]]) -> None:
        self._store = store
        self._clock = clock
        self._connections = connections
        self._waiting_since: dict[str, int] = {}
        self.registry = registry = CollectorRegistry()
        self._open = Gauge("third_ring_connections", "Open sockets.", ["kind"], registry=registry)
        self._waiting = Gauge(
            "third_ring_conversations_waiting", "Conversations in a queue, seen by this process.", registry=registry
        )
        self._messages = Counter("third_ring_messages", "Messages stored.", ["author"], registry=registry)
        self._queue_wait = Histogram(
            "third_ring_queue_wait_seconds",
            "From queue entry to the join of an agent.",
            buckets=WAITS,
            registry=registry,
        )
        self._fanout = Histogram(
            "third_ring_fanout_seconds", "From the stamp of an entry to all outboxes.", buckets=FAST, registry=registry
        )
        self._lag = Histogram(
            "third_ring_loop_lag_seconds", "How late the event loop is.", buckets=FAST, registry=registry
        )
        self._group = Histogram("third_ring_commit_writes", "Writes in one commit.", buckets=GROUPS, registry=registry)
        self._commit = Histogram(
            "third_ring_commit_seconds", "One group from begin to sync.", buckets=FAST, registry=registry
        )
        self._posted = dict.fromkeys(("visitor", "agent", "system", "bot"), 0)
        """Counted here and handed to the counter when somebody asks: this stands in the way of every message."""
        for author in self._posted:
            self._messages.labels(author)
        self._seen = 0

    async def is_ready(self) -> bool:
        """The database answers in time."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                return await self._store.read(_answers)
        except (TimeoutError, OSError, RuntimeError):
            return False

    def figures(self) -> bytes:
        """All of them in Prometheus' text format."""
        for kind, number in self._connections().items():
            self._open.labels(kind).set(number)
        for author, number in self._posted.items():
            self._messages.labels(author).inc(number)
            self._posted[author] = 0
        self._waiting.set(len(self._waiting_since))
        return generate_latest(self.registry)

    async def watch_loop(self) -> None:
        """Measure how late the loop is, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_EVERY_SECONDS
            await asyncio.sleep(LAG_EVERY_SECONDS)
            self._lag.observe(max(0.0, loop.time() - due))

    def delivered(self, delivery: Delivery) -> None:
        """Called by the hub after a frame was put into all outboxes."""
        entry = delivery.entry
        if entry is None:
            return
        self._seen += 1
        if self._seen % FANOUT_SAMPLE == 1:
            self._fanout.observe(max(0, self._clock() - entry.at) / 1000)
        if type(entry.data) is MessagePosted:
            self._posted[entry.by.type] += 1
            return
        match entry.data:
            case ConversationStarted() | ConversationTransferred() | ConversationReopened():
                self._waiting_since[entry.conversation] = entry.at
            case AgentJoined(owner=True):
                since = self._waiting_since.pop(entry.conversation, None)
                if since is not None:
                    self._queue_wait.observe((entry.at - since) / 1000)
            case ConversationClosed():
                self._waiting_since.pop(entry.conversation, None)
            case _:
                pass

    def committed(self, writes: int, seconds: float) -> None:
        """Called by the store, in its writer thread, after every commit."""
        self._group.observe(writes)
        self._commit.observe(seconds)


def _answers(session: Session) -> bool:
    return bool(session.connection().execute(text("SELECT 1 FROM meta WHERE name = 'db_epoch'")).scalar())
