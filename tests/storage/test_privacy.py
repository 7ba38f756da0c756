"""What goes wrong in the database is told without what people wrote (PROMISES.md T29)."""

from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from chat_server.storage.migrations import upgrade
from chat_server.storage.sqlite import make_engine
from chat_server.storage.tables import Meta


def test_an_error_does_not_quote_its_values(tmp_path: Path) -> None:
    engine = make_engine(tmp_path / "x.sqlite3", readers=0)
    with engine.connect() as connection:
        upgrade(connection)
        row = insert(Meta).values(name="company", value="MARKER-of-a-visitor")
        connection.execute(row)
        with pytest.raises(IntegrityError) as caught:
            connection.execute(row)
    engine.dispose()
    assert "UNIQUE constraint failed" in str(caught.value)
    assert "MARKER" not in str(caught.value)
