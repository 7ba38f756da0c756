"""What crosses the socket, defined once: JSON text frames, tagged by `type`, unknown fields refused.

Two unions per side: `VisitorCommand` / `AgentCommand` come from clients, `VisitorFrame` / `AgentFrame` go to them.
A command with `ref` is answered by one `reply` or `refusal`; one with `key` writes, and its key makes it safe to
repeat for ever. `seq` in a visitor's frame is the visitor's own dense number, in an agent's frame the staff number.
Entries cross unchanged (`domain/entries.py`). Receipts (`seen`, `receipt`) count in `visitor_seq` for both sides,
because they are about what visitor and agents said to each other.

Long because it is a list: one short class a frame, and whoever wants to know what crosses the socket reads one file.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chat_server.domain.entries import EntryData
from chat_server.domain.vocabulary import (
    Author,
    AuthorType,
    CloseReason,
    OwnerKind,
    Page,
    Presence,
    Profile,
    Role,
    Status,
    VisitorPresence,
)

from . import limits

Ref = Annotated[int, Meta(ge=1, lt=2**53)]
Number = Annotated[int, Meta(ge=0, lt=2**53)]
Key = Annotated[str, Meta(min_length=16, max_length=limits.KEY_CHARS, pattern=r"^[A-Za-z0-9_-]+(?!\n)$")]
Id = Annotated[str, Meta(min_length=1, max_length=40)]
Text = Annotated[str, Meta(max_length=limits.TEXT_CHARS)]
Name = Annotated[str, Meta(max_length=limits.NAME_CHARS)]
Comment = Annotated[str, Meta(max_length=limits.COMMENT_CHARS)]


class Frame(msgspec.Struct, frozen=True, tag_field="type", forbid_unknown_fields=True, omit_defaults=True):
    """Base of all frames."""


# -- from both kinds of clients ---------------------------------------------------------------------------------------


class Hello(Frame, tag="hello"):
    """The first frame, within 5 s. `resume` tells the last number held for each conversation."""

    protocol: int
    ticket: Annotated[str, Meta(max_length=512)]
    tab: Id = "0"
    db_epoch: str = ""
    resume: Annotated[dict[Id, Number], Meta(max_length=200)] = {}


class Ping(Frame, tag="ping"):
    """Sign of life, answered by `pong` with the heads of what this connection follows."""


class Resume(Frame, tag="resume"):
    """Ask for the entries after a number: repairs a gap, also pages through older transcript. Answered by `page`."""

    conversation: Id
    after: Number


class Seen(Frame, tag="seen"):
    """Cumulative receipt in `visitor_seq`: everything up to `delivered` arrived, up to `read` was in view."""

    conversation: Id
    delivered: Number
    read: Number


class Typing(Frame, tag="typing"):
    """I am writing (`on`), or stopped."""

    conversation: Id
    on: bool


class PostMessage(Frame, tag="post_message"):
    """Say something in a conversation. `owner_epoch` and `canned` are for agents only."""

    ref: Ref
    key: Key
    conversation: Id
    text: Text
    owner_epoch: Number | None = None
    canned: Annotated[str, Meta(max_length=40)] = ""


class CloseConversation(Frame, tag="close_conversation"):
    """End the episode. Visitors give no reason; agents one of the close reasons."""

    ref: Ref
    key: Key
    conversation: Id
    reason: CloseReason | None = None
    owner_epoch: Number | None = None


class NameVisitor(Frame, tag="name_visitor"):
    """Give or correct the visitor's name."""

    ref: Ref
    key: Key
    conversation: Id
    name: Name


# -- from visitors only -----------------------------------------------------------------------------------------------


class StartConversation(Frame, tag="start_conversation"):
    """The first message. If this visitor already has an open conversation on the site, the message goes there."""

    ref: Ref
    key: Key
    text: Text
    name: Name = ""
    department: Annotated[str, Meta(max_length=40)] = ""
    page: Page | None = None


class RateConversation(Frame, tag="rate_conversation"):
    """The visitor's answer after the close."""

    ref: Ref
    key: Key
    conversation: Id
    stars: Annotated[int, Meta(ge=1, le=5)] | None = None
    solved: bool | None = None
    comment: Comment = ""


