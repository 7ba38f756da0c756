"""The headers of PROMISES.md 2.3, chosen by the kind of response. What a handler set stays."""

from collections.abc import Mapping
from typing import Literal

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Kind = Literal["api", "console", "console_asset", "loader", "widget_asset", "photo"]

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
CONSOLE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"

ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
HSTS = "max-age=31536000; includeSubDomains"
IMMUTABLE = "public, max-age=31536000, immutable"

OF_KIND: dict[Kind, Mapping[str, str]] = {
    "api": {
        "Content-Security-Policy": NOTHING,
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    },
    "console": {
        "Content-Security-Policy": CONSOLE,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    },
    "console_asset": {
        "Content-Security-Policy": NOTHING,
        "Cache-Control": IMMUTABLE,
        "Cross-Origin-Resource-Policy": "same-origin",
    },
    "loader": {
        "Content-Security-Policy": NOTHING,
        "Cache-Control": "public, max-age=300",
        "Cross-Origin-Resource-Policy": "cross-origin",
    },
    # The panel is a module, so the host page fetches it with CORS; its photos are plain images of other origins.
    "widget_asset": {
        "Content-Security-Policy": NOTHING,
        "Cache-Control": IMMUTABLE,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    },
    "photo": {
        "Content-Security-Policy": SANDBOX,
        "Cache-Control": IMMUTABLE,
        "Content-Disposition": "inline",
        "Cross-Origin-Resource-Policy": "cross-origin",
    },
}


def kind_of(path: str, status: int) -> Kind:
    """What a response is. Whatever went wrong is an answer of the API, wherever it happened."""
    if status >= 400:
        return "api"
    if path == "/widget.js":
        return "loader"
    if path.startswith("/widget/assets/"):
        return "widget_asset"
    if path.startswith("/photos/"):
        return "photo"
    if path.startswith("/console/assets/"):
        return "console_asset"
    if path == "/console" or path.startswith("/console/"):
        return "console"
    return "api"


class SecurityHeaders:
    """Puts them on every HTTP response that leaves the application."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self._all = {**ALL, "Strict-Transport-Security": HSTS} if https else ALL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (*self._all.items(), *OF_KIND[kind_of(scope["path"], message["status"])].items()):
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, with_headers)
