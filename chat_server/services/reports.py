"""Reports, the lists behind their figures, and today's board: one query layer, the reader's reach inside the query."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from chat_server.domain.errors import Forbidden, Invalid
from chat_server.domain.figures import bucket
from chat_server.domain.metrics import duration
from chat_server.domain.metrics_facts import Episode, Wait
from chat_server.domain.metrics_items import Metric, behind, items
from chat_server.domain.metrics_report import Bucketing, Collector, Range, Report, days_in, today
from chat_server.domain.permissions import Action, AgentIdentity, scope
from chat_server.storage import reports as storage
from chat_server.storage.reports import Head, Key, Reach, ReportFilter, SummaryPage
from chat_server.storage.store import Store

from .directory import Directory
from .ids import Clock

PAGE = 1_000
"""Conversations of one read: each is a snapshot of its own, `as_of` makes them one."""
LIST_MAX = 200
DAYS_MAX = 3_660


class ReportQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: whole days `first` to `last` in an IANA zone (default: the last 28 days), narrowed or not."""

    first: str = ""
    last: str = ""
    zone: str = "UTC"
    department: str = ""
    site: str = ""
    agent: str = ""
    bucketing: Bucketing = "start"
    as_of: int | None = None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One thing behind a figure, with its two stamps (ms). `end` and `ms` are None where it was never reached."""

    conversation: str
    name: str
    department: str
    site: str
    episode: int
    agents: list[str]
    start: int
    end: int | None
    ms: int | None
    outcome: str
    stars: int | None


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first. `m` is how many there are in all, `n` how many of them reached their end."""

    metric: Metric
    value: str
    as_of: int
    m: int
    n: int
    shortest_ms: int | None
    longest_ms: int | None
    rows: list[Row]
    next: int | None


class WaitDot(msgspec.Struct, frozen=True, kw_only=True):
    """One person's first wait: how long until somebody joined, or how it ended. Times in ms."""

    conversation: str
    name: str
    start: int
    end: int | None
    kind: str


class Reports:
    """Figures for those who may read them. Computed summaries are written back, so that they are computed once."""

    def __init__(self, store: Store, directory: Directory, clock: Clock) -> None:
        self._store = store
        self._directory = directory
        self._clock = clock

    async def report(self, who: AgentIdentity, question: ReportQuestion) -> Report:
        """The figures of a range and of the range before it. Raises `Forbidden`, `Invalid`."""
        as_of = self._as_of(question)
        days = range_of(question, as_of)
        agent = narrowed_agent(who, question.agent)
        collector = Collector(days, as_of=as_of, agent=agent, bucketing=question.bucketing)
        wanted = self._filter(who, question, agent, start=days.before.start, end=days.end)
        async for page in self._pages(wanted, as_of):
            await asyncio.to_thread(_collect, collector, page)
        report = await asyncio.to_thread(collector.report, self._clock())
        named = [
            msgspec.structs.replace(each, name=self._directory.agents[each.agent].name)
            if each.agent in self._directory.agents
            else each
            for each in report.by_agent
        ]
        return msgspec.structs.replace(report, by_agent=named)

    async def behind(
        self, who: AgentIdentity, question: ReportQuestion, metric: Metric, value: str, *, after: int, limit: int
    ) -> Rows:
        """The conversations behind one figure, from number `after` on. `value` narrows it (see `metrics_items`); for
        `first_response` also the number of a bucket. Raises `Forbidden`, `Invalid`."""
        if metric not in get_args(Metric):
            raise Invalid(f"There is no list of “{metric}”.", field="metric")
        as_of = self._as_of(question)
        days = range_of(question, as_of)
        agent = narrowed_agent(who, question.agent)
        wanted = self._filter(who, question, agent, start=days.start, end=days.end)
        rows: list[Row] = []
        async for page in self._pages(wanted, as_of):
            rows += await asyncio.to_thread(_rows_of, page, question, days, agent, metric, value, as_of)
        rows.sort(key=lambda row: (-row.start, row.conversation, row.episode))
        times = [row.ms for row in rows if row.ms is not None]
        shown = rows[after : after + min(limit, LIST_MAX)]
        return Rows(
            metric=metric,
            value=value,
            as_of=as_of,
            m=len(rows),
            n=len(times),
            shortest_ms=min(times, default=None),
            longest_ms=max(times, default=None),
            rows=shown,
            next=after + len(shown) if after + len(shown) < len(rows) else None,
        )

    async def today(
        self, who: AgentIdentity, question: ReportQuestion, as_of: int, waits_since: int
    ) -> tuple[Report, list[WaitDot]]:
        """The figures of today, and every first wait that began since a moment (ms)."""
        day = today(as_of, question.zone)
        days = days_in(day, day, question.zone)
        agent = narrowed_agent(who, question.agent)
        collector = Collector(days, as_of=as_of, agent=agent)
        wanted = self._filter(who, question, agent, start=min(days.before.start, waits_since), end=days.end)
        dots: list[WaitDot] = []
        async for page in self._pages(wanted, as_of):
            await asyncio.to_thread(_collect, collector, page)
            dots += await asyncio.to_thread(_dots_of, page, waits_since)
        return await asyncio.to_thread(collector.report, self._clock()), sorted(dots, key=lambda dot: dot.start)

    async def _pages(self, wanted: ReportFilter, as_of: int) -> AsyncIterator[SummaryPage]:
        after: Key | None = None
        while True:
            page = await self._store.read(storage.summary_page, wanted, as_of, after, PAGE)
            if page.fresh:
                await self._store.write(storage.keep, page.fresh)
            yield page
            after = page.next
            if after is None:
                return

    def _filter(
        self, who: AgentIdentity, question: ReportQuestion, agent: str, *, start: int, end: int
    ) -> ReportFilter:
        return ReportFilter(
            reach=reach_of(who, "read_reports"),
            start=start,
            end=end,
            department=question.department,
            site=question.site,
            agent=agent,
            late=question.bucketing == "end",
        )

    def _as_of(self, question: ReportQuestion) -> int:
        now = self._clock()
        return now if question.as_of is None else min(now, question.as_of)


