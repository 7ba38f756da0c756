"""Signed-in browsers and one-time links. Cookies and link tokens are stored as SHA-256 only."""

from collections.abc import Sequence
from typing import cast

import msgspec
from sqlmodel import Session as DbSession
from sqlmodel import col, select, update

from chat_server.domain.vocabulary import Role
from chat_server.wire.admin import LinkInfo, LinkPurpose, SessionInfo

from .tables import Agent, AgentDepartment, Department, Session, SetupLink


class SessionFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A session with its agent's rights of this moment, in one read."""

    public_id: str
    csrf: str
    created_at: int
    last_seen_at: int
    ended: bool
    agent: str
    name: str
    email: str
    role: Role
    departments: frozenset[str]
    version: int
    outdated: bool
    """The agent's rights have changed since this session was made."""
    disabled: bool


def find(session: DbSession, *, id_hash: str = "", public_id: str = "") -> SessionFacts | None:
    """By the hash of the cookie, or by the public id."""
    where = col(Session.id_hash) == id_hash if id_hash else col(Session.public_id) == public_id
    found = session.exec(
        select(Session, Agent).join(Agent, col(Session.agent_id) == col(Agent.id)).where(where)
    ).first()
    if found is None:
        return None
    row, agent = found
    return SessionFacts(
        public_id=row.public_id,
        csrf=row.csrf,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        ended=row.ended_at is not None,
        agent=agent.id,
        name=agent.name,
        email=agent.email,
        role=cast("Role", agent.role),
        departments=frozenset(departments_of(session, agent)),
        version=agent.version,
        outdated=row.agent_version != agent.version,
        disabled=agent.disabled_at is not None,
    )


def departments_of(session: DbSession, agent: Agent) -> Sequence[str]:
    """The departments an agent belongs to; an admin to all."""
    if agent.role == "admin":
        return session.exec(select(Department.id).where(col(Department.disabled_at).is_(None))).all()
    return session.exec(select(AgentDepartment.department_id).where(AgentDepartment.agent_id == agent.id)).all()


def add(session: DbSession, row: Session) -> None:
    """Raises nothing: hashes and ids are random. Also a sign of life of the agent."""
    session.add(row)
    touch_agent(session, row.agent_id, row.created_at)


def touch(session: DbSession, public_id: str, agent: str, now: int) -> None:
    """The session was used."""
    session.exec(
        update(Session)
        .where(col(Session.public_id) == public_id, col(Session.ended_at).is_(None))
        .values(last_seen_at=now)
    )
    touch_agent(session, agent, now)


def touch_agent(session: DbSession, agent: str, now: int) -> None:
    session.exec(update(Agent).where(col(Agent.id) == agent).values(last_seen_at=now))


def end(session: DbSession, public_id: str, agent: str, now: int) -> bool:
    """End one of this agent's sessions. False if there is no such live one."""
    result = session.exec(
        update(Session)
        .where(col(Session.public_id) == public_id, col(Session.agent_id) == agent, col(Session.ended_at).is_(None))
        .values(ended_at=now)
    )
    return bool(result.rowcount)


def end_all(session: DbSession, agent: str, now: int, *, but: str = "") -> list[str]:
    """End all sessions of an agent except `but`; the public ids of those that were live."""
    alive = select(Session.public_id).where(
        Session.agent_id == agent, col(Session.ended_at).is_(None), Session.public_id != but
    )
    ended = list(session.exec(alive).all())
    session.exec(update(Session).where(col(Session.public_id).in_(ended)).values(ended_at=now))
    return ended


def carry_over(session: DbSession, agent: str, version: int, *, only: str = "") -> None:
    """Let live sessions go on under the agent's new rights version (all, or one)."""
    statement = update(Session).where(col(Session.agent_id) == agent, col(Session.ended_at).is_(None))
    if only:
        statement = statement.where(col(Session.public_id) == only)
    session.exec(statement.values(agent_version=version))


def replace_cookie(session: DbSession, public_id: str, id_hash: str, csrf: str) -> None:
    """A new cookie for the same session: the old value is worth nothing from now on."""
    session.exec(update(Session).where(col(Session.public_id) == public_id).values(id_hash=id_hash, csrf=csrf))


def of_agent(session: DbSession, agent: str, current: str, seen_after: int, made_after: int) -> list[SessionInfo]:
    """Live sessions, newest first."""
    rows = session.exec(
        select(Session)
        .where(
            Session.agent_id == agent,
            col(Session.ended_at).is_(None),
            Session.last_seen_at > seen_after,
            Session.created_at > made_after,
        )
        .order_by(col(Session.last_seen_at).desc())
    )
    return [
        SessionInfo(
            id=row.public_id,
            current=row.public_id == current,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            address=row.address,
            user_agent=row.user_agent,
        )
        for row in rows
    ]


# -- one-time links ---------------------------------------------------------------------------------------------------


def add_link(
    session: DbSession, token_hash: str, purpose: LinkPurpose, agent: str | None, now: int, expires_at: int
) -> None:
    """A new link; earlier unused ones for the same person and purpose stop working."""
    session.exec(
        update(SetupLink)
        .where(
            col(SetupLink.purpose) == purpose,
            col(SetupLink.agent_id).is_(None) if agent is None else col(SetupLink.agent_id) == agent,
            col(SetupLink.used_at).is_(None),
        )
        .values(used_at=now)
    )
    session.add(
        SetupLink(token_hash=token_hash, purpose=purpose, agent_id=agent, created_at=now, expires_at=expires_at)
    )


def end_links(session: DbSession, agent: str, now: int) -> None:
    """No unused link of this person works any more."""
    session.exec(
        update(SetupLink).where(col(SetupLink.agent_id) == agent, col(SetupLink.used_at).is_(None)).values(used_at=now)
    )


def open_link(session: DbSession, token_hash: str, now: int) -> SetupLink | None:
    """The link if it can still be used. A disabled person's link can't."""
    link = session.get(SetupLink, token_hash)
    if link is None or link.used_at is not None or link.expires_at <= now:
        return None
    if link.agent_id is not None:
        agent = session.get(Agent, link.agent_id)
        if agent is None or agent.disabled_at is not None:
            return None
    return link


def look_at_link(session: DbSession, token_hash: str, now: int) -> LinkInfo | None:
    link = open_link(session, token_hash, now)
    if link is None:
        return None
    agent = session.get(Agent, link.agent_id) if link.agent_id else None
    return LinkInfo(
        purpose=cast("LinkPurpose", link.purpose),
        name=agent.name if agent else "",
        email=agent.email if agent else "",
    )
