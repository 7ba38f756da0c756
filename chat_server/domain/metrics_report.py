"""A report over a range: the `Collector` takes summaries one by one and keeps only numbers, then gives the `Report`.

Screen, file, API and `third-ring measure` all come through here, so they cannot disagree.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from .figures import BUCKETS_MS, Share, TimeFigure
from .metrics import DEFINITION_VERSION, is_excluded
from .metrics_facts import ConversationSummary, Episode
from .metrics_items import Item, items
from .metrics_tally import Tally, Totals

Bucketing = Literal["start", "end"]


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """Whole days in a zone: `first` to `last`, both in it, and as half-open ms [start, end)."""

    first: date
    last: date
    zone: str
    start: int
    end: int

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Range":
        """As many days right before."""
        length = timedelta(days=self.days)
        return days_in(self.first - length, self.last - length, self.zone)


def days_in(first: date, last: date, zone: str) -> Range:
    """The days from `first` to `last` in an IANA zone, clock changes minded."""
    return Range(
        first=first,
        last=last,
        zone=zone,
        start=midnight(first, zone),
        end=midnight(last + timedelta(days=1), zone),
    )


def midnight(day: date, zone: str) -> int:
    """When a day begins in a zone, in ms."""
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).timestamp()) * 1000


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """The main figures of one day of the report's zone; names as in `Totals`."""

    day: str
    asked: int
    outcomes: dict[str, int]
    abandon: Share
    first_response: TimeFigure
    queue_wait: TimeFigure
    response: TimeFigure
    rating: Share


class AgentFigures(msgspec.Struct, frozen=True, kw_only=True):
    """What is put down to one agent. `name` is filled in by whoever knows names."""

    agent: str
    name: str = ""
    figures: Totals


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Figures of a range. `arrivals[weekday][hour]`: who asked, Monday first, in the zone. `excluded` by close reason.
    `bucketing` tells whether the labelled switch is on (R10). Bucket ends in ms, two more classes: longer, never."""

    definition: int
    zone: str
    first: str
    last: str
    before_first: str
    before_last: str
    bucketing: Bucketing
    as_of: int
    computed_at: int
    bucket_ends_ms: list[int]
    totals: Totals
    before: Totals
    by_day: list[Day]
    before_by_day: list[Day]
    by_agent: list[AgentFigures]
    arrivals: list[list[int]]
    excluded: dict[str, int]


class Collector:
    """Counts every item of the range and of the range before it. `agent` narrows to what is put down to that agent."""

    def __init__(self, days: Range, *, as_of: int, agent: str = "", bucketing: Bucketing = "start") -> None:
        self.range, self.previous = days, days.before
        self.as_of, self.agent, self.bucketing = as_of, agent, bucketing
        self.zone = ZoneInfo(days.zone)
        self.starts = [midnight(self.previous.first + timedelta(days=n), days.zone) for n in range(2 * days.days)]
        self.by_day: dict[int, Tally] = {}
        self.agents: dict[str, Tally] = {}
        self.arrivals = [[0] * 24 for _ in range(7)]
        self.excluded: Counter[str] = Counter()

    def add(self, summary: ConversationSummary, returns: Sequence[int] = ()) -> None:
        """Count one conversation. `returns`: starts of other conversations of the same visitor (ms)."""
        for item in items(summary):
            stamp = item.start if self.bucketing == "start" else item.end
            if stamp is None or not self.previous.start <= stamp < self.range.end:
                continue
            if self.agent and self.agent not in item.agents:
                continue
            self._count(item, stamp, returns)

    def _count(self, item: Item, stamp: int, returns: Sequence[int]) -> None:
        now = stamp >= self.range.start
        fact = item.fact
        if isinstance(fact, Episode):
            if is_excluded(fact):
                self.excluded[fact.close_reason or ""] += now
                return
            if now:
                local = datetime.fromtimestamp(item.start / 1000, self.zone)
                self.arrivals[local.weekday()][local.hour] += 1
        self._of_day(stamp).add(fact, returns, self.as_of)
        if now:
            for agent in item.agents:
                self._of_agent(agent).add(fact, returns, self.as_of)

    def _of_day(self, stamp: int) -> Tally:
        day = bisect_right(self.starts, stamp) - 1
        tally = self.by_day.get(day)
        if tally is None:
            tally = self.by_day[day] = Tally()
        return tally

    def _of_agent(self, agent: str) -> Tally:
        tally = self.agents.get(agent)
        if tally is None:
            tally = self.agents[agent] = Tally()
        return tally

    def _sum(self, first: int, end: int) -> Tally:
        """The days from number `first` to before `end` in one heap."""
        tally = Tally()
        for number in range(first, end):
            if number in self.by_day:
                tally.merge(self.by_day[number])
        return tally

    def _day(self, number: int) -> Day:
        tally = self.by_day.get(number) or Tally()
        rates = tally.rates()
        return Day(
            day=(self.previous.first + timedelta(days=number)).isoformat(),
            asked=rates.asked,
            outcomes=rates.outcomes,
            abandon=rates.abandon,
            first_response=tally.time("first_response"),
            queue_wait=tally.time("queue_wait"),
            response=tally.time("response"),
            rating=rates.rating,
        )

    def report(self, computed_at: int) -> Report:
        """The report of all that was added."""
        length = self.range.days
        days = [self._day(n) for n in range(2 * length)]
        return Report(
            definition=DEFINITION_VERSION,
            zone=self.range.zone,
            first=self.range.first.isoformat(),
            last=self.range.last.isoformat(),
            before_first=self.previous.first.isoformat(),
            before_last=self.previous.last.isoformat(),
            bucketing=self.bucketing,
            as_of=self.as_of,
            computed_at=computed_at,
            bucket_ends_ms=list(BUCKETS_MS),
            totals=self._sum(length, 2 * length).totals(),
            before=self._sum(0, length).totals(),
            by_day=days[length:],
            before_by_day=days[:length],
            by_agent=[
                AgentFigures(agent=agent, figures=tally.totals())
                for agent, tally in sorted(self.agents.items())
                if not self.agent or agent == self.agent
            ],
            arrivals=self.arrivals,
            excluded=dict(sorted(self.excluded.items())),
        )


def today(as_of: int, zone: str) -> date:
    """The day of a moment in a zone."""
    return datetime.fromtimestamp(as_of / 1000, UTC).astimezone(ZoneInfo(zone)).date()
