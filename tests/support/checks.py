"""The checks of the history checker, one function each: a case in, sentences out. What they mean: `checker.py`."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise

from chat_server.domain.conversation import fold
from chat_server.domain.entries import (
    AgentJoined,
    ConversationReopened,
    ConversationStarted,
    ConversationTransferred,
    Entry,
)

from .dump import Dump
from .history import Event, Side

Check = Callable[["Case"], Iterator[str]]


class Case:
    """The events in order of time and the database, with what several checks look up."""

    def __init__(self, events: list[Event], dump: Dump) -> None:
        self.events = events
        self.dump = dump
        self.side = {event.client: event.side for event in events if event.what == "here"}
        self.person = {event.client: event.person for event in events if event.what == "here"}
        self.acked = {event.key: event for event in reversed(events) if event.what == "ack"}
        """Key -> the first acknowledgement."""
        self.sent: dict[str, Event] = {}
        """Key -> when it was sent first; what was refused counts from when it was sent again."""
        for event in events:
            if event.what == "send":
                self.sent.setdefault(event.key, event)
            elif event.what == "refusal":
                self.sent.pop(event.key, None)
        self.stored: dict[str, list[Entry]] = defaultdict(list)
        for entries in dump.entries.values():
            for entry in entries:
                if entry.key:
                    self.stored[entry.key].append(entry)
        self.by_visitor_seq = {
            (entry.conversation, entry.visitor_seq): entry
            for entries in dump.entries.values()
            for entry in entries
            if entry.visitor_seq is not None
        }
        self._lines: dict[tuple[str, Side], list[str]] = {}
        self.by_seq = {(entry.conversation, entry.seq): entry for entries in dump.entries.values() for entry in entries}

    def entry(self, event: Event) -> Entry | None:
        """The stored entry that a client means by its own number."""
        numbers = self.by_visitor_seq if self.side.get(event.client) == "visitor" else self.by_seq
        return numbers.get((event.conversation, event.n))

    def lines(self, conversation: str, side: Side) -> list[str]:
        """The transcript as this side must hold it; worked out once."""
        if (conversation, side) not in self._lines:
            self._lines[conversation, side] = self.dump.lines(conversation, side)
        return self._lines[conversation, side]


def lost(case: Case) -> Iterator[str]:
    for event in case.events:
        if event.what == "ack":
            entry = case.entry(event)
            if entry is None or entry.key != event.key:
                yield f"{event.client} was told that {event.key} is entry {event.n} of {event.conversation}"


def doubled(case: Case) -> Iterator[str]:
    for key, stored in case.stored.items():
        senders = Counter(case.dump.senders.get((e.conversation, e.seq), e.by.type) for e in stored)
        entries = [e for e in stored if senders[case.dump.senders.get((e.conversation, e.seq), e.by.type)] > 1]
        if entries:
            yield f"{key} is stored at {[(entry.conversation, entry.seq) for entry in entries]}"
    for event in case.events:
        if event.what == "ack" and (first := case.acked[event.key]).n != event.n and first.client == event.client:
            yield f"{event.key} was acknowledged as {first.n} and as {event.n}"
    shown: set[tuple[str, str, int]] = set()
    for event in case.events:
        if event.what in ("here", "reset"):
            shown = {s for s in shown if s[0] != event.client or (event.what == "reset" and s[1] != event.conversation)}
        elif event.what == "deliver":
            place = (event.client, event.conversation, event.n)
            if place in shown:
                yield f"{event.client} was shown entry {event.n} of {event.conversation} twice"
            shown.add(place)


def reordered(case: Case) -> Iterator[str]:
    for conversation, entries in case.dump.entries.items():
        if [entry.seq for entry in entries] != list(range(1, len(entries) + 1)):
            yield f"{conversation}: the numbers are not dense"
        numbers = [entry.visitor_seq for entry in entries if entry.visitor_seq is not None]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{conversation}: the visitor's numbers are not dense"
        if any(later.at < earlier.at for earlier, later in pairwise(entries)):
            yield f"{conversation}: time goes back"
    yield from dense_numbers(case)
    yield from _send_order(case)


def dense_numbers(case: Case) -> Iterator[str]:
    """What each client was shown begins at 1 and never jumps, in its own numbers."""
    last: dict[tuple[str, str], int] = {}
    for event in case.events:
        place = (event.client, event.conversation)
        if event.what == "here":
            last = {each: n for each, n in last.items() if each[0] != event.client}
        elif event.what == "reset":
            last.pop(place, None)
        elif event.what == "deliver":
            if event.n != last.get(place, 0) + 1:
                yield f"{event.client} was shown {event.n} of {event.conversation} after {last.get(place, 0)}"
            last[place] = event.n


def _send_order(case: Case) -> Iterator[str]:
    """A sender's messages keep their order, and what was acknowledged before a send stands before it."""
    seqs = {key: entries[0].seq for key, entries in case.stored.items()}
    newest: dict[str, dict[str, int]] = defaultdict(dict)
    acked_until: dict[str, int] = defaultdict(int)
    for event in case.events:
        seq = seqs.get(event.key)
        if seq is None:
            continue
        conversation = case.stored[event.key][0].conversation
        if event.what == "ack":
            acked_until[conversation] = max(acked_until[conversation], seq)
        elif event.what == "send" and case.sent.get(event.key) is event:
            if seq < newest[event.client].get(conversation, 0):
                yield f"{event.client}: {event.key} overtook an earlier message in {conversation}"
            if seq < acked_until[conversation]:
                yield f"{conversation}: {event.key} stands before a message acknowledged before it was sent"
            newest[event.client][conversation] = seq


