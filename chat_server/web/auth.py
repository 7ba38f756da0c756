"""The gate of the HTTP interface, deny by default: nothing below `/api/` runs without a session unless `PUBLIC` names
it, and no state change without proof that our own page asked for it (PROMISES.md T3, T4, T10)."""

import hmac
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from chat_server.domain.errors import Forbidden, Refused
from chat_server.domain.origins import is_allowed
from chat_server.domain.permissions import Action, AgentIdentity, scope
from chat_server.services.house import House
from chat_server.services.sign_in import Opened, SignedIn

from .errors import is_json, refusal
from .middleware import LOOPBACK

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC = (
    ("POST", re.compile(r"/api/sign-in")),
    ("GET", re.compile(r"/api/setup/[^/]+")),
    ("POST", re.compile(r"/api/setup/[^/]+")),
)
"""What somebody without a session may call."""
UPLOAD = re.compile(r"/api/(me|agents/[^/]+)/photo")
"""Where the body is an image instead of JSON."""
KEY = "third_ring.signed_in"


class NotSignedIn(Refused):
    code = "not_signed_in"

    def __init__(self) -> None:
        super().__init__("Please sign in.")


class Cookies:
    """Names and flags: `__Host-` and Secure under https; plain names for http on this machine only."""

    def __init__(self, public_url: str) -> None:
        parts = urlsplit(public_url)
        self.secure = parts.scheme == "https"
        self.possible = self.secure or (parts.hostname or "") in LOOPBACK
        self.session = "__Host-sid" if self.secure else "sid"
        self.device = "__Host-device" if self.secure else "device"

    def session_of(self, connection: HTTPConnection) -> str:
        """The value of the session cookie, for HTTP and sockets alike; empty if there is none."""
        return connection.cookies.get(self.session, "")

    def device_of(self, connection: HTTPConnection) -> str:
        return connection.cookies.get(self.device, "")

    def give(self, response: Response, opened: Opened) -> Response:
        """Sign this browser in."""
        self._set(response, self.session, opened.cookie, opened.max_age_seconds)
        self._set(response, self.device, opened.device, 400 * 24 * 3600)
        return response

    def check_possible(self) -> None:
        """Raises `Forbidden` where the cookie would travel in the clear."""
        if not self.possible:
            raise Forbidden("Signing in needs https (or localhost).", code="https_needed")

    def take(self, response: Response) -> Response:
        """Sign this browser out; it stays a known device."""
        self._set(response, self.session, "", 0)
        return response

    def _set(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(name, value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax")


class Gate:
    """Innermost middleware: finds out who asks, and refuses what T4 forbids, in one place for all routes."""

    def __init__(self, app: ASGIApp, *, cookies: Cookies, public_url: str) -> None:
        self.app = app
        self._cookies = cookies
        self._public_url = public_url

    async def __call__(self, scope_: Scope, receive: Receive, send: Send) -> None:
        if scope_["type"] == "http" and (scope_["path"] == "/api" or scope_["path"].startswith("/api/")):
            request = Request(scope_)
            try:
                scope_[KEY] = await self._check(request)
            except Refused as error:
                await refusal(error)(scope_, receive, send)
                return
        await self.app(scope_, receive, send)

    async def _check(self, request: Request) -> SignedIn | None:
        method, path, headers = request.method, request.scope["path"], request.headers
        changes = method not in SAFE
        if changes and not same_origin(request, self._public_url):
            raise _forged("This was not sent by the console's own page.")
        who = await house_of(request).sign_in.session_of(self._cookies.session_of(request))
        public = any(method == m and pattern.fullmatch(path) for m, pattern in PUBLIC)
        if who is None and not public:
            raise NotSignedIn
        if changes:
            if not _has_fitting_body(method, path, headers):
                raise _forged("State changes need a JSON body.")
            if who is not None and not public and not _equal(headers.get("x-csrf", ""), who.csrf):
                raise _forged("The X-CSRF header is missing or not that of this session.")
        return who


def same_origin(connection: HTTPConnection, public_url: str) -> bool:
    """By `Sec-Fetch-Site` or by `Origin`, whichever is there; both must agree, and one must be there.

    Also for the console's socket, where browsers send `Origin` only."""
    headers = connection.headers
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    scheme = {"ws": "http", "wss": "https"}.get(connection.scope["scheme"], connection.scope["scheme"])
    ours = (public_url, f"{scheme}://{headers.get('host', '')}")
    if origin is not None and not is_allowed(origin, ours):
        return False
    return site in ("same-origin", "none") if site is not None else origin is not None


async def signed_in(request: Request, action: Action | None = None) -> AgentIdentity:
    """Who asks; raises 401, or 403 if the role has no right at all to `action`. How far a right reaches is the
    service's question."""
    identity = session(request).identity
    if action is not None and scope(identity, action) is None:
        raise Forbidden("You don't have the right to do that.")
    return identity


def session(request: Request) -> SignedIn:
    """The live session behind a request; raises 401."""
    who: SignedIn | None = request.scope.get(KEY)
    if who is None:
        raise NotSignedIn
    return who


def house_of(connection: HTTPConnection) -> House:
    """The use cases, from the lifespan's state."""
    house: House = connection.state.house
    return house


def cookies_of(connection: HTTPConnection) -> Cookies:
    cookies: Cookies = connection.state.cookies
    return cookies


def address(connection: HTTPConnection) -> str:
    """Where somebody calls from, after `Proxies`."""
    return connection.client.host if connection.client else ""


def _has_fitting_body(method: str, path: str, headers: Headers) -> bool:
    kind = headers.get("content-type", "")
    if method == "DELETE" and headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers:
        return True
    if method == "PUT" and UPLOAD.fullmatch(path):
        return kind.startswith("image/") or kind == "application/octet-stream"
    return is_json(kind)


def _equal(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode(), known.encode())


def _forged(sentence: str) -> Forbidden:
    return Forbidden(f"{sentence} Please reload the page and try again.", code="csrf")
