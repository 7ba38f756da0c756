"""People: who may answer, with which role and in which departments; and everybody's own profile."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from sqlmodel import Session

from chat_server.domain.contacts import clean_email
from chat_server.domain.errors import Conflict, Forbidden, Invalid
from chat_server.domain.permissions import AgentIdentity, scope
from chat_server.domain.text import clean_name
from chat_server.domain.vocabulary import Presence, Role
from chat_server.storage import agents as storage
from chat_server.storage import audit, sessions
from chat_server.storage.store import Store
from chat_server.storage.tables import Agent
from chat_server.wire.admin import AgentInfo, Me, Settings

from .ids import Clock, new_id
from .setup import Setup
from .sign_in import SignIn

LINE_MAX = 80
SETTINGS_MAX = 40
SETTING_CHARS = 200

Changed = Callable[[], Awaitable[None]]
"""Awaited after people, departments or sites were changed: whoever keeps them in memory reads again."""


class AgentChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be different; UNSET stays as it is."""

    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    line: str | UnsetType = UNSET
    departments: list[str] | UnsetType = UNSET


class Agents:
    """Use cases about people."""

    def __init__(
        self,
        store: Store,
        sign_in: SignIn,
        setup: Setup,
        *,
        now: Clock,
        changed: Changed,
        presence: Callable[[str], Presence],
        give_back: Callable[[str], Awaitable[None]],
    ) -> None:
        self._store = store
        self._sign_in = sign_in
        self._setup = setup
        self._now = now
        self._changed = changed
        self._presence = presence
        self._give_back = give_back

    async def listing(self) -> list[AgentInfo]:
        """Everybody, with the presence of this moment."""
        return [self._live(info) for info in await self._store.read(storage.listing)]

    async def create(
        self, actor: AgentIdentity, *, name: str, email: str, role: Role, line: str, departments: Iterable[str]
    ) -> tuple[AgentInfo, str]:
        """A new person and the one-time link to set a password. A supervisor invites agents to own departments."""
        wanted = sorted(set(departments))
        if scope(actor, "manage_agents") != "all":
            if role != "agent":
                raise Forbidden("Only an admin gives this role.", code="role_too_high", field="role")
            if not set(wanted) <= actor.departments:
                raise Forbidden("You can invite people to your own departments.", field="departments")
        _check_departments(role, wanted)
        row = Agent(
            id=new_id(),
            email=clean_email(email),
            name=_required_name(name),
            line=clean_name(line, limit=LINE_MAX, field="line"),
            role=role,
            created_at=self._now(),
        )
        info = await self._store.write(_create, row.model_dump(), wanted, actor.id)
        await self._changed()
        return self._live(info), await self._setup.link_for(actor, info.id)

    async def change(self, actor: AgentIdentity, agent: str, change: AgentChange) -> AgentInfo:
        """Change somebody. Another role ends his sessions; other departments reach open ones within a second."""
        _require_admin(actor)
        if change.role is not UNSET and agent == actor.id and change.role != actor.role:
            raise Forbidden("Nobody changes the own role. Ask another admin.", code="own_role", field="role")
        clean = msgspec.structs.replace(
            change,
            name=change.name if change.name is UNSET else _required_name(change.name),
            email=change.email if change.email is UNSET else clean_email(change.email),
            line=change.line if change.line is UNSET else clean_name(change.line, limit=LINE_MAX, field="line"),
        )
        info, ended = await self._store.write(_change, agent, clean, actor.id, self._now())
        return await self._after(info, ended)

    async def disable(self, actor: AgentIdentity, agent: str) -> AgentInfo:
        """Nothing of the person is removed, but nobody signs in as this person any more, as of now. The conversations
        he owns are the next in line."""
        _require_admin(actor)
        if agent == actor.id:
            raise Conflict("You can't disable yourself. Ask another admin.", code="own_account")
        info, ended = await self._store.write(_disable, agent, actor.id, self._now())
        after = await self._after(info, ended)
        await self._give_back(agent)
        return after

    async def enable(self, actor: AgentIdentity, agent: str) -> AgentInfo:
        _require_admin(actor)
        return await self._after(await self._store.write(_enable, agent, actor.id, self._now()), [])

    async def link(self, actor: AgentIdentity, agent: str) -> str:
        """A one-time link to set a password; earlier ones stop working."""
        _require_admin(actor)
        return await self._setup.link_for(actor, agent)

    async def info(self, agent: str) -> AgentInfo:
        return self._live(await self._store.read(storage.info, agent))

    # -- myself -------------------------------------------------------------------------------------------------------

    async def me_of(self, agent: str) -> tuple[Me, str]:
        """Somebody's own profile, and the company's name."""
        return await self._store.read(_me, agent)

    async def change_me(
        self, who: AgentIdentity, *, name: str | UnsetType, line: str | UnsetType, settings: Settings | UnsetType
    ) -> Me:
        """My own name, line and settings; settings are replaced as a whole."""
        values: dict[str, Any] = {}
        if name is not UNSET:
            values["name"] = _required_name(name)
        if line is not UNSET:
            values["line"] = clean_name(line, limit=LINE_MAX, field="line")
        if settings is not UNSET:
            values["settings"] = _settings(settings)
        me = await self._store.write(_change_me, who.id, values)
        if name is not UNSET or line is not UNSET:
            self._sign_in.forget()
            await self._changed()
        return me

    async def profile_changed(self, agent: str) -> AgentInfo:
        """Another photo: visitors and colleagues see it from now on."""
        await self._changed()
        return await self.info(agent)

    async def _after(self, info: AgentInfo, ended: list[str]) -> AgentInfo:
        self._sign_in.revoked(info.id, ended)
        await self._changed()
        return self._live(info)

    def _live(self, info: AgentInfo) -> AgentInfo:
        return msgspec.structs.replace(info, presence=self._presence(info.id))


