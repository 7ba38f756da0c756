"""Today's board: who waits, who answers, who is there, and the figures of the day so far."""

import msgspec
from sqlmodel import Session

from chat_server.domain.metrics_report import midnight, today
from chat_server.domain.metrics_tally import Totals
from chat_server.domain.permissions import AgentIdentity
from chat_server.storage import reports as storage
from chat_server.storage.reports import OpenRow, Reach
from chat_server.storage.store import Store
from chat_server.wire.frames import Person

from .directory import Directory
from .ids import Clock
from .reports import ReportQuestion, Reports, WaitDot, range_of, reach_of

HOUR_MS = 3_600_000


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a queue. `place` counts within the department, `since` in ms."""

    conversation: str
    name: str
    department: str
    place: int
    since: int
    returned: bool
    preview: str
    owner_epoch: int


class PersonNow(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague and how many conversations he has open."""

    person: Person
    active: int


class DepartmentNow(msgspec.Struct, frozen=True, kw_only=True):
    """A department: its queue, its open conversations, who of it is online."""

    id: str
    name: str
    waiting: int
    longest_wait_since: int | None
    active: int
    online: int


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the board shows as of `now` (ms). `today` are the reader's own figures where he may see no others."""

    now: int
    zone: str
    day: str
    waiting: int
    longest_wait_since: int | None
    active: int
    online: int
    closed_today: int
    own_figures: bool
    queue: list[Waiting]
    people: list[PersonNow]
    by_department: list[DepartmentNow]
    today: Totals
    excluded_today: dict[str, int]
    last_hour: list[WaitDot]


class Boards:
    """The board of one reader: his departments, or all of them."""

    def __init__(self, store: Store, directory: Directory, reports: Reports, clock: Clock) -> None:
        self._store = store
        self._directory = directory
        self._reports = reports
        self._clock = clock

    async def board(self, who: AgentIdentity, zone: str, department: str = "") -> Board:
        """As of now. Raises `Invalid` for an unknown zone."""
        now = self._clock()
        question = ReportQuestion(zone=zone, department=department)
        range_of(question, now)
        day = today(now, zone)
        reach = reach_of(who, "read_conversation")
        rows, closed = await self._store.read(_now, reach, midnight(day, zone))
        report, dots = await self._reports.today(who, question, now, now - HOUR_MS)
        rows = [row for row in rows if not department or row.department == department]
        waiting = [row for row in rows if row.waiting_since is not None]
        departments = [
            id
            for id in self._directory.departments
            if (reach.all or id in who.departments) and (not department or id == department)
        ]
        people = self._people(departments, rows)
        return Board(
            now=now,
            zone=zone,
            day=day.isoformat(),
            waiting=len(waiting),
            longest_wait_since=min((row.waiting_since for row in waiting if row.waiting_since), default=None),
            active=len(rows) - len(waiting),
            online=sum(each.person.presence == "online" for each in people),
            closed_today=closed,
            own_figures=reach_of(who, "read_reports").own,
            queue=_queue(waiting),
            people=people,
            by_department=[self._department(id, rows, people) for id in departments],
            today=report.totals,
            excluded_today=report.excluded,
            last_hour=dots,
        )

    def _people(self, departments: list[str], rows: list[OpenRow]) -> list[PersonNow]:
        open_of: dict[str, int] = {}
        for row in rows:
            if row.owner_kind == "agent":
                open_of[row.owner_id] = open_of.get(row.owner_id, 0) + 1
        order = {"online": 0, "away": 1, "offline": 2}
        found = [
            PersonNow(person=self._directory.person(agent.id), active=open_of.get(agent.id, 0))
            for agent in self._directory.agents.values()
            if not agent.disabled and agent.departments.intersection(departments)
        ]
        return sorted(
            found, key=lambda each: (order[each.person.presence], each.person.name.casefold(), each.person.id)
        )

    def _department(self, id: str, rows: list[OpenRow], people: list[PersonNow]) -> DepartmentNow:
        here = [row for row in rows if row.department == id]
        waits = [row.waiting_since for row in here if row.waiting_since is not None]
        return DepartmentNow(
            id=id,
            name=self._directory.departments[id],
            waiting=len(waits),
            longest_wait_since=min(waits, default=None),
            active=len(here) - len(waits),
            online=sum(each.person.presence == "online" and id in each.person.departments for each in people),
        )


def _now(session: Session, reach: Reach, since: int) -> tuple[list[OpenRow], int]:
    return storage.open_rows(session, reach), storage.closed_since(session, reach, since)


def _queue(waiting: list[OpenRow]) -> list[Waiting]:
    places: dict[str, int] = {}
    queue = []
    for row in waiting:
        assert row.waiting_since is not None
        place = places[row.department] = places.get(row.department, 0) + 1
        queue.append(
            Waiting(
                conversation=row.id,
                name=row.name,
                department=row.department,
                place=place,
                since=row.waiting_since,
                returned=row.waiting_priority > 0,
                preview=row.preview,
                owner_epoch=row.owner_epoch,
            )
        )
    return queue