VisitorCommand = (
    Hello
    | Ping
    | Resume
    | Seen
    | Typing
    | StartConversation
    | PostMessage
    | CloseConversation
    | NameVisitor
    | RateConversation
)


# -- from agents only -------------------------------------------------------------------------------------------------


class Attach(Frame, tag="attach"):
    """Start following a conversation and look at it: colleagues see that. Answered by `page`s after `after`, then
    `current`, then live entries."""

    conversation: Id
    after: Number = 0


class Detach(Frame, tag="detach"):
    """Stop looking at a conversation. The owner still gets its entries."""

    conversation: Id


class TakeConversation(Frame, tag="take_conversation"):
    """Become the owner of a waiting conversation, or as a supervisor take it over."""

    ref: Ref
    key: Key
    conversation: Id
    owner_epoch: Number


class TakeNext(Frame, tag="take_next"):
    """Become the owner of the first conversation in line, of one department or of all of mine."""

    ref: Ref
    key: Key
    department: Annotated[str, Meta(max_length=40)] = ""


class JoinConversation(Frame, tag="join_conversation"):
    """Join a colleague's conversation, seen by the visitor."""

    ref: Ref
    key: Key
    conversation: Id


class PostNote(Frame, tag="post_note"):
    """Write a note that only staff can see."""

    ref: Ref
    key: Key
    conversation: Id
    text: Text


class TransferConversation(Frame, tag="transfer_conversation"):
    """Give a conversation to a department's queue, with a note for the colleague."""

    ref: Ref
    key: Key
    conversation: Id
    department: Id
    note: Text
    owner_epoch: Number


class ReopenConversation(Frame, tag="reopen_conversation"):
    """Open the next episode of a closed conversation and own it."""

    ref: Ref
    key: Key
    conversation: Id


class ResumeDesk(Frame, tag="resume_desk"):
    """Ask for a fresh `desk`: a gap was found in the changes of a department's list."""


class SetPresence(Frame, tag="set_presence"):
    """What the agent wants to be; shown as online only while a connection is alive."""

    ref: Ref
    presence: Literal["online", "away"]


AgentCommand = (
    Hello
    | Ping
    | Resume
    | Seen
    | Typing
    | PostMessage
    | CloseConversation
    | NameVisitor
    | Attach
    | Detach
    | TakeConversation
    | TakeNext
    | JoinConversation
    | PostNote
    | TransferConversation
    | ReopenConversation
    | ResumeDesk
    | SetPresence
)


# -- to both kinds of clients -----------------------------------------------------------------------------------------


class Welcome(Frame, tag="welcome"):
    """The connection stands. `now` is the server's clock in ms; a changed `db_epoch` means: forget cached numbers.
    What was missed follows, then `current` for each conversation that is followed."""

    connection: str
    protocol: int
    db_epoch: str
    now: int
    ping_seconds: int


class EntryFrame(Frame, tag="entry"):
    """One entry, live. `visitor_seq` is for staff (None: the visitor doesn't see it), `key` for its sender's side."""

    conversation: str
    seq: int
    at: int
    by: Author
    data: EntryData
    visitor_seq: int | None = None
    key: str = ""


class PageEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry inside a `page`; fields as in the `entry` frame."""

    seq: int
    visitor_seq: int | None = None
    at: int
    by: Author
    key: str = ""
    data: EntryData


class PageFrame(Frame, tag="page"):
    """Up to 200 entries in order; there are more if the last `seq` is below `head`."""

    conversation: str
    entries: list[PageEntry]
    head: int


class Current(Frame, tag="current"):
    """The end of the backlog of one conversation: from here on everything is live. `delivered` and `read` are the
    receipts of the other side, `mine` how far this side had read, all in `visitor_seq`."""

    conversation: str
    head: int
    delivered: int
    read: int
    mine: int


class Reset(Frame, tag="reset"):
    """The numbers held are not those of this database: drop the cached transcript, fetch again, resend what is pending.
    With `gone` there is nothing to fetch: it doesn't exist, or is no longer this reader's to see."""

    conversation: str
    gone: bool = False


class Reply(Frame, tag="reply"):
    """The command is done and synced to disk. A repeat gets the first answer, marked `repeated`."""

    ref: int
    conversation: str = ""
    seq: int = 0
    at: int = 0
    repeated: bool = False


class Refusal(Frame, tag="refusal"):
    """The command is surely not done. With `retry_after` (seconds) it may be sent again, else it is definite."""

    ref: int
    code: str
    message: str
    field: str = ""
    retry_after: float | None = None


class Pong(Frame, tag="pong"):
    """Answer to `ping`: the newest number of each conversation followed; for agents also of each department's list."""

    now: int
    heads: dict[str, int]
    desk: dict[str, int] = {}


