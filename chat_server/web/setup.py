"""One-time links: what one is for, and using it up."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from .auth import address, cookies_of, house_of
from .errors import Input, body, json_response
from .me import welcome


class SetupBody(Input):
    """`name` and `email` for the first admin, `name` also for whoever was invited."""

    password: str
    name: str = msgspec.field(default="")
    email: str = ""
    company: str = ""


async def look_at(request: Request) -> Response:
    """`GET /api/setup/<token>`."""
    request.state.limits.require("address_link", address(request))
    return json_response(await house_of(request).setup.look_at(request.path_params["token"]))


async def redeem(request: Request) -> Response:
    """`POST /api/setup/<token>`: signed in afterwards."""
    request.state.limits.require("address_link", address(request))
    asked = await body(request, SetupBody)
    cookies_of(request).check_possible()
    opened = await house_of(request).setup.redeem(
        request.path_params["token"],
        password=asked.password,
        name=asked.name,
        email=asked.email,
        company=asked.company,
        address=address(request),
        user_agent=request.headers.get("user-agent", ""),
    )
    return await welcome(request, opened)
