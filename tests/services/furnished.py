"""A house without doors: all services over a real store, with a clock that tests move."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from chat_server.app import furnish
from chat_server.bench.seed import seed
from chat_server.config import Settings
from chat_server.services.conversations import Outcome
from chat_server.services.house import House
from chat_server.services.passwords import Passwords
from chat_server.storage.migrations import upgrade
from chat_server.storage.sqlite import SqliteStore


class Clock:
    """The wall clock, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_790_000_000_000

    def __call__(self) -> int:
        return self.now


class Furnished:
    """The house and its clock; agents 0 (Orders), 1 (Billing), 2 (Orders) are seeded."""

    def __init__(self, house: House, store: SqliteStore, clock: Clock, agents: list[str]) -> None:
        self.house = house
        self.store = store
        self.clock = clock
        self.agents = agents

    async def perform(self, verb: Callable[..., None], who: Any, make: Callable[[int, str], Any]) -> Outcome:
        """Carry out one command; raises what it was refused with."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def answer(outcome: Outcome | None, error: BaseException | None) -> None:
            if outcome is not None:
                future.set_result(outcome)
            else:
                future.set_exception(error or AssertionError("neither outcome nor error"))

        verb(who, make(1, token_urlsafe(16)), answer)
        return await future


@contextlib.asynccontextmanager
async def furnished(folder: Path, **settings: Any) -> AsyncIterator[Furnished]:
    """Open a seeded house until the end of the block."""
    made = Settings(data=folder, **settings)
    company = seed(made.database, agents=3)
    store = SqliteStore(made.database, migrate=upgrade)
    clock = Clock()
    house = furnish(store, made, secret=b"s" * 32, clock=clock, passwords=Passwords(memory_kib=8, time_cost=1))
    await store.start()
    try:
        await house.directory.refresh()
        await house.desk.start()
        yield Furnished(house, store, clock, [agent.id for agent in company.agents])
    finally:
        await store.stop()
