"""A whole server inside the test's own event loop: real sockets, real SQLite file, a clock that tests may move."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette

from chat_server.app import build
from chat_server.bench.seed import Seeded, seed
from chat_server.bench.serving import free_port
from chat_server.commands.serving import _uvicorn
from chat_server.config import Settings
from chat_server.services.ids import wall_clock

from .history import History
from .people import AgentClient, VisitorClient


class World:
    """The seeded company, its server's port, and clients for it that are stopped at the end."""

    def __init__(self, settings: Settings, company: Seeded) -> None:
        self.settings = settings
        self.company = company
        self.port = settings.port
        self.history = History()
        self.clock_ms = 0
        """Added to the wall clock of the server."""
        self.app: Starlette | None = None
        self._clients: list[Any] = []

    def now(self) -> int:
        return wall_clock() + self.clock_ms

    async def visitor(self, name: str = "visitor", *, online: bool = True, **options: Any) -> VisitorClient:
        """A visitor who is connected."""
        client = VisitorClient(self.port, self.company, name=name, history=self.history, **options)
        await self._begin(client, online)
        return client

    async def agent(self, number: int = 0, *, online: bool = True, **options: Any) -> AgentClient:
        """The seeded agent of this number, connected."""
        client = AgentClient(self.port, self.company.agents[number], history=self.history, **options)
        await self._begin(client, online)
        return client

    async def _begin(self, client: Any, online: bool) -> None:
        self._clients.append(client)
        if online:
            await client.start()
            await asyncio.wait_for(client.online.wait(), 60)

    async def stop_clients(self) -> None:
        for client in self._clients:
            await client.stop()


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def world(
    folder: Path, *, agents: int = 2, supervisors: int = 0, admins: int = 0, **settings: Any
) -> AsyncIterator[World]:
    """Serve a new company until the end of the block. Limits are wide open unless `limits_factor` is given."""
    port = free_port()
    made = Settings(data=folder, port=port, **{"limits_factor": 1_000.0, "drain_seconds": 0, **settings})
    there = World(made, seed(made.database, agents=agents, supervisors=supervisors, admins=admins))
    there.app = build(made, clock=there.now)
    config = _uvicorn(there.app, made)
    config.loop = "asyncio"
    config.host, config.port = "127.0.0.1", port
    server = _Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        if serving.done():
            serving.result()
        await asyncio.sleep(0.005)
    try:
        yield there
    finally:
        await there.stop_clients()
        server.should_exit = True
        await serving