def _create(session: Session, values: dict[str, Any], departments: list[str], actor: str) -> AgentInfo:
    row = Agent(**values)
    storage.add(session, row, departments)
    audit.record(session, row.created_at, actor, "agent_created", row.id, role=row.role, departments=departments)
    return storage.info(session, row.id)


def _change(session: Session, agent: str, change: AgentChange, actor: str, now: int) -> tuple[AgentInfo, list[str]]:
    row = storage.get(session, agent)
    before = storage.info(session, agent)
    role = row.role if change.role is UNSET else change.role
    departments = before.departments if change.departments is UNSET else sorted(set(change.departments))
    if change.role is not UNSET or change.departments is not UNSET:
        _check_departments(role, departments)
    if change.email is not UNSET:
        storage.check_email_is_free(session, change.email, but=agent)
        row.email = change.email
    if change.name is not UNSET:
        row.name = change.name
    if change.line is not UNSET:
        row.line = change.line
    ended: list[str] = []
    if role != row.role:
        if role != "admin":
            storage.check_not_last_admin(session, row)
        row.role = role
        row.version += 1
        ended = sessions.end_all(session, agent, now)
    elif departments != before.departments:
        row.version += 1
        sessions.carry_over(session, agent, row.version)
    session.add(row)
    session.flush()
    storage.set_departments(session, agent, departments)
    info = storage.info(session, agent)
    fields = [f for f in ("name", "email", "role", "line", "departments") if getattr(info, f) != getattr(before, f)]
    if fields:
        audit.record(
            session, now, actor, "agent_changed", agent, fields=fields, role=info.role, departments=info.departments
        )
    return info, ended


def _disable(session: Session, agent: str, actor: str, now: int) -> tuple[AgentInfo, list[str]]:
    row = storage.get(session, agent)
    if row.disabled_at is None:
        storage.check_not_last_admin(session, row)
        row.disabled_at = now
        row.version += 1
        session.add(row)
        session.flush()
        audit.record(session, now, actor, "agent_disabled", agent)
    return storage.info(session, agent), sessions.end_all(session, agent, now)


def _enable(session: Session, agent: str, actor: str, now: int) -> AgentInfo:
    row = storage.get(session, agent)
    if row.disabled_at is not None:
        row.disabled_at = None
        row.version += 1
        session.add(row)
        session.flush()
        audit.record(session, now, actor, "agent_enabled", agent)
    return storage.info(session, agent)


def _me(session: Session, agent: str) -> tuple[Me, str]:
    return storage.me(session, agent), storage.company(session)


def _change_me(session: Session, agent: str, values: dict[str, Any]) -> Me:
    row = storage.get(session, agent)
    row.sqlmodel_update(values)
    session.add(row)
    session.flush()
    return storage.me(session, agent)


def _require_admin(actor: AgentIdentity) -> None:
    if scope(actor, "manage_agents") != "all":
        raise Forbidden("Only an admin changes people.")


def _required_name(name: str) -> str:
    name = clean_name(name)
    if not name:
        raise Invalid("Visitors want to know who answers: a name, please.", code="empty", field="name")
    return name


def _check_departments(role: str, departments: list[str]) -> None:
    if role != "admin" and not departments:
        raise Invalid("Choose at least one department: without it nobody would reach this person.", field="departments")


def _settings(settings: Settings) -> str:
    if len(settings) > SETTINGS_MAX or any(
        len(str(item)) > SETTING_CHARS for pair in settings.items() for item in pair
    ):
        raise Invalid("These settings are too large.", code="too_long", field="settings")
    return msgspec.json.encode(settings).decode()
