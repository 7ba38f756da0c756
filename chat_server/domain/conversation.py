"""What may happen to a conversation, and what follows: pure functions from conversation, actor, input, now to entries.

The only place that knows a rule of status. `TRANSITIONS` says which kind of entry may come in which status and where
it leads; absent means forbidden. `apply` is the fold: the row of a conversation always equals `fold(entries)`.
Each deciding function returns the new conversation and its new entries, numbered; the caller stores both or neither.

Long on purpose, since rules of status may live nowhere else: first the table, then one deciding function a verb, then
the fold.
"""

from collections.abc import Iterable
from functools import reduce

import msgspec

from .entries import (
    AgentJoined,
    AgentLeft,
    ConversationClosed,
    ConversationRated,
    ConversationReopened,
    ConversationStarted,
    ConversationTransferred,
    Entry,
    EntryData,
    HandedOff,
    MessagePosted,
    NotePosted,
    RatingAsked,
    VisitorInvited,
    VisitorLeft,
    VisitorNamed,
)
from .errors import Conflict, Invalid
from .text import COMMENT_MAX, clean_name, clean_optional, clean_text, preview
from .vocabulary import (
    EXCLUDED_REASONS,
    SYSTEM,
    VISITOR,
    Author,
    CloseReason,
    Owner,
    OwnerKind,
    Page,
    Profile,
    Status,
)

TRANSITIONS: dict[Status, dict[type, Status]] = {
    "waiting": {
        MessagePosted: "waiting",
        NotePosted: "waiting",
        HandedOff: "waiting",
        VisitorNamed: "waiting",
        VisitorLeft: "waiting",
        AgentJoined: "active",
        ConversationTransferred: "waiting",
        ConversationClosed: "closed",
    },
    "offered": {},
    "active": {
        MessagePosted: "active",
        NotePosted: "active",
        HandedOff: "active",
        VisitorNamed: "active",
        VisitorLeft: "active",
        AgentJoined: "active",
        AgentLeft: "active",
        ConversationTransferred: "waiting",
        ConversationClosed: "closed",
    },
    "closed": {
        NotePosted: "closed",
        VisitorNamed: "closed",
        RatingAsked: "closed",
        ConversationRated: "closed",
        ConversationReopened: "waiting",
    },
}

RETURNED_PRIORITY = 1
"""A conversation that was already with somebody stands before the newly started ones."""


class Conversation(msgspec.Struct, frozen=True):
    """A conversation as its entries have left it; the columns of its row, letter for letter.

    `replies` are (agent id, counting replies) of the current episode, `joined` the agents in the conversation now,
    `visitor_head` the `visitor_seq` of the last visitor message. Times in ms.
    """

    id: str
    site: str
    department: str
    visitor: str
    owner_id: str
    created_at: int
    updated_at: int
    status: Status = "waiting"
    owner_kind: OwnerKind = "department"
    owner_epoch: int = 0
    last_seq: int = 0
    last_visitor_seq: int = 0
    episode: int = 1
    name: str = ""
    close_reason: CloseReason | None = None
    waiting_since: int | None = None
    waiting_priority: int = 0
    closed_at: int | None = None
    left_at: int | None = None
    joined: tuple[str, ...] = ()
    replies: tuple[tuple[str, int], ...] = ()
    rating_asked: bool = False
    stars: int | None = None
    solved: bool | None = None
    visitor_head: int = 0
    preview: str = ""
    preview_by: str = ""
    preview_at: int | None = None

    @property
    def owner(self) -> Owner:
        """Who is responsible right now."""
        return Owner(kind=self.owner_kind, id=self.owner_id)


Decision = tuple[Conversation, list[Entry]]


# -- deciding ---------------------------------------------------------------------------------------------------------


def start(
    *, id: str, site: str, department: str, visitor: str, text: str, name: str, page: Page | None, now: int, key: str
) -> Decision:
    """A visitor's first message begins a conversation in the department's queue."""
    text = clean_text(text)
    name = clean_name(name)
    blank = Conversation(
        id=id, site=site, department=department, visitor=visitor, owner_id=department, created_at=now, updated_at=now
    )
    log = _Log(blank, now)
    log.add(
        VISITOR,
        ConversationStarted(site=site, department=department, visitor=visitor, name=name, page=page),
        first=True,
    )
    log.add(VISITOR, MessagePosted(text=text), key)
    return log.decision


