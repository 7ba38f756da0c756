"""Visitors: a row is made with the first message, never before."""

from sqlmodel import Session

from .tables import Visitor


def met(session: Session, id: str, site: str, name: str, now: int) -> Visitor:
    """The visitor's row, made or brought up to date."""
    visitor = session.get(Visitor, id)
    if visitor is None:
        visitor = Visitor(id=id, site_id=site, name=name, created_at=now, last_seen_at=now)
    else:
        visitor.last_seen_at = now
        visitor.name = name or visitor.name
    session.add(visitor)
    session.flush()
    return visitor
