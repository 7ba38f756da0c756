"""Agents: people who answer. Every change of rights raises `version`; the callers end or carry over sessions."""

from collections.abc import Collection, Sequence
from typing import cast

import msgspec
from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from chat_server.domain.errors import Conflict, Invalid, NotFound
from chat_server.domain.vocabulary import Presence, Role
from chat_server.wire.admin import AgentInfo, Me, Settings

from .tables import Agent, AgentDepartment, Department, Meta, Site


def get(session: Session, agent: str) -> Agent:
    row = session.get(Agent, agent)
    if row is None:
        raise NotFound("There is no such person.")
    return row


def by_email(session: Session, email: str) -> Agent | None:
    """`email` case-folded."""
    return session.exec(select(Agent).where(Agent.email == email)).first()


def add(session: Session, row: Agent, departments: Collection[str]) -> None:
    """Raises `Conflict` if the e-mail is taken, `Invalid` for unknown departments."""
    check_email_is_free(session, row.email)
    session.add(row)
    session.flush()
    set_departments(session, row.id, departments)


def check_email_is_free(session: Session, email: str, *, but: str = "") -> None:
    other = by_email(session, email)
    if other is not None and other.id != but:
        raise Conflict("Somebody here already signs in with this e-mail.", code="email_taken", field="email")


def set_departments(session: Session, agent: str, departments: Collection[str]) -> None:
    known = session.exec(select(Department.id).where(col(Department.id).in_(list(departments)))).all()
    if len(known) != len(set(departments)):
        raise Invalid("One of these departments does not exist.", field="departments")
    session.exec(delete(AgentDepartment).where(col(AgentDepartment.agent_id) == agent))
    session.add_all(AgentDepartment(agent_id=agent, department_id=department) for department in sorted(known))
    session.flush()


def set_presence(session: Session, agent: str, presence: Presence) -> None:
    """What the agent wants to be."""
    row = get(session, agent)
    row.presence = presence
    session.add(row)


def active_admins(session: Session) -> int:
    """Admins who can sign in."""
    return session.exec(
        select(func.count())
        .select_from(Agent)
        .where(Agent.role == "admin", col(Agent.disabled_at).is_(None), Agent.password_hash != "")
    ).one()


def check_not_last_admin(session: Session, row: Agent) -> None:
    """Raises `Conflict` if nobody could administer without this person."""
    if row.role == "admin" and row.disabled_at is None and row.password_hash and active_admins(session) <= 1:
        raise Conflict("This is the last admin. Make somebody else an admin first.", code="last_admin")


def info(session: Session, agent: str) -> AgentInfo:
    return _info(get(session, agent), departments_of(session).get(agent, []))


def listing(session: Session) -> list[AgentInfo]:
    """Everybody, by name."""
    departments = departments_of(session)
    rows = session.exec(select(Agent).order_by(func.lower(Agent.name), col(Agent.id)))
    return [_info(row, departments.get(row.id, [])) for row in rows]


def departments_of(session: Session) -> dict[str, list[str]]:
    """Departments by agent."""
    found: dict[str, list[str]] = {}
    for row in session.exec(select(AgentDepartment).order_by(col(AgentDepartment.department_id))):
        found.setdefault(row.agent_id, []).append(row.department_id)
    return found


def me(session: Session, agent: str) -> Me:
    row = get(session, agent)
    return Me(
        id=row.id,
        email=row.email,
        name=row.name,
        line=row.line,
        role=cast("Role", row.role),
        photo=photo_path(row),
        has_photo=bool(row.photo),
        departments=departments_of(session).get(agent, []),
        settings=msgspec.json.decode(row.settings, type=Settings),
    )


def photo_path(row: Agent) -> str:
    """The path of the photo, or of the drawn initials."""
    return f"/photos/{row.photo}.webp" if row.photo else f"/photos/initials/{row.id}.svg"


def company(session: Session) -> str:
    row = session.get(Meta, "company")
    return row.value if row else ""


def forbidden_words(session: Session, row: Agent | None) -> Sequence[str]:
    """Words nobody should build a password of: the company's, the sites', the person's own."""
    words = [company(session)]
    for site in session.exec(select(Site)):
        words += [site.name, *msgspec.json.decode(site.origins, type=list[str])]
    if row is not None:
        words += [row.name, row.email]
    return words


def _info(row: Agent, departments: list[str]) -> AgentInfo:
    return AgentInfo(
        id=row.id,
        name=row.name,
        email=row.email,
        role=cast("Role", row.role),
        line=row.line,
        photo=photo_path(row),
        has_photo=bool(row.photo),
        departments=departments,
        disabled_at=row.disabled_at,
        invited=not row.password_hash,
        presence=cast("Presence", row.presence),
        last_seen_at=row.last_seen_at,
    )
