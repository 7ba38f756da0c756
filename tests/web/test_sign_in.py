"""Signing in, its cookies and its patience (PROMISES.md T10, T11; V39), with a clock that the test moves."""

from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlmodel import Session as DbSession
from sqlmodel import col, select

from chat_server.services.throttle import DELAY_MAX_SECONDS, Throttle, delay_seconds, network_of
from chat_server.storage.tables import Audit, Session

from .door import ADMIN, ORDERS_AGENT, PASSWORD, Door, open_door

HOUR = 3600.0


async def sign_in(door: Door, email: str, password: str = PASSWORD, **options: Any) -> httpx2.Response:
    async with door.client(**options) as http:
        return await http.post("/api/sign-in", json={"email": email, "password": password})


def cookie(answer: httpx2.Response, name: str = "sid") -> str:
    return next(text for text in answer.headers.get_list("set-cookie") if text.startswith(f"{name}="))


def value(text: str) -> str:
    return text.split(";", maxsplit=1)[0].partition("=")[2]


async def works(door: Door, sid: str) -> bool:
    async with door.client(Cookie=f"sid={sid}") as http:
        answer = await http.get("/api/me")
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


async def test_the_cookie_and_what_is_stored(door: Door) -> None:
    email = await door.with_password(ORDERS_AGENT)
    answer = await sign_in(door, email.upper())
    assert answer.status_code == 200
    assert answer.json()["me"]["id"] == "agent-0"
    sid = cookie(answer)
    assert {part.strip() for part in sid.split(";")[1:]} == {"HttpOnly", "Max-Age=604800", "Path=/", "SameSite=lax"}
    assert len(value(sid)) == 43, "256 bits"
    stored = await door.store.read(lambda session: [row.id_hash for row in session.exec(select(Session))])
    assert value(sid) not in stored
    assert all(len(hashed) == 64 for hashed in stored)
    assert await works(door, value(sid))


async def test_under_https_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    async with open_door(tmp_path, public_url="https://chat.test") as door:
        email = await door.with_password(ADMIN)
        sid = cookie(await sign_in(door, email), "__Host-sid")
        assert {part.strip() for part in sid.split(";")[1:]} == {
            "HttpOnly",
            "Max-Age=43200",
            "Path=/",
            "SameSite=lax",
            "Secure",
        }


async def test_no_cookie_in_the_clear(tmp_path: Path) -> None:
    async with open_door(tmp_path, public_url="http://chat.test") as door:
        answer = await sign_in(door, await door.with_password(ADMIN))
        assert (answer.status_code, answer.json()["code"]) == (403, "https_needed")


async def test_signing_in_again_gives_a_new_value_and_ends_the_old(door: Door) -> None:
    email = await door.with_password(ORDERS_AGENT)
    first = value(cookie(await sign_in(door, email)))
    second = value(cookie(await sign_in(door, email, Cookie=f"sid={first}")))
    assert first != second
    assert (await works(door, first), await works(door, second)) == (False, True)


async def test_signing_out_ends_the_session_and_the_cookie(door: Door) -> None:
    agent = door.agent(ORDERS_AGENT)
    async with door.client(agent) as http:
        answer = await http.post("/api/sign-out", json={})
        assert answer.status_code == 204
        assert "Max-Age=0" in cookie(answer)
        assert (await http.get("/api/me")).status_code == 401


@pytest.mark.parametrize("odd", ["", "undefined", "null", "x" * 43, "é" * 43, "a" * 5_000])
async def test_odd_cookies_are_nobody(door: Door, odd: str) -> None:
    headers: Any = {"Cookie": f"sid={odd}".encode()}
    async with door.client() as http:
        assert (await http.get("/api/me", headers=headers)).status_code == 401


