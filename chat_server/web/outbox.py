"""Frames waiting for one socket: bounded, in order, never in anybody's way (PROMISES.md 1.3, slow consumers)."""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from chat_server.wire import limits

Write = Callable[[bytes], bool]
"""Hands one frame to the socket; False if the socket takes no more now."""

M = TypeVar("M")


class Outbox(Generic[M]):
    """`put` writes at once while the socket takes it, else queues. Half full: signals are dropped. Full: everything
    queued is forgotten (`forgotten` is called with the mark of each such frame) and `lagging` set; after the socket
    drained, `on_drained` lets the owner resume from the log. `write` is given once there is a socket; `clock` is the
    loop's time."""

    __slots__ = ("_bytes", "_clock", "_forgotten", "_frames", "_on_drained", "lagging", "stuck_since", "write")

    def __init__(
        self, forgotten: Callable[[M], None], on_drained: Callable[[], None], clock: Callable[[], float]
    ) -> None:
        self.write: Write = _nowhere
        self._forgotten = forgotten
        self._clock = clock
        self._on_drained = on_drained
        self._frames: deque[tuple[bytes, M | None]] = deque()
        self._bytes = 0
        self.lagging = False
        self.stuck_since: float | None = None
        """Loop time since when the socket takes nothing, for the ticker that cuts stuck readers off."""

    def __len__(self) -> int:
        return len(self._frames)

    def put(self, frame: bytes, *, signal: bool = False, undo: M | None = None) -> bool:
        """Send or queue one frame. False: it was dropped."""
        if self.lagging:
            return False
        if not self._frames:
            if self.write(frame):
                return True
            self.stuck_since = self._clock()
        count, size = len(self._frames), self._bytes + len(frame)
        if signal and (count >= limits.OUTBOX_FRAMES // 2 or size >= limits.OUTBOX_BYTES // 2):
            return False
        if count >= limits.OUTBOX_FRAMES or size > limits.OUTBOX_BYTES:
            self.lagging = True
            for _, mark in reversed(self._frames):
                if mark is not None:
                    self._forgotten(mark)
            self.clear()
            return False
        self._frames.append((frame, undo))
        self._bytes = size
        return True

    def drain(self) -> None:
        """The socket takes frames again: send what is queued; empty and lagging: tell the owner."""
        while self._frames:
            if not self.write(self._frames[0][0]):
                return
            self._bytes -= len(self._frames.popleft()[0])
        self.stuck_since = None
        if self.lagging:
            self.lagging = False
            self._on_drained()

    def clear(self) -> None:
        """Forget everything: the socket is gone."""
        self._frames.clear()
        self._bytes = 0


def _nowhere(_: bytes) -> bool:
    return True
