"""The people, departments and sites that are needed again and again, read in one go."""

from typing import NamedTuple

import msgspec
from sqlmodel import Session, col, select

from chat_server.domain.vocabulary import Role

from .tables import Agent, AgentDepartment, Department, Site


class AgentInfo(NamedTuple):
    """An agent as others meet him; `wanted` is the presence he chose."""

    id: str
    name: str
    line: str
    photo: str
    role: Role
    departments: frozenset[str]
    wanted: str
    version: int
    disabled: bool


class SiteInfo(NamedTuple):
    """A site as sockets need it."""

    id: str
    key: str
    name: str
    origins: frozenset[str]
    departments: tuple[str, ...]
    disabled: bool


class Snapshot(NamedTuple):
    """All of them, by id."""

    agents: dict[str, AgentInfo]
    departments: dict[str, str]
    sites: dict[str, SiteInfo]


def read_directory(session: Session) -> Snapshot:
    """Everybody and everything, disabled agents and sites included, disabled departments left out."""
    departments_of: dict[str, set[str]] = {}
    for row in session.exec(select(AgentDepartment)):
        departments_of.setdefault(row.agent_id, set()).add(row.department_id)
    agents = {
        a.id: AgentInfo(
            id=a.id,
            name=a.name,
            line=a.line,
            photo=photo_path(a.id, a.photo),
            role=a.role,  # type: ignore[arg-type]
            departments=frozenset(departments_of.get(a.id, ())),
            wanted=a.presence,
            version=a.version,
            disabled=a.disabled_at is not None,
        )
        for a in session.exec(select(Agent).order_by(col(Agent.name)))
    }
    departments = {
        d.id: d.name
        for d in session.exec(
            select(Department).where(col(Department.disabled_at).is_(None)).order_by(col(Department.name))
        )
    }
    sites = {
        s.id: SiteInfo(
            id=s.id,
            key=s.key,
            name=s.name,
            origins=frozenset(msgspec.json.decode(s.origins, type=list[str])),
            departments=tuple(msgspec.json.decode(s.departments, type=list[str])),
            disabled=s.disabled_at is not None,
        )
        for s in session.exec(select(Site))
    }
    return Snapshot(agents, departments, sites)


def photo_path(agent: str, photo: str) -> str:
    """Where a browser finds the photo, or the drawn initials of somebody without one."""
    return f"/photos/{photo}.webp" if photo else f"/photos/initials/{agent}.svg"
