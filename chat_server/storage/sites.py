"""Sites: web properties with a widget."""

from collections.abc import Collection
from typing import cast

import msgspec
from sqlalchemy import func
from sqlmodel import Session, col, select, update

from chat_server.domain.errors import Invalid, NotFound
from chat_server.wire.admin import Position, SiteInfo

from .tables import Department, Site


def get(session: Session, site: str) -> Site:
    row = session.get(Site, site)
    if row is None:
        raise NotFound("There is no such site.")
    return row


def info(session: Session, site: str) -> SiteInfo:
    return _info(get(session, site))


def listing(session: Session) -> list[SiteInfo]:
    return [_info(row) for row in session.exec(select(Site).order_by(func.lower(Site.name), col(Site.id)))]


def check_departments(session: Session, departments: Collection[str]) -> None:
    known = session.exec(
        select(Department.id).where(col(Department.id).in_(list(departments)), col(Department.disabled_at).is_(None))
    ).all()
    if len(known) != len(set(departments)):
        raise Invalid("One of these departments does not exist or is disabled.", field="departments")


def seen(session: Session, site: str, page: str, now: int) -> None:
    """The widget was loaded on this page."""
    session.exec(update(Site).where(col(Site.id) == site).values(seen_at=now, seen_page=page))


def _info(row: Site) -> SiteInfo:
    return SiteInfo(
        id=row.id,
        key=row.key,
        name=row.name,
        origins=msgspec.json.decode(row.origins, type=list[str]),
        departments=msgspec.json.decode(row.departments, type=list[str]),
        color=row.color,
        position=cast("Position", row.position),
        locale=row.locale,
        greeting=row.greeting,
        privacy_url=row.privacy_url,
        disabled_at=row.disabled_at,
        seen_at=row.seen_at,
        seen_page=row.seen_page,
    )
