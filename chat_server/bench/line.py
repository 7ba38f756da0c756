"""A WebSocket client made for load: one protocol object a connection, frames cut by hand, masks of zero.

A mask of four zero bytes is a valid mask (RFC 6455 5.3) that leaves the payload as it is: the server unmasks at full
cost, the client has nothing to do. Only what the bench's servers send is understood: whole text frames, ping, close.
"""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import cast

OnText = Callable[[bytes], None]
TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A
MASK = b"\0\0\0\0"


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """One masked frame, ready for the wire."""
    size = len(payload)
    if size < 126:
        return bytes((opcode, 0x80 | size)) + MASK + payload
    if size < 65_536:
        return bytes((opcode, 0xFE)) + size.to_bytes(2, "big") + MASK + payload
    return bytes((opcode, 0xFF)) + size.to_bytes(8, "big") + MASK + payload


class Refused(ConnectionError):
    """The server did not open the socket."""


class Line(asyncio.Protocol):
    """One connection. `on_text` gets each text frame; `opened` and `lost` are awaited by whoever cares."""

    __slots__ = ("_buffer", "_request", "_upgraded", "lost", "on_text", "opened", "transport")

    def __init__(self, request: bytes, on_text: OnText) -> None:
        loop = asyncio.get_running_loop()
        self._request = request
        self._buffer = b""
        self._upgraded = False
        self.on_text = on_text
        self.opened: asyncio.Future[None] = loop.create_future()
        self.lost: asyncio.Future[None] = loop.create_future()
        self.transport: asyncio.Transport

    def send(self, payload: bytes) -> None:
        """One text frame."""
        self.transport.write(frame(payload))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is none by class
        self.transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(Refused(self._buffer[:200].decode(errors="replace") or "closed"))
            self.opened.exception()
        if not self.lost.done():
            self.lost.set_result(None)

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        if not self._upgraded:
            head, found, rest = buffer.partition(b"\r\n\r\n")
            if not found or not head.startswith(b"HTTP/1.1 101"):
                self._buffer = buffer
                if found:
                    self.transport.abort()
                return
            self._upgraded = True
            self.opened.set_result(None)
            buffer = rest
        at, size = 0, len(buffer)
        while size - at >= 2:
            opcode, length = buffer[at], buffer[at + 1]
            start = at + 2
            if length == 126:
                start = at + 4
                length = int.from_bytes(buffer[at + 2 : start], "big")
            elif length == 127:
                start = at + 10
                length = int.from_bytes(buffer[at + 2 : start], "big")
            end = start + length
            if end > size or start > size:
                break
            if opcode == TEXT:
                self.on_text(buffer[start:end])
            elif opcode == PING:
                self.transport.write(frame(buffer[start:end], PONG))
            elif opcode == CLOSE:
                self.transport.close()
            at = end
        self._buffer = buffer[at:]


async def connect(port: int, path: str, on_text: OnText, headers: dict[str, str] | None = None) -> Line:
    """Open a socket. Raises `OSError`."""
    lines = {
        "Host": f"localhost:{port}",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
        **(headers or {}),
    }
    request = f"GET {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    _, line = await asyncio.get_running_loop().create_connection(
        lambda: Line(request.encode(), on_text), "127.0.0.1", port
    )
    try:
        await asyncio.wait_for(line.opened, 20)
    except TimeoutError:
        line.transport.abort()
        raise
    return line