class TypingSignal(Frame, tag="typing"):
    """Somebody writes, or stopped. Never stored; forget it after 6 s without a repeat."""

    conversation: str
    by: Author
    on: bool


class Receipt(Frame, tag="receipt"):
    """How far the other side has received and read, in `visitor_seq`. `by` says which side moved."""

    conversation: str
    by: AuthorType
    delivered: int
    read: int


class Bye(Frame, tag="bye"):
    """The server will close. Come back after `reconnect_in` seconds."""

    reason: str
    reconnect_in: float


# -- to visitors only -------------------------------------------------------------------------------------------------


class Here(Frame, tag="here"):
    """Who is online for this site right now."""

    people: list[Profile]


class Place(Frame, tag="place"):
    """The visitor's place in line, 1 is next. Sent again at every change."""

    conversation: str
    place: int


VisitorFrame = (
    Welcome
    | EntryFrame
    | PageFrame
    | Current
    | Reset
    | Reply
    | Refusal
    | Pong
    | TypingSignal
    | Receipt
    | Bye
    | Here
    | Place
)


# -- to agents only ---------------------------------------------------------------------------------------------------


class Summary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of a list: a conversation as it stands at `head`. Times in ms. `unread` counts visitor messages that
    this agent has not read (only filled in for his own conversations)."""

    id: str
    head: int
    site: str
    department: str
    visitor: str
    status: Status
    owner_kind: OwnerKind
    owner_id: str
    owner_epoch: int
    episode: int
    name: str = ""
    created_at: int
    updated_at: int
    waiting_since: int | None = None
    waiting_priority: int = 0
    closed_at: int | None = None
    close_reason: CloseReason | None = None
    stars: int | None = None
    solved: bool | None = None
    visitor_head: int = 0
    preview: str = ""
    preview_by: str = ""
    preview_at: int | None = None
    unread: int = 0
    visitor_presence: VisitorPresence = "gone"


class Person(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A colleague as the console needs him."""

    id: str
    name: str
    line: str
    photo: str
    role: Role
    presence: Presence
    departments: list[str]


class DepartmentInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A department as the console needs it; `head` numbers the changes of its list."""

    id: str
    name: str
    head: int


class Desk(Frame, tag="desk"):
    """The whole list afresh, sent after `welcome` and whenever a gap was found: all waiting and active conversations of
    the agent's departments and the latest closed ones, the colleagues, and who I am."""

    me: Person
    people: list[Person]
    departments: list[DepartmentInfo]
    sites: dict[str, str]
    conversations: list[Summary]


class DeskChange(Frame, tag="desk_change"):
    """One line of the list has changed. `head` numbers the changes of this department: a gap means: send
    `resume_desk`. `gone` means: it is no longer in this department's list."""

    department: str
    head: int
    conversation: Summary | None = None
    gone: str = ""


class PersonChange(Frame, tag="person_change"):
    """A colleague came, went, or changed name or photo."""

    person: Person


class Looking(Frame, tag="looking"):
    """Which agents have this conversation on their screen right now."""

    conversation: str
    agents: list[str]


class VisitorSignal(Frame, tag="visitor"):
    """The visitor of a conversation is here, idle or gone; `page` is where he is."""

    conversation: str
    presence: VisitorPresence


AgentFrame = (
    Welcome
    | EntryFrame
    | PageFrame
    | Current
    | Reset
    | Reply
    | Refusal
    | Pong
    | TypingSignal
    | Receipt
    | Bye
    | Desk
    | DeskChange
    | PersonChange
    | Looking
    | VisitorSignal
)
