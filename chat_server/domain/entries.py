"""Every kind of entry: one durable fact about a conversation, one class each.

Stored JSON = sent JSON. Each class says who may see it: `audience = "staff"` keeps it out of the visitor's stream,
`staff_fields` are put back to their defaults (and so left out) before the visitor sees the rest.
"""

from typing import Any, ClassVar

import msgspec

from .vocabulary import Author, CloseReason, Owner, Page, Profile


class Data(msgspec.Struct, frozen=True, tag_field="kind", omit_defaults=True, forbid_unknown_fields=True):
    """Base of all kinds; what happened, without who, when and which number."""

    audience: ClassVar[str] = "all"
    staff_fields: ClassVar[tuple[str, ...]] = ()


class ConversationStarted(Data, tag="conversation_started"):
    """A visitor began a conversation; it waits in the department's queue."""

    department: str
    site: str = ""
    visitor: str = ""
    name: str = ""
    page: Page | None = None
    staff_fields: ClassVar[tuple[str, ...]] = ("site", "visitor", "page")


class MessagePosted(Data, tag="message_posted"):
    """Words that both sides see. By an agent a counting reply (METRICS.md R3), by `system` or `bot` an automatic line.
    `canned` is the id of the canned reply it came from."""

    text: str
    canned: str = ""
    staff_fields: ClassVar[tuple[str, ...]] = ("canned",)


class NotePosted(Data, tag="note_posted"):
    """A message only staff can see."""

    text: str
    audience: ClassVar[str] = "staff"


class VisitorInvited(Data, tag="visitor_invited"):
    """An agent spoke first (METRICS.md R6, `proactive`)."""

    text: str


class HandedOff(Data, tag="handed_off"):
    """A bot gave the conversation to people: the human clock starts (METRICS.md R6)."""


class AgentJoined(Data, tag="agent_joined"):
    """An agent is here, seen with name and photo. With `owner` the conversation is theirs from now on."""

    agent: Profile
    owner: bool = False
    owner_epoch: int = 0
    staff_fields: ClassVar[tuple[str, ...]] = ("owner", "owner_epoch")


class AgentLeft(Data, tag="agent_left"):
    """An agent is no longer part of the conversation."""

    agent: str


class ConversationTransferred(Data, tag="conversation_transferred"):
    """Moved, with its whole history, to the queue of a department; `note` is for the colleague who takes it."""

    department: str
    department_name: str
    note: str = ""
    previous: Owner | None = None
    owner_epoch: int = 0
    staff_fields: ClassVar[tuple[str, ...]] = ("note", "previous", "owner_epoch")


class ConversationClosed(Data, tag="conversation_closed"):
    """An episode has ended. The visitor is not told the reason."""

    reason: CloseReason | None = None
    staff_fields: ClassVar[tuple[str, ...]] = ("reason",)


class ConversationReopened(Data, tag="conversation_reopened"):
    """The next episode begins; the conversation waits again in its department's queue."""

    owner_epoch: int = 0
    staff_fields: ClassVar[tuple[str, ...]] = ("owner_epoch",)


class VisitorNamed(Data, tag="visitor_named"):
    """The visitor's name was given or corrected."""

    name: str


class VisitorLeft(Data, tag="visitor_left"):
    """The visitor was disconnected longer than the grace; `left_at` is the moment of disconnection (METRICS.md R8)."""

    left_at: int
    audience: ClassVar[str] = "staff"


class RatingAsked(Data, tag="rating_asked"):
    """The visitor is asked how it went. `agents` wrote counting replies, `primary` most of them, frozen at asking."""

    agents: tuple[str, ...] = ()
    primary: str = ""
    staff_fields: ClassVar[tuple[str, ...]] = ("agents", "primary")


class ConversationRated(Data, tag="conversation_rated"):
    """Stars from 1 to 5, whether it was solved, one free line. The latest answer wins, the history stays."""

    stars: int | None = None
    solved: bool | None = None
    comment: str = ""
    agents: tuple[str, ...] = ()
    primary: str = ""
    staff_fields: ClassVar[tuple[str, ...]] = ("agents", "primary")


EntryData = (
    ConversationStarted
    | MessagePosted
    | NotePosted
    | VisitorInvited
    | HandedOff
    | AgentJoined
    | AgentLeft
    | ConversationTransferred
    | ConversationClosed
    | ConversationReopened
    | VisitorNamed
    | VisitorLeft
    | RatingAsked
    | ConversationRated
)


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One durable fact in its place: `seq` dense for staff, `visitor_seq` dense for the visitor (None: staff only),
    `at` the server's stamp in ms, never before the entry ahead of it, `key` the command's key on its first entry."""

    conversation: str
    seq: int
    visitor_seq: int | None = None
    at: int
    by: Author
    key: str = ""
    data: EntryData


_STAFF_DEFAULTS: dict[type, dict[str, Any]] = {}


def for_visitor(data: EntryData) -> EntryData:
    """The same fact without staff fields. Callers leave out kinds whose audience is staff."""
    cls = type(data)
    if not cls.staff_fields:
        return data
    changes = _STAFF_DEFAULTS.get(cls)
    if changes is None:
        defaults = dict(zip(reversed(cls.__struct_fields__), reversed(cls.__struct_defaults__), strict=False))
        changes = _STAFF_DEFAULTS[cls] = {name: defaults.get(name, "") for name in cls.staff_fields}
    return msgspec.structs.replace(data, **changes)
