"""V38: the headers of PROMISES.md 2.3, exactly, on every kind of response, errors and redirects included."""

from pathlib import Path

import httpx2
import pytest

from chat_server.web import auth
from chat_server.web.assets import ASSETS

from .door import ADMIN, Door, open_door

API = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
CONSOLE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
JSON = "application/json; charset=utf-8"
SCRIPT = "text/javascript; charset=utf-8"
FOR_EVER = "public, max-age=31536000, immutable"
EVERY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}

ERRORS = [
    ("GET", "/nothing-here", 404),
    ("GET", "/console/assets/nothing.js", 404),
    ("GET", "/widget/assets/nothing.js", 404),
    ("GET", "/widget/assets/../../app.py", 404),
    ("GET", "/photos/nothing.webp", 404),
    ("GET", f"/photos/{'0' * 64}.webp", 404),
    ("GET", "/photos/initials/nobody.svg", 404),
    ("GET", "/api/nothing", 404),
    ("GET", "/api/agents/nobody/disable", 405),
    ("DELETE", "/widget.js", 405),
    ("GET", "/widget/site?key=none", 404),
    ("POST", "/widget/ticket", 400),
    ("GET", "/" + "a" * 2_100, 414),
]


def check(
    answer: httpx2.Response, *, kind: str, csp: str = API, cache: str = "no-store", corp: str = "same-origin"
) -> None:
    headers = answer.headers
    assert headers["content-type"] == kind
    assert {name: headers[name] for name in EVERY} == EVERY
    assert headers["content-security-policy"] == csp
    assert headers["cache-control"] == cache
    assert headers["cross-origin-resource-policy"] == corp
    assert "server" not in headers
    assert "x-powered-by" not in headers


def asset(folder: str, ending: str) -> str:
    return next(path.name for path in sorted((ASSETS / folder).glob(f"*{ending}")))


async def test_each_kind(door: Door) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        check(await http.get("/api/me"), kind=JSON)
        for path in ("/console", "/console/", "/console/people", "/console/setup/abc"):
            answer = await http.get(path)
            check(answer, kind="text/html; charset=utf-8", csp=CONSOLE)
            assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        check(await http.get(f"/console/assets/{asset('console/assets', '.js')}"), kind=SCRIPT, cache=FOR_EVER)
        check(
            await http.get(f"/console/assets/{asset('console/assets', '.css')}"),
            kind="text/css; charset=utf-8",
            cache=FOR_EVER,
        )
        check(await http.get("/widget.js"), kind=SCRIPT, cache="public, max-age=300", corp="cross-origin")
        panel = await http.get(f"/widget/assets/{asset('widget', '.js')}")
        check(panel, kind=SCRIPT, cache=FOR_EVER, corp="cross-origin")
        assert panel.headers["access-control-allow-origin"] == "*"
        check(await http.get("/widget/site?key=bench-site-key", headers={"Origin": door.company.origin}), kind=JSON)


async def test_photos_and_initials(door: Door) -> None:
    sandbox = "sandbox; default-src 'none'; frame-ancestors 'none'"
    async with door.client() as http:
        answer = await http.get("/photos/initials/agent-0.svg")
        check(answer, kind="image/svg+xml; charset=utf-8", csp=sandbox, cache="public, max-age=60", corp="cross-origin")
        assert answer.headers["content-disposition"] == "inline"


@pytest.mark.parametrize(("method", "path", "status"), ERRORS)
async def test_errors_have_the_same_headers_and_one_shape(door: Door, method: str, path: str, status: int) -> None:
    async with door.client(door.agent(ADMIN)) as http:
        answer = await http.request(method, path, json={} if method == "POST" else None)
    assert answer.status_code == status, answer.text
    check(answer, kind=JSON)
    assert set(answer.json()) <= {"code", "message", "field"}


async def test_refusals_before_the_router(door: Door) -> None:
    async with door.client() as http:
        check(await http.get("/api/me"), kind=JSON)
        check(await http.get("/console", headers={"Host": "evil.test"}), kind=JSON)
        check(await http.get("/console", headers={"X-Long": "x" * 20_000}), kind=JSON)
        check(await http.post("/api/sign-in", content=b"x" * 70_000), kind=JSON)
        check(await http.get("/console//"), kind="text/html; charset=utf-8", csp=CONSOLE)


async def test_a_mistake_of_ours_shows_no_traceback(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("a detail nobody outside should read")

    monkeypatch.setattr(auth.Gate, "_check", broken)
    async with door.client() as http:
        answer = await http.get("/api/me")
    check(answer, kind=JSON)
    assert answer.status_code == 500
    assert answer.json()["code"] == "internal_error"
    assert "detail" not in answer.text


async def test_https_adds_hsts(tmp_path: Path) -> None:
    async with open_door(tmp_path, public_url="https://chat.test") as door, door.client() as http:
        for path in ("/console", "/api/me", "/widget.js", "/nothing"):
            answer = await http.get(path)
            assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_the_console_has_no_cors(door: Door) -> None:
    async with door.client(door.agent(ADMIN), Origin=door.company.origin, Sec_Fetch_Site="cross-site") as http:
        answer = await http.get("/api/me")
        assert not [name for name in answer.headers if name.startswith("access-control")]
        preflight = await http.options("/api/me", headers={"Access-Control-Request-Method": "PATCH"})
        assert not [name for name in preflight.headers if name.startswith("access-control")]
