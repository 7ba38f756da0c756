"""Reading conversations: pages of entries, receipts, and what a connection needs to begin following."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlmodel import Session

from chat_server.domain.conversation import Conversation
from chat_server.domain.entries import Entry, for_visitor
from chat_server.domain.permissions import AgentIdentity, Identity, VisitorIdentity
from chat_server.domain.vocabulary import Audience, AuthorType
from chat_server.storage import conversations as storage
from chat_server.storage.receipts import ReceiptMove, raise_receipts, receipts
from chat_server.storage.store import Store, set_based
from chat_server.wire import frames, limits

from . import access


class Standing(NamedTuple):
    """A conversation with the receipts that its reader needs, in `visitor_seq`: how far the other side has received
    and read, and how far this side had read (`mine`)."""

    conversation: Conversation
    delivered: int
    read: int
    mine: int


Receiver = Callable[[frames.Receipt], None]
"""Carries a receipt to those who may know."""


class Transcripts:
    """What is stored, for those who may see it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, who: Identity, conversation: str, after: int) -> frames.PageFrame:
        """The next entries after a number of the reader's own stream; raises `NotFound`."""
        return await self._store.read(_page, who, conversation, after)

    async def standing(self, who: Identity, conversation: str) -> Standing:
        """One conversation as it stands; raises `NotFound`."""
        return await self._store.read(_standing, who, conversation)

    async def newest(self, who: VisitorIdentity, resume: Mapping[str, int]) -> tuple[Standing, frames.PageFrame] | None:
        """The visitor's open conversation, else his last one, with what comes first after the number he holds."""
        return await self._store.read(_newest, who, resume)

    async def owned(self, who: AgentIdentity) -> list[Standing]:
        """The agent's own active conversations."""
        return await self._store.read(_owned, who)

    def seen(self, who: Identity, conversation: str, *, delivered: int, read: int, tell: Receiver) -> None:
        """Keep a receipt, and tell the other side after the commit through `tell`."""
        by: AuthorType = "visitor" if isinstance(who, VisitorIdentity) else "agent"
        person = "visitor" if by == "visitor" else who.id

        def done(_: object, error: BaseException | None) -> None:
            if error is None:
                tell(frames.Receipt(conversation, by, delivered, read))

        self._store.submit(_raise_receipts, (ReceiptMove(conversation, person, delivered, read),), done)


@set_based
def _raise_receipts(session: Session, moves: Sequence[ReceiptMove]) -> list[None]:
    raise_receipts(session, moves)
    return [None] * len(moves)


def page_entries(entries: Iterable[Entry], audience: Audience) -> list[frames.PageEntry]:
    """Entries as this audience sees them; those of staff are left out for visitors."""
    if audience == "staff":
        return [
            frames.PageEntry(seq=e.seq, visitor_seq=e.visitor_seq, at=e.at, by=e.by, key=e.key, data=e.data)
            for e in entries
        ]
    return [
        frames.PageEntry(
            seq=e.visitor_seq, at=e.at, by=e.by, key=e.key if e.by.type == "visitor" else "", data=for_visitor(e.data)
        )
        for e in entries
        if e.visitor_seq is not None
    ]


def _page(session: Session, who: Identity, id: str, after: int) -> frames.PageFrame:
    conversation = access.conversation_for(session, who, id)
    return _page_of(session, conversation, "visitor" if isinstance(who, VisitorIdentity) else "staff", after)


def _page_of(session: Session, conversation: Conversation, audience: Audience, after: int) -> frames.PageFrame:
    entries: list[Entry] = []
    head = conversation.last_visitor_seq if audience == "visitor" else conversation.last_seq
    if after < head:
        entries = storage.entries_after(
            session, conversation.id, after, audience=audience, limit=limits.PAGE_ENTRIES, size=limits.PAGE_BYTES
        )
    return frames.PageFrame(conversation.id, page_entries(entries, audience), head)


def _standing(session: Session, who: Identity, id: str) -> Standing:
    return _with_receipts(session, who, access.conversation_for(session, who, id))


def _newest(
    session: Session, who: VisitorIdentity, resume: Mapping[str, int]
) -> tuple[Standing, frames.PageFrame] | None:
    conversation = storage.of_visitor(session, who.id, who.site)
    if conversation is None:
        return None
    after = resume.get(conversation.id, 0)
    if after > conversation.last_visitor_seq:
        after = 0
    return _with_receipts(session, who, conversation), _page_of(session, conversation, "visitor", after)


def _owned(session: Session, who: AgentIdentity) -> list[Standing]:
    return [_with_receipts(session, who, c) for c in storage.owned(session, who.id)]


def _with_receipts(session: Session, who: Identity, conversation: Conversation) -> Standing:
    by_person = receipts(session, conversation.id)
    if isinstance(who, AgentIdentity):
        delivered, read = by_person.get("visitor", (0, 0))
        return Standing(conversation, delivered, read, by_person.get(who.id, (0, 0))[1])
    # Only who speaks with the visitor counts as a reader; somebody who looks on does not.
    agents = {*conversation.joined, *(agent for agent, _ in conversation.replies)}
    numbers = [by_person[agent] for agent in agents if agent in by_person]
    return Standing(
        conversation,
        max((delivered for delivered, _ in numbers), default=0),
        max((read for _, read in numbers), default=0),
        by_person.get("visitor", (0, 0))[1],
    )
