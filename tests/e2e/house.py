"""Pedal & Pine on its first morning: its people and photos in a fresh folder, and a real server process on it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path
from secrets import token_urlsafe

from sqlmodel import Session as DbSession

from chat_server.bench.seed import SeededAgent
from chat_server.bench.serving import Process, third_ring
from chat_server.commands.data_folder import alone
from chat_server.config import Settings
from chat_server.demo import company
from chat_server.demo.people import AGENTS, PASSWORD
from chat_server.domain.errors import Refused
from chat_server.secrets_file import load_secret
from chat_server.services.passwords import Passwords
from chat_server.services.tickets import token_hash
from chat_server.storage.blobs import Blobs
from chat_server.storage.tables import Session
from chat_server.wire import frames
from tests.support.history import History
from tests.support.http import Answer, request
from tests.support.people import AgentClient

People = dict[str, SeededAgent]


class House:
    """The company's server. People are named by their ids: ana, zeynep, marko, jovan, ilze, lea."""

    def __init__(self, folder: Path, people: People) -> None:
        self.folder = folder
        self.people = people
        self.process: Process = third_ring(folder, limits_factor=1_000)

    @property
    def port(self) -> int:
        return self.process.port

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    async def start(self) -> None:
        """Again at the same port, with the same data."""
        self.process.launch()
        await asyncio.to_thread(self.process.wait_ready, 60)

    async def crash(self) -> None:
        """`kill -9`."""
        await asyncio.to_thread(self.process.kill)

    async def call(self, method: str, path: str, *, by: str = "lea", json: object = None) -> Answer:
        """A request of the console's API in the name of an agent; an admin if nothing is said."""
        agent = self.people[by]
        headers = {"Cookie": f"sid={agent.cookie}", "X-CSRF": agent.csrf, "Origin": self.url}
        return await request(self.port, method, path, headers=headers, json=json)

    async def tidy(self) -> None:
        """Close whatever the last test has left open, so that the next one finds nobody waiting."""
        left = [
            summary
            for status in ("waiting", "active")
            for summary in (await self.call("GET", f"/api/conversations?status={status}")).json()["conversations"]
        ]
        if not left:
            return
        async with self.client("lea") as admin:
            for summary in left:
                await _close(admin, summary["id"], summary["owner_epoch"])

    @contextlib.asynccontextmanager
    async def client(self, who: str) -> AsyncIterator[AgentClient]:
        """This agent without a browser, connected."""
        client = AgentClient(self.port, self.people[who], history=History())
        await client.start()
        try:
            await asyncio.wait_for(client.online.wait(), 10)
            yield client
        finally:
            await client.stop()


def found(folder: Path, origin: str) -> People:
    """The company in an empty folder; its site is the shop of this origin. Everybody is signed in already."""
    settings = Settings(data=folder)
    # Cheap to check: what a password costs is tested elsewhere.
    passwords = Passwords(memory_kib=64, time_cost=1)
    load_secret(folder)
    with alone(settings) as session:
        photos = company.draw_photos(Blobs(settings.photos))
        company.found(session, photos, asyncio.run(passwords.hash(PASSWORD)), [origin])
        people = {agent.id: _sign_in(session, agent.id, agent.role, *agent.departments[:1]) for agent in AGENTS}
        session.commit()
    passwords.close()
    return people


def _sign_in(session: DbSession, id: str, role: str, department: str = "") -> SeededAgent:
    cookie, csrf, public_id = token_urlsafe(32), token_urlsafe(32), token_urlsafe(16)
    now = time.time_ns() // 1_000_000
    session.add(
        Session(
            id_hash=token_hash(cookie),
            public_id=public_id,
            agent_id=id,
            agent_version=1,
            csrf=csrf,
            created_at=now,
            last_seen_at=now,
        )
    )
    return SeededAgent(id, department, role, cookie, csrf, public_id)


async def _close(admin: AgentClient, conversation: str, owner_epoch: int) -> None:
    """Take it over and close it. The visitor, or the job that closes what visitors left, may be faster."""
    with contextlib.suppress(Refused):
        await asyncio.wait_for(admin.take(conversation, owner_epoch), 10)
        closing = admin.command(
            lambda ref, key: frames.CloseConversation(ref, key, conversation, "test"), "tidied after a test"
        )
        await asyncio.wait_for(closing, 10)
