"""For whoever looks after the server: does it live, is it ready, what are its figures."""

import hmac

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from chat_server.domain.errors import NotFound
from chat_server.services.health import Health
from chat_server.services.house import House

from .auth import address

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
THIS_MACHINE = frozenset({"127.0.0.1", "::1"})


async def healthz(_: Request) -> Response:
    """The loop answers."""
    return PlainTextResponse("ok\n")


async def readyz(request: Request) -> Response:
    """Send people here: the database answers and is migrated, and no stop has begun."""
    house: House = request.state.house
    health: Health = request.state.health
    if house.draining:
        return PlainTextResponse("draining\n", 503)
    if not await health.is_ready():
        return PlainTextResponse("the database does not answer\n", 503)
    return PlainTextResponse("ready\n")


async def metrics(request: Request) -> Response:
    """The figures, for this machine and for whoever has the token; for others there is no such page."""
    token: str = request.state.settings.metrics_token
    given = request.headers.get("authorization", "")
    # A proxy on this machine speaks for strangers: it says so, and then `address` is theirs.
    if not (token and hmac.compare_digest(given.encode(), f"Bearer {token}".encode())) and (
        token or address(request) not in THIS_MACHINE
    ):
        raise NotFound("There is nothing here.")
    health: Health = request.state.health
    return Response(health.figures(), media_type=PROMETHEUS)
