"""Work on the data folder without a server: alone, or beside a running one."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from sqlmodel import Session

from chat_server.commands.common import NOT_STARTED, CommandFailed
from chat_server.config import Settings
from chat_server.secrets_file import make_private_folder
from chat_server.storage import migrations
from chat_server.storage.sqlite import make_engine


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
    with locked(settings):
        engine = make_engine(settings.database, readers=0)
        try:
            with engine.connect() as connection:
                try:
                    migrations.upgrade(connection)
                except migrations.CannotMigrate as error:
                    raise CommandFailed(str(error), NOT_STARTED) from None
                settings.database.chmod(0o600)
                with Session(connection, expire_on_commit=False, join_transaction_mode="control_fully") as session:
                    connection.exec_driver_sql("BEGIN IMMEDIATE")
                    yield session
        finally:
            engine.dispose()
