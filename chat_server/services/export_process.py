"""The child process that writes one export, so that the chat keeps its core (PERFORMANCE.md E).

Reads one `Task` as JSON from standard input, writes the file to standard output. The parent may end it at any time.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from sqlmodel import Session

from chat_server.services.export_lines import ExportRequest, lines
from chat_server.storage.sqlite import make_engine

NICE = 10
"""How far behind the chat an export stands in line for the processor."""


class Task(msgspec.Struct, frozen=True):
    """Which database, and what of it."""

    database: str
    request: ExportRequest


def reader(database: Path) -> Callable[..., Any]:
    """`read(fn, *args)` on a database file, each time on a snapshot of its own; writes nothing."""
    engine = make_engine(database, readers=1)

    def read(fn: Callable[..., Any], *args: Any) -> Any:
        with Session(engine, autoflush=False) as session:
            return fn(session, *args)

    return read


def main() -> None:
    """Do one task."""
    os.nice(NICE)
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    for piece in lines(reader(Path(task.database)), task.request):
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
