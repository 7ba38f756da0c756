"""V49: after requests full of markers the log holds none of them: no body, token, e-mail, cookie, address or path."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from chat_server import logs

from .door import ADMIN, ORDERS_AGENT, Door


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged, at the most talkative level."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = io.StringIO()
    logs.configure(level="debug", form="json", stream=out)
    # The test's own browser talks too.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    yield out
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


async def test_nothing_private_is_logged(door: Door, written: io.StringIO) -> None:
    email = await door.with_password(ORDERS_AGENT)
    admin = door.agent(ADMIN)
    line = "\r\n2026-11-21 forged line"
    async with door.client(
        admin, address="203.0.113.77", User_Agent="marker-browser", Referer="https://marker.test/page"
    ) as http:
        made = await http.post(
            "/api/agents",
            json={
                "name": "marker-name",
                "email": "marker-mail@shop.test",
                "line": f"marker-line{line}",
                "departments": ["orders"],
            },
        )
        token = made.json()["link"].rpartition("/")[2]
        await http.get(f"/api/setup/{token}")
        await http.post(f"/api/setup/{token}", json={"password": "marker-password"})
        await http.post("/api/sign-in", json={"email": email, "password": "marker-password"})
        await http.post("/api/sign-in", json={"email": "marker-mail@shop.test", "password": "marker-password"})
        await http.get("/marker-path?marker-query=1")
        await http.get("/api/conversations?q=marker-search")
        await http.patch("/api/me", content=b'{"marker-broken', headers={"Content-Type": "application/json"})
        await http.put("/api/me/photo", content=b"marker-image", headers={"Content-Type": "image/png"})
        await http.post("/api/canned-replies", json={"shortcut": "marker", "text": "marker-text {{marker}}"})
        ticket = (await http.post("/api/ticket", json={})).json()["ticket"]
        await http.get("/api/me", headers={"Host": "marker.test"})

    async with door.client(Origin=door.company.origin) as http:
        visitor: Any = (await http.post("/widget/ticket", json={"site": "bench-site-key"})).json()

    told = written.getvalue()
    assert told.count("\n") >= 12, "there is a log"
    assert all(entry.startswith("{") and entry.endswith("}") for entry in told.splitlines()), "one object a line"
    secrets = [admin.cookie, admin.csrf, token, ticket, visitor["ticket"], visitor["token"], "203.0.113.77", email]
    for private in ["marker", "forged line", *secrets]:
        assert private not in told, private
