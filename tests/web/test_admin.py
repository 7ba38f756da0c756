"""Departments, sites and canned replies: complete, refused at the field, and within the rights of whoever asks."""

from typing import Any

import pytest

from chat_server.domain.errors import Invalid
from chat_server.domain.origins import is_allowed, normalise
from tests.support.past import past, write_past

from .door import ADMIN, BILLING_AGENT, ORDERS_AGENT, SUPERVISOR, Door

SITE = {"name": "Shop", "origins": ["https://a.test"], "departments": ["orders"]}


async def send(door: Door, number: int, method: str, path: str, body: Any = None, status: int = 200) -> Any:
    async with door.client(door.agent(number)) as http:
        answer = await http.request(method, f"/api{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


# -- departments ------------------------------------------------------------------------------------------------------


async def test_a_department_is_made_renamed_and_known_everywhere(door: Door) -> None:
    made = (await send(door, ADMIN, "POST", "/departments", {"name": " Workshop "}, 201))["department"]
    assert {**made, "id": ""} == {"id": "", "name": "Workshop", "disabled_at": None, "agents": 0, "waiting": 0}
    assert door.house.directory.departments[made["id"]] == "Workshop"
    await send(door, ADMIN, "PATCH", f"/departments/{made['id']}", {"name": "Repairs"})
    names = [item["name"] for item in (await send(door, ORDERS_AGENT, "GET", "/departments"))["departments"]]
    assert names == ["Billing", "Orders", "Repairs"]
    taken = await send(door, ADMIN, "PATCH", f"/departments/{made['id']}", {"name": "ORDERS"}, 409)
    assert (taken["code"], taken["field"]) == ("name_taken", "name")
    empty = await send(door, ADMIN, "POST", "/departments", {"name": " \u200b"}, 400)
    assert empty["field"] == "name"


async def test_a_department_where_somebody_waits_stays(door: Door) -> None:
    write_past(door.settings.database, past("V 0:00", "c1"))
    listed = (await send(door, ADMIN, "GET", "/departments"))["departments"]
    assert {item["id"]: item["waiting"] for item in listed} == {"billing": 0, "orders": 1}
    assert (await send(door, ADMIN, "POST", "/departments/orders/disable", {}, 409))["code"] == "waiting"
    await send(door, ADMIN, "POST", "/departments/billing/disable", {})
    assert "billing" not in door.house.directory.departments
    back = await send(door, ADMIN, "POST", "/departments/billing/enable", {})
    assert back["department"]["disabled_at"] is None


async def test_the_last_department_stays(door: Door) -> None:
    await send(door, ADMIN, "POST", "/departments/billing/disable", {})
    assert (await send(door, ADMIN, "POST", "/departments/orders/disable", {}, 409))["code"] == "last_department"


# -- sites ------------------------------------------------------------------------------------------------------------


async def test_a_site_is_made_with_its_line_and_works_at_once(door: Door) -> None:
    wanted = {**SITE, "origins": ["Shop.Example:443/path", "http://localhost:3000", "https://shop.example"]}
    site = (await send(door, ADMIN, "POST", "/sites", wanted, 201))["site"]
    assert site["origins"] == ["https://shop.example", "http://localhost:3000"]
    assert site["snippet"] == (
        f'<script async src="http://localhost:8104/widget.js" data-site="{site["key"]}"></script>'
    )
    look = {"color": "#AA3300", "position": "left"}
    changed = (await send(door, ADMIN, "PATCH", f"/sites/{site['id']}", look))["site"]
    assert changed["snippet"] == site["snippet"].replace("></", ' data-color="#aa3300" data-position="left"></')
    async with door.client(Origin="https://shop.example", Sec_Fetch_Site="cross-site") as http:
        seen = await http.get(f"/widget/site?key={site['key']}", headers={"Referer": "https://shop.example/a?q=1#x"})
        assert seen.status_code == 200
        assert seen.headers["access-control-allow-origin"] == "https://shop.example"
        assert "Origin" in seen.headers["vary"]
        assert "access-control-allow-credentials" not in seen.headers
    async with door.client(Origin="https://evil.example", Sec_Fetch_Site="cross-site") as http:
        refused = await http.get(f"/widget/site?key={site['key']}")
        assert refused.status_code == 403
        assert refused.json()["code"] == "origin"
        assert refused.headers["access-control-allow-origin"] == "https://evil.example"
        assert refused.headers["vary"] == "Origin"
    await door.house.conversations.settle()
    listed = (await send(door, ADMIN, "GET", "/sites"))["sites"]
    here = next(item for item in listed if item["id"] == site["id"])
    assert here["seen_at"] is not None
    assert here["seen_page"] == "https://shop.example/a"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"origins": []}, "origins"),
        ({"origins": ["https://a.test", "https://*.b.test"]}, "origins[1]"),
        ({"origins": ["https://user@a.test"]}, "origins[0]"),
        ({"origins": ["javascript:alert(1)"]}, "origins[0]"),
        ({"origins": ["https://a.test"] * 51}, "origins"),
        ({"origins": [7]}, "origins[0]"),
        ({"departments": []}, "departments"),
        ({"departments": ["nowhere"]}, "departments"),
        ({"color": "red; background: url(//evil.test)"}, "color"),
        ({"position": "top"}, "position"),
        ({"locale": "en-US-x-very-long"}, "locale"),
        ({"greeting": "x" * 201}, "greeting"),
        ({"privacy_url": "javascript:alert(1)"}, "privacy_url"),
        ({"key": "mine"}, "key"),
    ],
)
async def test_mistakes_of_a_site_are_told_at_the_field(door: Door, change: dict[str, Any], field: str) -> None:
    before = (await send(door, ADMIN, "GET", "/sites"))["sites"]
    assert (await send(door, ADMIN, "PATCH", "/sites/site", change, 400))["field"] == field
    assert (await send(door, ADMIN, "POST", "/sites", {**SITE, **change}, 400))["field"] == field
    assert (await send(door, ADMIN, "GET", "/sites"))["sites"] == before