def reach_of(who: AgentIdentity, action: Action) -> Reach:
    """How far this right of this agent goes, as the query needs it. Raises `Forbidden`."""
    reach = scope(who, action)
    if reach is None:
        raise Forbidden("You don't have the right to do that.")
    return Reach(
        all=reach == "all",
        departments=tuple(sorted(who.departments)) if reach == "departments" else (),
        agent=who.id,
        own=reach == "own",
    )


def narrowed_agent(who: AgentIdentity, wanted: str) -> str:
    """Whose figures: those of one agent, or all (empty). Agents see their own only; raises `Forbidden`."""
    if scope(who, "read_reports") != "own":
        return wanted
    if wanted not in ("", who.id):
        raise Forbidden("You can see your own figures only.")
    return who.id


def range_of(question: ReportQuestion, as_of: int) -> Range:
    """The days asked about. Raises `Invalid` with the field that does not fit."""
    try:
        ZoneInfo(question.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Invalid(f"“{question.zone[:60]}” is not a known time zone.", field="zone") from None
    last = _day(question.last, "to") or today(as_of, question.zone)
    first = _day(question.first, "from") or last - timedelta(days=27)
    if first > last:
        raise Invalid("The range ends before it begins.", field="from")
    if (last - first).days >= DAYS_MAX or not 1971 <= first.year <= last.year <= 9990:
        raise Invalid("Ten years at most, please.", field="from")
    return days_in(first, last, question.zone)


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid("Expected a day such as 2026-11-20.", field=field) from None


def _collect(collector: Collector, page: SummaryPage) -> None:
    for _, summary, returns in page.rows:
        collector.add(summary, returns)


def _dots_of(page: SummaryPage, since: int) -> list[WaitDot]:
    return [
        WaitDot(conversation=head.id, name=head.name, start=item.start, end=item.end, kind=item.fact.kind)
        for head, summary, _ in page.rows
        for item in items(summary)
        if isinstance(item.fact, Wait) and item.fact.first and item.start >= since
    ]


def _rows_of(
    page: SummaryPage, question: ReportQuestion, days: Range, agent: str, metric: Metric, value: str, as_of: int
) -> list[Row]:
    wanted = int(value) if metric == "first_response" and value.isdecimal() else None
    rows: list[Row] = []
    for head, summary, returns in page.rows:
        for item in items(summary):
            stamp = item.start if question.bucketing == "start" else item.end
            if stamp is None or not days.start <= stamp < days.end or (agent and agent not in item.agents):
                continue
            stamps = behind(metric, "" if wanted is not None else value, item, returns, as_of)
            if stamps is None:
                continue
            ms = None if stamps.end is None else duration(stamps.start, stamps.end)
            if wanted is None or bucket(ms) == wanted:
                rows.append(_row(head, item.number, item.agents, item.episode or item.fact, stamps, ms))
    return rows


def _row(
    head: Head, number: int, agents: Sequence[str], fact: object, stamps: tuple[int, int | None], ms: int | None
) -> Row:
    episode = fact if isinstance(fact, Episode) else None
    return Row(
        conversation=head.id,
        name=head.name,
        department=head.department,
        site=head.site,
        episode=number,
        agents=list(agents),
        start=stamps[0],
        end=stamps[1],
        ms=ms,
        outcome=(episode.outcome or "") if episode else "",
        stars=episode.rating.stars if episode and episode.rating else None,
    )
