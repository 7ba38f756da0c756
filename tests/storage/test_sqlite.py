"""What is special about SQLite: its settings, its lock, a full disk, a broken disk."""

import asyncio
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import Session

from chat_server.storage.sqlite import AlreadyOpen, SqliteStore
from chat_server.storage.store import StorageFull

from .counting import add, add_all, open_store, words


def pragma(session: Session, name: str) -> object:
    return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()


async def test_settings_of_both_kinds_of_connection(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    await store.start()
    for run in (store.read, store.write):
        assert await run(pragma, "journal_mode") == "wal"
        assert await run(pragma, "synchronous") == 2, "FULL: an acknowledged message survives a power cut"
        assert await run(pragma, "foreign_keys") == 1
        assert await run(pragma, "secure_delete") == 1
        assert await run(pragma, "busy_timeout") == 5_000
    assert await store.read(pragma, "query_only") == 1
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    await store.stop()


async def test_v29_a_second_store_on_the_same_file_refuses_to_start(tmp_path: Path) -> None:
    first = open_store(tmp_path)
    await first.start()
    second = open_store(tmp_path)
    with pytest.raises(AlreadyOpen, match="Another Third Ring process"):
        await second.start()
    assert await first.write(add, "still fine") == 1
    await first.stop()
    await second.start()
    assert await second.read(words) == ["still fine"]
    await second.stop()


async def test_the_lock_of_a_killed_process_is_gone(tmp_path: Path) -> None:
    program = (
        "import asyncio, pathlib, sys\n"
        "from tests.storage.counting import add, open_store\n"
        "async def main():\n"
        "    store = open_store(pathlib.Path(sys.argv[1]))\n"
        "    await store.start()\n"
        "    await store.write(add, 'kept')\n"
        "    print('ready', flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "ready\n"
        with pytest.raises(AlreadyOpen):
            await open_store(tmp_path).start()
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    store = open_store(tmp_path)
    await store.start()
    assert await store.read(words) == ["kept"]
    await store.stop()


async def test_stop_leaves_one_file_without_a_log(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    await store.start()
    await store.write(add, "a")
    await store.stop()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["words.lock", "words.sqlite3"]


def _limit(session: Session, pages: int) -> int:
    """The database may not grow beyond so many pages: a full disk on demand. 0: as far as it is now."""
    connection = session.connection()
    now = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    return int(connection.exec_driver_sql(f"PRAGMA max_page_count={pages or now}").scalar_one())


async def test_a_full_disk_refuses_the_group_and_recovers(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    await store.start()
    await store.write(add, "first")
    await store.write(_limit, 0)
    jobs = [store.write(add, str(i) + "x" * 3_000) for i in range(20)]
    answers = await asyncio.gather(*jobs, return_exceptions=True)
    assert any(isinstance(answer, StorageFull) for answer in answers)
    stored = [i for i, answer in enumerate(answers) if isinstance(answer, int)]
    assert [word[: word.index("x")] for word in (await store.read(words))[1:]] == [str(i) for i in stored]
    with pytest.raises(StorageFull):
        await store.write(add_all, "y" * 300_000)
    assert store.failed is not None
    assert not store.failed.done(), "a full disk is no reason to end"
    await store.write(_limit, 1_000_000)
    assert await store.write(add, "after") > 0
    assert (await store.read(words))[-1] == "after"
    await store.stop()


async def test_a_broken_disk_ends_the_writer_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = open_store(tmp_path)
    await store.start()

    def broken(session: Session) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    answer = store.write(broken)
    assert store.failed is not None
    with pytest.raises(sqlite3.OperationalError, match="disk I/O error"):
        await asyncio.wait_for(store.failed, 5)
    assert "the writer thread has died" in caplog.text
    assert not answer.done(), "nobody is told anything: the client asks again after the restart"
    answer.cancel()
    await store.stop()
    again = SqliteStore(store.path)
    await again.start()
    await again.stop()
