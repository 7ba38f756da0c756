"""One small HTTP request over a connection of its own; a server that goes away in between is an `OSError`."""

import asyncio
from typing import Any

import msgspec


class Answer(msgspec.Struct, frozen=True):
    """Status, headers (lower case) and the body's bytes."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body)


async def request(
    port: int, method: str, path: str, *, headers: dict[str, str] | None = None, json: Any = None, seconds: float = 20
) -> Answer:
    """Raises `OSError` (also for a timeout or half an answer)."""
    body = msgspec.json.encode(json) if json is not None else b""
    lines = {
        "Host": f"localhost:{port}",
        "Connection": "close",
        "Content-Length": str(len(body)),
        **({"Content-Type": "application/json"} if json is not None else {}),
        **(headers or {}),
    }
    head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(head.encode() + body)
            return await _answer(reader)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, IndexError) as error:
            raise ConnectionError("half an answer") from error
        finally:
            writer.transport.abort()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:]) if name
    }
    length = headers.get("content-length")
    body = await reader.readexactly(int(length)) if length is not None else await reader.read()
    return Answer(int(lines[0].split()[1]), headers, body)
