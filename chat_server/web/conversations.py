"""Conversations for the inbox over HTTP: lists, and one with the card of its visitor."""

from starlette.requests import Request
from starlette.responses import Response

from chat_server.domain.errors import Invalid
from chat_server.services.cards import Cards

from .auth import signed_in
from .errors import json_response


async def listing(request: Request) -> Response:
    """`GET /api/conversations?status=&q=&department=&agent=&before=&limit=`."""
    who = await signed_in(request, "read_conversation")
    query = request.query_params
    limit = query.get("limit", "50")
    if not limit.isdecimal() or len(limit) > 3:
        raise Invalid("Expected a number up to 100.", field="limit")
    page = await _cards(request).listing(
        who,
        status=query.get("status", ""),
        words=query.get("q", ""),
        department=query.get("department", ""),
        agent=query.get("agent", ""),
        before=query.get("before", ""),
        limit=int(limit),
    )
    return json_response(page)


async def one(request: Request) -> Response:
    """`GET /api/conversations/<id>`: the conversation's line and the card beside it."""
    who = await signed_in(request, "read_conversation")
    return json_response(await _cards(request).card(who, request.path_params["id"]))


def _cards(request: Request) -> Cards:
    cards: Cards = request.state.house.cards
    return cards