def post_message(
    conversation: Conversation,
    by: Author,
    text: str,
    *,
    now: int,
    key: str,
    canned: str = "",
    owner_epoch: int | None = None,
) -> Decision:
    """Words for both sides. A visitor's message after the close opens the next episode (METRICS.md R5); an agent
    writes only where he has joined, and as owner only while `owner_epoch` still holds."""
    text = clean_text(text)
    log = _Log(conversation, now)
    if by.type == "agent":
        _require_joined(conversation, by, owner_epoch)
    elif conversation.status == "closed":
        log.add(by, ConversationReopened(owner_epoch=conversation.owner_epoch + 1))
    log.add(by, MessagePosted(text=text, canned=canned), key)
    return log.decision


def post_note(conversation: Conversation, by: Author, text: str, *, now: int, key: str) -> Decision:
    """Words for colleagues, possible in every status."""
    log = _Log(conversation, now)
    log.add(by, NotePosted(text=clean_text(text)), key)
    return log.decision


def take(
    conversation: Conversation, agent: Profile, *, now: int, key: str, owner_epoch: int, may_take_over: bool = False
) -> Decision:
    """The agent becomes the owner and joins. Compare-and-set on `owner_epoch`: of many only one wins."""
    if conversation.status == "closed":
        raise Conflict("This conversation is closed. Reopen it first.", code="closed")
    if conversation.owner_epoch != owner_epoch:
        raise Conflict("Somebody else was faster.", code="already_taken")
    if conversation.owner_kind == "agent":
        if conversation.owner_id == agent.id:
            raise Conflict("This conversation is already yours.", code="already_yours")
        if not may_take_over:
            raise Conflict("A colleague is in this conversation.", code="already_taken")
    return _join(_Log(conversation, now), agent, key).decision


def join(conversation: Conversation, agent: Profile, *, now: int, key: str) -> Decision:
    """A second agent joins, seen by the visitor with name and photo; the owner stays."""
    if conversation.status != "active":
        raise Conflict("There is nobody to join yet. Take the conversation instead.", code="not_active")
    if agent.id in conversation.joined:
        raise Conflict("You are already in this conversation.", code="already_joined")
    log = _Log(conversation, now)
    log.add(Author(type="agent", id=agent.id), AgentJoined(agent=agent, owner_epoch=conversation.owner_epoch), key)
    return log.decision


def transfer(
    conversation: Conversation,
    by: Author,
    *,
    department: str,
    department_name: str,
    note: str,
    now: int,
    key: str,
    owner_epoch: int,
) -> Decision:
    """Back to a queue, in front of the newly started ones, with a note for whoever takes it."""
    if conversation.status == "closed":
        raise Conflict("This conversation is closed.", code="closed")
    _require_owner(conversation, by, owner_epoch)
    if not note.strip():
        raise Invalid("A line for your colleague, please: nobody should have to ask again.", code="empty", field="note")
    log = _Log(conversation, now)
    log.add(
        by,
        ConversationTransferred(
            department=department,
            department_name=department_name,
            note=clean_text(note, field="note"),
            previous=conversation.owner,
            owner_epoch=conversation.owner_epoch + 1,
        ),
        key,
    )
    return log.decision


def give_back(conversation: Conversation, owner: str, *, department_name: str, now: int) -> Decision:
    """This owner can't answer any more (PROMISES.md P7): back to the front of the department's queue."""
    if conversation.status == "closed" or conversation.owner != Owner(kind="agent", id=owner):
        raise Conflict("This conversation has moved on to somebody else.", code="not_owner")
    log = _Log(conversation, now)
    log.add(
        SYSTEM,
        ConversationTransferred(
            department=conversation.department,
            department_name=department_name,
            previous=conversation.owner,
            owner_epoch=conversation.owner_epoch + 1,
        ),
    )
    return log.decision


def close(
    conversation: Conversation, by: Author, *, reason: CloseReason, now: int, key: str, owner_epoch: int | None = None
) -> Decision:
    """End the episode. If somebody was answered, the visitor is asked how it went."""
    if conversation.status == "closed":
        raise Conflict("This conversation is already closed.", code="closed")
    if by.type == "agent":
        _require_owner(conversation, by, owner_epoch)
    log = _Log(conversation, now)
    log.add(by, ConversationClosed(reason=reason), key)
    if conversation.replies and reason not in EXCLUDED_REASONS and reason != "left":
        agents = tuple(agent for agent, _ in conversation.replies)
        # Most counting replies; on a tie the one who wrote last, and `replies` is kept in that order.
        primary = max(enumerate(conversation.replies), key=lambda item: (item[1][1], item[0]))[1][0]
        log.add(SYSTEM, RatingAsked(agents=agents, primary=primary))
    return log.decision


