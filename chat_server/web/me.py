"""Signing in and out, and everything about myself: profile, photo, password, sessions, settings."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version

import msgspec
from msgspec import UNSET, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from chat_server.domain.errors import Invalid
from chat_server.domain.permissions import AgentIdentity
from chat_server.services.photos import Crop
from chat_server.services.sign_in import Opened
from chat_server.wire.admin import Me, SessionInfo, Settings

from .auth import address, cookies_of, house_of, session, signed_in
from .errors import Input, body, empty, json_response


class SignInBody(Input):
    email: str
    password: str


class MeBody(Input):
    name: str | UnsetType = UNSET
    line: str | UnsetType = UNSET
    settings: Settings | UnsetType = UNSET


class PasswordBody(Input):
    current: str
    new: str


class MeAnswer(msgspec.Struct):
    """Me, after a change."""

    me: Me


class SignedInAnswer(msgspec.Struct):
    """Me, and the value for `X-CSRF`."""

    me: Me
    csrf: str


class WhoAnswer(msgspec.Struct):
    """What the console needs to begin."""

    me: Me
    csrf: str
    company: str
    version: str
    demo: bool


class CsrfAnswer(msgspec.Struct):
    csrf: str


class SessionsAnswer(msgspec.Struct):
    sessions: list[SessionInfo]


class TicketAnswer(msgspec.Struct):
    ticket: str
    socket: str


async def sign_in(request: Request) -> Response:
    """`POST /api/sign-in`."""
    asked = await body(request, SignInBody)
    cookies = cookies_of(request)
    cookies.check_possible()
    opened = await house_of(request).sign_in.sign_in(
        asked.email,
        asked.password,
        address=address(request),
        user_agent=request.headers.get("user-agent", ""),
        device=cookies.device_of(request),
        old_cookie=cookies.session_of(request),
    )
    return await welcome(request, opened)


async def welcome(request: Request, opened: Opened) -> Response:
    """The answer to whoever has just signed in."""
    me, _ = await house_of(request).agents.me_of(opened.agent)
    return cookies_of(request).give(json_response(SignedInAnswer(me, opened.csrf)), opened)


async def sign_out(request: Request) -> Response:
    """`POST /api/sign-out`."""
    await house_of(request).sign_in.sign_out(session(request))
    return cookies_of(request).take(empty())


async def me(request: Request) -> Response:
    """`GET /api/me`."""
    who = session(request)
    mine, company = await house_of(request).agents.me_of(who.identity.id)
    return json_response(WhoAnswer(mine, who.csrf, company, _version(), request.state.settings.demo))


async def change_me(request: Request) -> Response:
    """`PATCH /api/me`."""
    who = await signed_in(request)
    asked = await body(request, MeBody)
    changed = await house_of(request).agents.change_me(who, name=asked.name, line=asked.line, settings=asked.settings)
    return json_response(MeAnswer(changed))


async def put_my_photo(request: Request) -> Response:
    """`PUT /api/me/photo?x=&y=&size=`."""
    who = await signed_in(request)
    await put_photo(request, who, who.id)
    return await _me_answer(request, who)


async def delete_my_photo(request: Request) -> Response:
    """`DELETE /api/me/photo`."""
    who = await signed_in(request)
    await house_of(request).photos.remove(who, who.id)
    return await _me_answer(request, who)


async def put_photo(request: Request, actor: AgentIdentity, agent: str) -> None:
    """The bytes of a picture and the square of it that is wanted."""
    request.state.limits.require("agent_upload", actor.id)
    crop = _crop(request)
    await house_of(request).photos.put(actor, agent, await request.body(), crop)


async def change_password(request: Request) -> Response:
    """`POST /api/me/password`."""
    who = session(request)
    asked = await body(request, PasswordBody)
    opened = await house_of(request).sign_in.change_password(who, asked.current, asked.new, address=address(request))
    return cookies_of(request).give(json_response(CsrfAnswer(opened.csrf)), opened)


async def my_sessions(request: Request) -> Response:
    """`GET /api/me/sessions`."""
    who = await signed_in(request)
    return json_response(SessionsAnswer(await house_of(request).sign_in.sessions_of(who)))


async def end_session(request: Request) -> Response:
    """`DELETE /api/me/sessions/<id>`."""
    who = await signed_in(request)
    ended: str = request.path_params["id"]
    await house_of(request).sign_in.end_session(who, ended)
    return cookies_of(request).take(empty()) if ended == who.session else empty()


async def ticket(request: Request) -> Response:
    """`POST /api/ticket`: for the socket, once, for 30 seconds."""
    who = await signed_in(request)
    return json_response(TicketAnswer(house_of(request).tickets.issue("agent", who.id, who.session), "/console/socket"))


async def _me_answer(request: Request, who: AgentIdentity) -> Response:
    agents = house_of(request).agents
    await agents.profile_changed(who.id)
    changed, _ = await agents.me_of(who.id)
    return json_response(MeAnswer(changed))


def _crop(request: Request) -> Crop | None:
    """All three numbers, or none."""
    given = [request.query_params.get(name) for name in ("x", "y", "size")]
    if all(value is None for value in given):
        return None
    if any(value is None or not value.isascii() or not value.isdigit() or len(value) > 6 for value in given):
        raise Invalid("Expected the whole numbers x, y and size.", field="photo")
    x, y, size = (int(value or "") for value in given)
    return x, y, size


@cache
def _version() -> str:
    try:
        return version("third-ring")
    except PackageNotFoundError:
        return "unknown"
