"""People: inviting, changing, disabling, and who may what to whom (PROMISES.md T13)."""

from typing import Any

import pytest

from tests.support.past import past, write_past

from .door import ADMIN, BILLING_AGENT, EXPIRED_ADMIN, ORDERS_AGENT, OTHER_ADMIN, SUPERVISOR, Door

ANA = {"name": "Ana", "email": "ana@shop.test", "role": "agent", "departments": ["orders"]}


async def send(door: Door, number: int, method: str, path: str, body: Any, status: int = 200) -> Any:
    async with door.client(door.agent(number)) as http:
        answer = await http.request(method, f"/api{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def test_an_invited_person_stands_in_the_list_without_a_password(door: Door) -> None:
    made = await send(
        door, ADMIN, "POST", "/agents", {**ANA, "email": " Ana@SHOP.test ", "name": "Ana\u202e Horvat"}, 201
    )
    agent = made["agent"]
    assert (agent["name"], agent["email"], agent["invited"]) == ("Ana Horvat", "ana@shop.test", True)
    assert made["link"].startswith("http://localhost:8104/console/setup/")
    listed = await send(door, BILLING_AGENT, "GET", "/agents", None)
    assert agent in listed["agents"]
    assert not {"password_hash", "version", "settings"} & set(listed["agents"][0])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**ANA, "name": " \u200b "}, "name"),
        ({**ANA, "name": "x" * 81}, "name"),
        ({**ANA, "email": "ana"}, "email"),
        ({**ANA, "email": "ana@shop.test\r\nBcc: a@b.test"}, "email"),
        ({**ANA, "email": "a" * 250 + "@shop.test"}, "email"),
        ({**ANA, "departments": []}, "departments"),
        ({**ANA, "departments": ["nowhere"]}, "departments"),
        ({**ANA, "line": "x" * 81}, "line"),
        ({**ANA, "role": "owner"}, "role"),
        ({**ANA, "role": 7}, "role"),
        ({**ANA, "password_hash": "x"}, "password_hash"),
        ({"email": "ana@shop.test"}, "name"),
    ],
)
async def test_mistakes_are_told_at_the_field(door: Door, body: dict[str, Any], field: str) -> None:
    refusal = await send(door, ADMIN, "POST", "/agents", body, 400)
    assert refusal["field"] == field
    assert refusal["message"].endswith(".")


async def test_an_email_signs_in_one_person(door: Door) -> None:
    refusal = await send(door, ADMIN, "POST", "/agents", {**ANA, "email": "AGENT-0@shop.test"}, 409)
    assert (refusal["code"], refusal["field"]) == ("email_taken", "email")
    refusal = await send(door, ADMIN, "PATCH", "/agents/agent-1", {"email": "agent-0@shop.test"}, 409)
    assert refusal["field"] == "email"


async def test_a_supervisor_invites_agents_to_her_own_departments_only(door: Door) -> None:
    await send(door, SUPERVISOR, "POST", "/agents", ANA, 201)
    other = {**ANA, "email": "b@shop.test"}
    refusal = await send(door, SUPERVISOR, "POST", "/agents", {**other, "departments": ["billing"]}, 403)
    assert refusal["field"] == "departments"
    for role in ("supervisor", "admin"):
        refusal = await send(door, SUPERVISOR, "POST", "/agents", {**other, "role": role}, 403)
        assert refusal["field"] == "role"


async def test_nobody_raises_oneself(door: Door) -> None:
    for number in (ORDERS_AGENT, SUPERVISOR):
        me = door.agent(number).id
        await send(door, number, "PATCH", f"/agents/{me}", {"role": "admin"}, 403)
        await send(door, number, "PATCH", "/me", {"role": "admin"}, 400)
    me = door.agent(ADMIN).id
    assert (await send(door, ADMIN, "PATCH", f"/agents/{me}", {"role": "agent"}, 403))["code"] == "own_role"
    assert (await send(door, ADMIN, "POST", f"/agents/{me}/disable", {}, 409))["code"] == "own_account"


