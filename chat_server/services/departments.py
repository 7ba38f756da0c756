"""Departments: created, renamed, disabled, enabled by admins; seen by everybody."""

from sqlmodel import Session

from chat_server.domain.errors import Conflict, Forbidden, Invalid
from chat_server.domain.permissions import AgentIdentity, scope
from chat_server.domain.text import clean_name
from chat_server.storage import audit
from chat_server.storage import departments as storage
from chat_server.storage.store import Store
from chat_server.storage.tables import Department
from chat_server.wire.admin import DepartmentCounts

from .agents import Changed
from .ids import Clock, new_id
from .sign_in import SignIn


class Departments:
    """Use cases about departments."""

    def __init__(self, store: Store, sign_in: SignIn, *, now: Clock, changed: Changed) -> None:
        self._store = store
        self._sign_in = sign_in
        self._now = now
        self._changed = changed

    async def listing(self) -> list[DepartmentCounts]:
        return await self._store.read(storage.listing)

    async def create(self, actor: AgentIdentity, name: str) -> DepartmentCounts:
        _require_admin(actor)
        return await self._after(
            await self._store.write(_create, new_id(), _required_name(name), actor.id, self._now())
        )

    async def rename(self, actor: AgentIdentity, department: str, name: str) -> DepartmentCounts:
        _require_admin(actor)
        return await self._after(
            await self._store.write(_rename, department, _required_name(name), actor.id, self._now())
        )

    async def disable(self, actor: AgentIdentity, department: str) -> DepartmentCounts:
        """No new conversations go there. Refused while somebody waits in its queue, and for the last one."""
        _require_admin(actor)
        return await self._after(await self._store.write(_disable, department, actor.id, self._now()))

    async def enable(self, actor: AgentIdentity, department: str) -> DepartmentCounts:
        _require_admin(actor)
        return await self._after(await self._store.write(_enable, department, actor.id, self._now()))

    async def _after(self, info: DepartmentCounts) -> DepartmentCounts:
        # An admin belongs to all departments, so everybody's rights are read again.
        self._sign_in.forget()
        await self._changed()
        return info


def _create(session: Session, id: str, name: str, actor: str, now: int) -> DepartmentCounts:
    storage.check_name_is_free(session, name)
    session.add(Department(id=id, name=name, created_at=now))
    session.flush()
    audit.record(session, now, actor, "department_created", id)
    return storage.info(session, id)


def _rename(session: Session, id: str, name: str, actor: str, now: int) -> DepartmentCounts:
    row = storage.get(session, id)
    storage.check_name_is_free(session, name, but=id)
    row.name = name
    session.add(row)
    session.flush()
    audit.record(session, now, actor, "department_renamed", id)
    return storage.info(session, id)


def _disable(session: Session, id: str, actor: str, now: int) -> DepartmentCounts:
    row = storage.get(session, id)
    if row.disabled_at is None:
        everything = storage.listing(session)
        if next(item.waiting for item in everything if item.id == id):
            raise Conflict("Somebody is waiting in this department. Answer them first.", code="waiting")
        if sum(item.disabled_at is None for item in everything) == 1:
            raise Conflict("This is the last department: nobody could be reached without it.", code="last_department")
        row.disabled_at = now
        session.add(row)
        session.flush()
        audit.record(session, now, actor, "department_disabled", id)
    return storage.info(session, id)


def _enable(session: Session, id: str, actor: str, now: int) -> DepartmentCounts:
    row = storage.get(session, id)
    row.disabled_at = None
    session.add(row)
    session.flush()
    audit.record(session, now, actor, "department_enabled", id)
    return storage.info(session, id)


def _required_name(name: str) -> str:
    name = clean_name(name)
    if not name:
        raise Invalid("A department needs a name: visitors see it.", code="empty", field="name")
    return name


def _require_admin(actor: AgentIdentity) -> None:
    if scope(actor, "manage_departments") != "all":
        raise Forbidden("Only an admin changes departments.")
