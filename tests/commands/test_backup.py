"""Backup and restore: everything is in it, nobody else can read it, nothing is overwritten by accident."""

import sqlite3
import zipfile
from pathlib import Path

import pytest

from chat_server.commands.data_folder import locked
from chat_server.config import Settings

from .conftest import Run


def facts(data: Path) -> dict[str, object]:
    with sqlite3.connect(data / "third-ring.sqlite3") as database:
        found: dict[str, object] = {
            table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("conversation", "entry", "agent", "receipt")
        }
        found["last"] = database.execute("SELECT data FROM entry ORDER BY at DESC, seq DESC LIMIT 1").fetchone()
    database.close()
    found["photos"] = sorted(path.name for path in (data / "photos").iterdir())
    found["secret"] = (data / "secret.key").read_bytes()
    return found


def epoch(data: Path) -> str:
    with sqlite3.connect(data / "third-ring.sqlite3") as database:
        found = database.execute("SELECT value FROM meta WHERE name = 'db_epoch'").fetchone()[0]
    database.close()
    return str(found)


@pytest.fixture
def file(run: Run, data: Path, tmp_path: Path) -> Path:
    made = run("backup", tmp_path / "all.zip", "--data", data, "--json")
    assert made.code == 0
    assert made.json["photos"] == 10
    return tmp_path / "all.zip"


def test_everything_comes_back_under_a_new_epoch(run: Run, data: Path, file: Path, tmp_path: Path) -> None:
    assert run("restore", file, "--data", tmp_path / "new").code == 0
    assert facts(tmp_path / "new") == facts(data)
    assert epoch(tmp_path / "new") != epoch(data)
    assert (tmp_path / "new" / "third-ring.sqlite3").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_the_file_is_for_its_owner_only_and_never_written_over(run: Run, data: Path, file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    assert run("backup", file, "--data", data).code == 4
    assert file.read_bytes() == before
    assert run("backup", file, "--data", data, "--force").code == 0


def test_data_is_replaced_only_by_force_and_kept_aside(run: Run, data: Path, file: Path) -> None:
    refused = run("restore", file, "--data", data)
    assert (refused.code, "--force" in refused.err) == (4, True)
    assert run("restore", file, "--data", data, "--force").code == 0
    (aside,) = data.glob("before-restore-*")
    assert facts(aside) == facts(data)


def test_a_running_server_is_not_pulled_the_rug(run: Run, data: Path, file: Path) -> None:
    with locked(Settings(data=data)):
        assert run("backup", file, "--data", data, "--force").code == 0
        refused = run("restore", file, "--data", data, "--force")
    assert (refused.code, "already works on" in refused.err) == (3, True)


def test_what_is_no_backup_changes_nothing(run: Run, data: Path, file: Path, tmp_path: Path) -> None:
    before = facts(data)
    half = tmp_path / "half.zip"
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    foreign = tmp_path / "foreign.zip"
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.writestr("manifest.json", "{}")
    newer = tmp_path / "newer.zip"
    with zipfile.ZipFile(newer, "w") as archive:
        archive.writestr(
            "manifest.json",
            '{"product":"third-ring","version":"9","revision":"9999","made_at":1,"conversations":1,"photos":0}',
        )
    for bad in (half, foreign, newer, tmp_path / "none.zip"):
        assert run("restore", bad, "--data", data, "--force").code == 4
    assert facts(data) == before


def test_names_in_the_file_never_choose_where_they_are_written(run: Run, file: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("../outside", "x")
        archive.writestr("photos/../../outside.webp", "x")
        archive.writestr("/tmp/outside-third-ring", "x")
    assert run("restore", file, "--data", tmp_path / "new").code == 0
    assert not list(tmp_path.rglob("outside*"))
    assert not Path("/tmp/outside-third-ring").exists()
