"""What ends an export early: a right that is gone, a child that breaks, too many at once."""

from pathlib import Path
from typing import Any, cast

import pytest

from chat_server.domain.errors import Busy, Forbidden
from chat_server.domain.permissions import AgentIdentity
from chat_server.services.exports import RUNNING_MAX, ExportBroke, Exports
from chat_server.services.reports import ReportQuestion
from chat_server.storage.store import Store

ADMIN = AgentIdentity(id="admin", name="Admin", role="admin", departments=frozenset())


class Written:
    """A store that only takes the audit row."""

    async def write(self, *_: Any) -> None:
        return None


def exports(database: Path) -> Exports:
    """A clock that moves two seconds whenever somebody looks at it."""
    now = iter(range(0, 10_000_000, 2_000))
    return Exports(cast("Store", Written()), database, lambda: next(now))


async def begin(made: Exports, *, allowed: bool = True) -> Any:
    async def still() -> bool:
        return allowed

    return await made.begin(ADMIN, ReportQuestion(), "", form="csv", notes=False, separator=",", allowed=still)


async def test_a_child_that_breaks_breaks_the_stream(tmp_path: Path) -> None:
    stream = await begin(exports(tmp_path / "no-such-folder" / "none.sqlite3"))
    with pytest.raises(ExportBroke):
        [piece async for piece in stream]


async def test_no_more_than_a_few_at_once(tmp_path: Path) -> None:
    made = exports(tmp_path / "none.sqlite3")
    made._running = RUNNING_MAX
    with pytest.raises(Busy):
        await begin(made)


async def test_a_right_that_is_gone_ends_the_stream(tmp_path: Path) -> None:
    from chat_server.bench.seed import seed

    seed(tmp_path / "third-ring.sqlite3")
    made = exports(tmp_path / "third-ring.sqlite3")
    stream = await begin(made, allowed=False)
    with pytest.raises(Forbidden):
        [piece async for piece in stream]
    assert made._running == 0
