"""V35: no state changes unless our own page asked for it, for every route that changes something (PROMISES.md T4)."""

from typing import Any

import pytest
from starlette.routing import Route

from chat_server.storage.sites import listing
from chat_server.web.routes import ROUTES

from .door import ADMIN, Door

CHANGES = sorted(
    (method, route.path.replace("{id}", "someone").replace("{token}", "t" * 43))
    for route in ROUTES
    if isinstance(route, Route) and route.path.startswith("/api/")
    for method in (route.methods or set()) - {"GET", "HEAD", "OPTIONS"}
)
PUBLIC = ("/api/sign-in", "/api/setup/" + "t" * 43)

FORGED: dict[str, dict[str, str]] = {
    "another page": {"Origin": "https://evil.test", "Sec_Fetch_Site": "cross-site"},
    "a sister of our host": {"Origin": "http://chat.localhost:8104", "Sec_Fetch_Site": "same-site"},
    "our host on another port": {"Origin": "http://localhost:8105", "Sec_Fetch_Site": ""},
    "our host under another scheme": {"Origin": "https://localhost:8104", "Sec_Fetch_Site": ""},
    "an opaque origin": {"Origin": "null", "Sec_Fetch_Site": ""},
    "neither Origin nor Sec-Fetch-Site": {"Origin": "", "Sec_Fetch_Site": ""},
    "an origin that contradicts": {"Origin": "https://evil.test", "Sec_Fetch_Site": "same-origin"},
    "the site of a visitor": {"Origin": "https://shop.test", "Sec_Fetch_Site": "cross-site"},
}


def test_there_are_routes_to_ask() -> None:
    assert len(CHANGES) > 20


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED.keys())
async def test_no_other_page_changes_anything(door: Door, forged: dict[str, str]) -> None:
    before = await door.store.read(listing)
    async with door.client(door.agent(ADMIN), **forged) as http:
        for method, path in CHANGES:
            answer = await http.request(method, path, json={})
            assert (answer.status_code, answer.json()["code"]) == (403, "csrf"), (method, path)
    assert await door.store.read(listing) == before


@pytest.mark.parametrize("token", ["", "x", "undefined", "é"], ids=ascii)
async def test_no_change_without_the_token_of_this_session(door: Door, token: str) -> None:
    other = door.agent(ADMIN + 1).csrf
    async with door.client(door.agent(ADMIN)) as http:
        for method, path in CHANGES:
            if path in PUBLIC:
                continue
            for given in (token, other):
                headers: Any = {"X-CSRF": given.encode()}
                answer = await http.request(method, path, json={}, headers=headers)
                assert (answer.status_code, answer.json()["code"]) == (403, "csrf"), (method, path)


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/json", ""]
)
async def test_no_change_by_a_form(door: Door, kind: str) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        for method, path in CHANGES:
            answer = await http.request(method, path, content=b'{"a": 1}', headers={"Content-Type": kind})
            assert (answer.status_code, answer.json()["code"]) == (403, "csrf"), (method, path)


async def test_nothing_changes_by_get(door: Door) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        for path in {path for _, path in CHANGES}:
            assert (await http.get(path)).status_code in (200, 404, 405), path


async def test_the_host_that_is_configured_and_its_loopback_names_are_our_own(door: Door) -> None:
    async with door.client(door.agent(ADMIN), Origin="http://127.0.0.1:8104", Host="127.0.0.1:8104") as http:
        assert (await http.patch("/api/me", json={"line": "Hello"})).status_code == 200