async def test_the_last_admin_stays(door: Door) -> None:
    for number in (ADMIN, OTHER_ADMIN, EXPIRED_ADMIN):
        await door.with_password(number)
    await send(door, ADMIN, "POST", f"/agents/{door.agent(OTHER_ADMIN).id}/disable", {})
    both = door.agent(ADMIN), door.agent(EXPIRED_ADMIN)
    async with door.client(both[0]) as first, door.client(both[1]) as second:
        one = await first.post(f"/api/agents/{both[1].id}/disable", json={})
        two = await second.post(f"/api/agents/{both[0].id}/disable", json={})
        assert (one.status_code, two.status_code) == (200, 401)
    link = await door.house.setup.first_admin_link()
    assert link is None, "somebody can still administer"


async def test_other_departments_work_at_once_and_nobody_is_signed_out(door: Door) -> None:
    await send(door, BILLING_AGENT, "GET", "/me", None)
    await send(door, ADMIN, "PATCH", "/agents/agent-1", {"departments": ["orders"]})
    me = (await send(door, BILLING_AGENT, "GET", "/me", None))["me"]
    assert me["departments"] == ["orders"]
    identity = await door.house.sign_in.identity_for(door.agent(BILLING_AGENT).session)
    assert identity is not None
    assert identity.departments == {"orders"}


async def test_disabled_is_out_at_once_and_can_come_back(door: Door) -> None:
    await send(door, ADMIN, "POST", "/agents/agent-0/disable", {})
    await send(door, ORDERS_AGENT, "GET", "/me", None, 401)
    assert "agent-0" in {
        a["id"] for a in (await send(door, ADMIN, "GET", "/agents", None))["agents"] if a["disabled_at"]
    }
    refusal = await send(door, ADMIN, "POST", "/agents/agent-0/link", {}, 409)
    assert refusal["code"] == "disabled"
    back = await send(door, ADMIN, "POST", "/agents/agent-0/enable", {})
    assert back["agent"]["disabled_at"] is None
    await send(door, ORDERS_AGENT, "GET", "/me", None, 401)


async def test_what_a_disabled_person_owned_is_the_next_in_line(door: Door) -> None:
    write_past(door.settings.database, past("V 0:00, J(agent-0) 0:20, A(agent-0) 0:50, V 1:00", "c1"))
    await send(door, ADMIN, "POST", "/agents/agent-0/disable", {})
    there = (await send(door, SUPERVISOR, "GET", "/conversations/c1", None))["conversation"]
    assert (there["status"], there["owner_kind"], there["owner_id"], there["waiting_priority"]) == (
        "waiting",
        "department",
        "orders",
        1,
    )


async def test_an_unknown_person_is_not_found(door: Door) -> None:
    for method, path in (("PATCH", ""), ("POST", "/disable"), ("POST", "/link")):
        await send(door, ADMIN, method, f"/agents/nobody{path}", {}, 404)


async def test_my_settings_are_kept_as_they_are(door: Door) -> None:
    kept = await send(door, ORDERS_AGENT, "PATCH", "/me", {"settings": {"sound": False, "locale": "hr", "n": 3}})
    assert kept["me"]["settings"] == {"sound": False, "locale": "hr", "n": 3}
    for odd in ({"a": {"b": 1}}, {"a": "x" * 300}, {f"k{i}": i for i in range(60)}, [1]):
        refusal = await send(door, ORDERS_AGENT, "PATCH", "/me", {"settings": odd}, 400)
        assert refusal["field"].startswith("settings")


async def test_every_change_leaves_a_row(door: Door) -> None:
    from sqlmodel import select

    from chat_server.storage.tables import Audit

    await send(door, ADMIN, "POST", "/agents", ANA, 201)
    await send(door, ADMIN, "PATCH", "/agents/agent-0", {"role": "supervisor"})
    await send(door, ADMIN, "POST", "/agents/agent-0/disable", {})
    rows = await door.store.read(lambda session: [(a.action, a.actor, a.data) for a in session.exec(select(Audit))])
    actions = [action for action, actor, _ in rows if actor == door.agent(ADMIN).id]
    assert actions == ["agent_created", "link_made", "agent_changed", "agent_disabled"]
    assert not [data for _, _, data in rows if "@" in data], "no e-mails"
