"""One database behind two verbs. `write` is atomic, synced and in order; `read` sees one snapshot and writes nothing.

A transaction function is plain synchronous code, `fn(session, …)`, which touches nothing but its session, so that it
may run twice. A *set-based* function (`@set_based`) takes a list of commands instead, so that a whole group commit
costs a handful of statements; it returns one result for each, an exception where that one is refused.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlmodel import Session

from chat_server.domain.errors import Busy

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C")

Done = Callable[[Any, BaseException | None], None]
"""Called once in the event loop after the commit: (result, None) or (None, error)."""


def set_based(fn: Callable[[Session, Sequence[C]], Sequence[Any]]) -> Callable[[Session, Sequence[C]], Sequence[Any]]:
    """Mark a transaction function over a list of commands: the store hands it all that wait for it at once."""
    fn.set_based = True  # type: ignore[attr-defined]
    return fn


class StorageFull(Busy):
    """The disk is full: nothing was written, later it may work."""

    code = "storage_full"

    def __init__(self) -> None:
        super().__init__("The server can't store anything right now.", retry_after=5.0)


class Store(Protocol):
    """What services know of a database."""

    def submit(self, fn: Callable[..., Any], args: tuple[Any, ...], done: Done) -> None:
        """Queue a write; writes take effect in the order of submission. Must be called in the event loop."""

    def write(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """Queue a write and await its synced commit."""

    async def read(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function that only reads, in a thread, on a snapshot."""

    async def start(self) -> None:
        """Open, check and migrate. Raises with a sentence if this database can't be used."""

    async def stop(self) -> None:
        """Finish queued writes, checkpoint, close."""
