"""A tiny table with transaction functions over it, to watch the store without the rest of the house."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from chat_server.domain.errors import Conflict
from chat_server.storage.sqlite import SqliteStore
from chat_server.storage.store import set_based


def migrate(connection: Connection) -> None:
    """The table of these tests."""
    connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS word (id INTEGER PRIMARY KEY, word TEXT UNIQUE NOT NULL)")


def open_store(folder: Path) -> SqliteStore:
    """A store on a file in this folder."""
    return SqliteStore(folder / "words.sqlite3", migrate=migrate)


def add(session: Session, word: str) -> int:
    """Store a word and give its number; a word twice is the database's error, `refused` one of ours."""
    result = session.connection().exec_driver_sql("INSERT INTO word (word) VALUES (?) RETURNING id", (word,))
    number = int(result.scalar_one())
    if word.startswith("refused"):
        raise Conflict("Not this one.", code="not_this")
    return number


@set_based
def add_all(session: Session, words: Sequence[str]) -> list[Any]:
    """All at once; the refused ones are told apart without spoiling the others."""
    good = [word for word in words if not word.startswith("refused")]
    if good:
        session.connection().exec_driver_sql("INSERT INTO word (word) VALUES (?)", [(word,) for word in good])
    return [Conflict("Not this one.", code="not_this") if word not in good else len(words) for word in words]


def words(session: Session) -> list[str]:
    """All words in the order they were stored."""
    return [row[0] for row in session.connection().exec_driver_sql("SELECT word FROM word ORDER BY id")]
