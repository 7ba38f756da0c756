"""How processes tell each other that something happened. Two methods; it moves bytes and may lose them."""

from collections.abc import Callable
from typing import Protocol

Payload = Callable[[], bytes]
"""Encodes only when somebody is there to read it."""


class Bus(Protocol):
    """Fan-out between processes. A hint only: at most once, unordered, never a source of truth."""

    def publish(self, topics: tuple[str, ...], payload: Payload) -> None:
        """Tell the other processes. Never waits, never raises."""

    def subscribe(self, heard: Callable[[tuple[str, ...], bytes], None]) -> None:
        """Call `heard` in the event loop for everything other processes publish."""


class MemoryBus:
    """The bus of a single process: nobody else is there."""

    def publish(self, topics: tuple[str, ...], payload: Payload) -> None:
        pass

    def subscribe(self, heard: Callable[[tuple[str, ...], bytes], None]) -> None:
        pass
