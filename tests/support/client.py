"""A client that keeps the protocol of PROMISES.md 1.3 and writes down what it did and saw.

It reconnects for ever with a full-jitter backoff, resumes from its numbers, sends what is pending again with the same
key, shows entries only in order, repairs gaps, answers nothing twice. `people.py` has the two kinds.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from chat_server.domain.errors import Refused
from chat_server.domain.vocabulary import Author
from chat_server.wire import frames, limits
from chat_server.wire.codec import encode_text

from .history import Event, History, Side, What, line_of

GONE = (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage, EOFError)
"""What a lost connection looks like (`TimeoutError` is an `OSError`)."""

PATIENCE_SECONDS = 60.0
"""How long a test waits for what must come: long, because the machine may be busy with other things."""


class Pending:
    """A command that is not answered yet."""

    def __init__(self, frame: Any, answer: "asyncio.Future[frames.Reply]") -> None:
        self.frame = frame
        self.answer = answer
        self.sent_at = 0.0


class Client:
    """One tab. `port` is read anew at every connection, so that a proxy or a restarted server may take its place."""

    side: Side
    path: str
    decoder: msgspec.json.Decoder[Any]

    def __init__(
        self,
        port: int,
        *,
        name: str,
        history: History,
        person: str = "",
        address: str = "",
        backoff_seconds: float = 0.05,
        backoff_max_seconds: float = 1.0,
        ping_seconds: float = limits.PING_SECONDS,
        pong_seconds: float = limits.PONG_SECONDS,
        seed: int = 0,
    ) -> None:
        self.port = port
        self.name = name
        self.person = person or name
        self.history = history
        self.address = address
        self.transcripts: dict[str, list[str]] = {}
        self.frames: list[Any] = []
        """Everything that came and is no entry, for tests that look at it."""
        self.codes: list[int] = []
        """How connections ended."""
        self.gaps = 0
        self.online = asyncio.Event()
        self.connected_at: list[float] = []
        self.offline_since: float | None = None
        self.offline_seconds: list[float] = []
        self.db_epoch = ""
        self._backoff = (backoff_seconds, backoff_max_seconds)
        self._ping = (ping_seconds, pong_seconds)
        self._random = random.Random(f"{seed} {name}")
        self._pending: dict[str, Pending] = {}
        self._refs: dict[int, str] = {}
        self._ref = 0
        self._out: asyncio.Queue[str] = asyncio.Queue()
        self._held: dict[str, dict[int, frames.PageEntry]] = {}
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None
        self._pong = asyncio.Event()
        self._changed = asyncio.Event()
        self._reconnect_in: float | None = None
        self._log("here", person=self.person, side=self.side)

    # -- to be said by the two kinds ----------------------------------------------------------------------------------

    async def ticket(self) -> str:
        """A fresh ticket, by HTTP."""
        raise NotImplementedError

    def headers(self) -> dict[str, str]:
        """Of the socket's handshake and of HTTP."""
        return {"X-Forwarded-For": self.address} if self.address else {}

    # -- life ---------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        """Connect and stay connected."""
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        """Go away without a word of goodbye being waited for."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def abort(self) -> None:
        """Lose the connection, as in a tunnel."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _run(self) -> None:
        attempt = 0
        while True:
            began = time.monotonic()
            try:
                await self._connect()
            except GONE:
                pass
            finally:
                if self.online.is_set():
                    self.online.clear()
                    self.offline_since = time.monotonic()
                    self._log("offline")
                self._socket = None
            attempt = 0 if time.monotonic() - began > 5 else attempt + 1
            first, most = self._backoff
            pause = self._random.uniform(0, min(most, first * 2**attempt))
            if self._reconnect_in is not None:
                pause, self._reconnect_in = self._reconnect_in, None
            await asyncio.sleep(pause)

    async def _connect(self) -> None:
        ticket = await self.ticket()
        async with connect(
            f"ws://localhost:{self.port}{self.path}",
            host="127.0.0.1",
            port=self.port,
            additional_headers=self.headers(),
            compression=None,
            ping_interval=None,
            close_timeout=1,
            open_timeout=20,
            max_size=None,
            proxy=None,
            user_agent_header=None,
        ) as socket:
            self._socket = socket
            resume = {id: len(lines) for id, lines in self.transcripts.items()}
            hello = frames.Hello(
                protocol=limits.PROTOCOL, ticket=ticket, tab=self.name[:40], db_epoch=self.db_epoch, resume=resume
            )
            await socket.send(encode_text(hello))
            self._out = asyncio.Queue()
            tasks = [asyncio.create_task(self._write(socket)), asyncio.create_task(self._tend(socket))]
            try:
                async for text in socket:
                    self._on_frame(self.decoder.decode(text))
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                if socket.close_code is not None:
                    self.codes.append(socket.close_code)

    # -- out ----------------------------------------------------------------------------------------------------------

    def send(self, frame: Any) -> None:
        """One frame, if there is a connection: what must arrive is a command."""
        if self.online.is_set():
            self._out.put_nowait(encode_text(frame))

    def command(self, make: Callable[[int, str], Any], note: str = "") -> "asyncio.Future[frames.Reply]":
        """Send a writing command until it is answered; `make` gets ref and key. Raises `Refused` if that is final."""
        key = token_urlsafe(16)
        self._ref += 1
        pending = self._pending[key] = Pending(make(self._ref, key), asyncio.get_running_loop().create_future())
        self._log("send", key=key, conversation=getattr(pending.frame, "conversation", ""), note=note)
        self._send_pending(key, pending)
        return pending.answer

    def _send_pending(self, key: str, pending: Pending) -> None:
        if self.online.is_set():
            self._refs[pending.frame.ref] = key
            pending.sent_at = time.monotonic()
            self.send(pending.frame)

    async def _write(self, socket: ClientConnection) -> None:
        while True:
            await socket.send(await self._out.get())

    async def _tend(self, socket: ClientConnection) -> None:
        """Pings, and what was not answered for long is sent again."""
        ping_seconds, pong_seconds = self._ping
        while True:
            await asyncio.sleep(ping_seconds * self._random.uniform(0.8, 1.2))
            self._pong.clear()
            self.send(frames.Ping())
            try:
                await asyncio.wait_for(self._pong.wait(), pong_seconds)
            except TimeoutError:
                socket.transport.abort()
                return
            for key, pending in list(self._pending.items()):
                if time.monotonic() - pending.sent_at > limits.RESEND_SECONDS:
                    self._send_pending(key, pending)

    # -- in -----------------------------------------------------------------------------------------------------------

    def _on_frame(self, frame: Any) -> None:
        match frame:
            case frames.EntryFrame():
                entry = frames.PageEntry(seq=frame.seq, at=frame.at, by=frame.by, key=frame.key, data=frame.data)
                self._take(frame.conversation, entry)
            case frames.PageFrame():
                before = self.last(frame.conversation)
                for entry in frame.entries:
                    self._take(frame.conversation, entry, live=False)
                # A page of what is held already belongs to another answer that is on its way.
                if before < self.last(frame.conversation) < frame.head:
                    self.send(frames.Resume(frame.conversation, self.last(frame.conversation)))
            case frames.Reply():
                self._answered(frame)
            case frames.Refusal():
                self._refused(frame)
            case frames.Welcome():
                self._welcomed(frame)
            case frames.Reset():
                self.forget(frame.conversation)
                if not frame.gone:
                    self.send(frames.Resume(frame.conversation, 0))
                self.frames.append(frame)
            case frames.Pong():
                self._pong.set()
                for conversation, head in frame.heads.items():
                    if head > self.last(conversation):
                        self.send(frames.Resume(conversation, self.last(conversation)))
            case frames.Bye():
                self._reconnect_in = frame.reconnect_in
                self.frames.append(frame)
            case _:
                self.frames.append(frame)
        self._changed.set()

    def _welcomed(self, frame: frames.Welcome) -> None:
        if self.db_epoch and self.db_epoch != frame.db_epoch:
            for conversation in list(self.transcripts):
                self.forget(conversation)
        self.db_epoch = frame.db_epoch
        now = time.monotonic()
        if self.offline_since is not None:
            self.offline_seconds.append(now - self.offline_since)
            self.offline_since = None
        self.connected_at.append(now)
        self.online.set()
        self._log("online")
        for key, pending in list(self._pending.items()):
            self._send_pending(key, pending)

    def forget(self, conversation: str) -> None:
        """Drop what was shown of a conversation."""
        self.transcripts.pop(conversation, None)
        self._held.pop(conversation, None)
        self._log("reset", conversation=conversation)

    def last(self, conversation: str) -> int:
        """The number of the last entry shown."""
        return len(self.transcripts.get(conversation, ()))

    def _take(self, conversation: str, entry: frames.PageEntry, *, live: bool = True) -> None:
        """Show it if it is the next; keep it for later if something is missing before it."""
        last = self.last(conversation)
        held = self._held.setdefault(conversation, {})
        if entry.seq > last + 1:
            held[entry.seq] = entry
            if live:
                self.gaps += 1
                self.send(frames.Resume(conversation, last))
            return
        while entry.seq == self.last(conversation) + 1:
            self._show(conversation, entry)
            entry = held.pop(entry.seq + 1, entry)

    def _show(self, conversation: str, entry: frames.PageEntry) -> None:
        data = msgspec.json.encode(entry.data)
        lines = self.transcripts.setdefault(conversation, [])
        lines.append(line_of(entry.seq, entry.at, entry.by, data))
        self._log("deliver", conversation=conversation, n=entry.seq, key=entry.key, at=entry.at, by=entry.by, data=data)
        self.shown(conversation, entry)

    def shown(self, conversation: str, entry: frames.PageEntry) -> None:
        """Hook for scripts that answer."""

    def _answered(self, frame: frames.Reply) -> None:
        key = self._refs.pop(frame.ref, "")
        pending = self._pending.pop(key, None)
        if pending is not None:
            self._log("ack", key=key, conversation=frame.conversation, n=frame.seq, note="repeated" * frame.repeated)
            if not pending.answer.done():
                pending.answer.set_result(frame)

    def _refused(self, frame: frames.Refusal) -> None:
        key = self._refs.pop(frame.ref, "")
        pending = self._pending.get(key)
        self.frames.append(frame)
        if pending is None:
            return
        self._log("refusal", key=key, note=frame.code)
        if frame.retry_after is not None:
            loop = asyncio.get_running_loop()
            loop.call_later(frame.retry_after, self._send_again, key)
            return
        del self._pending[key]
        if not pending.answer.done():
            pending.answer.set_exception(Refused(frame.message, code=frame.code, field=frame.field))
            pending.answer.exception()  # whoever waits is told; nobody has to wait

    def _send_again(self, key: str) -> None:
        pending = self._pending.get(key)
        if pending is not None:
            self._log("send", key=key, conversation=getattr(pending.frame, "conversation", ""), note="again")
            self._send_pending(key, pending)

    # -- for those who judge ------------------------------------------------------------------------------------------

    @property
    def unanswered(self) -> int:
        return len(self._pending)

    async def until(self, condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until something this client knows has become so. Raises `TimeoutError`."""
        async with asyncio.timeout(seconds):
            while not condition():
                self._changed.clear()
                await self._changed.wait()

    async def until_shown(self, conversation: str, number: int, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until this client holds at least so many entries of a conversation."""
        await self.until(lambda: self.last(conversation) >= number, seconds)

    async def settle(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until everything is answered, and nothing is missing that a ping would tell."""
        await self.until(lambda: self.online.is_set() and not self._pending, seconds)
        self._pong.clear()
        self.send(frames.Ping())
        async with asyncio.timeout(seconds):
            await self._pong.wait()

    def finish(self) -> None:
        """Write down the transcripts as they stand."""
        for conversation, lines in self.transcripts.items():
            self._log("final", conversation=conversation, transcript=list(lines))

    def _log(self, what: What, *, data: bytes = b"null", by: Author | None = None, **fields: Any) -> None:
        self.history.add(
            Event(t=time.monotonic_ns(), client=self.name, what=what, data=msgspec.Raw(data), by=by, **fields)
        )
