"""Bring a database to the tables of this version: checked, copied first, all or nothing.

Revisions lie in `versions/`; `tools/revision.py` writes a new one from the difference to `storage/tables.py`.
Nothing here needs a file of settings, so that an installed wheel migrates as a checkout does.
"""

import logging
import os
import secrets
import sqlite3
import time
from pathlib import Path

from sqlalchemy import Connection

HEAD = "0001"
"""The newest revision. Alembic itself is imported only when there is something to do: it would slow every start."""

FOLDER = Path(__file__).parent
COPIES = "before-migration"

log = logging.getLogger(__name__)


class CannotMigrate(Exception):
    """This database can't be used by this version; the text is a sentence."""


def upgrade(connection: Connection) -> None:
    """Migrate to `HEAD` and commit. Of what is not empty a copy is laid beside it first, in `before-migration/`.

    Raises `CannotMigrate`; then nothing has changed.
    """
    _check_after_unclean_stop(connection)
    before = revision(connection)
    if before != HEAD:
        if before > HEAD:
            raise CannotMigrate(
                f"This data was written by a newer version of Third Ring (revision {before}, this one knows {HEAD}). "
                "Install that version, or restore a backup made with this one."
            )
        if before:
            log.info("migrating from revision %s to %s; a copy is in %s", before, HEAD, copy(connection, before))
        _run(connection)
    _give_epoch(connection)


def revision(connection: Connection) -> str:
    """The revision of this database; empty for a new one."""
    known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").scalar()
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() if known else None
    return str(found or "")


def copy(connection: Connection, name: str) -> Path:
    """A whole copy of the database, readable by its owner only. Returns where it is."""
    folder = Path(str(connection.engine.url.database)).parent / COPIES
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{name}.sqlite3"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    target = sqlite3.connect(path)
    try:
        source.backup(target)
        # One file, nothing beside it.
        target.execute("PRAGMA journal_mode=DELETE")
    finally:
        target.close()
    return path


def _check_after_unclean_stop(connection: Connection) -> None:
    """A clean stop empties the write-ahead log. If there is one, the last process was cut off: look before going on."""
    path = Path(f"{connection.engine.url.database}-wal")
    if not path.exists() or not path.stat().st_size or not revision(connection):
        return
    started = time.monotonic()
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise CannotMigrate(
            f"The database is damaged ({found}). Restore a backup: third-ring restore FILE.zip --force."
        )
    log.info("the last stop was not a clean one; the database is whole (%.1f s)", time.monotonic() - started)


def _run(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    connection.rollback()
    # SQLite changes a table by making it anew: references to it must not be followed meanwhile.
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        command.upgrade(config, "head")
        _check_references(connection)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise CannotMigrate(f"The migration would leave a row of {broken[0]} without what it refers to.")


def _give_epoch(connection: Connection) -> None:
    """A database is known by a random word: another one, also a restored backup, has another word."""
    if connection.exec_driver_sql("SELECT 1 FROM meta WHERE name = 'db_epoch'").scalar() is None:
        set_epoch(connection)
    connection.commit()


def set_epoch(connection: Connection) -> None:
    """Tell every client that cached numbers are worth nothing any more (PROMISES.md 1.3, `reset`)."""
    connection.exec_driver_sql(
        "INSERT INTO meta (name, value) VALUES ('db_epoch', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (secrets.token_urlsafe(12),),
    )
