"""V30: every route as every identity. Only what `rights.HTTP` allows works, and nothing is missing there."""

import io
from secrets import token_urlsafe
from typing import Any

import httpx2
import pytest
from PIL import Image
from starlette.routing import Mount, Route, WebSocketRoute

from chat_server.services.agents import AgentChange
from chat_server.services.tickets import token_hash
from chat_server.storage import sessions
from chat_server.web.assets import ASSETS
from chat_server.web.routes import ROUTES
from tests.support.past import past, write_past

from . import rights
from .door import ADMIN, BILLING_AGENT, EXPIRED_ADMIN, ORDERS_AGENT, OTHER_ADMIN, PASSWORD, SUPERVISOR, Door

HOUR = 3600
SOCKETS = {"/widget/socket", "/console/socket"}
"""Their frames are checked one by one in test_frame_rights.py."""

NUMBER = {
    "foreign_agent": BILLING_AGENT,
    "agent": ORDERS_AGENT,
    "supervisor": SUPERVISOR,
    "admin": ADMIN,
    "expired": EXPIRED_ADMIN,
    "revoked": OTHER_ADMIN,
}


def routes() -> set[tuple[str, str]]:
    """Every (method, path) of the sitemap."""
    found: set[tuple[str, str]] = set()
    for route in ROUTES:
        match route:
            case WebSocketRoute():
                assert route.path in SOCKETS
            case Mount():
                found.add(("GET", f"{route.path}/*"))
            case Route():
                found |= {(method, route.path) for method in (route.methods or set()) - {"HEAD"}}
            case _:
                raise AssertionError(f"a kind of route the matrix does not know: {route}")
    return found


def test_the_matrix_is_complete() -> None:
    assert routes() == set(rights.HTTP)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 80), "teal").save(out, "PNG")
    return out.getvalue()


async def company(door: Door, row: rights.Row) -> dict[str, str]:
    """What stands in paths and bodies for everybody, and the two who have lost their rights."""
    write_past(door.settings.database, past("V 0:00, J(agent-0) 0:20, A(agent-0) 0:50", "c1"))
    admin = await door.identity(ADMIN)
    reply = await door.house.canned_replies.create(admin, shortcut="hello", text="Hello", department="orders")
    photo = await door.house.photos.make(picture()) if "{photo}" in row.path else ""
    for number in range(6):
        await door.with_password(number)
    # The others must not grow old with him: his session was last used an hour ago.
    await door.store.write(sessions.touch, door.agent(EXPIRED_ADMIN).session, "nobody", door.now() - HOUR * 1000)
    change = AgentChange(role="supervisor", departments=["orders"])
    await door.house.agents.change(admin, door.agent(OTHER_ADMIN).id, change)
    return {
        "agent": door.agent(ORDERS_AGENT).id,
        "department": "orders",
        "site": "site",
        "reply": reply.id,
        "conversation": "c1",
        "photo": photo,
        "asset": next(path.name for path in (ASSETS / "console" / "assets").glob("*.js")),
        "password": PASSWORD,
    }


async def mine(door: Door, number: int) -> dict[str, str]:
    """What is used up by asking."""
    token = token_urlsafe(32)
    victim = door.agent(ORDERS_AGENT).id
    await door.store.write(sessions.add_link, token_hash(token), "invitation", victim, door.now(), door.now() + 60_000)
    return {"token": token, "session": door.agent(number).session, "email": f"{door.agent(number).id}@shop.test"}


def filled(value: Any, values: dict[str, str]) -> Any:
    if isinstance(value, str):
        for name, text in values.items():
            value = value.replace(f"{{{name}}}", text)
        return value
    if isinstance(value, list):
        return [filled(item, values) for item in value]
    return {key: filled(item, values) for key, item in value.items()} if isinstance(value, dict) else value


async def asked(door: Door, key: tuple[str, str], identity: str, values: dict[str, str]) -> httpx2.Response:
    row = rights.HTTP[key]
    method, route = key
    number = NUMBER.get(identity, BILLING_AGENT)
    values = values | await mine(door, number)
    address = filled(row.path or route, values)
    headers: dict[str, str] = {}
    if identity == "visitor":
        token = door.house.tickets.visitor_token(door.house.tickets.new_visitor("site"))
        headers = {"Cookie": f"sid={token}; token={token}", "X_CSRF": token, "Authorization": f"Bearer {token}"}
    if address.startswith("/widget/"):
        headers |= {"Origin": door.company.origin, "Sec_Fetch_Site": "cross-site"}
    async with door.client(door.agent(number) if identity in NUMBER else None, **headers) as http:
        if row.photo:
            return await http.request(method, address, content=picture(), headers={"Content-Type": "image/png"})
        if row.json is not None:
            return await http.request(method, address, json=filled(row.json, values))
        return await http.request(method, address)


@pytest.mark.parametrize("key", sorted(rights.HTTP), ids=" ".join)
async def test_right(door: Door, key: tuple[str, str]) -> None:
    row = rights.HTTP[key]
    values = await company(door, row)
    # Those who may come last: what they do must not be the reason why the others can't.
    for identity in sorted(rights.IDENTITIES, key=lambda name: (name in row.allowed, name == "admin")):
        answer = await asked(door, key, identity, values)
        told = f"{identity}: {answer.status_code} {answer.text[:300]}"
        if identity in row.allowed:
            assert answer.status_code < 400 or repeated(row, answer), told
        elif key[1].startswith("/api/") and identity not in rights.SIGNED_IN:
            assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), told
        else:
            assert answer.status_code in row.refused, told
            assert set(answer.json()) <= {"code", "message", "field"}, told


def repeated(row: rights.Row, answer: httpx2.Response) -> bool:
    """What the one before has made, the next can't make again; but he was let in."""
    return bool(row.json) and answer.status_code == 409
