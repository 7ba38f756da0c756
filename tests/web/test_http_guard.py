"""Slow and endless heads of requests (PROMISES.md T25), against a real server."""

import asyncio
from pathlib import Path

import pytest

from chat_server.web import http_guard
from tests.support.world import World, world


async def ended(there: World, sent: bytes, *, then: bytes = b"") -> bytes:
    """Everything the server says until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", there.port)
    try:
        writer.write(sent)
        if then:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(then)
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_a_head_that_does_not_come_ends_the_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_guard, "HEAD_SECONDS", 0.2)
    async with world(tmp_path) as there:
        assert await ended(there, b"GET /healthz HTTP/1.1\r\nHost: local") == b""
        assert await ended(there, b"") == b""


async def test_the_second_request_of_a_connection_has_the_same_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_guard, "HEAD_SECONDS", 0.2)
    async with world(tmp_path) as there:
        whole = f"GET /healthz HTTP/1.1\r\nHost: localhost:{there.port}\r\n\r\n".encode()
        assert await ended(there, whole, then=b"GET /healthz HTTP/1.1\r\nHo") in (b"ok", b"ok\n")


async def test_a_head_without_an_end_is_cut_off(tmp_path: Path) -> None:
    async with world(tmp_path) as there:
        assert b"200" not in await ended(there, b"GET /healthz HTTP/1.1\r\nX: " + b"a" * 200_000)
