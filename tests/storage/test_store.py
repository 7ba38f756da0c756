"""What every store promises: `write` is atomic, synced, in order, alone in its failure; `read` sees one snapshot."""

import asyncio
import threading
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from chat_server.domain.errors import Conflict
from chat_server.storage import sqlite
from chat_server.storage.sqlite import SqliteStore

from .counting import add, add_all, open_store, words


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    store = open_store(tmp_path)
    await store.start()
    yield store
    await store.stop()


def _settle(future: asyncio.Future[Any], result: Any, error: BaseException | None) -> None:
    future.set_result(error or result)


class Gate:
    """A job that keeps the writer busy until it is let go, so that what comes later forms one group."""

    def __init__(self, store: SqliteStore) -> None:
        self._running, self._let_go = threading.Event(), threading.Event()
        self._done = store.write(self._wait)

    def _wait(self, _: Session) -> None:
        self._running.set()
        self._let_go.wait(10)

    @classmethod
    async def shut(cls, store: SqliteStore) -> "Gate":
        """The writer stands still now."""
        gate = cls(store)
        await asyncio.to_thread(gate._running.wait, 10)
        return gate

    async def open(self) -> None:
        self._let_go.set()
        await self._done


async def submitted(store: SqliteStore, fn: Any, *values: str) -> list[Any]:
    """Submit a job for each value in one group and give all answers, errors as values."""
    loop = asyncio.get_running_loop()
    futures: list[asyncio.Future[Any]] = [loop.create_future() for _ in values]
    gate = await Gate.shut(store)
    for value, future in zip(values, futures, strict=True):
        store.submit(fn, (value,), partial(_settle, future))
    await gate.open()
    return list(await asyncio.gather(*futures))


async def test_what_was_written_is_read(store: SqliteStore) -> None:
    assert await store.write(add, "one") == 1
    assert await store.write(add, word="two") == 2
    assert await store.read(words) == ["one", "two"]


async def test_writes_take_effect_in_the_order_of_submission(store: SqliteStore) -> None:
    wanted = [f"w{i}" for i in range(500)]
    numbers = await asyncio.gather(*(store.write(add, word) for word in wanted))
    assert numbers == list(range(1, 501))
    assert await store.read(words) == wanted


async def test_waiting_writes_share_one_commit(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[int] = []
    commit = store._commit_group

    def counted(group: list[sqlite.Job]) -> None:
        groups.append(len(group))
        commit(group)

    monkeypatch.setattr(store, "_commit_group", counted)
    await submitted(store, add, *(f"w{i}" for i in range(300)))
    assert groups == [1, 300]


async def test_a_group_has_a_largest_size(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "GROUP_MAX", 10)
    answers = await submitted(store, add, *(f"w{i}" for i in range(25)))
    assert answers == list(range(1, 26))


async def test_a_failing_job_refuses_only_itself(store: SqliteStore) -> None:
    answers = await submitted(store, add, "a", "refused", "b", "a", "c")
    assert [type(answer) for answer in answers] == [int, Conflict, int, IntegrityError, int]
    assert await store.read(words) == ["a", "b", "c"]


async def test_a_set_based_function_gets_all_that_wait(store: SqliteStore) -> None:
    answers = await submitted(store, add_all, "a", "refused", "b")
    assert answers[0] == answers[2] == 3
    assert isinstance(answers[1], Conflict)
    assert await store.read(words) == ["a", "b"]


async def test_a_set_that_fails_as_a_whole_is_repeated_one_by_one(store: SqliteStore) -> None:
    answers = await submitted(store, add_all, "a", "b", "a", "c")
    assert [type(answer) for answer in answers] == [int, int, IntegrityError, int]
    assert await store.read(words) == ["a", "b", "c"]


async def test_jobs_of_different_functions_keep_their_order_in_a_group(store: SqliteStore) -> None:
    gate = await Gate.shut(store)
    functions: list[Any] = [add, add_all, add_all, add]
    jobs = [store.write(fn, str(i)) for i, fn in enumerate(functions)]
    await gate.open()
    await asyncio.gather(*jobs)
    assert await store.read(words) == ["0", "1", "2", "3"]


async def test_a_job_that_asks_the_database_nothing_leaves_nothing_open(store: SqliteStore) -> None:
    assert await store.write(lambda _: "idle") == "idle"
    assert await store.write(add, "a") == 1


async def test_an_answer_comes_after_the_commit(store: SqliteStore) -> None:
    seen: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()

    def answered(result: Any, error: BaseException | None) -> None:
        seen.set_result(store._read(words, (), {}))

    store.submit(add, ("durable",), answered)
    assert await seen == ["durable"]


async def test_reads_do_not_wait_for_a_write(store: SqliteStore) -> None:
    await store.write(add, "before")
    gate = await Gate.shut(store)
    pending = store.write(add, "during")
    assert await asyncio.wait_for(store.read(words), 5) == ["before"]
    assert not pending.done()
    await gate.open()
    await pending
    assert await store.read(words) == ["before", "during"]


async def test_a_read_sees_one_snapshot(store: SqliteStore) -> None:
    await store.write(add, "before")
    looked, go_on = threading.Event(), threading.Event()

    def look_twice(session: Session) -> tuple[list[str], list[str]]:
        first = words(session)
        looked.set()
        go_on.wait(10)
        return first, words(session)

    reading = asyncio.ensure_future(store.read(look_twice))
    await asyncio.to_thread(looked.wait, 10)
    await store.write(add, "meanwhile")
    go_on.set()
    assert await reading == (["before"], ["before"])


async def test_a_read_can_not_write(store: SqliteStore) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        await store.read(add, "sneaky")


async def test_a_listener_that_fails_does_not_keep_others_from_their_answer(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    def clumsy(result: Any, error: BaseException | None) -> None:
        raise RuntimeError("clumsy")

    gate = await Gate.shut(store)
    store.submit(add, ("a",), clumsy)
    other = store.write(add, "b")
    await gate.open()
    assert await other == 2
    assert "an answer could not be delivered" in caplog.text


async def test_a_cancelled_waiter_does_not_disturb(store: SqliteStore) -> None:
    gate = await Gate.shut(store)
    given_up, other = store.write(add, "a"), store.write(add, "b")
    given_up.cancel()
    await gate.open()
    assert await other == 2
    assert await store.read(words) == ["a", "b"], "what was submitted is done, whoever still listens"


async def test_stop_finishes_what_was_queued(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    await store.start()
    futures = [store.write(add, f"w{i}") for i in range(100)]
    await store.stop()
    assert [future.result() for future in futures] == list(range(1, 101))
    again = open_store(tmp_path)
    await again.start()
    assert len(await again.read(words)) == 100
    await again.stop()
