"""Whole conversations as bytes, page by page: one generator for the page's button, the API and the command line.

`jsonl` is lossless: one line per conversation with every entry as it is stored, and its figures; the last line tells
the counts. `csv` has one row per message for a sheet, the last row tells the counts; cells that a sheet would run as a
formula are defused (PROMISES.md T18).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from chat_server.domain.conversation import fold
from chat_server.domain.entries import (
    ConversationReopened,
    ConversationTransferred,
    Entry,
    MessagePosted,
    NotePosted,
    VisitorInvited,
)
from chat_server.domain.metrics import summarise
from chat_server.domain.metrics_figures import ConversationFigures, figures_of
from chat_server.storage.exports import ExportPage, Names, export_page, names
from chat_server.storage.reports import Head, Key, ReportFilter
from chat_server.wire.frames import PageEntry

SCHEMA = 1
"""Version of the exported line; raised when a field changes its meaning or goes."""
PAGE = 200
"""Conversations in memory at once."""

Format = Literal["jsonl", "csv"]
Separator = Literal[",", ";"]
Read = Callable[..., Any]
"""`read(fn, *args)`: run a function of the storage on a snapshot."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The range and filter in words, as they stand in the last line."""

    first: str = ""
    last: str = ""
    zone: str = "UTC"
    department: str = ""
    site: str = ""
    agent: str = ""
    status: str = ""


class ExportRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to write. `as_of` (ms) is fixed for the whole file; `separator` is for CSV only."""

    filter: ReportFilter
    asked: Asked
    as_of: int
    format: Format = "jsonl"
    notes: bool = False
    separator: Separator = ","


class ExportedConversation(msgspec.Struct, frozen=True, kw_only=True):
    """One line. Ids with their names at the moment of the export; `later_starts` tells when the same visitor began
    other conversations (ms), which first-contact resolution depends on."""

    schema: int
    conversation: str
    as_of: int
    site: str
    site_name: str
    department: str
    department_name: str
    visitor: str
    visitor_name: str
    status: str
    created_at: int
    agents: dict[str, str]
    later_starts: list[int]
    entries: list[PageEntry]
    figures: ConversationFigures


class Trailer(msgspec.Struct, frozen=True, kw_only=True):
    """The last line: without it the file is not whole."""

    schema: int
    end: bool
    conversations: int
    entries: int
    as_of: int
    notes: bool
    asked: Asked


def lines(read: Read, request: ExportRequest, told: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The whole file in pieces of about one page; `told` hears how many conversations each piece holds."""
    known: Names = read(names)
    writer = _Jsonl(known, request) if request.format == "jsonl" else _Csv(known, request)
    yield writer.begin()
    after: Key | None = None
    while True:
        page: ExportPage = read(export_page, request.filter, request.as_of, after, PAGE)
        if page.rows:
            yield b"".join(writer.conversation(*row) for row in page.rows)
            if told is not None:
                told(len(page.rows))
        after = page.next
        if after is None:
            break
    yield writer.end()


class _Jsonl:
    def __init__(self, known: Names, request: ExportRequest) -> None:
        self.known, self.request = known, request
        self.conversations = self.entries = 0
        self.encode = msgspec.json.Encoder().encode

    def begin(self) -> bytes:
        return b""

    def conversation(self, head: Head, entries: Sequence[Entry], returns: list[int]) -> bytes:
        request = self.request
        figures = figures_of(summarise(entries), returns, request.as_of)
        kept = entries if request.notes else _without_notes(entries)
        self.conversations += 1
        self.entries += len(kept)
        agents = {entry.by.id for entry in kept if entry.by.type == "agent"}
        line = ExportedConversation(
            schema=SCHEMA,
            conversation=head.id,
            as_of=request.as_of,
            site=head.site,
            site_name=self.known.sites.get(head.site, ""),
            department=head.department,
            department_name=self.known.departments.get(head.department, ""),
            visitor=head.visitor,
            visitor_name=head.name,
            status=head.status if head.updated_at <= request.as_of else fold(entries).status,
            created_at=head.created_at,
            agents={agent: self.known.agents.get(agent, "") for agent in sorted(agents)},
            later_starts=returns,
            entries=[
                PageEntry(seq=e.seq, visitor_seq=e.visitor_seq, at=e.at, by=e.by, key=e.key, data=e.data) for e in kept
            ],
            figures=figures,
        )
        return self.encode(line) + b"\n"

    def end(self) -> bytes:
        request = self.request
        trailer = Trailer(
            schema=SCHEMA,
            end=True,
            conversations=self.conversations,
            entries=self.entries,
            as_of=request.as_of,
            notes=request.notes,
            asked=request.asked,
        )
        return self.encode(trailer) + b"\n"


COLUMNS = (
    "conversation",
    "episode",
    "seq",
    "at",
    "kind",
    "author",
    "author_id",
    "author_name",
    "text",
    "canned",
    "site",
    "department",
    "visitor",
    "visitor_name",
)


class _Csv:
    def __init__(self, known: Names, request: ExportRequest) -> None:
        self.known, self.request = known, request
        self.conversations = self.rows = 0

    def begin(self) -> bytes:
        return b"\xef\xbb\xbf" + self._row(COLUMNS)

    def conversation(self, head: Head, entries: Sequence[Entry], _: list[int]) -> bytes:
        self.conversations += 1
        site = self.known.sites.get(head.site, head.site)
        department = self.known.departments.get(head.department, head.department)
        episode, rows = 1, []
        for entry in entries:
            data = entry.data
            if isinstance(data, ConversationReopened):
                episode += 1
            if isinstance(data, NotePosted):
                if not self.request.notes:
                    continue
                kind, canned = "note", ""
            elif isinstance(data, MessagePosted):
                kind, canned = "message", data.canned
            elif isinstance(data, VisitorInvited):
                kind, canned = "invitation", ""
            else:
                continue
            by = entry.by
            name = head.name if by.type == "visitor" else self.known.agents.get(by.id, "")
            cells = (
                head.id,
                str(episode),
                str(entry.seq),
                iso(entry.at),
                kind,
                by.type,
                by.id,
                name,
                data.text,
                canned,
            )
            rows.append(self._row((*cells, site, department, head.visitor, head.name)))
        self.rows += len(rows)
        return b"".join(rows)

    def end(self) -> bytes:
        counts = f"{self.conversations} conversations, {self.rows} rows"
        return self._row(("", "", "", iso(self.request.as_of), "end", "", "", "", counts, "", "", "", "", ""))

    def _row(self, cells: Sequence[str]) -> bytes:
        return (self.request.separator.join(map(cell, cells)) + "\r\n").encode()


_FORMULA = re.compile("^[ \u00a0\"'\ufeff]*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")


def cell(text: str) -> str:
    """One CSV cell: always quoted, and with a leading `'` where a sheet would take it for a formula (T18)."""
    if _FORMULA.match(text):
        text = "'" + text
    return '"' + text.replace('"', '""') + '"'


def iso(at: int) -> str:
    """A stamp as ISO 8601 in UTC with milliseconds."""
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _without_notes(entries: Sequence[Entry]) -> list[Entry]:
    """The entries without words among colleagues: notes, and what was said at a transfer."""
    kept = []
    for entry in entries:
        if isinstance(entry.data, NotePosted):
            continue
        if isinstance(entry.data, ConversationTransferred) and entry.data.note:
            entry = msgspec.structs.replace(entry, data=msgspec.structs.replace(entry.data, note=""))
        kept.append(entry)
    return kept
