"""doctor, migrate and config: what is, and what is wrong, in a sentence."""

import socket
import sqlite3
from pathlib import Path

import pytest

from chat_server.commands.data_folder import network_file_system

from .conftest import Run


def test_a_sound_installation_has_nothing_to_say_against_it(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIRD_RING_PORT", "0")
    found = run("doctor", "--data", data, "--json")
    wrong = [each for each in found.json if not each["ok"] and each["check"] not in {"assets", "files"}]
    assert wrong == []


def test_each_trouble_is_one_sentence(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = socket.create_server(("127.0.0.1", 0))
    monkeypatch.setenv("THIRD_RING_PORT", str(taken.getsockname()[1]))
    monkeypatch.setenv("THIRD_RING_PUBLIC_URL", "http://chat.invalid")
    data.chmod(0o755)
    (data / "secret.key").chmod(0o644)
    with sqlite3.connect(data / "third-ring.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
        database.commit()
    database.close()
    found = run("doctor", "--data", data, "--json")
    taken.close()
    assert found.code == 1
    wrong = {each["check"]: each["sentence"] for each in found.json if not each["ok"]}
    assert {"folder", "secret", "database", "port", "public_url"} <= set(wrong)
    assert "third-ring migrate" in wrong["database"]
    assert all("\n" not in sentence and sentence.endswith((".", "migrate", "--port.")) for sentence in wrong.values())


def test_an_empty_place_is_not_made_by_looking(run: Run, tmp_path: Path) -> None:
    assert run("doctor", "--data", tmp_path / "none").code == 1
    assert not (tmp_path / "none").exists()


def test_an_old_backup_is_said(run: Run, data: Path, tmp_path: Path) -> None:
    def said() -> tuple[bool, str]:
        found = {each["check"]: each for each in run("doctor", "--data", data, "--json").json}
        return found["backup"]["ok"], found["backup"]["sentence"]

    assert said() == (True, "No backup has been made yet: third-ring backup FILE.zip.")
    run("backup", tmp_path / "x.zip", "--data", data)
    assert said() == (True, "The last backup was made today.")
    with sqlite3.connect(data / "third-ring.sqlite3") as database:
        database.execute("UPDATE meta SET value = value - 864000000 WHERE name = 'backup_at'")
        database.commit()
    database.close()
    assert said() == (False, "The last backup was made 10 days ago.")


def test_a_network_file_system_is_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounts = "a / ext4 rw 0 0\nb /srv nfs4 rw 0 0\nc /srv/chat ext4 rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda _: mounts)
    assert network_file_system(Path("/srv/other")) == "nfs4"
    assert network_file_system(Path("/srv/chat/data")) == ""
    assert network_file_system(tmp_path) == ""


def test_migrate_says_what_it_did(run: Run, data: Path) -> None:
    assert run("migrate", "--data", data, "--json").json == {"before": "0001", "now": "0001"}
    assert "Nothing to do" in run("migrate", "--data", data).out


def test_config_shows_where_a_setting_came_from(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "chat.toml"
    file.write_text('grace_seconds = 60\nmetrics_token = "hush"\n')
    monkeypatch.setenv("THIRD_RING_PORT", "8123")
    found = run("--config", file, "config", "show", "--json")
    assert found.json["grace_seconds"] == {"value": 60, "from": str(file)}
    assert found.json["port"] == {"value": 8123, "from": "environment"}
    assert "hush" not in found.out
    assert "8123" in run("--config", file, "config", "show").out
    monkeypatch.setenv("THIRD_RING_PROT", "1")
    assert run("config", "show").code == 3
