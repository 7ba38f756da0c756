"""Before a route sees a request: hosts, proxies, sizes (PROMISES.md T20, T21, T23); and the limits of T22."""

from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from chat_server.domain.errors import Busy
from chat_server.web.limits import LIMITS, OPEN, Limits
from chat_server.web.middleware import Proxies

from .door import ADMIN, Door


async def seen_by_app(client: str, forwarded: list[str], trusted: tuple[str, ...], proto: str = "") -> tuple[str, str]:
    """Address and scheme behind `Proxies`."""
    found: list[tuple[str, str]] = []

    async def app(scope: Scope, _: Receive, __: Send) -> None:
        found.append((scope["client"][0], scope["scheme"]))

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(_: Message) -> None:
        return

    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    if proto:
        headers.append((b"x-forwarded-proto", proto.encode()))
    scope: dict[str, Any] = {"type": "http", "client": (client, 1), "scheme": "http", "headers": headers}
    await Proxies(app, trusted=trusted)(scope, receive, send)
    return found[0]


OURS = ("127.0.0.1", "::1", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1", "203.0.113.7, 10.1.2.3"], "203.0.113.7"),
        ("127.0.0.1", ["evil, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7, evil"], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7, evil, 10.0.0.1"], "10.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("203.0.113.7", ["127.0.0.1"], "203.0.113.7"),
        ("::1", ["2001:db8::7"], "2001:db8::7"),
        ("testclient", ["198.51.100.1"], "testclient"),
    ],
)
async def test_the_right_most_hop_that_is_not_ours(client: str, forwarded: list[str], address: str) -> None:
    assert (await seen_by_app(client, forwarded, OURS))[0] == address


async def test_the_scheme_is_believed_from_our_proxies_only() -> None:
    assert (await seen_by_app("127.0.0.1", [], OURS, "https"))[1] == "https"
    assert (await seen_by_app("203.0.113.7", [], OURS, "https"))[1] == "http"
    assert (await seen_by_app("127.0.0.1", [], OURS, "javascript"))[1] == "http"


@pytest.mark.parametrize("host", ["localhost", "localhost:8104", "127.0.0.1:1", "[::1]:8104", "LOCALHOST"])
async def test_names_of_this_server(door: Door, host: str) -> None:
    async with door.client() as http:
        assert (await http.get("/healthz", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.test", "localhost.evil.test", "evil.test:8104", "localhost@evil.test", "", "a b", "localhost, evil.test"],
)
async def test_other_names_are_refused_before_the_router(door: Door, host: str) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        answer = await http.get("/api/me", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong_host")


async def test_sizes(door: Door) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        assert (await http.get("/console/" + "a" * 2_100)).status_code == 414
        assert (await http.get("/console?" + "a" * 2_100)).status_code == 414
        assert (await http.get("/api/me", headers={"X-Long": "x" * 17_000})).status_code == 431
        large = await http.patch("/api/me", json={"line": "x" * 70_000})
        assert (large.status_code, large.json()["code"]) == (413, "too_large")

        async def drops() -> Any:
            for _ in range(70):
                yield b"x" * 1_000

        streamed = await http.patch("/api/me", content=drops(), headers={"Content-Type": "application/json"})
        assert (streamed.status_code, streamed.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b'{"line": NaN}', b'{"line": "\xff"}', b'{"line": "\\ud800"}', b"[" * 30_000, b'"x"', b"null"],
)
async def test_bodies_that_make_no_sense(door: Door, raw: bytes) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        answer = await http.patch("/api/me", content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["code"] in ("invalid", "bad_json")


# -- limits -----------------------------------------------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_twenty_messages_in_ten_seconds_and_two_hundred_in_an_hour() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    assert [limits.allow("visitor_message", "v") for _ in range(20)] == [None] * 20
    assert limits.allow("visitor_message", "v") == pytest.approx(0.5)
    assert limits.allow("visitor_message", "other") is None
    clock.now += 0.5
    assert limits.allow("visitor_message", "v") is None
    sent = 21
    for _ in range(2_000):
        clock.now += 0.5
        sent += limits.allow("visitor_message", "v") is None
    assert sent <= 200 + 1_000 * 200 / 3_600 + 1


def test_what_is_refused_costs_nothing() -> None:
    clock = Clock()
    limits = Limits(clock=clock)
    for _ in range(5):
        assert limits.allow("address_conversation", "a") is None
    for _ in range(100):
        assert limits.allow("address_conversation", "a") is not None
    clock.now += 120
    assert limits.allow("address_conversation", "a") is None
    with pytest.raises(Busy) as refused:
        limits.require("address_conversation", "a")
    assert refused.value.code == "rate_limited"
    assert refused.value.retry_after


def test_sockets_are_counted_while_they_are_open() -> None:
    limits = Limits(clock=Clock())
    assert all(limits.enter("address_socket", "a") for _ in range(10))
    assert not limits.enter("address_socket", "a")
    limits.leave("address_socket", "a")
    assert limits.enter("address_socket", "a")
    assert limits.enter("address_socket", "b")


def test_an_ipv6_network_is_one_address() -> None:
    limits = Limits(clock=Clock())
    assert all(limits.enter("address_socket", f"2001:db8:0:1::{number}") for number in range(1, 11))
    assert not limits.enter("address_socket", "2001:db8:0:1:ffff::1")
    assert limits.enter("address_socket", "2001:db8:0:2::1")
    limits.leave("address_socket", "2001:db8:0:1::77")
    assert limits.enter("address_socket", "2001:db8:0:1::99")


def test_a_factor_scales_all_of_it() -> None:
    limits = Limits(clock=Clock(), factor=10)
    assert all(limits.allow("visitor_message", "v") is None for _ in range(200))
    assert all(limits.enter("address_socket", "a") for _ in range(100))


def test_the_numbers_of_t22() -> None:
    assert LIMITS["visitor_message"] == ((20, 10.0), (200, 3600.0))
    assert LIMITS["agent_message"] == ((60, 10.0),)
    assert LIMITS["address_connect"] == ((60, 60.0),)
    assert LIMITS["address_conversation"] == ((5, 600.0),)
    assert (OPEN["address_socket"], OPEN["site_socket"]) == (10, 2_000)
