"""Who may do what: the whole matrix of PROMISES.md 2.4 in one table, deny by default.

`SCOPES[action][role]` says how far a right reaches: `own` (assigned to me, or about me), `departments` (what stands in
or belongs to my departments, and my own), `all`. An action or role that is missing there is refused.
"""

from typing import Literal

import msgspec

from .vocabulary import Role

Scope = Literal["own", "departments", "all"]
Action = Literal[
    "read_conversation",
    "write_conversation",
    "take_over",
    "reopen",
    "export_transcripts",
    "read_reports",
    "read_people",
    "manage_agents",
    "manage_departments",
    "manage_sites",
    "manage_canned_replies",
    "read_audit",
]

SCOPES: dict[Action, dict[Role, Scope]] = {
    "read_conversation": {"agent": "departments", "supervisor": "departments", "admin": "all"},
    "write_conversation": {"agent": "departments", "supervisor": "departments", "admin": "all"},
    "take_over": {"supervisor": "departments", "admin": "all"},
    "reopen": {"agent": "departments", "supervisor": "departments", "admin": "all"},
    "export_transcripts": {"supervisor": "departments", "admin": "all"},
    "read_reports": {"agent": "own", "supervisor": "departments", "admin": "all"},
    "read_people": {"agent": "all", "supervisor": "all", "admin": "all"},
    "manage_agents": {"supervisor": "departments", "admin": "all"},
    "manage_departments": {"admin": "all"},
    "manage_sites": {"admin": "all"},
    "manage_canned_replies": {"supervisor": "departments", "admin": "all"},
    "read_audit": {"admin": "all"},
}


class VisitorIdentity(msgspec.Struct, frozen=True):
    """A visitor proved by his token, on one site."""

    id: str
    site: str


class AgentIdentity(msgspec.Struct, frozen=True):
    """A signed-in agent with the rights of this moment. `session` is the session's public id, `version` the rights'."""

    id: str
    name: str
    role: Role
    departments: frozenset[str]
    version: int = 0
    session: str = ""


Identity = VisitorIdentity | AgentIdentity


def scope(agent: AgentIdentity, action: Action) -> Scope | None:
    """How far this agent's right to an action reaches; None: not at all."""
    return SCOPES[action].get(agent.role)


def may(agent: AgentIdentity, action: Action, *, department: str = "", owner: str = "") -> bool:
    """Whether the right reaches a thing of this department that this agent (`owner`) answers for."""
    reach = scope(agent, action)
    if reach == "all":
        return True
    if reach == "departments":
        return department in agent.departments or owner == agent.id
    return reach == "own" and owner == agent.id
