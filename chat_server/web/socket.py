"""One WebSocket as a connection uses it: write without waiting, be told of frames, pause, abort.

Under `GuardedProtocol` these go straight to the transport; under any other ASGI server (and the test client) a task
takes the frames of a queue.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from .socket_guard import EXTENSION, GuardedProtocol


class Socket(Protocol):
    """What a connection needs of its line."""

    def write_frame(self, frame: bytes) -> bool: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def abort(self) -> None: ...


class QueueSocket:
    """For servers without our protocol class: frames wait in a queue for a task."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._frames: asyncio.Queue[bytes] = asyncio.Queue()
        self._reading = asyncio.Event()
        self._reading.set()
        self._task = asyncio.create_task(self._send())

    def write_frame(self, frame: bytes) -> bool:
        self._frames.put_nowait(frame)
        return True

    def pause(self) -> None:
        self._reading.clear()

    def resume(self) -> None:
        self._reading.set()

    def abort(self) -> None:
        self._task.cancel()

    async def may_read(self) -> None:
        await self._reading.wait()

    async def flushed(self) -> None:
        """Everything that was written is on its way."""
        if not self._task.done():
            await asyncio.wait(
                (self._task, asyncio.ensure_future(self._frames.join())), timeout=1, return_when="FIRST_COMPLETED"
            )

    async def _send(self) -> None:
        while True:
            frame = await self._frames.get()
            if self._websocket.client_state is not WebSocketState.CONNECTED:
                return
            try:
                await self._websocket.send_text(frame.decode())
            except (WebSocketDisconnect, RuntimeError, OSError):
                return
            finally:
                self._frames.task_done()


async def listen(websocket: WebSocket, on_frame: Callable[[bytes], None], on_writable: Callable[[], None]) -> "Line":
    """Accept and begin to hand over frames."""
    guarded: GuardedProtocol | None = websocket.scope.get("extensions", {}).get(EXTENSION)
    await websocket.accept()
    if guarded is not None:
        guarded.sink = on_frame
        guarded.on_writable = on_writable
        return Line(websocket, guarded, on_frame)
    return Line(websocket, QueueSocket(websocket), on_frame)


class Line:
    """An accepted socket until its end."""

    __slots__ = ("_on_frame", "_websocket", "socket")

    def __init__(self, websocket: WebSocket, socket: Socket, on_frame: Callable[[bytes], None]) -> None:
        self._websocket = websocket
        self.socket = socket
        self._on_frame = on_frame

    async def ended(self) -> None:
        """Returns when the line is down; binary frames are no words of ours and are passed on to be refused."""
        while True:
            if isinstance(self.socket, QueueSocket):
                await self.socket.may_read()
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            text = message.get("text")
            self._on_frame(text.encode() if text is not None else message.get("bytes") or b"")

    async def close(self, code: int, reason: str = "") -> None:
        """Say goodbye, if the line is still there."""
        if isinstance(self.socket, QueueSocket):
            await self.socket.flushed()
        if self._websocket.application_state is WebSocketState.CONNECTED:
            try:
                await self._websocket.close(code, reason)
            except (WebSocketDisconnect, RuntimeError, OSError):
                return

    def release(self) -> None:
        """Let go of the callbacks, so that nothing keeps the connection alive."""
        if isinstance(self.socket, GuardedProtocol):
            self.socket.sink = None
            self.socket.on_writable = None
        elif isinstance(self.socket, QueueSocket):
            self.socket.abort()
