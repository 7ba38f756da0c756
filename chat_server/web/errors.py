"""The edge: bodies in, refusals out. Every refusal has one shape, `{code, message, field?, retry_after?}`."""

import logging
import re
from collections.abc import Mapping
from math import ceil
from typing import Any, TypeVar

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from chat_server.domain.errors import Busy, Conflict, Forbidden, Invalid, NotFound, Refused

log = logging.getLogger(__name__)

T = TypeVar("T")

STATUS: dict[type[Refused], int] = {NotFound: 404, Forbidden: 403, Invalid: 400, Conflict: 409, Busy: 503, Refused: 400}
STATUS_OF_CODE = {
    "not_signed_in": 401,
    "wrong_credentials": 401,
    "too_large": 413,
    "headers_too_large": 431,
    "rate_limited": 429,
    "too_many_attempts": 429,
    "not_allowed": 405,
    "not_json": 415,
}
"""Where a code says more than its class."""

SENTENCES = {
    404: ("not_found", "There is nothing at this address."),
    405: ("not_allowed", "This address does not do that."),
    413: ("too_large", "That is more than can be sent at once."),
    429: ("rate_limited", "That was too fast. Please try again in a moment."),
    500: ("internal_error", "Something went wrong on the server. It has been written down; please try again."),
    503: ("busy", "The server is busy. Please try again in a moment."),
}

_encode = msgspec.json.Encoder().encode


class Input(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Base of what comes in as a JSON body: unknown fields are refused."""


def json_response(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Any msgspec-encodable value as JSON."""
    return Response(_encode(data), status, headers, media_type="application/json; charset=utf-8")


def empty(status: int = 204) -> Response:
    return Response(b"", status)


async def body(request: Request, shape: type[T]) -> T:
    """The JSON body as `shape`. Raises `Invalid` with the JSON path of the first field that does not fit."""
    if not is_json(request.headers.get("content-type", "")):
        raise Invalid("Expected a body of the type application/json.", code="not_json")
    raw = await request.body()
    try:
        return msgspec.json.decode(raw, type=shape)
    except msgspec.ValidationError as error:
        sentence, field = _explain(str(error))
        raise Invalid(sentence, field=field) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("The body is not valid JSON.", code="bad_json") from None


def is_json(content_type: str) -> bool:
    kind, _, parameters = content_type.partition(";")
    return kind.strip().lower() == "application/json" and parameters.strip().lower() in ("", "charset=utf-8")


def refusal(error: Refused) -> Response:
    """A refusal as a response."""
    status = STATUS_OF_CODE.get(error.code) or next(STATUS[cls] for cls in type(error).__mro__ if cls in STATUS)
    data: dict[str, Any] = {"code": error.code, "message": error.message}
    if error.field is not None:
        data["field"] = error.field
    headers = {}
    if error.retry_after is not None:
        data["retry_after"] = error.retry_after
        headers["Retry-After"] = str(max(1, ceil(error.retry_after)))
    return json_response(data, status, headers)


def failure(status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A refusal that has only a status."""
    code, message = SENTENCES.get(status, ("refused", "This can't be done."))
    return json_response({"code": code, "message": message}, status, headers)


async def on_refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return refusal(error)


async def on_http_exception(_: Request, error: Exception) -> Response:
    """Starlette's own 404, 405 and 413 (its details are for developers, not for people)."""
    assert isinstance(error, HTTPException)
    return failure(error.status_code, error.headers)


HANDLERS: dict[Any, ExceptionHandler] = {Refused: on_refused, HTTPException: on_http_exception}
"""For `Starlette(exception_handlers=…)`. Anything else is caught by `middleware.Failures`, inside the headers."""


_AT = re.compile(r" - at `\$\.?([^`]*)`$")
_FIELD = re.compile(r"field `([^`]*)`")


def _explain(message: str) -> tuple[str, str | None]:
    """msgspec's sentence and the path of the field it is about: "Expected `str`, got `int` - at `$.name`"."""
    at = _AT.search(message)
    path = at.group(1) if at else ""
    sentence = _AT.sub("", message)
    named = _FIELD.search(sentence)
    if named:
        path = f"{path}.{named.group(1)}" if path else named.group(1)
    if sentence.startswith("Object missing required field"):
        return f"The field “{path}” is missing.", path
    if sentence.startswith("Object contains unknown field"):
        return f"The field “{path}” is not known here.", path
    return sentence.replace("`", "") + ".", path or None