def reopen(conversation: Conversation, agent: Profile, *, now: int, key: str) -> Decision:
    """An agent opens the next episode and owns it."""
    if conversation.status != "closed":
        raise Conflict("This conversation is open.", code="not_closed")
    log = _Log(conversation, now)
    log.add(Author(type="agent", id=agent.id), ConversationReopened(owner_epoch=conversation.owner_epoch + 1), key)
    return _join(log, agent, "").decision


def leave(conversation: Conversation, *, left_at: int, now: int) -> Decision:
    """The visitor has been gone for longer than the grace. Who still waited is no longer in line."""
    if conversation.status == "closed" or conversation.left_at is not None:
        raise Conflict("Nobody is waiting here.", code="closed")
    log = _Log(conversation, now)
    log.add(SYSTEM, VisitorLeft(left_at=left_at))
    if conversation.status == "waiting":
        log.add(SYSTEM, ConversationClosed(reason="left"))
    return log.decision


def name_visitor(conversation: Conversation, by: Author, name: str, *, now: int, key: str) -> Decision:
    """The visitor's name, given by the visitor or corrected by an agent."""
    name = clean_name(name)
    if not name:
        raise Invalid("A name needs at least one letter.", code="empty", field="name")
    log = _Log(conversation, now)
    log.add(by, VisitorNamed(name=name), key)
    return log.decision


def rate(
    conversation: Conversation, *, stars: int | None, solved: bool | None, comment: str, now: int, key: str
) -> Decision:
    """How it went, in the visitor's words. May be answered again: the latest counts, the history stays."""
    if conversation.status != "closed" or not conversation.rating_asked:
        raise Conflict("There is nothing to rate yet.", code="not_asked")
    if stars is not None and not 1 <= stars <= 5:
        raise Invalid("Stars go from 1 to 5.", code="out_of_range", field="stars")
    if stars is None and solved is None:
        raise Invalid("Choose the stars, or whether it was solved.", code="empty", field="stars")
    comment = clean_optional(comment, limit=COMMENT_MAX, field="comment")
    agents = tuple(agent for agent, _ in conversation.replies)
    primary = max(enumerate(conversation.replies), key=lambda item: (item[1][1], item[0]))[1][0] if agents else ""
    log = _Log(conversation, now)
    log.add(
        VISITOR, ConversationRated(stars=stars, solved=solved, comment=comment, agents=agents, primary=primary), key
    )
    return log.decision


# -- the fold ---------------------------------------------------------------------------------------------------------


def apply(conversation: Conversation | None, entry: Entry) -> Conversation:
    """The conversation after one more entry. The first entry makes it."""
    data = entry.data
    if conversation is None:
        if not isinstance(data, ConversationStarted):
            raise ValueError(f"expected conversation_started as the first entry, got {type(data).__name__}")
        conversation = Conversation(
            id=entry.conversation,
            site=data.site,
            department=data.department,
            visitor=data.visitor,
            owner_id=data.department,
            created_at=entry.at,
            updated_at=entry.at,
        )
        status: Status = "waiting"
    else:
        status = TRANSITIONS[conversation.status][type(data)]
    changes: dict[str, object] = {"last_seq": entry.seq, "updated_at": entry.at}
    if status != conversation.status:
        changes["status"] = status
    if entry.visitor_seq is not None:
        changes["last_visitor_seq"] = entry.visitor_seq
    match data:
        case MessagePosted() | VisitorInvited():
            changes |= {"preview": preview(data.text), "preview_by": entry.by.type, "preview_at": entry.at}
            if entry.by.type == "visitor":
                changes["visitor_head"] = entry.visitor_seq
                if conversation.left_at is not None:
                    changes["left_at"] = None
            elif entry.by.type == "agent":
                changes["replies"] = _counted(conversation.replies, entry.by.id)
        case ConversationStarted():
            changes |= {"name": data.name, "waiting_since": entry.at}
        case AgentJoined():
            changes["joined"] = (*(a for a in conversation.joined if a != data.agent.id), data.agent.id)
            if data.owner:
                changes |= {
                    "owner_kind": "agent",
                    "owner_id": data.agent.id,
                    "owner_epoch": data.owner_epoch,
                    "waiting_since": None,
                    "waiting_priority": 0,
                }
        case AgentLeft():
            changes["joined"] = tuple(a for a in conversation.joined if a != data.agent)
        case ConversationTransferred():
            changes |= {
                "department": data.department,
                "owner_kind": "department",
                "owner_id": data.department,
                "owner_epoch": data.owner_epoch,
                "waiting_since": entry.at,
                "waiting_priority": RETURNED_PRIORITY,
                "joined": (),
            }
        case ConversationClosed():
            changes |= {"close_reason": data.reason, "closed_at": entry.at, "waiting_since": None, "joined": ()}
        case ConversationReopened():
            changes |= {
                "episode": conversation.episode + 1,
                "owner_kind": "department",
                "owner_id": conversation.department,
                "owner_epoch": data.owner_epoch,
                "waiting_since": entry.at,
                "waiting_priority": 0,
                "close_reason": None,
                "closed_at": None,
                "left_at": None,
                "replies": (),
                "rating_asked": False,
                "stars": None,
                "solved": None,
            }
        case VisitorNamed():
            changes["name"] = data.name
        case VisitorLeft():
            changes["left_at"] = data.left_at
        case RatingAsked():
            changes["rating_asked"] = True
        case ConversationRated():
            changes |= {"stars": data.stars, "solved": data.solved}
        case NotePosted() | HandedOff():
            pass
    return msgspec.structs.replace(conversation, **changes)


