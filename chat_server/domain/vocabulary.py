"""The words of the house as types: ids, literals and small values. Times are integer milliseconds since 1970 UTC."""

from typing import Literal

import msgspec

Status = Literal["waiting", "offered", "active", "closed"]
CloseReason = Literal["solved", "unsolved", "no_answer", "ended", "left", "spam", "test", "blocked"]
Role = Literal["agent", "supervisor", "admin"]
Presence = Literal["online", "away", "offline"]
VisitorPresence = Literal["here", "idle", "gone"]
AuthorType = Literal["visitor", "agent", "bot", "system"]
OwnerKind = Literal["department", "agent"]
Audience = Literal["visitor", "staff"]

EXCLUDED_REASONS: frozenset[str] = frozenset({"spam", "test", "blocked"})
"""Close reasons that keep a conversation outside m of every figure (METRICS.md R14)."""

ROLE_RANK: dict[str, int] = {"agent": 1, "supervisor": 2, "admin": 3}


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the small values: frozen, unknown fields refused."""


class Author(Value):
    """Who wrote an entry. `id` is the agent's id for agents, empty for all others."""

    type: AuthorType
    id: str = ""


VISITOR = Author(type="visitor")
SYSTEM = Author(type="system")


class Owner(Value):
    """Who is responsible for a conversation right now: a department's queue or an agent; never nobody."""

    kind: OwnerKind
    id: str


class Profile(Value):
    """What a visitor sees of an agent. `line` is the one-line role, `photo` a path on the chat server,
    `department` the name of the department the agent answers for."""

    id: str
    name: str
    line: str
    photo: str
    department: str = ""


class Page(Value):
    """The page a visitor wrote from; `url` without query and fragment (PROMISES.md T9)."""

    url: str
    title: str = ""
