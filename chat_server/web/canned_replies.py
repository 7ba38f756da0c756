"""Canned replies, for agents to use and for supervisors and admins to keep."""

import msgspec
from msgspec import UNSET, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from chat_server.services.canned_replies import CannedReplyChange
from chat_server.wire.admin import CannedReplyInfo

from .auth import house_of, signed_in
from .errors import Input, body, json_response


class NewCannedReplyBody(Input):
    shortcut: str
    text: str
    department: str | None = None


class CannedReplyBody(Input):
    shortcut: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    department: str | UnsetType | None = UNSET


class CannedRepliesAnswer(msgspec.Struct):
    canned_replies: list[CannedReplyInfo]


class CannedReplyAnswer(msgspec.Struct):
    canned_reply: CannedReplyInfo


async def listing(request: Request) -> Response:
    """`GET /api/canned-replies`."""
    who = await signed_in(request, "read_people")
    return json_response(CannedRepliesAnswer(await house_of(request).canned_replies.listing(who)))


async def create(request: Request) -> Response:
    """`POST /api/canned-replies`."""
    who = await signed_in(request, "manage_canned_replies")
    asked = await body(request, NewCannedReplyBody)
    made = await house_of(request).canned_replies.create(
        who, shortcut=asked.shortcut, text=asked.text, department=asked.department
    )
    return json_response(CannedReplyAnswer(made), 201)


async def change(request: Request) -> Response:
    """`PATCH /api/canned-replies/<id>`."""
    who = await signed_in(request, "manage_canned_replies")
    asked = await body(request, CannedReplyBody)
    wanted = CannedReplyChange(**msgspec.structs.asdict(asked))
    changed = await house_of(request).canned_replies.change(who, request.path_params["id"], wanted)
    return json_response(CannedReplyAnswer(changed))


async def disable(request: Request) -> Response:
    """`POST /api/canned-replies/<id>/disable`."""
    who = await signed_in(request, "manage_canned_replies")
    changed = await house_of(request).canned_replies.disable(who, request.path_params["id"])
    return json_response(CannedReplyAnswer(changed))


async def enable(request: Request) -> Response:
    """`POST /api/canned-replies/<id>/enable`."""
    who = await signed_in(request, "manage_canned_replies")
    changed = await house_of(request).canned_replies.enable(who, request.path_params["id"])
    return json_response(CannedReplyAnswer(changed))