def fold(entries: Iterable[Entry]) -> Conversation:
    """The conversation that its whole transcript makes."""
    conversation: Conversation | None = reduce(apply, entries, None)
    if conversation is None:
        raise ValueError("expected at least one entry, got none")
    return conversation


# -- helpers ----------------------------------------------------------------------------------------------------------


class _Log:
    """Collects the entries of one decision: numbers them, stamps them, folds them in."""

    def __init__(self, conversation: Conversation, now: int) -> None:
        self.conversation = conversation
        self.now = max(now, conversation.updated_at)
        self.entries: list[Entry] = []

    def add(self, by: Author, data: EntryData, key: str = "", *, first: bool = False) -> None:
        before = self.conversation
        if not first and type(data) not in TRANSITIONS[before.status]:
            raise Conflict(f"That is not possible while the conversation is {before.status}.", code=before.status)
        entry = Entry(
            conversation=before.id,
            seq=before.last_seq + 1,
            visitor_seq=before.last_visitor_seq + 1 if data.audience == "all" else None,
            at=self.now,
            by=by,
            key=key,
            data=data,
        )
        self.conversation = apply(None if first else before, entry)
        self.entries.append(entry)

    @property
    def decision(self) -> Decision:
        return self.conversation, self.entries


def _join(log: _Log, agent: Profile, key: str) -> _Log:
    before = log.conversation
    by = Author(type="agent", id=agent.id)
    log.add(by, AgentJoined(agent=agent, owner=True, owner_epoch=before.owner_epoch + 1), key)
    if before.owner_kind == "agent" and before.owner_id in before.joined:
        log.add(SYSTEM, AgentLeft(agent=before.owner_id))
    return log


def _require_owner(conversation: Conversation, by: Author, owner_epoch: int | None) -> None:
    """An agent acts for a conversation that is his, or that still stands in the queue."""
    if owner_epoch is not None and owner_epoch != conversation.owner_epoch:
        raise Conflict("This conversation has moved on to somebody else.", code="not_owner")
    if conversation.owner_kind == "agent" and conversation.owner_id != by.id:
        raise Conflict("This conversation belongs to a colleague.", code="not_owner")


def _require_joined(conversation: Conversation, by: Author, owner_epoch: int | None) -> None:
    if conversation.status == "closed":
        raise Conflict("This conversation is closed. Reopen it to write.", code="closed")
    if by.id not in conversation.joined:
        raise Conflict("Take the conversation before you write.", code="not_owner")
    if owner_epoch is not None and owner_epoch != conversation.owner_epoch:
        raise Conflict("This conversation has moved on to somebody else.", code="not_owner")


def _counted(replies: tuple[tuple[str, int], ...], agent: str) -> tuple[tuple[str, int], ...]:
    """One more counting reply of this agent, who now stands last."""
    number = sum(n for a, n in replies if a == agent) + 1
    return (*((a, n) for a, n in replies if a != agent), (agent, number))
