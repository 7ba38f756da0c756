"""The proxy does what its switches say, and never changes a byte."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from .proxy import DOWN, UP, Proxy

PAYLOAD = bytes(range(256)) * 400


@asynccontextmanager
async def echo_behind_proxy() -> AsyncIterator[Proxy]:
    """A server that sends back what it gets, behind a proxy."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(65536):
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server, Proxy("127.0.0.1", server.sockets[0].getsockname()[1], seed=7) as proxy:
        yield proxy


Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def connect(proxy: Proxy) -> Line:
    return await asyncio.open_connection("127.0.0.1", proxy.port)


async def round_trip(line: Line, payload: bytes = PAYLOAD) -> bytes:
    reader, writer = line
    writer.write(payload)
    return await asyncio.wait_for(reader.readexactly(len(payload)), 30)


async def _serves(proxy: Proxy) -> None:
    """A new connection works."""
    _, writer = line = await connect(proxy)
    assert await round_trip(line) == PAYLOAD
    writer.close()


def seconds() -> float:
    return asyncio.get_running_loop().time()


async def test_plain() -> None:
    async with echo_behind_proxy() as proxy:
        reader, writer = line = await connect(proxy)
        assert await round_trip(line) == PAYLOAD
        writer.write_eof()
        assert await reader.read() == b""
        writer.close()
        assert proxy.connections == 1


async def test_slices_to_single_bytes() -> None:
    async with echo_behind_proxy() as proxy:
        proxy.rules[DOWN].slice_bytes = proxy.rules[UP].slice_bytes = 1
        _, writer = line = await connect(proxy)
        assert await round_trip(line, PAYLOAD[:2_000]) == PAYLOAD[:2_000]
        writer.close()


async def test_delays_with_jitter_and_keeps_order() -> None:
    async with echo_behind_proxy() as proxy:
        proxy.rules[DOWN].delay_seconds, proxy.rules[DOWN].jitter_seconds = 0.1, 0.04
        reader, writer = await connect(proxy)
        began = seconds()
        for i in range(20):
            writer.write(bytes([i]) * 100)
            await writer.drain()
            await asyncio.sleep(0.002)
        got = await reader.readexactly(2_000)
        assert got == b"".join(bytes([i]) * 100 for i in range(20))
        assert 0.05 < seconds() - began < 1.0, "a delay must not become a lower rate"
        writer.close()


async def test_throttles() -> None:
    async with echo_behind_proxy() as proxy:
        proxy.rules[UP].bytes_per_second = 20_000
        _, writer = line = await connect(proxy)
        began = seconds()
        assert await round_trip(line, PAYLOAD[:4_000]) == PAYLOAD[:4_000]
        assert seconds() - began > 0.15
        writer.close()


async def _until_the_end(reader: asyncio.StreamReader) -> bytes:
    """All bytes before the end, whether it came as RST or FIN."""
    got = b""
    with suppress(ConnectionResetError):
        while chunk := await asyncio.wait_for(reader.read(65536), 5):
            got += chunk
    return got


@pytest.mark.parametrize("direction", [UP, DOWN])
async def test_cuts_after_a_byte(direction: str) -> None:
    async with echo_behind_proxy() as proxy:
        proxy.cut_after(UP if direction == "up" else DOWN, 1_000)
        reader, writer = await connect(proxy)
        writer.write(PAYLOAD)
        got = await _until_the_end(reader)
        assert PAYLOAD.startswith(got)
        assert len(got) <= 1_000
        writer.transport.abort()
        await _serves(proxy)


@pytest.mark.parametrize("direction", [UP, DOWN])
async def test_stalls_one_way_and_goes_on(direction: str) -> None:
    async with echo_behind_proxy() as proxy:
        rules = proxy.rules[UP if direction == "up" else DOWN]
        reader, writer = line = await connect(proxy)
        assert await round_trip(line, b"before") == b"before"
        rules.stalled = True
        writer.write(b"during")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.readexactly(1), 0.1)
        rules.stalled = False
        assert await asyncio.wait_for(reader.readexactly(6), 30) == b"during"
        writer.close()


async def test_a_black_hole_takes_new_connections_too_and_heals() -> None:
    async with echo_behind_proxy() as proxy:
        proxy.blackhole()
        reader, writer = await connect(proxy)
        writer.write(b"hello?")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(reader.readexactly(1), 0.1)
        proxy.heal()
        assert await asyncio.wait_for(reader.readexactly(6), 30) == b"hello?"
        writer.close()


async def test_resets_everybody_and_serves_new_ones() -> None:
    async with echo_behind_proxy() as proxy:
        lines = [await connect(proxy) for _ in range(5)]
        for line in lines:
            await round_trip(line, b"x")
        assert proxy.open == 5
        proxy.reset()
        for reader, writer in lines:
            with pytest.raises(ConnectionResetError):
                await asyncio.wait_for(reader.readexactly(1), 30)
            writer.transport.abort()
        await _serves(proxy)


async def test_without_a_server_the_client_is_reset() -> None:
    async with echo_behind_proxy() as proxy:
        proxy.target = ("127.0.0.1", 1)
        reader, writer = await connect(proxy)
        with pytest.raises(ConnectionResetError):
            await asyncio.wait_for(reader.readexactly(1), 30)
        writer.transport.abort()
