"""Figures: the board of today, the report of a range, and the conversations behind each figure (docs/metrics.md)."""

from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from chat_server.domain.errors import Invalid
from chat_server.domain.metrics_items import Metric
from chat_server.domain.metrics_report import Bucketing
from chat_server.services.reports import ReportQuestion

from .auth import house_of, signed_in
from .errors import json_response

T = TypeVar("T")


class RangeQuery(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}
):
    """`from` and `to` are days such as 2026-11-20, both counted in, of the IANA `zone`."""

    first: str = ""
    last: str = ""
    zone: str = "UTC"
    department: str = ""
    site: str = ""
    agent: str = ""
    by: Bucketing = "start"
    as_of: int | None = None

    def question(self) -> ReportQuestion:
        """The same for the service."""
        return ReportQuestion(
            first=self.first,
            last=self.last,
            zone=self.zone,
            department=self.department,
            site=self.site,
            agent=self.agent,
            bucketing=self.by,
            as_of=self.as_of,
        )


class BehindQuery(RangeQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`metric` and `value` name the figure; `after` continues a list."""

    metric: Metric
    value: str = ""
    after: int = 0
    limit: int = 50


class BoardQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    zone: str = "UTC"
    department: str = ""


def query(request: Request, shape: type[T]) -> T:
    """The query string as `shape`. Raises `Invalid` for what is unknown, given twice or not understood."""
    pairs = request.query_params.multi_items()
    if len(pairs) != len(dict(pairs)):
        raise Invalid("Each parameter may be given once.")
    try:
        return msgspec.convert(dict(pairs), type=shape, strict=False)
    except msgspec.ValidationError as error:
        raise Invalid(f"{str(error).replace('`', '').replace('$.', '')}.") from None


async def board(request: Request) -> Response:
    """`GET /api/board?zone=&department=`."""
    who = await signed_in(request, "read_conversation")
    asked = query(request, BoardQuery)
    return json_response(await house_of(request).board.board(who, asked.zone, asked.department))


async def report(request: Request) -> Response:
    """`GET /api/reports?from=&to=&zone=&department=&site=&agent=&by=start|end`."""
    who = await signed_in(request, "read_reports")
    return json_response(await house_of(request).reports.report(who, query(request, RangeQuery).question()))


async def behind(request: Request) -> Response:
    """`GET /api/reports/conversations?…&metric=&value=&after=&limit=`."""
    who = await signed_in(request, "read_reports")
    asked = query(request, BehindQuery)
    rows = await house_of(request).reports.behind(
        who, asked.question(), asked.metric, asked.value, after=max(0, asked.after), limit=max(1, asked.limit)
    )
    return json_response(rows)
