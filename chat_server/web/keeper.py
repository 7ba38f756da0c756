"""Looks after the open connections: cuts off who doesn't read or lost his rights, and says goodbye at a stop."""

import asyncio
import random
from collections.abc import Sequence

from chat_server.domain.permissions import AgentIdentity
from chat_server.services.house import House
from chat_server.wire import codes

from .connection import Connections

CHECK_SECONDS = 5.0
BACK_PER_SECOND = 200
"""How many browsers come back in a second after a planned stop."""


class Keeper:
    """One for each process, run by the lifespan."""

    def __init__(self, house: House, connections: Connections, *, drain_seconds: float) -> None:
        self._drain_seconds = drain_seconds
        self._house = house
        self._connections = connections
        house.sign_in.on_revoked.append(self.revoked)
        house.directory.on_refreshed.append(self.rights_changed)

    async def run(self) -> None:
        """Look at every connection and visit every few seconds, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            now = loop.time()
            for connection in tuple(self._connections):
                connection.check(now)
            await self._house.visits.sweep()

    def revoked(self, agent: str, sessions: Sequence[str]) -> None:
        """These sessions have ended: so have their sockets (PROMISES.md T14)."""
        for connection in tuple(self._connections):
            who = connection.who
            if isinstance(who, AgentIdentity) and who.id == agent and who.session in sessions:
                connection.close(codes.FORBIDDEN, "session ended")

    def rights_changed(self) -> None:
        """Who may see other things than before comes back at once with the new rights."""
        for connection in tuple(self._connections):
            who = connection.who
            if isinstance(who, AgentIdentity):
                identity = self._house.directory.identity(who.id, who.session)
                if identity is None:
                    connection.close(codes.FORBIDDEN, "disabled")
                elif (identity.role, identity.departments) != (who.role, who.departments):
                    connection.close(codes.RESTART, "rights changed", 0.0)

    async def drain(self) -> None:
        """A stop: tell everybody when to come back, spread so that they don't come all at once, and close."""
        self._house.draining = True
        connections = tuple(self._connections)
        spread = min(self._drain_seconds, len(connections) / BACK_PER_SECOND)
        # Commands that are on their way get their answer first: writes are done in order, so this one is last.
        await self._house.conversations.settle()
        for connection in connections:
            connection.close(codes.RESTART, "restart", round(random.uniform(0.5, 1.0 + spread), 2))
        await asyncio.sleep(0)