@pytest.mark.parametrize(
    ("number", "idle_hours", "age_hours"), [(ORDERS_AGENT, 8, 7 * 24), (ADMIN, 1, 12)], ids=["agent", "admin"]
)
async def test_a_session_ends_when_idle_and_when_old(door: Door, number: int, idle_hours: int, age_hours: int) -> None:
    email = await door.with_password(number)
    sid = value(cookie(await sign_in(door, email)))
    door.wait(idle_hours * HOUR - 60)
    assert await works(door, sid)
    door.wait(idle_hours * HOUR)
    assert not await works(door, sid)

    sid = value(cookie(await sign_in(door, email)))
    for _ in range(2 * age_hours // idle_hours - 1):
        door.wait(idle_hours * HOUR / 2)
        assert await works(door, sid)
    door.wait(idle_hours * HOUR / 2)
    assert not await works(door, sid), "used all the time, but too old"


async def test_unknown_and_known_names_are_refused_alike(door: Door) -> None:
    known = await sign_in(door, await door.with_password(ORDERS_AGENT), "not the right words")
    unknown = await sign_in(door, "nobody@shop.test", "not the right words")
    invited = await sign_in(door, "agent-1@shop.test", "")
    disabled = door.agent(ORDERS_AGENT).id
    await door.house.agents.disable(await door.identity(ADMIN), disabled)
    gone = await sign_in(door, f"{disabled}@shop.test")
    assert {(a.status_code, a.text) for a in (known, unknown, invited, gone)} == {(401, known.text)}
    assert known.json()["code"] == "wrong_credentials"


async def test_after_five_failures_an_account_answers_later(door: Door) -> None:
    email = await door.with_password(ORDERS_AGENT)
    for number in range(5):
        assert (await sign_in(door, email, "wrong words", address=f"198.51.{number}.1")).status_code == 401
    waits = []
    for number in range(5, 9):
        answer = await sign_in(door, email, "wrong words", address=f"198.51.{number}.1")
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_attempts")
        waits.append(answer.json()["retry_after"])
        assert answer.headers["retry-after"] == str(waits[-1])
        door.wait(waits[-1])
        assert (await sign_in(door, email, "wrong words", address=f"198.51.{number}.2")).status_code == 401
    assert waits == [1, 2, 4, 8]
    refused = await sign_in(door, email, address="198.51.200.1")
    assert refused.status_code == 429, "even the right words have to wait"
    door.wait(16)
    assert (await sign_in(door, email, address="198.51.200.1")).status_code == 200
    assert (await sign_in(door, email, "wrong words", address="198.51.201.1")).status_code == 401, "afresh"


async def test_a_known_device_never_waits(door: Door) -> None:
    email = await door.with_password(ORDERS_AGENT)
    device = value(cookie(await sign_in(door, email), "device"))
    for number in range(7):
        await sign_in(door, email, "wrong words", address=f"198.51.{number}.1")
    assert (await sign_in(door, email)).status_code == 429
    assert (await sign_in(door, email, Cookie=f"device={device}")).status_code == 200
    other = await door.with_password(ADMIN)
    for number in range(7):
        await sign_in(door, other, "wrong words", address=f"198.51.1{number}.1")
    assert (await sign_in(door, other, Cookie=f"device={device}")).status_code == 429, "known for another person only"


async def test_a_network_is_stopped_after_twenty_failures(door: Door) -> None:
    for number in range(20):
        answer = await sign_in(door, f"nobody-{number}@shop.test", "wrong words", address=f"192.0.2.{number}")
        assert answer.status_code == 401
    email = await door.with_password(ORDERS_AGENT)
    assert (await sign_in(door, email, address="192.0.2.99")).status_code == 429
    assert (await sign_in(door, email, address="192.0.3.1")).status_code == 200
    door.wait(600)
    assert (await sign_in(door, email, address="192.0.2.99")).status_code == 200


async def test_every_failure_is_written_down_without_the_name_that_was_tried(door: Door) -> None:
    await sign_in(door, "marker-mail@shop.test", "marker-password")

    def rows(session: DbSession) -> list[tuple[str, str, str]]:
        return [(row.action, row.subject, row.data) for row in session.exec(select(Audit).order_by(col(Audit.id)))]

    action, subject, data = (await door.store.read(rows))[-1]
    assert (action, subject) == ("sign_in_failed", "")
    assert "marker" not in data


def test_delays() -> None:
    assert [delay_seconds(n) for n in (5, 6, 7, 12, 13, 14, 500)] == [1, 2, 4, 128, 256, 300, DELAY_MAX_SECONDS]


def test_networks() -> None:
    assert network_of("203.0.113.77") == "203.0.113.0/24"
    assert network_of("::ffff:203.0.113.77") == "203.0.113.0/24"
    assert network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64"
    assert network_of("testclient") == "unknown"


def test_attempts_at_the_same_time_gain_nothing() -> None:
    throttle = Throttle(lambda: 1_000_000)
    for number in range(5):
        throttle.begin("ana@shop.test", f"198.51.{number}.1", known_device=False)
    with pytest.raises(Exception, match="Too many attempts"):
        throttle.begin("ana@shop.test", "198.51.9.1", known_device=False)
