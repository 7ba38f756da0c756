"""SQLite: one writer thread with group commit and `synchronous=FULL`, a few readers.

The writer takes whatever waited while the last commit ran (no timer), runs each job in a savepoint and commits once.
Answers are given only after the commit is synced (PROMISES.md P1), all of one group in a single callback of the loop.
"""

import asyncio
import fcntl
import logging
import os
import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Concatenate

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool
from sqlmodel import Session

from .store import Done, P, StorageFull, T

log = logging.getLogger(__name__)

GROUP_MAX = 2_000
READERS = 2
PAGE_BYTES = 2048
"""A message touches pages of three trees, and every touched page is summed and written whole: half the page, a third
less work. For new files only."""
WAL_BYTES = 64 * 1024 * 1024

Job = tuple[Callable[..., Any], tuple[Any, ...], Done]


class AlreadyOpen(Exception):
    """Another process works on the same data."""


class SqliteStore:
    """The default store: one file, one process."""

    def __init__(self, path: Path, *, migrate: Callable[[Connection], None] | None = None) -> None:
        self.path = path
        self._migrate = migrate
        self._collected: list[Job] = []
        self._jobs: queue.SimpleQueue[list[Job] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-read")
        self._reading = threading.local()
        """Each reading thread keeps its connection: to fetch one from a pool costs as much as a small query."""
        self._lock_file: int | None = None
        self.on_committed: list[Callable[[int, float], None]] = []
        """Called in the writer thread after each commit: how many writes, how many seconds."""
        self.failed: asyncio.Future[None] | None = None
        """Resolves with an exception if the writer died: the process must end (PROMISES.md 1.3, write path)."""

    # -- the two verbs ------------------------------------------------------------------------------------------------

    def submit(self, fn: Callable[..., Any], args: tuple[Any, ...], done: Done) -> None:
        # All that one turn of the loop brings goes over together: else the first message would be a group of its own,
        # and each would wake the writer.
        if not self._collected:
            self._loop.call_soon(self._hand_over)
        self._collected.append((fn, args, done))

    def write(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        future: asyncio.Future[T] = self._loop.create_future()

        def done(result: T, error: BaseException | None) -> None:
            if future.cancelled():
                return
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)

        self.submit(partial(fn, **kwargs) if kwargs else fn, args, done)
        return future

    async def read(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._loop.run_in_executor(self._readers, self._read, fn, args, kwargs)

    # -- life ---------------------------------------------------------------------------------------------------------

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.failed = self._loop.create_future()
        await self._loop.run_in_executor(None, self._open)
        self._thread = threading.Thread(target=self._work, name="store-write", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        if self._thread is None:
            return
        self._hand_over()
        self._jobs.put(None)
        await self._loop.run_in_executor(None, self._thread.join)
        self._readers.shutdown()
        self._read_engine.dispose()
        self._thread = None
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    def _open(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock_file = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._lock_file)
            self._lock_file = None
            raise AlreadyOpen(
                f"Another Third Ring process already works on {self.path}. "
                "Stop it first, or choose another data folder."
            ) from None
        self._write_engine = make_engine(self.path, readers=0)
        self._read_engine = make_engine(self.path, readers=READERS)
        self._connection = self._write_engine.connect()
        if self._migrate is not None:
            self._migrate(self._connection)
            self._connection.commit()
        mode = self._connection.exec_driver_sql("PRAGMA synchronous").scalar()
        if mode != 2:
            raise RuntimeError(
                f"expected PRAGMA synchronous = 2 (FULL), got {mode}: acknowledged messages would not be safe"
            )
        self._connection.rollback()
        self.path.chmod(0o600)

    # -- the writer thread --------------------------------------------------------------------------------------------

    def _work(self) -> None:
        try:
            while True:
                group, last = self._next_group()
                if group:
                    self._commit_group(group)
                if last:
                    break
            self._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()
            self._write_engine.dispose()
        except BaseException as error:
            # Whatever it was: the owner of the process must hear of it.
            log.critical("the writer thread has died", exc_info=error)
            self._loop.call_soon_threadsafe(_fail, self.failed, error)

    def _hand_over(self) -> None:
        if self._collected:
            self._jobs.put(self._collected)
            self._collected = []

    def _next_group(self) -> tuple[list[Job], bool]:
        """Whatever waits, at least one job; True if the store is to stop after it."""
        jobs = self._jobs.get()
        group: list[Job] = []
        while jobs is not None:
            group += jobs
            if len(group) >= GROUP_MAX:
                return group, False
            try:
                jobs = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _commit_group(self, group: list[Job]) -> None:
        answers: list[tuple[Done, Any, BaseException | None]] = []
        began = time.perf_counter()
        with Session(self._connection, expire_on_commit=False, join_transaction_mode="rollback_only") as session:
            try:
                self._connection.exec_driver_sql("BEGIN IMMEDIATE")
                for fn, jobs in groupby(group, key=lambda job: job[0]):
                    if getattr(fn, "set_based", False):
                        answers += self._run_set(session, fn, list(jobs))
                    else:
                        answers += [self._run_one(session, job) for job in jobs]
                self._connection.commit()
            except (OperationalError, sqlite3.OperationalError) as error:
                self._abandon(session)
                if not _is_full(error):
                    raise
                answers = [(done, None, StorageFull()) for _, _, done in group]
        self._loop.call_soon_threadsafe(_answer, answers)
        for listener in self.on_committed:
            listener(len(group), time.perf_counter() - began)

    def _abandon(self, session: Session) -> None:
        """Undo the whole group. After a full disk SQLite has already done so, savepoints included."""
        with suppress(OperationalError):
            session.rollback()
        session.close()
        self._connection.rollback()

    def _run_one(self, session: Session, job: Job) -> tuple[Done, Any, BaseException | None]:
        fn, args, done = job
        try:
            return done, self._in_savepoint(session, fn, *args), None
        except Exception as error:
            if _is_fatal(error):
                raise
            return done, None, error

    def _run_set(
        self, session: Session, fn: Callable[..., Any], jobs: list[Job]
    ) -> list[tuple[Done, Any, BaseException | None]]:
        """All at once; if that fails as a whole, one by one, so that only the guilty one is refused."""
        try:
            results = self._in_savepoint(session, fn, [args[0] for _, args, _ in jobs])
        except Exception as error:
            if _is_fatal(error):
                raise
            if len(jobs) == 1:
                return [(jobs[0][2], None, error)]
            # A command that was sent again is found by its key (PROMISES.md P2): that is no news, anything else is.
            if isinstance(error, IntegrityError | sqlite3.IntegrityError):
                log.debug("a group of %d writes is repeated one by one: %s", len(jobs), error)
            else:
                log.warning("a group of %d writes is repeated one by one", len(jobs), exc_info=error)
            return [answer for job in jobs for answer in self._run_set(session, fn, [job])]
        return [
            (done, None, result) if isinstance(result, BaseException) else (done, result, None)
            for (_, _, done), result in zip(jobs, results, strict=True)
        ]

    def _in_savepoint(self, session: Session, fn: Callable[..., T], *args: Any) -> T:
        """Run a job so that its failure undoes only itself. Savepoints are set at the driver: a lone message would
        otherwise cost twice as much."""
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("SAVEPOINT job")
        try:
            result = fn(session, *args)
            session.flush()
        except BaseException:
            session.expunge_all()
            with suppress(sqlite3.OperationalError):
                driver.execute("ROLLBACK TO job")
                driver.execute("RELEASE job")
            raise
        driver.execute("RELEASE job")
        return result

    def _read(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        connection: Connection | None = getattr(self._reading, "connection", None)
        if connection is None:
            connection = self._reading.connection = self._read_engine.connect()
        try:
            with Session(connection, autoflush=False, join_transaction_mode="rollback_only") as session:
                return fn(session, *args, **kwargs)
        finally:
            connection.rollback()


def make_engine(path: Path, *, readers: int) -> Engine:
    """An engine with the settings of PROMISES.md 1.3. `readers=0` makes the one that writes; transactions are begun
    by hand there, since the driver's own way begins too late for reads inside a write."""
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        # An error must not carry what people wrote into the log (PROMISES.md T29).
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 5, "cached_statements": 256, "isolation_level": None},
        **({"poolclass": QueuePool, "pool_size": readers, "max_overflow": 2} if readers else {"poolclass": NullPool}),
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _: Any) -> None:
        for pragma in (
            f"page_size={PAGE_BYTES}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "foreign_keys=ON",
            "secure_delete=ON",
            "temp_store=MEMORY",
            "cache_size=-65536",
            f"journal_size_limit={WAL_BYTES}",
            f"wal_autocheckpoint={WAL_BYTES // 2 // PAGE_BYTES}",
            *(("query_only=ON",) if readers else ()),
        ):
            connection.execute(f"PRAGMA {pragma}")

    if readers:

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN")

    return engine


def in_one_transaction(path: Path, fn: Callable[..., T], *args: Any) -> T:
    """Run a transaction function from a command line, without a running server's queue."""
    engine = make_engine(path, readers=0)
    with Session(engine) as session:
        session.connection().execute(text("BEGIN IMMEDIATE"))
        result = fn(session, *args)
        session.commit()
    engine.dispose()
    return result


def _answer(answers: list[tuple[Done, Any, BaseException | None]]) -> None:
    for done, result, error in answers:
        try:
            done(result, error)
        except Exception:
            # One listener's mistake must not keep the others of the same commit from their answer.
            log.exception("an answer could not be delivered")


def _fail(future: asyncio.Future[None] | None, error: BaseException) -> None:
    if future is not None and not future.done():
        future.set_exception(error)


def _is_full(error: BaseException) -> bool:
    return "database or disk is full" in str(error)


def _is_fatal(error: BaseException) -> bool:
    """The whole transaction is lost, not just this job."""
    return isinstance(error, OperationalError | sqlite3.OperationalError) and any(
        words in str(error) for words in ("disk is full", "disk I/O error", "readonly database", "no such savepoint")
    )
