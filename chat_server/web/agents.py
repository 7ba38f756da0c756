"""People, for colleagues to see and for admins to change."""

import msgspec
from msgspec import UNSET, UnsetType
from starlette.requests import Request
from starlette.responses import Response

from chat_server.domain.vocabulary import Role
from chat_server.services.agents import AgentChange
from chat_server.wire.admin import AgentInfo

from .auth import house_of, signed_in
from .errors import Input, body, json_response
from .me import put_photo


class NewAgentBody(Input):
    name: str
    email: str
    role: Role = "agent"
    line: str = ""
    departments: list[str] = msgspec.field(default_factory=list)


class AgentBody(Input):
    name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    line: str | UnsetType = UNSET
    departments: list[str] | UnsetType = UNSET


class AgentsAnswer(msgspec.Struct):
    agents: list[AgentInfo]


class AgentAnswer(msgspec.Struct):
    agent: AgentInfo


class InvitedAnswer(msgspec.Struct):
    agent: AgentInfo
    link: str


class LinkAnswer(msgspec.Struct):
    link: str


async def listing(request: Request) -> Response:
    """`GET /api/agents`."""
    await signed_in(request, "read_people")
    return json_response(AgentsAnswer(await house_of(request).agents.listing()))


async def create(request: Request) -> Response:
    """`POST /api/agents`."""
    who = await signed_in(request, "manage_agents")
    asked = await body(request, NewAgentBody)
    agent, link = await house_of(request).agents.create(
        who, name=asked.name, email=asked.email, role=asked.role, line=asked.line, departments=asked.departments
    )
    return json_response(InvitedAnswer(agent, link), 201)


async def change(request: Request) -> Response:
    """`PATCH /api/agents/<id>`."""
    who = await signed_in(request, "manage_agents")
    asked = await body(request, AgentBody)
    wanted = AgentChange(**msgspec.structs.asdict(asked))
    return json_response(AgentAnswer(await house_of(request).agents.change(who, request.path_params["id"], wanted)))


async def disable(request: Request) -> Response:
    """`POST /api/agents/<id>/disable`."""
    who = await signed_in(request, "manage_agents")
    return json_response(AgentAnswer(await house_of(request).agents.disable(who, request.path_params["id"])))


async def enable(request: Request) -> Response:
    """`POST /api/agents/<id>/enable`."""
    who = await signed_in(request, "manage_agents")
    return json_response(AgentAnswer(await house_of(request).agents.enable(who, request.path_params["id"])))


async def link(request: Request) -> Response:
    """`POST /api/agents/<id>/link`."""
    who = await signed_in(request, "manage_agents")
    return json_response(LinkAnswer(await house_of(request).agents.link(who, request.path_params["id"])))


async def set_photo(request: Request) -> Response:
    """`PUT /api/agents/<id>/photo?x=&y=&size=`."""
    who = await signed_in(request, "manage_agents")
    agent: str = request.path_params["id"]
    await put_photo(request, who, agent)
    return json_response(AgentAnswer(await house_of(request).agents.profile_changed(agent)))


async def remove_photo(request: Request) -> Response:
    """`DELETE /api/agents/<id>/photo`."""
    who = await signed_in(request, "manage_agents")
    agent: str = request.path_params["id"]
    await house_of(request).photos.remove(who, agent)
    return json_response(AgentAnswer(await house_of(request).agents.profile_changed(agent)))
