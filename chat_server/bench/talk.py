"""Messages from visitors to agents, one after the other or at a rate, and how long they took."""

import asyncio
import time
from collections import deque
from contextlib import suppress
from secrets import token_urlsafe
from typing import Any

from .line import Line

TEXT = "A message of a usual length, so that the whole frame comes to 200 bytes. " + "x" * 20


class Pair:
    """A visitor and an agent in one conversation. Counts deliveries; `waiting` are the times of what was sent."""

    __slots__ = ("acked", "agent", "conversation", "delivered", "keys", "person", "ref", "talk", "visitor", "waiting")

    def __init__(self) -> None:
        self.conversation = ""
        self.person = ""
        self.ref = 10
        self.acked = self.delivered = 0
        self.waiting: deque[float] = deque()
        self.keys: dict[int, str] = {}
        """Ref -> key of what is not acknowledged yet."""
        self.talk: Talk | None = None
        self.visitor: Line
        self.agent: Line

    def say(self) -> None:
        """Send the next message."""
        self.ref += 1
        self.keys[self.ref] = key = token_urlsafe(16)
        self.waiting.append(time.perf_counter())
        self.post(self.ref, key)

    def post(self, ref: int, key: str) -> None:
        """Send a message, or send it again."""
        self.visitor.send(
            b'{"type":"post_message","ref":%d,"key":"%s","conversation":"%s","text":"%s"}'
            % (ref, key.encode(), self.conversation.encode(), TEXT.encode())
        )

    def on_visitor(self, text: bytes) -> None:
        if text.startswith(b'{"type":"reply"'):
            self.acked += 1
            self.keys.pop(int(text[22 : text.index(b",", 22)]), None)
            if self.talk is not None:
                self.talk.next(self)

    def on_agent(self, text: bytes) -> None:
        if text.startswith(b'{"type":"entry"') and self.waiting:
            self.delivered += 1
            if self.talk is not None:
                self.talk.seconds.append(time.perf_counter() - self.waiting.popleft())
                self.talk.next(self)


class Talk:
    """One measurement: who says something when, and how long it took to arrive."""

    def __init__(self, pairs: list[Pair], seconds: float, rate: float) -> None:
        self.pairs = pairs
        self.seconds: list[float] = []
        self._until = time.perf_counter() + seconds
        self._rate = rate

    def next(self, pair: Pair) -> None:
        """After acknowledgement and delivery of the last message: the next one."""
        if not self._rate and pair.acked == pair.delivered and time.perf_counter() < self._until:
            pair.say()

    async def run(self) -> dict[str, Any]:
        began, cpu = time.perf_counter(), time.process_time()
        before = sum(pair.delivered for pair in self.pairs)
        for pair in self.pairs:
            pair.acked = pair.delivered
            pair.talk = self
            if not self._rate:
                pair.say()
        sent = 0
        while (now := time.perf_counter()) < self._until:
            while self._rate and sent < (now - began) * self._rate:
                self.pairs[sent % len(self.pairs)].say()
                sent += 1
            await asyncio.sleep(0.001 if self._rate else 0.05)
        messages = sum(pair.delivered for pair in self.pairs) - before
        took, used = time.perf_counter() - began, time.process_time() - cpu
        with suppress(TimeoutError):
            async with asyncio.timeout(5):
                # An event for each message would be measured too.
                while any(pair.keys or pair.waiting for pair in self.pairs):  # noqa: ASYNC110
                    await asyncio.sleep(0.005)
        for pair in self.pairs:
            pair.talk = None
            pair.waiting.clear()
        return summary(self.seconds, messages, took, used)


def summary(seconds: list[float], messages: int, took: float, used: float) -> dict[str, Any]:
    """What one measurement says: rate, latencies in ms, and the client's own share of a core."""
    ordered = sorted(seconds) or [0.0]
    return {
        "messages": messages,
        "rate": messages / took,
        "p50": ordered[len(ordered) // 2] * 1000,
        "p99": ordered[int(len(ordered) * 0.99)] * 1000,
        "seconds": took,
        "client_cpu": used / took,
    }


class Flooded:
    """A visitor who always has eight messages under way, and what was acknowledged to him."""

    AHEAD = 8

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.acked: list[str] = []
        self.welcomed = asyncio.Event()
        self.done = asyncio.Event()
        """Everything that was open is acknowledged, after the second connection."""
        pair.visitor.on_text = self.on_visitor
        for _ in range(self.AHEAD):
            pair.say()

    def on_visitor(self, text: bytes) -> None:
        if text.startswith(b'{"type":"reply"'):
            key = self.pair.keys.pop(int(text[22 : text.index(b",", 22)]), None)
            if key is not None:
                self.acked.append(key)
                if self.welcomed.is_set() and not self.pair.keys:
                    self.done.set()
                elif not self.welcomed.is_set():
                    self.pair.say()
        elif text.startswith(b'{"type":"welcome"'):
            self.welcomed.set()
