"""Work on the data folder without a server: alone, or beside a running one."""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine
from sqlmodel import Session

from chat_server.commands.common import NOT_STARTED, CommandFailed, require_database
from chat_server.config import Settings
from chat_server.domain.permissions import AgentIdentity
from chat_server.secrets_file import load_secret, make_private_folder
from chat_server.services.house import House
from chat_server.services.ids import wall_clock
from chat_server.services.outside import mark
from chat_server.services.passwords import Passwords
from chat_server.storage import migrations
from chat_server.storage.sqlite import make_engine
from chat_server.storage.store import Done

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "glusterfs", "ceph"}
"""File systems that do not keep SQLite's promises."""

P = ParamSpec("P")
T = TypeVar("T")

OPERATOR = AgentIdentity("command-line", "command line", "admin", frozenset())
"""Whoever may read the data folder may do everything; the audit log says that it was the command line."""


class CommandStore:
    """A store of one command: every write is its own synced transaction, beside whatever a server writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def submit(self, fn: Callable[..., Any], args: tuple[Any, ...], done: Done) -> None:
        """Write at once."""
        try:
            result = self._write(fn, args, {})
        except Exception as error:  # noqa: BLE001 - it is handed on, as the contract says
            done(None, error)
        else:
            done(result, None)

    def write(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """Write at once; the future is done."""
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        try:
            future.set_result(self._write(fn, args, kwargs))
        except Exception as error:  # noqa: BLE001 - it is handed on, as the contract says
            future.set_exception(error)
        return future

    async def read(self, fn: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Read what is committed."""
        with Session(self._engine) as session:
            return fn(session, *args, **kwargs)

    async def start(self) -> None:
        """Nothing to do."""

    async def stop(self) -> None:
        """Nothing to do."""

    def _write(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        with Session(self._engine, expire_on_commit=False) as session:
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            result = fn(session, *args, **kwargs)
            session.commit()
            return result


def in_house(settings: Settings, work: Callable[[House], Awaitable[T]], *, changes: bool = False) -> T:
    """Run a use case of the services, with or without a server on the same data. `changes` tells a running server."""
    from chat_server.app import furnish

    require_database(settings)
    with _opened(settings) as engine:
        store = CommandStore(engine)

        async def run() -> T:
            house = furnish(store, settings, secret=load_secret(settings.data), clock=wall_clock, passwords=Passwords())
            await house.directory.refresh()
            result = await work(house)
            if changes:
                await store.write(mark)
            return result

        return asyncio.run(run())


@contextlib.contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Nobody else works on this data meanwhile. Raises `CommandFailed` if somebody does."""
    make_private_folder(settings.data)
    file = os.open(settings.database.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandFailed(
                f"A Third Ring process already works on {settings.data}. Stop it first, or choose another data folder.",
                NOT_STARTED,
            ) from None
        yield
    finally:
        os.close(file)


@contextlib.contextmanager
def alone(settings: Settings) -> Iterator[Session]:
    """The database, migrated, in one transaction that the caller commits; what he does not commit is undone."""
    with locked(settings), engine_of(settings) as engine, engine.connect() as connection:
        _upgrade(engine)
        with Session(connection, expire_on_commit=False, join_transaction_mode="control_fully") as session:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield session


@contextlib.contextmanager
def _opened(settings: Settings) -> Iterator[Engine]:
    """Migrated if we are alone; a server that runs has done it, in the same version or not."""
    with engine_of(settings) as engine:
        try:
            with locked(settings):
                _upgrade(engine)
        except CommandFailed:
            running = revision_of(settings)
            if running != migrations.HEAD:
                raise CommandFailed(
                    f"The running server has tables of revision {running}, this program knows {migrations.HEAD}. "
                    "Restart the server with this version first."
                ) from None
        yield engine


@contextlib.contextmanager
def engine_of(settings: Settings) -> Iterator[Engine]:
    """An engine that may write."""
    engine = make_engine(settings.database, readers=0)
    try:
        yield engine
    finally:
        engine.dispose()


def network_file_system(folder: Path) -> str:
    """The kind of file system the folder lies on if that is one over the network, else nothing."""
    try:
        mounts = [line.split()[1:3] for line in Path("/proc/self/mounts").read_text().splitlines()]
    except OSError:
        return ""
    inside = [(len(where), kind) for where, kind in mounts if folder.resolve().is_relative_to(where)]
    return max(inside)[1] if inside and max(inside)[1] in NETWORK else ""


def revision_of(settings: Settings) -> str:
    """The revision of the database as it is."""
    with engine_of(settings) as engine, engine.connect() as connection:
        return migrations.revision(connection)


def _upgrade(engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            migrations.upgrade(connection)
    except migrations.CannotMigrate as error:
        raise CommandFailed(str(error), NOT_STARTED) from None
    Path(str(engine.url.database)).chmod(0o600)
