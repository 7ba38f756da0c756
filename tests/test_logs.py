"""Logs: JSON lines, nothing private in them, no line that a visitor wrote."""

import json
import logging
import secrets
from collections.abc import Iterator
from io import StringIO

import pytest

from chat_server import logs


@pytest.fixture
def stream() -> Iterator[StringIO]:
    """Where everything that is logged inside the test goes."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = StringIO()
    logs.configure(form="json", stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("chat_server").setLevel(logging.NOTSET)


def read(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_one_json_object_a_line(stream: StringIO) -> None:
    logging.getLogger("chat_server.x").warning("%d sockets were too slow", 3, extra={"conversation": "c1"})
    (line,) = read(stream)
    assert line["event"] == "3 sockets were too slow"
    assert (line["level"], line["logger"], line["conversation"]) == ("warning", "chat_server.x", "c1")


def test_private_things_are_masked(stream: StringIO) -> None:
    token = secrets.token_urlsafe(32) + "1"
    marker = "MARKER-of-a-visitor"
    logging.getLogger("x").warning("from ana@pedalpine.example with %s", token, extra={"text": marker, "cookie": token})
    said = json.dumps(read(stream), ensure_ascii=False)
    assert "ana@" not in said
    assert marker not in said
    assert token not in said


def test_nobody_writes_a_line_of_his_own(stream: StringIO) -> None:
    logging.getLogger("x").warning("origin %s", 'a\r\n{"level": "critical"}\x1b[2J')
    (line,) = read(stream)
    assert "\\n" in str(line["event"])
    assert "\x1b" not in str(line["event"])


def test_a_traceback_stays_readable(stream: StringIO) -> None:
    try:
        raise ValueError("no such thing")
    except ValueError:
        logging.getLogger("x").exception("it failed")
    (line,) = read(stream)
    assert str(line["exception"]).splitlines()[-1] == "ValueError: no such thing"
