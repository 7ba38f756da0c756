"""Sites, for everybody to see and for admins to change."""

import msgspec
from msgspec import UNSET, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from chat_server.services.sites import SiteChange
from chat_server.wire.admin import Position, SiteInfo

from .auth import house_of, signed_in
from .errors import Input, body, json_response


class SiteBody(Input):
    name: str | UnsetType = UNSET
    origins: list[str] | UnsetType = UNSET
    departments: list[str] | UnsetType = UNSET
    color: str | UnsetType = UNSET
    position: Position | UnsetType = UNSET
    locale: str | UnsetType = UNSET
    greeting: str | UnsetType = UNSET
    privacy_url: str | UnsetType = UNSET


class SitesAnswer(msgspec.Struct):
    sites: list[SiteInfo]


class SiteAnswer(msgspec.Struct):
    site: SiteInfo


async def listing(request: Request) -> Response:
    """`GET /api/sites`."""
    await signed_in(request, "read_people")
    return json_response(SitesAnswer(await house_of(request).sites.listing()))


async def create(request: Request) -> Response:
    """`POST /api/sites`."""
    who = await signed_in(request, "manage_sites")
    made = await house_of(request).sites.create(who, _wanted(await body(request, SiteBody)))
    return json_response(SiteAnswer(made), 201)


async def change(request: Request) -> Response:
    """`PATCH /api/sites/<id>`."""
    who = await signed_in(request, "manage_sites")
    wanted = _wanted(await body(request, SiteBody))
    return json_response(SiteAnswer(await house_of(request).sites.change(who, request.path_params["id"], wanted)))


async def disable(request: Request) -> Response:
    """`POST /api/sites/<id>/disable`."""
    who = await signed_in(request, "manage_sites")
    return json_response(SiteAnswer(await house_of(request).sites.disable(who, request.path_params["id"])))


async def enable(request: Request) -> Response:
    """`POST /api/sites/<id>/enable`."""
    who = await signed_in(request, "manage_sites")
    return json_response(SiteAnswer(await house_of(request).sites.enable(who, request.path_params["id"])))


def _wanted(asked: SiteBody) -> SiteChange:
    return SiteChange(**msgspec.structs.asdict(asked))
