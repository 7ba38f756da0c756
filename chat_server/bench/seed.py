"""A small company written straight into a new database: one site, two departments, agents who are signed in already."""

import time
from pathlib import Path
from secrets import token_urlsafe

import msgspec
from sqlmodel import Session as DbSession

from chat_server.secrets_file import load_secret
from chat_server.services.tickets import token_hash
from chat_server.storage.migrations import upgrade
from chat_server.storage.sqlite import make_engine
from chat_server.storage.tables import Agent, AgentDepartment, Department, Session, Site

ORIGIN = "https://shop.test"
SITE_KEY = "bench-site-key"
DEPARTMENTS = ("orders", "billing")


class SeededAgent(msgspec.Struct, frozen=True):
    """An agent with the cookie of an open session; `session` is that session's public id."""

    id: str
    department: str
    role: str
    cookie: str
    csrf: str
    session: str


class Seeded(msgspec.Struct, frozen=True):
    """What a client needs to know of the company."""

    site_key: str
    origin: str
    agents: list[SeededAgent]


def seed(database: Path, *, agents: int = 2, supervisors: int = 0, admins: int = 0) -> Seeded:
    """Make the company. Agents alternate between the departments; supervisors belong to the first, admins to all."""
    load_secret(database.parent)
    engine = make_engine(database, readers=0)
    now = time.time_ns() // 1_000_000
    roles = ["agent"] * agents + ["supervisor"] * supervisors + ["admin"] * admins
    made: list[SeededAgent] = []
    with engine.connect() as connection:
        upgrade(connection)
        with DbSession(connection) as session:
            session.add_all(Department(id=id, name=id.title(), created_at=now) for id in DEPARTMENTS)
            session.add(
                Site(
                    id="site",
                    key=SITE_KEY,
                    name="Shop",
                    origins=msgspec.json.encode([ORIGIN]).decode(),
                    departments=msgspec.json.encode(DEPARTMENTS).decode(),
                    created_at=now,
                )
            )
            for number, role in enumerate(roles):
                id = f"{role}-{number}"
                department = DEPARTMENTS[number % 2] if role == "agent" else DEPARTMENTS[0]
                session.add(
                    Agent(id=id, email=f"{id}@shop.test", name=id.title(), line="Bench", role=role, created_at=now)
                )
                session.flush()
                session.add(AgentDepartment(agent_id=id, department_id=department))
                cookie, csrf, public_id = token_urlsafe(32), token_urlsafe(32), token_urlsafe(16)
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
                made.append(SeededAgent(id, department, role, cookie, csrf, public_id))
            session.commit()
        connection.commit()
    engine.dispose()
    return Seeded(SITE_KEY, ORIGIN, made)
