"""Migrations: they make exactly the tables of `tables.py`, copy before they touch, and refuse with a sentence."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from chat_server.storage import migrations
from chat_server.storage.migrations import CannotMigrate, upgrade
from chat_server.storage.sqlite import SqliteStore, make_engine
from chat_server.storage.tables import Meta

Open = Callable[[Path], Connection]


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Open]:
    """Connections as the writer has them, closed afterwards."""
    opened: list[Connection] = []

    def connect(path: Path) -> Connection:
        opened.append(make_engine(path, readers=0).connect())
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()
        connection.engine.dispose()


def shape(connection: Connection) -> dict[str, object]:
    """All that SQLite knows of the tables, also what alembic does not compare."""
    tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: (
            sorted(
                connection.exec_driver_sql(f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{name}')").all()
            ),
            sorted(
                connection.exec_driver_sql(
                    f'SELECT "table", "from", "to" FROM pragma_foreign_key_list(\'{name}\')'
                ).all()
            ),
            connection.exec_driver_sql(f"SELECT wr, strict FROM pragma_table_list('{name}')").all(),
            sorted(
                row[0]
                for row in connection.exec_driver_sql(
                    f"SELECT sql FROM sqlite_master WHERE tbl_name = '{name}' AND type = 'index' AND sql IS NOT NULL"
                )
            ),
        )
        for name in tables
        if not name.startswith("sqlite_") and name != "alembic_version"
    }


def test_the_revisions_make_the_tables(connect: Open, tmp_path: Path) -> None:
    migrated, made = connect(tmp_path / "migrated.sqlite3"), connect(tmp_path / "made.sqlite3")
    upgrade(migrated)
    Meta.metadata.create_all(made)
    assert shape(migrated) == shape(made)
    assert compare_metadata(MigrationContext.configure(migrated), Meta.metadata) == []


def test_head_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.FOLDER))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_a_new_database_gets_an_epoch_that_stays_and_no_copy(connect: Open, tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.sqlite3")
    upgrade(connection)
    epoch = connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'db_epoch'").scalar()
    upgrade(connection)
    assert connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'db_epoch'").scalar() == epoch
    assert epoch
    assert not (tmp_path / migrations.COPIES).exists()


def test_an_old_database_is_copied_first(connect: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connect(tmp_path / "x.sqlite3")
    upgrade(connection)
    connection.exec_driver_sql("INSERT INTO meta VALUES ('company', 'Pedal & Pine')")
    connection.commit()
    monkeypatch.setattr(migrations, "HEAD", "0002")
    upgrade(connection)
    (copy,) = (tmp_path / migrations.COPIES).iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as copied:
        assert copied.execute("SELECT value FROM meta WHERE name = 'company'").fetchone() == ("Pedal & Pine",)
    copied.close()


def test_a_failed_migration_changes_nothing(connect: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import command

    connection = connect(tmp_path / "x.sqlite3")

    def half_way(*_: object) -> None:
        connection.exec_driver_sql("CREATE TABLE half (id)")
        raise RuntimeError("the power went")

    monkeypatch.setattr(command, "upgrade", half_way)
    with pytest.raises(RuntimeError):
        upgrade(connection)
    assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
    assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_data_of_a_newer_version_is_refused(connect: Open, tmp_path: Path) -> None:
    connection = connect(tmp_path / "x.sqlite3")
    upgrade(connection)
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    with pytest.raises(CannotMigrate, match="written by a newer version"):
        upgrade(connection)


def test_damage_after_an_unclean_stop_is_found(connect: Open, tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite3"
    connection = connect(path)
    upgrade(connection)
    for number in range(500):
        connection.exec_driver_sql("INSERT INTO meta VALUES (?, ?)", (str(number), "x" * 500))
    connection.commit()
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    with path.open("r+b") as file:
        file.seek(-3 * 4096, 2)
        file.write(b"\xff" * 2 * 4096)
    damaged = connect(path)
    damaged.exec_driver_sql("UPDATE meta SET value = '' WHERE name = '1'")
    damaged.commit()
    with pytest.raises(CannotMigrate, match="damaged"):
        upgrade(damaged)


async def test_the_store_migrates_as_it_opens(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "x.sqlite3", migrate=upgrade)
    await store.start()
    found = await store.read(
        lambda session: session.connection().exec_driver_sql("SELECT name FROM meta").scalars().all()
    )
    await store.stop()
    assert found == ["db_epoch"]