def leaked(case: Case) -> Iterator[str]:
    visitors: dict[str, set[str]] = defaultdict(set)
    for key, entries in case.stored.items():
        if (send := case.sent.get(key)) is not None and case.side.get(send.client) == "visitor":
            visitors[entries[0].conversation].add(case.person[send.client])
    for conversation, people in visitors.items():
        if len(people) > 1:
            yield f"{conversation}: visitors {sorted(people)} wrote in one conversation"
    staff = {conversation: _staff_of(entries) for conversation, entries in case.dump.entries.items()}
    for event in case.events:
        if event.what != "deliver":
            continue
        person = case.person.get(event.client, "")
        if case.side.get(event.client) == "visitor":
            if person not in visitors[event.conversation]:
                yield f"{event.client} was shown {event.conversation}, which is not his"
            entry = case.entry(event)
            if entry is None or entry.data.audience != "all" or bytes(event.data) != _visitor_bytes(case, event):
                yield f"{event.client} was shown as {event.n} of {event.conversation}: {bytes(event.data)[:80]!r}"
        elif person not in case.dump.admins:
            departments, agents = staff.get(event.conversation, (set(), set()))
            if person not in agents and not departments & case.dump.agents.get(person, set()):
                yield f"{event.client} was shown {event.conversation} of other departments"


def _visitor_bytes(case: Case, event: Event) -> bytes:
    lines = case.lines(event.conversation, "visitor")
    return lines[event.n - 1].split(" ", 3)[3].encode() if 0 < event.n <= len(lines) else b""


def _staff_of(entries: list[Entry]) -> tuple[set[str], set[str]]:
    """The departments a conversation has stood in, and the agents who were ever part of it."""
    departments = {
        e.data.department for e in entries if isinstance(e.data, ConversationStarted | ConversationTransferred)
    }
    return departments, {e.data.agent.id for e in entries if isinstance(e.data, AgentJoined)}


def diverged(case: Case) -> Iterator[str]:
    for conversation, row in case.dump.rows.items():
        try:
            folded = fold(case.dump.entries.get(conversation, []))
        except (ValueError, KeyError) as error:
            yield f"{conversation}: the entries do not fold: {error!r}"
            continue
        for name in row.__struct_fields__:
            if getattr(row, name) != getattr(folded, name):
                yield f"{conversation}: {name} is {getattr(row, name)!r}, but the entries say {getattr(folded, name)!r}"
    for event in case.events:
        if event.what == "final":
            expected = case.lines(event.conversation, case.side.get(event.client, ""))
            if event.transcript != expected:
                at = next((i for i, (a, b) in enumerate(zip(event.transcript, expected, strict=False)) if a != b), -1)
                yield (
                    f"{event.client} ended {event.conversation} with {len(event.transcript)} entries"
                    f" of {len(expected)}, first difference at {at}"
                )
        elif event.what == "deliver" and (entry := case.entry(event)) is not None and entry.by != event.by:
            yield f"{event.client} was shown {event.n} of {event.conversation} by {event.by}"


def unowned(case: Case) -> Iterator[str]:
    for conversation, row in case.dump.rows.items():
        known = case.dump.departments if row.owner_kind == "department" else set(case.dump.agents)
        if row.status != "closed" and row.owner_id not in known:
            yield f"{conversation} is {row.status}, owned by {row.owner_kind} {row.owner_id!r}"
        if row.status == "waiting" and (row.owner_kind != "department" or row.waiting_since is None):
            yield f"{conversation} waits, but not in a queue"
        epochs = [_epoch(entry) for entry in case.dump.entries.get(conversation, [])]
        taken = [epoch for epoch in epochs if epoch is not None]
        if taken != list(range(1, len(taken) + 1)):
            yield f"{conversation}: owner_epoch went {taken}"


def _epoch(entry: Entry) -> int | None:
    """The epoch that an entry begins, if it changes the owner."""
    match entry.data:
        case AgentJoined(owner=True, owner_epoch=epoch):
            return epoch
        case ConversationTransferred(owner_epoch=epoch) | ConversationReopened(owner_epoch=epoch):
            return epoch
        case _:
            return None


CHECKS: dict[str, Check] = {
    "lost": lost,
    "doubled": doubled,
    "reordered": reordered,
    "leaked": leaked,
    "diverged": diverged,
    "unowned": unowned,
}
