"""Canned replies: texts by shortcut. Supervisors keep those of their departments, admins all; everybody uses them."""

import re
from collections.abc import Mapping

import msgspec
from msgspec import UNSET, UnsetType
from sqlmodel import Session

from chat_server.domain.errors import Forbidden, Invalid
from chat_server.domain.permissions import AgentIdentity, scope
from chat_server.domain.text import clean_text
from chat_server.storage import audit
from chat_server.storage import canned_replies as storage
from chat_server.storage import departments as departments_storage
from chat_server.storage.store import Store
from chat_server.storage.tables import CannedReply
from chat_server.wire.admin import CannedReplyInfo

from .ids import Clock, new_id

COUNT_EVERY_MS = 5 * 60_000
Used = Mapping[str, int]

SHORTCUT = re.compile(r"[\w][\w.-]{0,39}")
PLACEHOLDER = re.compile(r"\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}")
PLACEHOLDERS = ("visitor.name", "agent.name")
"""Replaced in the browser when the text is inserted; `{{visitor.name|there}}` brings words for when there is no name.
Anything else between double braces is a mistake (PROMISES.md T2)."""


class CannedReplyChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be different; `department` None means for everybody."""

    shortcut: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    department: str | UnsetType | None = UNSET


class CannedReplies:
    """Use cases about canned replies."""

    def __init__(self, store: Store, *, now: Clock) -> None:
        self._store = store
        self._now = now
        self._used: tuple[int, dict[str, int]] = (0, {})

    async def listing(self, who: AgentIdentity) -> list[CannedReplyInfo]:
        """Those for everybody and those of my departments."""
        everything = await self._store.read(storage.listing, await self._counts())
        if who.role == "admin":
            return everything
        return [reply for reply in everything if reply.department is None or reply.department in who.departments]

    async def create(
        self, actor: AgentIdentity, *, shortcut: str, text: str, department: str | None
    ) -> CannedReplyInfo:
        _check_right(actor, department)
        row = CannedReply(
            id=new_id(),
            shortcut=_shortcut(shortcut),
            text=_text(text),
            department=department,
            created_at=self._now(),
            updated_at=self._now(),
        )
        return await self._store.write(_create, row.model_dump(), actor.id, await self._counts())

    async def change(self, actor: AgentIdentity, reply: str, change: CannedReplyChange) -> CannedReplyInfo:
        clean = msgspec.structs.replace(
            change,
            shortcut=change.shortcut if change.shortcut is UNSET else _shortcut(change.shortcut),
            text=change.text if change.text is UNSET else _text(change.text),
        )
        return await self._store.write(_change, reply, clean, actor, self._now(), await self._counts())

    async def disable(self, actor: AgentIdentity, reply: str) -> CannedReplyInfo:
        return await self._store.write(_set_disabled, reply, True, actor, self._now(), await self._counts())

    async def enable(self, actor: AgentIdentity, reply: str) -> CannedReplyInfo:
        return await self._store.write(_set_disabled, reply, False, actor, self._now(), await self._counts())

    async def _counts(self) -> Used:
        """How often each was used, a few minutes old at most."""
        at, used = self._used
        if not 0 <= self._now() - at < COUNT_EVERY_MS:
            used = await self._store.read(storage.counts)
            self._used = (self._now(), used)
        return used


def _create(session: Session, values: dict[str, object], actor: str, used: Used) -> CannedReplyInfo:
    row = CannedReply.model_validate(values)
    storage.check_shortcut_is_free(session, row.shortcut)
    _check_department(session, row.department)
    session.add(row)
    session.flush()
    audit.record(session, row.created_at, actor, "canned_reply_created", row.id)
    return storage.info(session, row.id, used)


def _change(
    session: Session, reply: str, change: CannedReplyChange, actor: AgentIdentity, now: int, used: Used
) -> CannedReplyInfo:
    row = storage.get(session, reply)
    _check_right(actor, row.department)
    if change.department is not UNSET:
        _check_right(actor, change.department)
        _check_department(session, change.department)
        row.department = change.department
    if change.shortcut is not UNSET:
        storage.check_shortcut_is_free(session, change.shortcut, but=reply)
        row.shortcut = change.shortcut
    if change.text is not UNSET:
        row.text = change.text
    row.updated_at = now
    session.add(row)
    session.flush()
    audit.record(session, now, actor.id, "canned_reply_changed", reply)
    return storage.info(session, reply, used)


def _set_disabled(
    session: Session, reply: str, disabled: bool, actor: AgentIdentity, now: int, used: Used
) -> CannedReplyInfo:
    row = storage.get(session, reply)
    _check_right(actor, row.department)
    row.disabled_at = now if disabled else None
    row.updated_at = now
    session.add(row)
    session.flush()
    audit.record(session, now, actor.id, "canned_reply_disabled" if disabled else "canned_reply_enabled", reply)
    return storage.info(session, reply, used)


def _check_right(actor: AgentIdentity, department: str | None) -> None:
    """Supervisors: replies of their own departments. What everybody uses is an admin's."""
    reach = scope(actor, "manage_canned_replies")
    if reach == "all" or (reach == "departments" and department is not None and department in actor.departments):
        return
    raise Forbidden("You can keep the replies of your own departments.", field="department")


def _check_department(session: Session, department: str | None) -> None:
    if department is not None and departments_storage.get(session, department).disabled_at is not None:
        raise Invalid("This department is disabled.", field="department")


def _shortcut(text: str) -> str:
    shortcut = text.strip().removeprefix("/").casefold()
    if not SHORTCUT.fullmatch(shortcut):
        raise Invalid("A shortcut is one short word: letters, digits, dots and dashes, at most 40.", field="shortcut")
    return shortcut


def _text(text: str) -> str:
    text = clean_text(text)
    for name in PLACEHOLDER.findall(text):
        if name not in PLACEHOLDERS:
            raise Invalid(
                f"“{{{{{name}}}}}” is not known. Possible are {{{{visitor.name}}}} and {{{{agent.name}}}}.",
                code="unknown_placeholder",
                field="text",
            )
    return text
