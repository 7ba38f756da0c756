"""The database as the checker reads it: straight from the file, around all of our own code that reads conversations."""

import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from chat_server.domain.conversation import Conversation
from chat_server.domain.entries import Entry, EntryData, for_visitor
from chat_server.domain.vocabulary import Author

from .history import Side, line_of

_data = msgspec.json.Decoder(EntryData)


class Dump(msgspec.Struct, kw_only=True):
    """Rows and entries by conversation; `senders` are (conversation, seq) -> id of visitor or agent."""

    rows: dict[str, Conversation] = {}
    entries: dict[str, list[Entry]] = {}
    senders: dict[tuple[str, int], str] = {}
    agents: dict[str, set[str]] = {}
    """Agent id -> ids of his departments."""
    admins: set[str] = set()
    departments: set[str] = set()

    def lines(self, conversation: str, side: Side) -> list[str]:
        """The transcript as this side must hold it, one line an entry."""
        found = []
        for entry in self.entries.get(conversation, []):
            if side == "staff":
                found.append(line_of(entry.seq, entry.at, entry.by, msgspec.json.encode(entry.data)))
            elif entry.visitor_seq is not None:
                data = msgspec.json.encode(for_visitor(entry.data))
                found.append(line_of(entry.visitor_seq, entry.at, entry.by, data))
        return found


def read(path: Path) -> Dump:
    """A snapshot of a database file, also while the server works on it."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("BEGIN")
        dump = Dump()
        for row in connection.execute("SELECT * FROM conversation"):
            dump.rows[row["id"]] = _conversation(dict(row))
        for row in connection.execute("SELECT * FROM entry ORDER BY conversation, seq"):
            dump.entries.setdefault(row["conversation"], []).append(_entry(row))
            dump.senders[row["conversation"], row["seq"]] = row["sender"]
        for agent, role in connection.execute("SELECT id, role FROM agent"):
            dump.agents[agent] = set()
            if role == "admin":
                dump.admins.add(agent)
        for agent, department in connection.execute("SELECT agent_id, department_id FROM agent_department"):
            dump.agents[agent].add(department)
        dump.departments = {row[0] for row in connection.execute("SELECT id FROM department")}
        return dump
    finally:
        connection.close()


def _conversation(row: dict[str, Any]) -> Conversation:
    row = {name: row[name] for name in Conversation.__struct_fields__}
    row["joined"] = tuple(msgspec.json.decode(row["joined"]))
    row["replies"] = tuple(tuple(pair) for pair in msgspec.json.decode(row["replies"]))
    row["rating_asked"] = bool(row["rating_asked"])
    row["solved"] = None if row["solved"] is None else bool(row["solved"])
    return Conversation(**row)


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        conversation=row["conversation"],
        seq=row["seq"],
        visitor_seq=row["visitor_seq"],
        at=row["at"],
        by=Author(type=row["author"], id=row["sender"] if row["author"] == "agent" else ""),
        key=row["key"],
        data=_data.decode(row["data"]),
    )
