"""What a visitor may know of a site before he says anything."""

import msgspec
from sqlmodel import Session

from chat_server.domain.vocabulary import Profile
from chat_server.storage import conversations as storage
from chat_server.storage import waits
from chat_server.storage.store import Store
from chat_server.storage.tables import Site

from .directory import Directory
from .ids import Clock

WAIT_HOURS = 3
WAITS_MIN = 3
"""Fewer real waits than this make no figure, and no figure means no sentence."""


class DepartmentChoice(msgspec.Struct, frozen=True):
    id: str
    name: str


class PublicSite(msgspec.Struct, frozen=True):
    """`wait_seconds` is the median time until somebody joined in the last hours, of `wait_n` conversations."""

    name: str
    color: str
    position: str
    locale: str
    greeting: str
    privacy_url: str
    departments: list[DepartmentChoice]
    people: list[Profile]
    waiting: int
    wait_seconds: int | None
    wait_n: int


class WidgetSites:
    """Answers the panel's first question."""

    def __init__(self, store: Store, directory: Directory, clock: Clock) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock

    async def site(self, id: str) -> PublicSite:
        """The public side of an enabled site."""
        offered = [d for d in self._directory.sites[id].departments if d in self._directory.departments]
        since = self._clock() - WAIT_HOURS * 3_600_000
        row, waiting, joined_after = await self._store.read(_look, id, offered, since)
        return PublicSite(
            name=row.name,
            color=row.color,
            position=row.position,
            locale=row.locale,
            greeting=row.greeting,
            privacy_url=row.privacy_url,
            departments=[DepartmentChoice(d, self._directory.departments[d]) for d in offered],
            people=self._directory.here(id),
            waiting=waiting,
            wait_seconds=_median_seconds(joined_after) if len(joined_after) >= WAITS_MIN else None,
            wait_n=len(joined_after),
        )


def _look(session: Session, id: str, departments: list[str], since: int) -> tuple[Site, int, list[int]]:
    row = session.get_one(Site, id)
    session.expunge(row)
    return row, len(storage.waiting(session, departments)), waits.lately_joined(session, departments, since)


def _median_seconds(waits_ms: list[int]) -> int:
    """The middle one, in whole seconds, never less than one."""
    ordered = sorted(waits_ms)
    return max(1, round(ordered[(len(ordered) - 1) // 2] / 1000))
