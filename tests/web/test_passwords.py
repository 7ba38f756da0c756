"""Passwords: what may be one, setting one by a link, changing one (PROMISES.md T10, T11)."""

import asyncio

import httpx2
import pytest

from chat_server.domain.errors import Busy, Invalid
from chat_server.services.passwords import QUEUE, THREADS, Passwords, check

from .door import ADMIN, ORDERS_AGENT, PASSWORD, Door

WORDS = ["Pedal & Pine", "https://pedalandpine.example", "Ana Horvat", "ana@pedalandpine.example"]


@pytest.mark.parametrize(
    "password",
    [
        "trousers lamp otter quiet",
        "x8!kQp2#vLm9",
        "kuhinja stol mačka",
        "correct horse battery staple",
        "пароль из четырёх слов",
        "長い合言葉はとても安全ですよね",
    ],
)
def test_may_be_one(password: str) -> None:
    assert check(password, WORDS) == password


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd12345",
        "Welcome2026!!",
        "PedalAndPine2026!",
        "ana.horvat1234",
        "abcdefghijkl",
        "123412341234",
        "aaaaaaaaaaaaaaaa",
        "qwertyuiop123",
    ],
)
def test_too_easy(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(password, WORDS)
    assert (refused.value.code, refused.value.field) == ("too_easy", "password")


@pytest.mark.parametrize(("length", "code"), [(11, "too_short"), (129, "too_long")])
def test_length(length: int, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(("quiet otters run " * 9)[:length], [])
    assert refused.value.code == code


async def test_composed_or_not_it_is_the_same_password() -> None:
    passwords = Passwords(memory_kib=8, time_cost=1)
    known = await passwords.hash("mačka na krovu kuće")
    assert await passwords.verify("mac\u030cka na krovu kuc\u0301e", known)
    assert not await passwords.verify("macka na krovu kuce", known)
    passwords.close()


async def test_a_long_queue_is_refused_instead_of_kept() -> None:
    passwords = Passwords(memory_kib=8, time_cost=1)
    tasks = [asyncio.ensure_future(passwords.hash("quiet otters run")) for _ in range(THREADS + QUEUE + 3)]
    done = await asyncio.gather(*tasks, return_exceptions=True)
    refused = [error for error in done if isinstance(error, BaseException)]
    assert len(refused) == 3
    assert all(isinstance(error, Busy) and error.code == "too_many_attempts" for error in refused)
    passwords.close()


async def redeem(door: Door, token: str, **values: str) -> httpx2.Response:
    async with door.client() as http:
        return await http.post(f"/api/setup/{token}", json=values)


async def test_an_invitation_is_used_once(door: Door) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        made = await http.post(
            "/api/agents", json={"name": "Ana", "email": "Ana@Shop.test", "role": "agent", "departments": ["orders"]}
        )
    token = made.json()["link"].rpartition("/")[2]
    async with door.client() as http:
        looked = await http.get(f"/api/setup/{token}")
        assert looked.json() == {"purpose": "invitation", "name": "Ana", "email": "ana@shop.test"}
    easy = await redeem(door, token, password="ana shop 2026")
    assert (easy.status_code, easy.json()["field"]) == (400, "password")
    used = await redeem(door, token, password=PASSWORD, name="Ana Horvat")
    assert used.status_code == 200
    assert used.json()["me"]["name"] == "Ana Horvat"
    again = await redeem(door, token, password=PASSWORD)
    assert (again.status_code, again.json()["code"]) == (404, "link_expired")


async def test_a_newer_link_ends_the_older_and_time_ends_both(door: Door) -> None:
    agent = door.agent(ORDERS_AGENT).id
    async with door.client(door.agent(ADMIN)) as http:
        first, second = [
            (await http.post(f"/api/agents/{agent}/link", json={})).json()["link"].rpartition("/")[2] for _ in range(2)
        ]
    assert (await redeem(door, first, password=PASSWORD)).status_code == 404
    door.wait(8 * 24 * 3600)
    assert (await redeem(door, second, password=PASSWORD)).status_code == 404


async def test_the_first_admin_is_made_once(door: Door) -> None:
    link = await door.house.setup.first_admin_link()
    assert link is not None
    assert link.startswith("http://localhost:8104/console/setup/")
    token = link.rpartition("/")[2]
    missing = await redeem(door, token, password=PASSWORD, email="mia@shop.test")
    assert (missing.status_code, missing.json()["field"]) == (400, "name")
    made = await redeem(door, token, password=PASSWORD, email="mia@shop.test", name="Mia", company="Pedal & Pine")
    assert made.json()["me"]["role"] == "admin"
    async with door.client() as http:
        http.headers["Cookie"] = made.headers["set-cookie"].split(";")[0]
        assert (await http.get("/api/me")).json()["company"] == "Pedal & Pine"
    assert await door.house.setup.first_admin_link() is None


async def test_changing_it_needs_the_present_one_and_ends_all_other_sessions(door: Door) -> None:
    email = await door.with_password(ORDERS_AGENT)
    agent = door.agent(ORDERS_AGENT)
    async with door.client() as other:
        elsewhere = await other.post("/api/sign-in", json={"email": email, "password": PASSWORD})
        other.headers["Cookie"] = elsewhere.headers["set-cookie"].split(";")[0]
        assert (await other.get("/api/me")).status_code == 200
        async with door.client(agent) as http:
            wrong = await http.post("/api/me/password", json={"current": "not it", "new": "four quiet otters run"})
            assert (wrong.status_code, wrong.json()["field"]) == (400, "current")
            easy = await http.post("/api/me/password", json={"current": PASSWORD, "new": "agent-0 shop 2026"})
            assert (easy.status_code, easy.json()["field"]) == (400, "new")
            done = await http.post("/api/me/password", json={"current": PASSWORD, "new": "four quiet otters run"})
            assert done.status_code == 200
            assert (await http.get("/api/me")).status_code == 401, "the old value of this browser's cookie"
            http.headers["Cookie"] = done.headers["set-cookie"].split(";")[0]
            assert (await http.get("/api/me")).json()["csrf"] == done.json()["csrf"]
        assert (await other.get("/api/me")).status_code == 401


async def test_sessions_are_listed_and_ended_one_by_one(door: Door) -> None:
    email = await door.with_password(ORDERS_AGENT)
    async with door.client(address="2001:db8::7") as other:
        elsewhere = await other.post("/api/sign-in", json={"email": email, "password": PASSWORD})
        other.headers["Cookie"] = elsewhere.headers["set-cookie"].split(";")[0]
        async with door.client(door.agent(ORDERS_AGENT)) as http:
            listed = (await http.get("/api/me/sessions")).json()["sessions"]
            assert sorted(item["current"] for item in listed) == [False, True]
            there = next(item for item in listed if not item["current"])
            assert there["address"] == "2001:db8::/64"
            foreign = door.agent(ADMIN).session
            assert (await http.delete(f"/api/me/sessions/{foreign}")).status_code == 404
            assert (await http.delete(f"/api/me/sessions/{there['id']}")).status_code == 204
        assert (await other.get("/api/me")).status_code == 401
