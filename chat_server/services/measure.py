"""All figures again, from an exported file alone: no database, no server (PROMISES.md P12).

Takes the lines of a `.jsonl` export one by one, recomputes each conversation's figures from its entries, compares them
with those written in the line, and adds everything up as a report does.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

import msgspec

from chat_server.domain.entries import Entry
from chat_server.domain.errors import Invalid
from chat_server.domain.metrics import summarise
from chat_server.domain.metrics_facts import ConversationSummary
from chat_server.domain.metrics_figures import ConversationFigures, figures_of
from chat_server.domain.metrics_report import Collector, Range, Report, days_in, today

from .export_lines import SCHEMA, ExportedConversation, Trailer

T = TypeVar("T")

_conversation = msgspec.json.Decoder(ExportedConversation)
_trailer = msgspec.json.Decoder(Trailer)


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation: its figures, recomputed, and whether the file says the same."""

    figures: ConversationFigures
    same: bool


class Measuring:
    """Reads a file; afterwards `trailer`, `different` and `report` tell what was found."""

    def __init__(self, zone: str = "") -> None:
        self.zone = zone
        self.trailer: Trailer | None = None
        self.conversations = self.entries = 0
        self.different: list[str] = []
        self._kept: list[tuple[ConversationSummary, list[int]]] = []
        self._names: dict[str, str] = {}

    def read(self, lines: Iterable[bytes]) -> Iterator[Measured]:
        """Every conversation in order. Raises `Invalid` with the number of the first line that makes no sense."""
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            if self.trailer is not None:
                raise Invalid(f"Line {number} stands after the last line.")
            if line.startswith(b'{"schema":%d,"end":true' % SCHEMA):
                self.trailer = _decoded(_trailer, line, number)
            else:
                yield self._measure(_decoded(_conversation, line, number), number)

    def _measure(self, line: ExportedConversation, number: int) -> Measured:
        if line.schema != SCHEMA:
            raise Invalid(f"Line {number} has schema {line.schema}; this program reads {SCHEMA}.")
        entries = [
            Entry(
                conversation=line.conversation,
                seq=e.seq,
                visitor_seq=e.visitor_seq,
                at=e.at,
                by=e.by,
                key=e.key,
                data=e.data,
            )
            for e in line.entries
        ]
        if not entries:
            raise Invalid(f"Line {number} has no entries.")
        summary = summarise(entries)
        figures = figures_of(summary, line.later_starts, line.as_of)
        # Without notes the last entry may be another one; that is no difference in any figure.
        same = (figures.episodes, figures.cases) == (line.figures.episodes, line.figures.cases)
        self.conversations += 1
        self.entries += len(entries)
        self._kept.append((summary, line.later_starts))
        self._names.update(line.agents)
        if not same:
            self.different.append(line.conversation)
        return Measured(figures=figures, same=same)

    @property
    def whole(self) -> bool:
        """The last line is there and counts what was read."""
        trailer = self.trailer
        return trailer is not None and (trailer.conversations, trailer.entries) == (self.conversations, self.entries)

    def report(self) -> Report:
        """The figures of all conversations over the days the export was asked for; else over all days there are. The
        period before is empty: an export holds its own days only."""
        as_of = self.trailer.as_of if self.trailer else max((s.start for s, _ in self._kept), default=0)
        agent = self.trailer.asked.agent if self.trailer else ""
        collector = Collector(self._days(as_of), as_of=as_of, agent=agent)
        for summary, returns in self._kept:
            collector.add(summary, returns)
        report = collector.report(as_of)
        named = [msgspec.structs.replace(a, name=self._names.get(a.agent, "")) for a in report.by_agent]
        return msgspec.structs.replace(report, by_agent=named)

    def _days(self, as_of: int) -> Range:
        asked = self.trailer.asked if self.trailer else None
        zone = self.zone or (asked.zone if asked else "UTC")
        if asked and asked.first:
            return days_in(date.fromisoformat(asked.first), date.fromisoformat(asked.last), zone)
        first = min((summary.start for summary, _ in self._kept), default=as_of)
        return days_in(today(first, zone), today(as_of, zone), zone)


def _decoded(decoder: "msgspec.json.Decoder[T]", line: bytes, number: int) -> T:
    try:
        return decoder.decode(line)
    except msgspec.DecodeError as error:
        raise Invalid(f"Line {number} is not a line of an export: {error}") from None
