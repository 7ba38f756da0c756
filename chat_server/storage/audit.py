"""The audit log: rows are added, never changed or removed."""

from typing import Any

import msgspec
from sqlmodel import Session

from .tables import Audit


def record(session: Session, at: int, actor: str, action: str, subject: str = "", **data: Any) -> None:
    """Who did what to what. `data` names changed fields and public ids; no passwords, tokens, e-mails or texts."""
    session.add(Audit(at=at, actor=actor, action=action, subject=subject, data=msgspec.json.encode(data).decode()))
