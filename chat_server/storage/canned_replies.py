"""Canned replies: texts agents insert by a shortcut."""

from collections.abc import Mapping

from sqlalchemy import func, literal_column
from sqlmodel import Session, col, select

from chat_server.domain.errors import Conflict, NotFound
from chat_server.wire.admin import CannedReplyInfo

from .tables import CannedReply, EntryRow


def get(session: Session, reply: str) -> CannedReply:
    row = session.get(CannedReply, reply)
    if row is None:
        raise NotFound("There is no such canned reply.")
    return row


def check_shortcut_is_free(session: Session, shortcut: str, *, but: str = "") -> None:
    other = session.exec(select(CannedReply).where(CannedReply.shortcut == shortcut)).first()
    if other is not None and other.id != but:
        raise Conflict(f"“/{shortcut}” is taken already.", code="shortcut_taken", field="shortcut")


def listing(session: Session, used: Mapping[str, int]) -> list[CannedReplyInfo]:
    """All, by shortcut, with how often each was used."""
    return [
        _info(row, used.get(row.id, 0)) for row in session.exec(select(CannedReply).order_by(col(CannedReply.shortcut)))
    ]


def info(session: Session, reply: str, used: Mapping[str, int]) -> CannedReplyInfo:
    return _info(get(session, reply), used.get(reply, 0))


def counts(session: Session) -> dict[str, int]:
    """How often each was used, from the log itself: messages carry the id of the canned reply they were made from.
    Walks over all entries, so it is not for every request."""
    canned = func.json_extract(EntryRow.data, literal_column("'$.canned'"))
    found = session.exec(
        select(canned, func.count())
        .where(col(EntryRow.data).contains('"canned":"'), canned.is_not(None))
        .group_by(canned)
    ).all()
    return {str(reply): n for reply, n in found}


def _info(row: CannedReply, used: int) -> CannedReplyInfo:
    return CannedReplyInfo(
        id=row.id,
        shortcut=row.shortcut,
        text=row.text,
        department=row.department,
        disabled_at=row.disabled_at,
        used=used,
    )