async def test_a_disabled_site_is_unknown_to_its_widget(door: Door) -> None:
    await send(door, ADMIN, "POST", "/sites/site/disable", {})
    async with door.client(Origin=door.company.origin) as http:
        assert (await http.get("/widget/site?key=bench-site-key")).status_code == 404
        assert (await http.post("/widget/ticket", json={"site": "bench-site-key"})).status_code == 404
    await send(door, ADMIN, "POST", "/sites/site/enable", {})


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://Shop.Example", "https://shop.example"),
        ("shop.example", "https://shop.example"),
        ("http://shop.example:80/", "http://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_addresses_as_browsers_write_them(written: str, origin: str) -> None:
    assert normalise(written) == origin


@pytest.mark.parametrize(
    "written", ["", " ", "https://", "ftp://a.test", "a b.test", "https://a.test:99999", "*", "//"]
)
def test_no_addresses(written: str) -> None:
    with pytest.raises(Invalid):
        normalise(written)


def test_null_and_nothing_are_never_allowed() -> None:
    assert not is_allowed("null", ["null"])
    assert not is_allowed("", [""])
    assert not is_allowed(None, ["https://a.test"])
    assert is_allowed("https://a.test", ["https://a.test"])


# -- canned replies ---------------------------------------------------------------------------------------------------


async def test_replies_of_the_departments_one_belongs_to(door: Door) -> None:
    for shortcut, department in (("all", None), ("orders", "orders"), ("billing", "billing")):
        body = {"shortcut": shortcut, "text": "Hello", "department": department}
        await send(door, ADMIN, "POST", "/canned-replies", body, 201)

    async def seen(number: int) -> list[str]:
        answer = await send(door, number, "GET", "/canned-replies")
        return [item["shortcut"] for item in answer["canned_replies"]]

    assert await seen(ORDERS_AGENT) == ["all", "orders"]
    assert await seen(BILLING_AGENT) == ["all", "billing"]
    assert await seen(ADMIN) == ["all", "billing", "orders"]


async def test_a_supervisor_keeps_the_replies_of_her_departments(door: Door) -> None:
    mine = {"shortcut": "mine", "text": "Hello", "department": "orders"}
    reply = (await send(door, SUPERVISOR, "POST", "/canned-replies", mine, 201))["canned_reply"]["id"]
    for department in (None, "billing"):
        await send(
            door, SUPERVISOR, "POST", "/canned-replies", {**mine, "shortcut": "x", "department": department}, 403
        )
        await send(door, SUPERVISOR, "PATCH", f"/canned-replies/{reply}", {"department": department}, 403)
    foreign = {"shortcut": "other", "text": "Hello", "department": "billing"}
    other = (await send(door, ADMIN, "POST", "/canned-replies", foreign, 201))["canned_reply"]["id"]
    await send(door, SUPERVISOR, "PATCH", f"/canned-replies/{other}", {"text": "Mine now"}, 403)
    await send(door, SUPERVISOR, "POST", f"/canned-replies/{other}/disable", {}, 403)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"shortcut": ""}, "shortcut"),
        ({"shortcut": "two words"}, "shortcut"),
        ({"shortcut": "x" * 41}, "shortcut"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 8_001}, "text"),
        ({"text": "Hello {{constructor.constructor}}"}, "text"),
        ({"text": "Hello {{visitor.email}}"}, "text"),
        ({"text": "nul \0"}, "text"),
    ],
)
async def test_mistakes_of_a_reply_are_told_at_the_field(door: Door, change: dict[str, Any], field: str) -> None:
    body = {"shortcut": "hello", "text": "Hello {{visitor.name|there}}, {{agent.name}} here", "department": None}
    assert (await send(door, ADMIN, "POST", "/canned-replies", {**body, **change}, 400))["field"] == field
    made = (await send(door, ADMIN, "POST", "/canned-replies", {**body, "shortcut": "/Hello"}, 201))["canned_reply"]
    assert made["shortcut"] == "hello"
    taken = await send(door, ADMIN, "POST", "/canned-replies", body, 409)
    assert (taken["code"], taken["field"]) == ("shortcut_taken", "shortcut")
