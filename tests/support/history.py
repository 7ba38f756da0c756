"""What the clients of a run did and saw, as JSON lines with CLOCK_MONOTONIC: the evidence that the checker judges.

One line is one event of one client. `n` is the number the client itself knows: `seq` for staff, `visitor_seq` for
visitors. A client that starts again from nothing (a crashed tab) says `here` again, and its numbers begin anew.
"""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Literal

import msgspec

from chat_server.domain.vocabulary import Author

What = Literal["here", "send", "ack", "refusal", "deliver", "reset", "final", "fault", "online", "offline"]
Side = Literal["visitor", "staff", ""]


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line. `t` in ns of the monotonic clock; `person` is who the client belongs to (two tabs are one person)."""

    t: int
    client: str
    what: What
    person: str = ""
    side: Side = ""
    conversation: str = ""
    n: int = 0
    key: str = ""
    note: str = ""
    at: int = 0
    by: Author | None = None
    data: msgspec.Raw = msgspec.Raw(b"null")
    transcript: list[str] = []


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Event).decode


def line_of(n: int, at: int, by: Author, data: bytes) -> str:
    """One entry as it stands in a final transcript: equal lines mean equal bytes."""
    return f"{n} {at} {by.type}:{by.id} {data.decode()}"


class History:
    """Collects events in memory and, if a path is given, appends them to that file as they happen."""

    def __init__(self, path: Path | None = None) -> None:
        self.events: list[Event] = []
        self._file: IO[bytes] | None = path.open("ab") if path is not None else None

    def add(self, event: Event) -> None:
        self.events.append(event)
        if self._file is not None:
            self._file.write(_encode(event) + b"\n")

    def fault(self, name: str) -> None:
        """The nemesis did something."""
        self.add(Event(t=time.monotonic_ns(), client="nemesis", what="fault", note=name))

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def read(paths: Iterable[Path]) -> Iterator[Event]:
    """The events of several files, in the order of time. A line cut off by a crash counts as not written."""
    events: list[Event] = []
    for path in paths:
        for line in path.read_bytes().split(b"\n"):
            try:
                events.append(_decode(line))
            except msgspec.DecodeError:
                continue
    return iter(sorted(events, key=lambda event: event.t))
