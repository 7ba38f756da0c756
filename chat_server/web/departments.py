"""Departments, for everybody to see and for admins to change."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from chat_server.wire.admin import DepartmentCounts

from .auth import house_of, signed_in
from .errors import Input, body, json_response


class DepartmentBody(Input):
    name: str


class DepartmentsAnswer(msgspec.Struct):
    departments: list[DepartmentCounts]


class DepartmentAnswer(msgspec.Struct):
    department: DepartmentCounts


async def listing(request: Request) -> Response:
    """`GET /api/departments`."""
    await signed_in(request, "read_people")
    return json_response(DepartmentsAnswer(await house_of(request).departments.listing()))


async def create(request: Request) -> Response:
    """`POST /api/departments`."""
    who = await signed_in(request, "manage_departments")
    asked = await body(request, DepartmentBody)
    return json_response(DepartmentAnswer(await house_of(request).departments.create(who, asked.name)), 201)


async def change(request: Request) -> Response:
    """`PATCH /api/departments/<id>`."""
    who = await signed_in(request, "manage_departments")
    asked = await body(request, DepartmentBody)
    changed = await house_of(request).departments.rename(who, request.path_params["id"], asked.name)
    return json_response(DepartmentAnswer(changed))


async def disable(request: Request) -> Response:
    """`POST /api/departments/<id>/disable`."""
    who = await signed_in(request, "manage_departments")
    return json_response(DepartmentAnswer(await house_of(request).departments.disable(who, request.path_params["id"])))


async def enable(request: Request) -> Response:
    """`POST /api/departments/<id>/enable`."""
    who = await signed_in(request, "manage_departments")
    return json_response(DepartmentAnswer(await house_of(request).departments.enable(who, request.path_params["id"])))
