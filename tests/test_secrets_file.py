"""The secret file: made once, private, never half."""

from pathlib import Path

import pytest

from chat_server.secrets_file import BYTES, NAME, BadSecret, load_secret


def test_it_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    secret = load_secret(data)
    assert len(secret) == BYTES
    assert load_secret(data) == secret
    assert (data / NAME).stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in data.iterdir()] == [NAME]


def test_a_file_that_became_readable_is_closed_again(tmp_path: Path) -> None:
    load_secret(tmp_path)
    (tmp_path / NAME).chmod(0o644)
    load_secret(tmp_path)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_is_said_and_never_replaced(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"short")
    with pytest.raises(BadSecret, match=r"holds 5\."):
        load_secret(tmp_path)
    assert (tmp_path / NAME).read_bytes() == b"short"
