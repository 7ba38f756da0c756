"""The application without a network: requests go straight into it, and its clock is moved by the test."""

import contextlib
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from chat_server.app import build
from chat_server.bench.seed import Seeded, SeededAgent, seed
from chat_server.config import Settings
from chat_server.domain.permissions import AgentIdentity
from chat_server.services.house import House
from chat_server.services.ids import wall_clock
from chat_server.services.passwords import Passwords

ORDERS_AGENT, BILLING_AGENT, SUPERVISOR, ADMIN, OTHER_ADMIN, EXPIRED_ADMIN = range(6)
"""The seeded people, by number."""

PASSWORD = "trousers lamp otter quiet"


Template = tuple[Path, Seeded]
"""A folder with the seeded company, to be copied: much faster than seeding anew."""


def people(database: Path) -> Seeded:
    """Two agents (orders, billing), a supervisor of orders, three admins."""
    return seed(database, agents=2, supervisors=1, admins=3)


class Door:
    """The running application and what a test wants of it."""

    def __init__(self, app: Starlette, state: dict[str, Any], settings: Settings, company: Seeded) -> None:
        self.settings = settings
        self.company = company
        self.house: House = state["house"]
        self.app = app
        self.later_ms = 0
        self._state = state

    def now(self) -> int:
        return wall_clock() + self.later_ms

    def wait(self, seconds: float) -> None:
        """Let the server's clock run ahead."""
        self.later_ms += int(seconds * 1000)

    def client(
        self, who: SeededAgent | None = None, *, address: str = "203.0.113.7", **headers: str
    ) -> httpx2.AsyncClient:
        """A browser on our own page, signed in as `who`."""
        given = {"Origin": self.settings.public_url, "Sec-Fetch-Site": "same-origin"}
        if who is not None:
            name = "__Host-sid" if self.settings.public_url.startswith("https") else "sid"
            given |= {"Cookie": f"{name}={who.cookie}", "X-CSRF": who.csrf}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self, raise_app_exceptions=False, client=(address, 50_000)),
            base_url=self.settings.public_url,
            headers={name: value for name, value in given.items() if value},
        )

    def agent(self, number: int) -> SeededAgent:
        return self.company.agents[number]

    async def identity(self, number: int) -> AgentIdentity:
        found = await self.house.sign_in.identity_for(self.agent(number).session)
        assert found is not None
        return found

    async def with_password(self, number: int, password: str = PASSWORD) -> str:
        """Give a seeded person a password (his session goes on); his e-mail."""
        hashed = await self.house.sign_in.passwords.hash(password)
        email: str = await self.store.write(_set_password, self.agent(number).id, hashed)
        return email

    @property
    def store(self) -> Any:
        return self.house.sign_in._store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app({**scope, "state": dict(self._state)}, receive, send)


@contextlib.asynccontextmanager
async def open_door(folder: Path, template: Template | None = None, **settings: Any) -> AsyncIterator[Door]:
    """The seeded people are all signed in; limits as in production."""
    made = Settings(data=folder, **{"port": 8104, **settings})
    if template is None:
        company = people(made.database)
    else:
        made_before, company = template
        shutil.copytree(made_before, folder, dirs_exist_ok=True)
    clock: list[Door] = []
    app = build(
        made,
        clock=lambda: clock[0].now() if clock else wall_clock(),
        passwords=Passwords(memory_kib=8, time_cost=1),
    )
    async with app.router.lifespan_context(app) as state:
        door = Door(app, dict(state or {}), made, company)
        clock.append(door)
        yield door


def _set_password(session: Any, agent: str, hashed: str) -> str:
    from chat_server.storage import agents

    row = agents.get(session, agent)
    row.password_hash = hashed
    session.add(row)
    session.flush()
    return row.email
