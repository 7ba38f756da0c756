"""Pure ASGI middleware around all routes. `stack` gives it in order, outermost first.

`Proxies` (who is it really), `RequestLog`, `SecurityHeaders`, `Failures` (a 500 has the headers too), `Sizes`, `Hosts`.
"""

import asyncio
import ipaddress
import time
from collections.abc import Collection, Sequence
from secrets import token_hex
from urllib.parse import urlsplit

import structlog
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat_server.domain.errors import Invalid, Refused

from .errors import failure, refusal
from .headers import SecurityHeaders

log = structlog.get_logger("chat_server.web")

PATH_BYTES = 2_048
HEADER_BYTES = 16 * 1024
BODY_BYTES = 64 * 1024
UPLOAD_BYTES = 5 * 1024 * 1024
BODY_SECONDS = 30.0
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def stack(*, public_url: str, allowed_hosts: Collection[str], trusted_proxies: Sequence[str]) -> list[Middleware]:
    """All of it but the gate of `auth`, which comes innermost."""
    return [
        Middleware(Proxies, trusted=trusted_proxies),
        Middleware(RequestLog),
        Middleware(SecurityHeaders, https=public_url.startswith("https://")),
        Middleware(Failures),
        Middleware(Sizes),
        Middleware(Hosts, allowed=allowed_hosts or (urlsplit(public_url).hostname or "", *LOOPBACK)),
    ]


def header(scope: Scope, name: bytes) -> str:
    """All values of a header, joined as HTTP joins them; empty if there are none."""
    return ",".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


class Proxies:
    """Believes `X-Forwarded-For` and `-Proto` from configured proxies only: the right-most hop not ours."""

    def __init__(self, app: ASGIApp, *, trusted: Sequence[str]) -> None:
        self.app = app
        self._trusted = [ipaddress.ip_network(item, strict=False) for item in trusted]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and scope.get("client") and self._is_ours(scope["client"][0]):
            host, port = scope["client"]
            for hop in reversed([h.strip() for h in header(scope, b"x-forwarded-for").split(",")]):
                if not _is_address(hop):
                    break
                host, port = hop, 0
                if not self._is_ours(hop):
                    break
            scope["client"] = (host, port)
            proto = header(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
            if proto in ("http", "https"):
                scope["scheme"] = proto if scope["type"] == "http" else {"http": "ws", "https": "wss"}[proto]
        await self.app(scope, receive, send)

    def _is_ours(self, host: str) -> bool:
        return _is_address(host) and any(ipaddress.ip_address(host) in network for network in self._trusted)


class RequestLog:
    """One line a request under its id: method, route template, status, time. Never path, query, body, cookie or
    address: a set-up link has its token in the path."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=token_hex(6))
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            took = round((time.perf_counter() - started) * 1000, 1)
            route = getattr(scope.get("route"), "path", "-")
            level = log.debug if status < 400 and not route.startswith("/api") else log.info
            level("request", method=scope["method"], route=route, status=status, ms=took)


class Failures:
    """The last net: refusals raised outside the router, and a plain 500 instead of a traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Refused as error:
            if begun:
                raise
            await refusal(error)(scope, receive, send)
        except ClientDisconnect:
            # Gone in the middle of the request: nobody is there to be answered.
            return
        except Exception:
            log.exception("request failed", route=getattr(scope.get("route"), "path", "-"))
            if begun:
                raise
            await failure(500)(scope, receive, send)


class Sizes:
    """Long paths, many headers, big and slow bodies (PROMISES.md T23, T25)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > PATH_BYTES:
            await _refuse(scope, receive, send, 414, "too_large", "That address is too long.")
            return
        if sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > HEADER_BYTES:
            await _refuse(scope, receive, send, 431, "headers_too_large", "Those headers are too large.")
            return
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        limit = UPLOAD_BYTES if scope["method"] == "PUT" and scope["path"].endswith("/photo") else BODY_BYTES
        too_large = Invalid(f"At most {limit // 1024:,} KiB can be sent at once.", code="too_large")
        declared = header(scope, b"content-length")
        if declared and (not declared.isdigit() or int(declared) > limit):
            raise too_large
        read = 0
        deadline = asyncio.get_running_loop().time() + BODY_SECONDS
        more = True

        async def limited() -> Message:
            nonlocal read, more
            if not more:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise Invalid("The body took too long to arrive.", code="too_slow") from None
            read += len(message.get("body", b""))
            more = bool(message.get("more_body", False))
            if read > limit:
                raise too_large
            return message

        await self.app(scope, limited, send)


class Hosts:
    """Serves known host names only, before anything is routed (CVE-2026-48710); ports don't matter."""

    def __init__(self, app: ASGIApp, *, allowed: Collection[str]) -> None:
        self.app = app
        self._allowed = frozenset(_hostname(host) for host in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and _hostname(header(scope, b"host")) not in self._allowed:
            await _refuse(scope, receive, send, 400, "wrong_host", "This server is not known under that name.")
            return
        await self.app(scope, receive, send)


def _hostname(text: str) -> str:
    """The host of a Host header, or of a configured name with or without port and brackets."""
    text = text.strip().lower()
    if text.count(":") > 1 and not text.startswith("["):
        return text
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, code: str, sentence: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": code})
        return
    response = refusal(Invalid(sentence, code=code))
    response.status_code = status
    await response(scope, receive, send)
