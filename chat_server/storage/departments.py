"""Departments: a queue and the agents who answer it."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from chat_server.domain.errors import Conflict, NotFound
from chat_server.wire.admin import DepartmentCounts

from .tables import Agent, AgentDepartment, ConversationRow, Department


def get(session: Session, department: str) -> Department:
    row = session.get(Department, department)
    if row is None:
        raise NotFound("There is no such department.")
    return row


def check_name_is_free(session: Session, name: str, *, but: str = "") -> None:
    for row in session.exec(select(Department)):
        if row.name.casefold() == name.casefold() and row.id != but:
            raise Conflict("There is already a department of this name.", code="name_taken", field="name")


def listing(session: Session) -> list[DepartmentCounts]:
    """All, by name, with their counts."""
    agents: dict[str, int] = dict(
        session.exec(
            select(AgentDepartment.department_id, func.count())
            .join(Agent, col(Agent.id) == col(AgentDepartment.agent_id))
            .where(col(Agent.disabled_at).is_(None))
            .group_by(col(AgentDepartment.department_id))
        ).all()
    )
    waiting: dict[str, int] = dict(
        session.exec(
            select(ConversationRow.department, func.count())
            .where(ConversationRow.status == "waiting")
            .group_by(col(ConversationRow.department))
        ).all()
    )
    return [
        DepartmentCounts(
            id=row.id,
            name=row.name,
            disabled_at=row.disabled_at,
            agents=agents.get(row.id, 0),
            waiting=waiting.get(row.id, 0),
        )
        for row in session.exec(select(Department).order_by(func.lower(Department.name), col(Department.id)))
    ]


def info(session: Session, department: str) -> DepartmentCounts:
    get(session, department)
    return next(item for item in listing(session) if item.id == department)
