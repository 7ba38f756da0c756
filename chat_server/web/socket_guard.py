"""uvicorn's WebSocket protocol with the guards it lacks (PROMISES.md 0.7, T24), and past its queues.

Guards: a reader who lets more than 1 MiB pile up, more than 10 pings in 10 s or 64 fragments a message: cut off.
Short way: a connection that registers as `sink` gets its frames synchronously, without uvicorn's queue and its pause of
the socket after each message (which also kept pongs unread), and writes without awaiting; what is written in one turn
of the loop leaves in one piece. Whole, plain text frames are taken apart here; everything else (fragments, control
frames, anything odd) goes to the library. Back-pressure is then ours: `pause` while too much is unanswered. All this
hangs on internals of uvicorn, whose minor version is therefore pinned.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request
from websockets.protocol import State
from websockets.speedups import apply_mask

log = logging.getLogger(__name__)

EXTENSION = "third_ring.socket"
BUFFER_BYTES = 1024 * 1024
PINGS = 10
PING_SECONDS = 10.0
FRAGMENTS = 64


class GuardedProtocol(WebSocketsSansIOProtocol):
    """One socket on the server's side."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sink: Callable[[bytes], None] | None = None
        self.on_writable: Callable[[], None] | None = None
        self._full = False
        self._leaving: list[bytes] = []
        self._whole = True
        self._paused = False
        self._pings = 0
        self._pings_since = 0.0

    # -- what a connection uses ---------------------------------------------------------------------------------------

    def write_frame(self, frame: bytes) -> bool:
        """Send one text frame now; False if the reader doesn't keep up, then `on_writable` is called later."""
        if self._full:
            return False
        if not self.close_sent and not self.disconnected:
            size = len(frame)
            if size < 126:
                head = bytes((0x81, size))
            elif size < 65_536:
                head = b"\x81\x7e" + size.to_bytes(2, "big")
            else:
                head = b"\x81\x7f" + size.to_bytes(8, "big")
            if not self._leaving:
                self.loop.call_soon(self._leave)
            self._leaving += (head, frame)
        return True

    def _leave(self) -> None:
        """Everything that was written in this turn, in one piece."""
        if self._leaving:
            piece = b"".join(self._leaving)
            self._leaving.clear()
            if not self.transport.is_closing():
                self.transport.write(piece)

    def pause(self) -> None:
        """Take nothing more from this client for now."""
        if not self._paused and not self.transport.is_closing():
            self._paused = True
            self.transport.pause_reading()

    def resume(self) -> None:
        """Go on reading."""
        if self._paused:
            self._paused = False
            if not self.transport.is_closing():
                self.transport.resume_reading()

    def abort(self) -> None:
        """Cut the line without waiting for a reader who doesn't read."""
        self.transport.abort()

    async def send(self, message: Any) -> None:
        # What was written before a close goes out before it.
        self._leave()
        await super().send(message)

    # -- what uvicorn calls -------------------------------------------------------------------------------------------

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.handshake_initiated and not self.handshake_complete:
            cast("dict[str, object]", self.scope["extensions"])[EXTENSION] = self

    def data_received(self, data: bytes) -> None:
        if self.sink is not None and self._whole and not self.frames and self.conn.state is State.OPEN:
            texts = self._plain_texts(data)
            if texts is not None:
                for text in texts:
                    if not self.close_sent:
                        self.sink(text)
                return
        super().data_received(data)
        if self.transport.get_write_buffer_size() > BUFFER_BYTES:
            log.debug("a reader let more than 1 MiB pile up")
            self.transport.abort()

    def _plain_texts(self, data: bytes) -> list[bytes] | None:
        """The payloads, if the data is nothing but whole, unfragmented, masked text frames within the size limit. A
        line that was ever cut inside a frame is the library's for good, because only it knows where it stands."""
        texts: list[bytes] | None = []
        at, end = 0, len(data)
        while at < end:
            if end - at < 6:
                self._whole = False
                return None
            size, body = data[at + 1] & 0x7F, at + 6
            if size == 126:
                size, body = int.from_bytes(data[at + 2 : at + 4], "big"), at + 8
            elif size == 127:
                self._whole = False
                return None
            if body + size > end:
                self._whole = False
                return None
            if data[at] != 0x81 or not data[at + 1] & 0x80 or size > self.config.ws_max_size:
                texts = None
            elif texts is not None:
                texts.append(apply_mask(data[body : body + size], data[body - 4 : body]))
            at = body + size
        return texts

    def handle_ping(self) -> None:
        now = time.monotonic()
        if now - self._pings_since > PING_SECONDS:
            self._pings, self._pings_since = 0, now
        self._pings += 1
        if self._pings > PINGS:
            log.debug("a client sent more than %d pings in %d s", PINGS, PING_SECONDS)
            self.transport.abort()
            return
        super().handle_ping()

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= FRAGMENTS:
            self.transport.abort()
            return
        super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        if self.sink is None or self.curr_msg_data_type != "text":
            super().send_receive_event_to_app()
            return
        data = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if not self.close_sent:
            self.sink(data)

    def pause_writing(self) -> None:
        self._full = True
        super().pause_writing()

    def resume_writing(self) -> None:
        self._full = False
        super().resume_writing()
        if self.on_writable is not None:
            self.on_writable()
