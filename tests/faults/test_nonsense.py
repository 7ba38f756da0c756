"""V46: frames that make no sense, by the thousand. The server says so or closes, and nothing else happens."""

import asyncio
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from chat_server.bench.seed import Seeded, seed
from chat_server.bench.serving import third_ring
from chat_server.wire import frames, limits
from chat_server.wire.codec import encode
from tests.support.history import History
from tests.support.http import request
from tests.support.people import AgentClient
from tests.wire.samples import SAMPLES

from .run import sized

pytestmark = pytest.mark.faults

ALLOWED_CODES = {1007, 1009, 4009, 1006, 4029}
"""Bad UTF-8, too large, misuse, a line cut off (a flood of fragments or pings), too many."""
WORDS: list[Any] = [None, True, -1, 0, 2**53, 2**64, 1.5, 1e300, "", "x", "x" * 9_000, "\x00", "🚲", "\u202e", [], {}]


def mutated(chance: random.Random, sample: bytes) -> bytes:
    """A frame with something wrong in it."""
    frame: dict[str, Any] = msgspec.json.decode(sample)
    match chance.randrange(8):
        case 0:
            frame[chance.choice(list(frame))] = chance.choice(WORDS)
        case 1:
            del frame[chance.choice(list(frame))]
        case 2:
            frame[chance.choice(["extra", "__proto__", "type ", "ref", "key"])] = chance.choice(WORDS)
        case 3:
            frame["type"] = chance.choice(["", "entry", "welcome", "drop_tables", "x" * 2_000])
        case 4:
            return sample[: chance.randrange(len(sample))]
        case 5:
            at = chance.randrange(len(sample))
            return sample[:at] + bytes([chance.randrange(256)]) + sample[at + 1 :]
        case 6:
            return b"[" * chance.randrange(1, 20_000)
        case _:
            return chance.randbytes(chance.randrange(1, 200))
    return msgspec.json.encode(frame)


NASTY: list[bytes | str | list[str]] = [
    b"\x00\x01 binary",
    "",
    "\ufeff{}",
    "x" * (limits.FRAME_BYTES + 1),
    '{"type":"ping"' + " " * 30_000 + "}",
    '{"type":"resume","conversation":"c","after":1e400}',
    '{"type":"ping","type":"ping"}',
    ["{", '"type"', ":", '"ping"', "}"],
    ["x"] * 100,
    '{"type":"hello","protocol":99,"ticket":""}',
    '{"type":"post_message","ref":1,"key":"' + "k" * 22 + '","conversation":"c","text":"\\ud800"}',
]


class Shouter:
    """A visitor who says nonsense and comes back when he is thrown out."""

    def __init__(self, port: int, company: Seeded, number: int) -> None:
        self.port, self.company = port, company
        self.headers = {"Origin": company.origin, "X-Forwarded-For": f"10.1.{number}.1"}
        self.socket: ClientConnection | None = None
        self.codes: set[int] = set()
        self.refused = 0

    async def shout(self, frame: bytes | str | list[str]) -> None:
        """Bytes go out in a frame that says it is text, whatever they are; a list in fragments."""
        try:
            if self.socket is None:
                self.socket = await self._open()
            await self.socket.send(frame, text=isinstance(frame, bytes) or None)
        except ConnectionClosed as closed:
            self._closed(closed)

    async def listen(self) -> None:
        """What came back meanwhile."""
        if self.socket is None:
            return
        try:
            await self.socket.send(encode(frames.Ping()).decode())
            while b'"pong"' not in (said := (await asyncio.wait_for(self.socket.recv(decode=False), 60))):
                self.refused += b'"refusal"' in said
        except ConnectionClosed as closed:
            self._closed(closed)

    def _closed(self, closed: ConnectionClosed) -> None:
        self.codes.add(closed.rcvd.code if closed.rcvd is not None else 1006)
        self.socket = None

    async def _open(self) -> ClientConnection:
        answer = await request(
            self.port, "POST", "/widget/ticket", headers=self.headers, json={"site": self.company.site_key}
        )
        socket = await connect(
            f"ws://localhost:{self.port}/widget/socket",
            host="127.0.0.1",
            additional_headers=self.headers,
            proxy=None,
            compression=None,
            ping_interval=None,
        )
        await socket.send(encode(frames.Hello(protocol=1, ticket=answer.json()["ticket"])).decode())
        await asyncio.wait_for(socket.recv(), 60)
        return socket


async def test_v46_nonsense_of_every_kind(tmp_path: Path) -> None:
    number = random.SystemRandom().randrange(1_000_000)
    company = seed(tmp_path / "third-ring.sqlite3")
    server = third_ring(tmp_path, limits_factor=1e6)
    await asyncio.to_thread(server.start)
    samples = [encode(frame) for union in ("VisitorCommand", "AgentCommand") for frame in SAMPLES[union]]
    history = History()
    witness = AgentClient(server.port, company.agents[0], history=history)
    shouters = [Shouter(server.port, company, i) for i in range(4)]

    async def rave(shouter: Shouter, count: int, chance: random.Random) -> None:
        for i in range(count):
            await shouter.shout(mutated(chance, chance.choice(samples)))
            if i % 8 == 0:
                await shouter.listen()

    try:
        await witness.start()
        for frame in NASTY:
            await shouters[0].shout(frame)
            await shouters[0].listen()
        count = sized(300, 25_000)
        before_kib = server.rss_kib()
        await asyncio.gather(*(rave(s, count, random.Random(f"{number} {i}")) for i, s in enumerate(shouters)))
        codes = set().union(*(shouter.codes for shouter in shouters))
        print(
            f"seed {number}: {4 * count} frames, {sum(s.refused for s in shouters)} refused,"
            f" closed with {sorted(codes)}, {server.rss_kib() - before_kib} KiB more"
        )
        assert codes <= ALLOWED_CODES, f"seed {number}: {codes}"
        assert server.popen is not None
        assert server.popen.poll() is None
        assert witness.online.is_set()
        assert len(witness.connected_at) == 1, "nobody else has noticed"
        words = server.words()
        assert "Traceback" not in words, words[-3000:]
        assert '"level": "error"' not in words, words[-3000:]
        assert len(words) < 200 * count + 20_000, "no flood of the log"
    finally:
        await witness.stop()
        for shouter in shouters:
            if shouter.socket is not None:
                shouter.socket.transport.abort()
        await asyncio.to_thread(server.kill)
