"""A small company written straight into a new database: one site, two departments, agents who are signed in already."""

import time
from pathlib import Path
from secrets import token_urlsafe

import msgspec
from sqlmodel import Session as DbSession

from chat_server.domain import conversation as rules
from chat_server.domain.conversation import Conversation
from chat_server.domain.entries import Entry
from chat_server.domain.vocabulary import Profile
from chat_server.secrets_file import load_secret
from chat_server.services.ids import new_id
from chat_server.services.tickets import token_hash
from chat_server.storage import conversations as storage
from chat_server.storage.migrations import upgrade
from chat_server.storage.sqlite import make_engine
from chat_server.storage.tables import Agent, AgentDepartment, Department, Meta, Session, Site, Visitor

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
    db_epoch: str


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
            epoch = session.get_one(Meta, "db_epoch").value
            session.commit()
        connection.commit()
    engine.dispose()
    return Seeded(SITE_KEY, ORIGIN, made, epoch)


def seed_conversations(database: Path, company: Seeded, count: int) -> tuple[list[str], list[str]]:
    """Visitors who each talk with the first agent already: ids of visitors and of their conversations, at entry 3."""
    engine = make_engine(database, readers=0)
    now = time.time_ns() // 1_000_000
    agent = company.agents[0]
    profile = Profile(id=agent.id, name=agent.id.title(), line="Bench", photo="")
    made: list[Conversation] = []
    entries: list[Entry] = []
    for _ in range(count):
        row, first = rules.start(
            id=new_id(),
            site="site",
            department=agent.department,
            visitor=new_id(),
            text="Hello?",
            name="",
            page=None,
            now=now,
            key=token_urlsafe(16),
        )
        row, second = rules.take(row, profile, now=now, key=token_urlsafe(16), owner_epoch=0)
        made.append(row)
        entries += first + second
    with engine.connect() as connection, DbSession(connection) as session:
        session.add_all(Visitor(id=row.visitor, site_id="site", created_at=now, last_seen_at=now) for row in made)
        session.flush()
        storage.insert_new(session, made)
        storage.append(session, {row.id: row.visitor for row in made}, entries)
        session.commit()
        connection.commit()
    engine.dispose()
    return [row.visitor for row in made], [row.id for row in made]
