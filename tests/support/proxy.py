"""A TCP proxy that misbehaves on purpose: it cuts, stalls, delays, throttles and slices, but never alters, doubles or
reorders a byte, because TCP would not either.

    async with Proxy("127.0.0.1", port) as proxy:
        proxy.rules[DOWN].stalled = True      # server -> client stands still
        proxy.reset()                         # every connection ends with RST
"""

import asyncio
import random
import socket
import struct
from typing import Literal, Self

Direction = Literal["up", "down"]
UP: Direction = "up"
"""Client to server."""
DOWN: Direction = "down"
"""Server to client."""

CHUNK = 64 * 1024
RST = struct.pack("ii", 1, 0)


class Rules:
    """What happens to the bytes of one direction, in all connections, from now on."""

    def __init__(self) -> None:
        self.delay_seconds = 0.0
        self.jitter_seconds = 0.0
        self.bytes_per_second = 0
        self.slice_bytes = 0
        self.cut_after: int | None = None
        """Connections end with RST when so many bytes of this direction have passed (counted from when it is set)."""
        self.passed = 0
        self._go = asyncio.Event()
        self._go.set()

    @property
    def stalled(self) -> bool:
        return not self._go.is_set()

    @stalled.setter
    def stalled(self, value: bool) -> None:
        if value:
            self._go.clear()
        else:
            self._go.set()

    async def pass_on(self) -> None:
        """Wait while this direction is stalled."""
        await self._go.wait()


class Proxy:
    """Listens on a port of its own and forwards to one server. `connections` counts all there ever were."""

    def __init__(self, host: str, port: int, *, seed: int = 0) -> None:
        self.target = (host, port)
        self.port = 0
        self.rules: dict[Direction, Rules] = {UP: Rules(), DOWN: Rules()}
        self.connections = 0
        self._random = random.Random(seed)
        self._open: set[_Link] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=CHUNK)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.reset()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def open(self) -> int:
        return len(self._open)

    def reset(self) -> None:
        """Every open connection ends with RST on both sides."""
        for link in list(self._open):
            link.abort()
            link.task.cancel()

    def blackhole(self, on: bool = True) -> None:
        """Nothing passes in either direction, and nobody is told."""
        for rules in self.rules.values():
            rules.stalled = on

    def cut_after(self, direction: Direction, count: int) -> None:
        """End the connection that carries byte number `count` of a direction, counted from now over all connections."""
        rules = self.rules[direction]
        rules.passed, rules.cut_after = 0, count

    def heal(self) -> None:
        """Back to a plain proxy; what was held back goes on its way."""
        for rules in self.rules.values():
            rules.delay_seconds = rules.jitter_seconds = 0.0
            rules.bytes_per_second = rules.slice_bytes = 0
            rules.cut_after = None
            rules.stalled = False

    def heal_after_reset(self) -> None:
        """End every connection with what it held back unsent, then be a plain proxy again."""
        self.reset()
        self.heal()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        try:
            up_reader, up_writer = await asyncio.open_connection(sock=await self._reach(), limit=CHUNK)
        except OSError:
            _abort(writer)
            return
        link = _Link(task, writer, up_writer)
        self._open.add(link)
        try:
            async with asyncio.TaskGroup() as pumps:
                pumps.create_task(self._pump(link, reader, up_writer, self.rules[UP]))
                pumps.create_task(self._pump(link, up_reader, writer, self.rules[DOWN]))
        except* (OSError, _Cut):
            link.abort()
        finally:
            self._open.discard(link)
            link.close()

    async def _reach(self) -> socket.socket:
        """A connection to the server with a small buffer, so that a slow reader is felt soon."""
        sock = socket.socket()
        sock.setblocking(False)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CHUNK)
        try:
            await asyncio.get_running_loop().sock_connect(sock, self.target)
        except OSError:
            sock.close()
            raise
        return sock

    async def _pump(
        self, link: "_Link", reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rules: Rules
    ) -> None:
        """Bytes wait their delay in a queue, so that delay does not become a lower rate."""
        loop = asyncio.get_running_loop()
        waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=4)

        async def read() -> None:
            due = 0.0
            while chunk := await reader.read(CHUNK):
                pause = max(0.0, rules.delay_seconds + self._random.uniform(-1, 1) * rules.jitter_seconds)
                due = max(due, loop.time() + pause)
                await waiting.put((due, chunk))
            await waiting.put((0.0, b""))

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(read())
            while True:
                due, chunk = await waiting.get()
                if not chunk:
                    break
                if (wait := due - loop.time()) > 0:
                    await asyncio.sleep(wait)
                await self._forward(chunk, writer, rules)
        await rules.pass_on()
        if writer.can_write_eof():
            writer.write_eof()

    async def _forward(self, chunk: bytes, writer: asyncio.StreamWriter, rules: Rules) -> None:
        while chunk:
            await rules.pass_on()
            size = rules.slice_bytes or len(chunk)
            if rules.bytes_per_second:
                size = min(size, max(1, rules.bytes_per_second // 20))
            if rules.cut_after is not None:
                size = min(size, rules.cut_after - rules.passed)
            part, chunk = chunk[:size], chunk[size:]
            writer.write(part)
            await writer.drain()
            rules.passed += len(part)
            if rules.cut_after is not None and rules.passed >= rules.cut_after:
                rules.cut_after = None
                raise _Cut
            if rules.bytes_per_second:
                await asyncio.sleep(len(part) / rules.bytes_per_second)
            elif rules.slice_bytes:
                await asyncio.sleep(0)


class _Cut(Exception):
    """The byte after which the line is cut has passed."""


class _Link:
    """The two sockets of one connection."""

    def __init__(self, task: asyncio.Task[None], *writers: asyncio.StreamWriter) -> None:
        self.task = task
        self.writers = writers
        for writer in writers:
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def abort(self) -> None:
        for writer in self.writers:
            _abort(writer)

    def close(self) -> None:
        for writer in self.writers:
            writer.close()


def _abort(writer: asyncio.StreamWriter) -> None:
    """Close with RST instead of FIN."""
    sock = writer.get_extra_info("socket")
    if sock is not None and sock.fileno() >= 0:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
    writer.transport.abort()
