"""Who gets a socket and how long he keeps it: origins (V34), tickets (V36), rights taken away (V41)."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from chat_server.bench.seed import SeededAgent
from chat_server.services.agents import AgentChange
from chat_server.services.house import House
from chat_server.wire import codes
from tests.support.http import request
from tests.support.world import World, world

AGENT, OTHER_AGENT, SUPERVISOR, ADMIN = 0, 1, 2, 3


@pytest_asyncio.fixture
async def there(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, agents=2, supervisors=1, admins=1) as made:
        yield made


async def visitor_ticket(there: World) -> str:
    answer = await request(
        there.port,
        "POST",
        "/widget/ticket",
        headers={"Origin": there.company.origin},
        json={"site": there.company.site_key},
    )
    return str(answer.json()["ticket"])


async def agent_ticket(there: World, agent: SeededAgent) -> str:
    headers = {"Cookie": f"sid={agent.cookie}", "X-CSRF": agent.csrf, "Origin": there.settings.public_url}
    answer = await request(there.port, "POST", "/api/ticket", headers=headers, json={})
    return str(answer.json()["ticket"])


def open_socket(there: World, path: str, origin: str | None, **headers: str) -> Any:
    return connect(
        f"ws://localhost:{there.port}{path}",
        additional_headers={**({} if origin is None else {"Origin": origin}), **headers},
        proxy=None,
        compression=None,
    )


async def ended(socket: ClientConnection, seconds: float = 5) -> int:
    """The code the socket was closed with."""
    async with asyncio.timeout(seconds):
        await socket.wait_closed()
    assert socket.close_code is not None
    return socket.close_code


async def greeted(there: World, path: str, ticket: str, origin: str | None, **headers: str) -> int:
    """101 if the socket says welcome, the HTTP status if the handshake fails, else the close code."""
    try:
        async with open_socket(there, path, origin, **headers) as socket:
            await socket.send(f'{{"type":"hello","protocol":1,"ticket":"{ticket}","tab":"t"}}')
            try:
                return 101 if '"type":"welcome"' in str(await socket.recv()) else 0
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006
    except InvalidStatus as refused:
        return refused.response.status_code


FOREIGN = [
    "null",
    "",
    "https://evil.test",
    "https://shop.test.evil.test",
    "https://evilshop.test",
    "https://www.shop.test",
    "https://shop.test:8443",
    "http://shop.test",
    "https://SHOP.test",
    "https://shop.test/",
    "https://shop.test@evil.test",
    "https://user@shop.test",
    "https://shop.test.",
]


async def test_a_widget_on_a_foreign_page_gets_no_socket_and_no_ticket(there: World) -> None:
    for origin in FOREIGN:
        status = await greeted(there, "/widget/socket", await visitor_ticket(there), origin)
        assert status in (403, codes.FORBIDDEN), origin
        body = {"site": there.company.site_key}
        answer = await request(there.port, "POST", "/widget/ticket", headers={"Origin": origin}, json=body)
        assert answer.status == 403, origin
        # The page may read that it is refused, and nothing but that.
        assert answer.headers.get("access-control-allow-origin", "") == origin
        assert answer.headers["vary"] == "Origin"
        assert "access-control-allow-credentials" not in answer.headers
        assert set(answer.json()) == {"code", "message"}
        assert answer.json()["code"] == "origin"
    assert await greeted(there, "/widget/socket", await visitor_ticket(there), there.company.origin) == 101


async def test_the_console_socket_opens_for_our_own_page_only(there: World) -> None:
    agent = there.company.agents[AGENT]
    ticket = await agent_ticket(there, agent)
    cookie = f"sid={agent.cookie}"
    for origin in (*FOREIGN, "https://shop.test", "http://localhost:1", "https://localhost", None):
        status = await greeted(there, "/console/socket", ticket, origin, Cookie=cookie)
        assert status in (403, codes.FORBIDDEN), origin
    assert await greeted(there, "/console/socket", ticket, there.settings.public_url, Cookie=cookie) == 101


async def test_a_cookie_alone_opens_nothing(there: World) -> None:
    cookie = f"sid={there.company.agents[AGENT].cookie}"
    for ticket in ("", "undefined", "null", "x" * 200):
        status = await greeted(there, "/console/socket", ticket, there.settings.public_url, Cookie=cookie)
        assert status in (codes.NOT_AUTHENTICATED, codes.MISUSE)


async def test_a_ticket_opens_one_socket_of_its_own_kind_for_thirty_seconds(there: World) -> None:
    console, widget = there.settings.public_url, there.company.origin
    agent = there.company.agents[AGENT]

    ticket = await agent_ticket(there, agent)
    assert await greeted(there, "/widget/socket", ticket, widget) == codes.NOT_AUTHENTICATED
    assert await greeted(there, "/console/socket", await visitor_ticket(there), console) == codes.NOT_AUTHENTICATED

    used = await agent_ticket(there, agent)
    assert await greeted(there, "/console/socket", used, console) == 101
    assert await greeted(there, "/console/socket", used, console) == codes.NOT_AUTHENTICATED

    forged = used[:-2] + ("AA" if used[-2:] != "AA" else "BB")
    assert await greeted(there, "/console/socket", forged, console) == codes.NOT_AUTHENTICATED

    late = await agent_ticket(there, agent)
    there.clock_ms += 31_000
    assert await greeted(there, "/console/socket", late, console) == codes.NOT_AUTHENTICATED


async def test_a_ticket_in_the_address_is_nothing(there: World) -> None:
    ticket = await agent_ticket(there, there.company.agents[AGENT])
    for path in ("/console/socket", "/widget/socket"):
        assert await greeted(there, f"{path}?ticket={ticket}", "", there.settings.public_url) == 403


async def test_the_ticket_of_a_session_that_has_ended_is_nothing(there: World) -> None:
    agent = there.company.agents[AGENT]
    ticket = await agent_ticket(there, agent)
    house = the_house(there)
    identity = await house.sign_in.identity_for(agent.session)
    assert identity is not None
    await house.sign_in.end_session(identity, agent.session)
    assert await greeted(there, "/console/socket", ticket, there.settings.public_url) == codes.NOT_AUTHENTICATED


# -- V41 --------------------------------------------------------------------------------------------------------------


def the_house(there: World) -> House:
    """The services of the running server, found where the requests find them."""
    assert there.app is not None
    return there.app.state.house  # type: ignore[no-any-return]


async def take_away(there: World, how: str) -> None:
    house = the_house(there)
    admin = await house.sign_in.identity_for(there.company.agents[ADMIN].session)
    assert admin is not None
    agent = there.company.agents[AGENT]
    mine = await house.sign_in.identity_for(agent.session)
    assert mine is not None
    match how:
        case "disabled":
            await house.agents.disable(admin, agent.id)
        case "another role":
            await house.agents.change(admin, agent.id, AgentChange(role="supervisor"))
        case "signed out":
            await house.sign_in.end_session(mine, agent.session)
        case _:
            link = await house.agents.link(admin, agent.id)
            token = link.rpartition("/")[2]
            await house.setup.redeem(token, password="four quiet otters run", address="", user_agent="")


@pytest.mark.parametrize("how", ["disabled", "another role", "signed out", "a new password"])
async def test_open_sockets_end_within_a_second(there: World, how: str) -> None:
    console = there.settings.public_url
    sockets: list[ClientConnection] = []
    for number in (AGENT, AGENT, OTHER_AGENT):
        socket = await open_socket(there, "/console/socket", console)
        ticket = await agent_ticket(there, there.company.agents[number])
        await socket.send(f'{{"type":"hello","protocol":1,"ticket":"{ticket}","tab":"t{len(sockets)}"}}')
        await socket.recv()
        sockets.append(socket)
    before = time.monotonic()
    await take_away(there, how)
    assert [await ended(socket, 1) for socket in sockets[:2]] == [codes.FORBIDDEN, codes.FORBIDDEN]
    assert time.monotonic() - before < 1
    await sockets[2].send('{"type":"ping"}')
    async with asyncio.timeout(2):
        while '"type":"pong"' not in str(await sockets[2].recv()):
            pass
    await sockets[2].close()
