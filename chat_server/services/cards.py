"""Lists of conversations for the inbox, and the card about a visitor."""

from collections.abc import Collection

import msgspec
from sqlmodel import Session

from chat_server.domain.conversation import Conversation
from chat_server.domain.errors import Invalid
from chat_server.domain.permissions import AgentIdentity, scope
from chat_server.domain.vocabulary import Page
from chat_server.fanout.hub import Hub
from chat_server.storage import cards as storage
from chat_server.storage.cards import ListFilter
from chat_server.storage.store import Store
from chat_server.wire.frames import Summary
from chat_server.wire.summaries import summary

from . import access

STATUSES = ("", "waiting", "active", "closed")
LIST_MAX = 100
WORDS_MAX = 200


class ListPage(msgspec.Struct, frozen=True):
    """One page of a list; `next` asks for what follows, None: that was all."""

    conversations: list[Summary]
    next: str | None


class VisitorCard(msgspec.Struct, frozen=True):
    """What is known about a visitor, as `storage.cards.Card`."""

    visitor: str
    name: str
    first_seen_at: int
    conversations: int
    page: Page | None
    earlier: list[Summary]


class ConversationCard(msgspec.Struct, frozen=True):
    """A conversation's line and the card beside it."""

    conversation: Summary
    card: VisitorCard


class Cards:
    """What the inbox asks for over HTTP."""

    def __init__(self, store: Store, hub: Hub) -> None:
        self._store = store
        self._hub = hub

    async def listing(
        self,
        who: AgentIdentity,
        *,
        status: str = "",
        words: str = "",
        department: str = "",
        agent: str = "",
        before: str = "",
        limit: int = 50,
    ) -> ListPage:
        """Conversations this agent may see, newest first; closed ones by the time of closing. `before` is the `next` of
        the page before. Raises `Invalid`."""
        if status not in STATUSES:
            raise Invalid("A status is waiting, active or closed.", field="status")
        if len(words) > WORDS_MAX:
            raise Invalid("That is too much to look for.", code="too_long", field="q")
        wanted = ListFilter(status, words, department, agent, _cursor(before))
        limit = max(1, min(limit, LIST_MAX))
        found = await self._store.read(storage.listing, _reach(who), who.id, wanted, limit + 1)
        page, more = found[:limit], len(found) > limit
        return ListPage(
            conversations=[summary(c) for c in page],
            next=_next(page[-1], status) if more else None,
        )

    async def card(self, who: AgentIdentity, conversation: str) -> ConversationCard:
        """One conversation with the card of its visitor; raises `NotFound`."""
        found, card = await self._store.read(_card, who, conversation)
        return ConversationCard(
            conversation=summary(
                found, visitor_presence="here" if self._hub.has(f"visitor:{found.visitor}") else "gone"
            ),
            card=VisitorCard(
                visitor=found.visitor,
                name=card.name,
                first_seen_at=card.first_seen_at,
                conversations=card.conversations,
                page=card.page,
                earlier=[summary(c) for c in card.earlier],
            ),
        )


def _next(last: Conversation, status: str) -> str:
    return f"{last.closed_at if status == 'closed' else last.created_at}.{last.id}"


def _cursor(text: str) -> tuple[int, str] | None:
    """`next` of the page before; raises `Invalid`."""
    if not text:
        return None
    at, _, id = text.partition(".")
    if not at.isdecimal() or len(at) > 15 or not id:
        raise Invalid("This is not the end of a page.", field="before")
    return int(at), id


def _reach(who: AgentIdentity) -> Collection[str] | None:
    """The departments this agent may read; None: all."""
    return None if scope(who, "read_conversation") == "all" else who.departments


def _card(session: Session, who: AgentIdentity, id: str) -> tuple[Conversation, storage.Card]:
    conversation = access.conversation_for(session, who, id)
    return conversation, storage.card(session, conversation, _reach(who), who.id)
