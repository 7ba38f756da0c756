"""Exports of transcripts for those who may: audited, in a child process, streamed as they are written."""

import asyncio
import logging
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from pathlib import Path
from typing import get_args

import msgspec
from sqlmodel import Session

from chat_server.domain.errors import Busy, Forbidden, Invalid
from chat_server.domain.metrics_facts import ConversationSummary, Outcome
from chat_server.domain.metrics_figures import first_response
from chat_server.domain.permissions import AgentIdentity
from chat_server.domain.vocabulary import Status
from chat_server.storage import audit
from chat_server.storage import reports as storage
from chat_server.storage.reports import Head, Key, Reach, ReportFilter
from chat_server.storage.store import Store

from .export_lines import Asked, ExportRequest, Format, Separator
from .export_process import Task
from .ids import Clock
from .reports import ReportQuestion, range_of, reach_of

log = logging.getLogger(__name__)

PIECE_BYTES = 64 * 1024
RUNNING_MAX = 2
"""Exports at the same time: each is a process."""
CHECK_SECONDS = 1.0
"""How soon a right that was taken away ends a running export (PROMISES.md P9)."""
LIST_MAX = 200

StillAllowed = Callable[[], Awaitable[bool]]


class TranscriptLine(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation in the list of transcripts, with the figures of its last episode that was asked in."""

    id: str
    name: str
    department: str
    site: str
    status: Status
    created_at: int
    agents: list[str]
    asked_at: int | None
    first_response_ms: int | None
    outcome: Outcome | None
    close_reason: str
    stars: int | None
    entries: int


class TranscriptList(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first; `conversations` and `entries` count all that the filter takes, `next` continues the list."""

    as_of: int
    conversations: int
    entries: int
    rows: list[TranscriptLine]
    next: str | None


class ExportBroke(Exception):
    """The child ended early: the file is not whole, and the connection is cut so that nobody takes it for whole."""


class Exports:
    """What may be taken out, and the taking out."""

    def __init__(self, store: Store, database: Path, clock: Clock) -> None:
        self._store = store
        self._database = database
        self._clock = clock
        self._running = 0

    async def listing(
        self, who: AgentIdentity, question: ReportQuestion, status: str, *, after: str, limit: int
    ) -> TranscriptList:
        """A page of the list that an export with the same filter would hold; `after` is the `next` of the page before.
        Raises `Forbidden`, `Invalid`."""
        as_of = self._clock() if question.as_of is None else min(self._clock(), question.as_of)
        wanted = export_of(reach_of(who, "export_transcripts"), question, status, as_of).filter
        page = await self._store.read(
            storage.summary_page, wanted, as_of, _key(after), max(1, min(limit, LIST_MAX)), newest=True
        )
        if page.fresh:
            await self._store.write(storage.keep, page.fresh)
        conversations, entries = await self._store.read(storage.count, wanted, as_of)
        return TranscriptList(
            as_of=as_of,
            conversations=conversations,
            entries=entries,
            rows=[_line(head, summary) for head, summary, _ in page.rows],
            next=f"{page.next.created_at}.{page.next.id}" if page.next else None,
        )

    async def begin(
        self,
        who: AgentIdentity,
        question: ReportQuestion,
        status: str,
        *,
        form: Format,
        notes: bool,
        separator: Separator,
        allowed: StillAllowed,
    ) -> AsyncGenerator[bytes]:
        """Write the audit row and give the stream. `allowed` is asked again and again while it runs. Raises
        `Forbidden`, `Invalid`, `Busy`; the stream raises `ExportBroke` where it ends early."""
        as_of = self._clock()
        reach = reach_of(who, "export_transcripts")
        request = export_of(reach, question, status, as_of, form=form, notes=notes, separator=separator)
        if self._running >= RUNNING_MAX:
            raise Busy("Two exports are already running. Please try again in a minute.", retry_after=30)
        await self._store.write(note_export, who.id, request)
        return self._stream(request, allowed)

    async def _stream(self, request: ExportRequest, allowed: StillAllowed) -> AsyncGenerator[bytes]:
        self._running += 1
        try:
            async with aclosing(_of_child(Task(str(self._database), request))) as pieces:
                checked = self._clock()
                async for piece in pieces:
                    if self._clock() - checked >= CHECK_SECONDS * 1000:
                        checked = self._clock()
                        if not await allowed():
                            raise Forbidden("The right to export was taken away while the export ran.")
                    yield piece
        finally:
            self._running -= 1


def note_export(session: Session, actor: str, request: ExportRequest) -> None:
    """The one audit row of an export: who took what out, not a word of it."""
    taken = msgspec.to_builtins(request.asked)
    audit.record(
        session, request.as_of, actor, "export_transcripts", format=request.format, notes=request.notes, filter=taken
    )


def export_of(
    reach: Reach,
    question: ReportQuestion,
    status: str,
    as_of: int,
    *,
    form: Format = "jsonl",
    notes: bool = False,
    separator: Separator = ",",
) -> ExportRequest:
    """The whole order for an export: without days everything there is. Raises `Invalid`."""
    days = range_of(question, as_of) if question.first or question.last else None
    if status not in ("", *get_args(Status)):
        raise Invalid(f"“{status[:40]}” is not a status.", field="status")
    return ExportRequest(
        filter=ReportFilter(
            reach=reach,
            start=days.start if days else None,
            end=days.end if days else None,
            department=question.department,
            site=question.site,
            agent=question.agent,
            status=status,
        ),
        asked=Asked(
            first=days.first.isoformat() if days else "",
            last=days.last.isoformat() if days else "",
            zone=question.zone,
            department=question.department,
            site=question.site,
            agent=question.agent,
            status=status,
        ),
        as_of=as_of,
        format=form,
        notes=notes,
        separator=separator,
    )


async def _of_child(task: Task) -> AsyncGenerator[bytes]:
    """The output of a child process that does the task; it is ended when nobody reads on."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "chat_server.services.export_process",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=PIECE_BYTES,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(msgspec.json.encode(task))
        await child.stdin.drain()
        child.stdin.close()
        while piece := await child.stdout.read(PIECE_BYTES):
            yield piece
        code = await child.wait()
        if code != 0:
            log.error("an export ended early", extra={"exit_code": code})
            raise ExportBroke(f"the export process ended with code {code}")
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


def _key(after: str) -> Key | None:
    created_at, _, id = after.partition(".")
    if not after:
        return None
    if not created_at.isdecimal() or len(created_at) > 16:
        raise Invalid("This list can't be continued from there.", field="after")
    return Key(int(created_at), id)


def _line(head: Head, summary: ConversationSummary) -> TranscriptLine:
    asked = [episode for episode in summary.episodes if episode.h0 is not None]
    last = asked[-1] if asked else summary.episodes[-1]
    writers = dict.fromkeys(replies.agent for episode in summary.episodes for replies in episode.replies)
    return TranscriptLine(
        id=head.id,
        name=head.name,
        department=head.department,
        site=head.site,
        status=msgspec.convert(head.status, Status),
        created_at=head.created_at,
        agents=list(writers),
        asked_at=last.h0,
        first_response_ms=first_response(last),
        outcome=last.outcome,
        close_reason=last.close_reason or "",
        stars=last.rating.stars if last.rating else None,
        entries=summary.entries,
    )
