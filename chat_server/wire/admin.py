"""What the HTTP interface says of people, sites, departments and canned replies (docs/http-api.md)."""

from typing import Literal

import msgspec

from chat_server.domain.vocabulary import Presence, Role

LinkPurpose = Literal["first_admin", "invitation", "reset"]
Position = Literal["left", "right"]
Settings = dict[str, bool | int | str]


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """The signed-in agent."""

    id: str
    email: str
    name: str
    line: str
    role: Role
    photo: str
    has_photo: bool
    departments: list[str]
    settings: Settings


class AgentInfo(msgspec.Struct, frozen=True, kw_only=True):
    """An agent as colleagues see him. `invited`: has not set a password yet."""

    id: str
    name: str
    email: str
    role: Role
    line: str
    photo: str
    has_photo: bool
    departments: list[str]
    disabled_at: int | None
    invited: bool
    presence: Presence
    last_seen_at: int | None


class DepartmentCounts(msgspec.Struct, frozen=True, kw_only=True):
    """A department with its active agents and the conversations waiting in its queue."""

    id: str
    name: str
    disabled_at: int | None
    agents: int
    waiting: int


class SiteInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A site with everything an admin may set, and when its widget was last heard of."""

    id: str
    key: str
    name: str
    origins: list[str]
    departments: list[str]
    color: str
    position: Position
    locale: str
    greeting: str
    privacy_url: str
    disabled_at: int | None
    seen_at: int | None
    seen_page: str
    snippet: str = ""


class CannedReplyInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A canned reply; `department` null: for all; `used` counts the messages made from it."""

    id: str
    shortcut: str
    text: str
    department: str | None
    disabled_at: int | None
    used: int


class SessionInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in browser of mine."""

    id: str
    current: bool
    created_at: int
    last_seen_at: int
    address: str
    user_agent: str


class LinkInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a one-time link is for, and for whom."""

    purpose: LinkPurpose
    name: str
    email: str
