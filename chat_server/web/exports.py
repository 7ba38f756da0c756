"""Transcripts: the list, and the export of what the list shows (docs/metrics.md)."""

from datetime import UTC, datetime
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from chat_server.domain.errors import NotFound
from chat_server.domain.permissions import AgentIdentity, scope
from chat_server.services.export_lines import Format, Separator

from .auth import house_of, signed_in
from .errors import json_response
from .reports import RangeQuery, query

MEDIA: dict[Format, str] = {"jsonl": "application/jsonl; charset=utf-8", "csv": "text/csv; charset=utf-8"}


class ListQuery(RangeQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`after` continues a list."""

    status: str = ""
    after: str = ""
    limit: int = 50


class ExportQuery(RangeQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without `from` and `to` everything. `notes=1` takes what colleagues wrote among themselves as well."""

    status: str = ""
    notes: Literal["0", "1"] = "0"
    separator: Separator = ","


async def listing(request: Request) -> Response:
    """`GET /api/transcripts?…&status=&after=&limit=`."""
    who = await signed_in(request, "export_transcripts")
    asked = query(request, ListQuery)
    found = await house_of(request).exports.listing(
        who, asked.question(), asked.status, after=asked.after, limit=max(1, asked.limit)
    )
    return json_response(found)


async def transcripts(request: Request) -> Response:
    """`GET /api/exports/transcripts.jsonl`, `.csv`. The last line tells the counts: without it the file isn't whole."""
    who = await signed_in(request, "export_transcripts")
    wanted: str = request.path_params["format"]
    form = next((known for known in MEDIA if known == wanted), None)
    if form is None:
        raise NotFound("Exports are there as .jsonl and .csv.")
    asked = query(request, ExportQuery)
    request.state.limits.require("agent_export", who.id)
    house = house_of(request)

    async def allowed() -> bool:
        return _same_rights(who, await house.sign_in.identity_for(who.session, active=False))

    stream = await house.exports.begin(
        who,
        asked.question(),
        asked.status,
        form=form,
        notes=asked.notes == "1",
        separator=asked.separator,
        allowed=allowed,
    )
    stamp = datetime.fromtimestamp(house.clock() / 1000, UTC).strftime("%Y-%m-%d-%H%M%S")
    headers = {"Content-Disposition": f'attachment; filename="transcripts-{stamp}.{form}"', "Cache-Control": "no-store"}
    return StreamingResponse(stream, headers=headers, media_type=MEDIA[form])


def _same_rights(before: AgentIdentity, now: AgentIdentity | None) -> bool:
    return now is not None and now.version == before.version and scope(now, "export_transcripts") is not None
