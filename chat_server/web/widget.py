"""What the panel asks for over HTTP: the public side of a site, and a ticket for the socket."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from chat_server.domain.errors import Forbidden
from chat_server.domain.origins import is_allowed
from chat_server.domain.permissions import VisitorIdentity
from chat_server.services.house import House

from .auth import address
from .errors import Input, body, json_response, refusal


class TicketRequest(Input):
    """`site` is the public key, `token` that of a visitor we have met."""

    site: str
    token: str = ""


class TicketAnswer(msgspec.Struct):
    """A ticket for `socket`, and the token to keep once the visitor acts."""

    ticket: str
    token: str
    socket: str


async def site(request: Request) -> Response:
    """`GET /widget/site?key=KEY`: what a visitor may know before he says anything."""
    house: House = request.state.house
    request.state.limits.require("address_site", address(request))
    known = house.directory.site_by_key(request.query_params.get("key", ""))
    origin = request.headers.get("origin")
    if origin is not None and not is_allowed(origin, known.origins):
        return _foreign_page(origin)
    house.sites.seen(known.id, request.headers.get("referer") or origin or "")
    return json_response(await house.widget.site(known.id), headers=_cors(origin))


async def ticket(request: Request) -> Response:
    """`POST /widget/ticket`: for a visitor with a token that same visitor, else somebody new."""
    house: House = request.state.house
    request.state.limits.require("address_ticket", address(request))
    asked = await body(request, TicketRequest)
    known = house.directory.site_by_key(asked.site)
    origin = request.headers.get("origin")
    if origin is not None and not is_allowed(origin, known.origins):
        return _foreign_page(origin)
    visitor: VisitorIdentity = house.tickets.visitor(asked.token, known.id) or house.tickets.new_visitor(known.id)
    answer = TicketAnswer(
        ticket=house.tickets.issue("visitor", visitor.id, known.id),
        token=house.tickets.visitor_token(visitor),
        socket="/widget/socket",
    )
    return json_response(answer, headers=_cors(origin))


async def preflight(request: Request) -> Response:
    """`OPTIONS` before a JSON POST from another origin: the site is known only from the body, so any site's will do."""
    origin = request.headers.get("origin", "")
    if not is_allowed(origin, request.state.house.directory.origins()):
        raise Forbidden("This page is not one of the site's.", code="origin")
    return Response(
        status_code=204,
        headers={
            **_cors(origin),
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "content-type",
            "Access-Control-Max-Age": "600",
        },
    )


def _foreign_page(origin: str) -> Response:
    """The refusal, which that page may read, so that the panel on it says so instead of taking the line for dead. The
    words are the same for everybody. (No origin at all is no foreign page: no browser, or a page of our own host.)"""
    refused = refusal(Forbidden("This page is not one of the site's. An admin can add its address.", code="origin"))
    refused.headers.update(_cors(origin))
    return refused


def _cors(origin: str | None) -> dict[str, str]:
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin else {"Vary": "Origin"}
