"""The client side, in a process of its own: reads one order a line, answers with one JSON line.

    {"do": "echo", "port": …, "lines": 50, "seconds": 1.0}         round trips, one outstanding a line
    {"do": "pairs", "port": …, "pairs": 50, "kind": "ours"}        set up pairs of visitor and agent
    {"do": "talk", "kind": "ours", "pairs": 50, "seconds": 1.0}  messages visitor -> agent
    {"do": "flood", "kind": "ours"}, "drowned", "again"            talk until the server is killed, then resend
    {"do": "idle", "port": …, "path": …, "count": 2500}            open that many more sockets and keep them

`python -m chat_server.bench.load COMPANY.json`
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import msgspec

from chat_server.services.ids import wall_clock
from chat_server.services.tickets import Tickets

from .line import Line, Refused, connect
from .seed import Seeded
from .talk import Flooded, Pair, Talk, summary


class Company(msgspec.Struct):
    """What the load knows of the seeded server: its secret makes tickets without asking for each by HTTP."""

    seeded: Seeded
    secret: str
    visitors: list[str]
    """Ids of visitors who already have a conversation."""
    conversations: list[str]


class Load:
    """The orders."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self._tickets = Tickets(bytes.fromhex(company.secret), wall_clock)
        self._pairs: dict[str, list[Pair]] = {}
        self._idle: list[Line] = []
        self._echo: dict[int, list[Line]] = {}
        self._greeted = 0
        self._flood: list[Flooded] = []

    async def echo(self, *, port: int, lines: int, seconds: float) -> dict[str, Any]:
        """Round trips of 200 bytes."""
        payload = b"x" * 200
        times: list[float] = []
        until = 0.0
        sent = [0.0] * lines

        def on_text(index: int) -> Any:
            def received(_: bytes) -> None:
                now = time.perf_counter()
                times.append(now - sent[index])
                if now < until:
                    sent[index] = now
                    opened[index].send(payload)

            return received

        opened = self._echo.setdefault(lines, [])
        while len(opened) < lines:
            opened.append(await connect(port, "/socket", lambda _: None))
        began, cpu = time.perf_counter(), time.process_time()
        until = began + seconds
        for index, line in enumerate(opened):
            line.on_text = on_text(index)
            sent[index] = time.perf_counter()
            line.send(payload)
        await asyncio.sleep(seconds)
        result = summary(times, len(times), time.perf_counter() - began, time.process_time() - cpu)
        await asyncio.sleep(0.1)
        return result

    async def pairs(self, *, port: int, pairs: int, kind: str) -> dict[str, Any]:
        """Set up pairs and keep them."""
        made = self._pairs.setdefault(kind, [])
        while len(made) < pairs:
            made.append(await (self._ours(port, len(made)) if kind == "ours" else self._naive(port, len(made))))
        return {"pairs": len(made)}

    async def _naive(self, port: int, number: int) -> Pair:
        pair = Pair()
        pair.conversation = f"room{number}"
        pair.visitor = await connect(port, "/visitor", pair.on_visitor)
        pair.agent = await connect(port, f"/agent/{pair.conversation}", pair.on_agent)
        return pair

    async def _ours(self, port: int, number: int) -> Pair:
        """Tickets, hello, first message, take: as widget and console do it."""
        pair = Pair()
        agent = self.company.seeded.agents[number]
        started: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        taken: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        def said(answer: "asyncio.Future[str]") -> Any:
            def received(text: bytes) -> None:
                if text.startswith(b'{"type":"welcome"'):
                    welcomes.release()
                elif text.startswith(b'{"type":"reply"'):
                    answer.set_result(msgspec.json.decode(text)["conversation"])
                elif text.startswith(b'{"type":"refusal"'):
                    answer.set_exception(Refused(text.decode()))

            return received

        welcomes = asyncio.Semaphore(0)
        pair.person = visitor = self._tickets.new_visitor("site").id
        pair.visitor = await connect(port, "/widget/socket", said(started), {"Origin": self.company.seeded.origin})
        self._hello(pair.visitor, self._tickets.issue("visitor", visitor, "site"))
        pair.agent = await connect(port, "/console/socket", said(taken), {"Origin": f"http://localhost:{port}"})
        self._hello(pair.agent, self._tickets.issue("agent", agent.id, agent.session))
        async with asyncio.timeout(20):
            await welcomes.acquire()
            await welcomes.acquire()
            start = {"type": "start_conversation", "ref": 1, "key": token_urlsafe(16), "text": "Hello?"}
            pair.visitor.send(json.dumps(start | {"department": agent.department}).encode())
            pair.conversation = await started
            take = {"type": "take_conversation", "ref": 1, "key": token_urlsafe(16), "owner_epoch": 0}
            pair.agent.send(json.dumps(take | {"conversation": pair.conversation}).encode())
            await taken
        pair.visitor.on_text, pair.agent.on_text = pair.on_visitor, pair.on_agent
        return pair

    def _hello(self, line: Line, ticket: str, resume: dict[str, int] | None = None) -> None:
        hello: dict[str, Any] = {"type": "hello", "protocol": 1, "ticket": ticket}
        if resume:
            hello |= {"resume": resume, "db_epoch": self.company.seeded.db_epoch}
        line.send(json.dumps(hello).encode())

    async def talk(self, *, kind: str, pairs: int, seconds: float, rate: float = 0) -> dict[str, Any]:
        """Messages from visitors to agents."""
        return await Talk(self._pairs[kind][:pairs], seconds, rate).run()

    async def flood(self, *, kind: str) -> dict[str, Any]:
        """Talk until the line is cut, and remember what was acknowledged."""
        self._flood = [Flooded(pair) for pair in self._pairs[kind]]
        return {}

    async def drowned(self, *, kind: str) -> dict[str, Any]:
        """After the cut: the keys that were acknowledged, and those that are open."""
        await asyncio.wait_for(asyncio.gather(*(pair.visitor.lost for pair in self._pairs[kind])), 10)
        return {
            "acked": [key for flooded in self._flood for key in flooded.acked],
            "open": [key for pair in self._pairs[kind] for key in pair.keys.values()],
        }

    async def again(self, *, kind: str, port: int) -> dict[str, Any]:
        """Connect again and send what is open with the same keys; those that are acknowledged now."""
        for pair, flooded in zip(self._pairs[kind], self._flood, strict=True):
            flooded.acked = []
            pair.visitor = await connect(port, "/widget/socket", flooded.on_visitor)
            self._hello(pair.visitor, self._tickets.issue("visitor", pair.person, "site"))
            await asyncio.wait_for(flooded.welcomed.wait(), 10)
            for ref, key in list(pair.keys.items()):
                pair.post(ref, key)
        async with asyncio.timeout(10):
            for flooded in self._flood:
                await flooded.done.wait()
        return {"acked": [key for flooded in self._flood for key in flooded.acked]}

    async def idle(self, *, port: int, path: str, count: int, greet: bool) -> dict[str, Any]:
        """That many more sockets; with `greet` each is a visitor who resumes his conversation, up to `current`."""
        for first in range(0, count, 50):
            batch = [self._one_idle(port, path, greet) for _ in range(min(50, count - first))]
            self._idle += await asyncio.gather(*batch)
        return {"open": len(self._idle)}

    async def _one_idle(self, port: int, path: str, greet: bool) -> Line:
        current: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def said(text: bytes) -> None:
            if text.startswith(b'{"type":"current"') and not current.done():
                current.set_result(None)

        line = await connect(port, path, said if greet else lambda _: None)
        if greet:
            visitor, conversation = self.company.visitors[self._greeted], self.company.conversations[self._greeted]
            self._greeted += 1
            self._hello(line, self._tickets.issue("visitor", visitor, "site"), {conversation: 3})
            await asyncio.wait_for(current, 20)
            line.on_text = lambda _: None
        return line

    async def drop(self) -> dict[str, Any]:
        """Close the idle sockets."""
        for line in self._idle:
            line.transport.abort()
        self._idle = []
        await asyncio.sleep(0.2)
        return {}


async def serve_orders(company: Company) -> None:
    """Until there are no more orders."""
    load = Load(company)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 24)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while order := await reader.readline():
        fields = json.loads(order)
        try:
            answer = await getattr(load, fields.pop("do"))(**fields)
        except Exception as error:  # noqa: BLE001 - whoever ordered it decides
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    import uvloop

    uvloop.run(serve_orders(msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Company)))
