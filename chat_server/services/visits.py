"""Is the visitor still there? Counts connections, tells staff, and after the grace writes down that he left (R8)."""

import logging

from chat_server.domain.errors import Refused
from chat_server.domain.permissions import VisitorIdentity
from chat_server.domain.vocabulary import VisitorPresence
from chat_server.fanout.hub import Hub
from chat_server.storage import conversations as storage
from chat_server.storage.store import Store
from chat_server.wire import frames
from chat_server.wire.delivery import Delivery

from .conversations import Conversations, Outcome
from .ids import Clock

log = logging.getLogger(__name__)

Where = tuple[str, str]
"""An open conversation and its department."""


class Visits:
    """Who went when. A visitor without any connection for `grace_seconds` has left at the moment of disconnection."""

    def __init__(self, store: Store, hub: Hub, conversations: Conversations, clock: Clock, grace_seconds: int) -> None:
        self._store = store
        self._hub = hub
        self._conversations = conversations
        self._clock = clock
        self._grace_ms = grace_seconds * 1000
        self._gone: dict[tuple[str, str], int] = {}

    async def start(self) -> None:
        """Nobody is connected yet: who has an open conversation gets the grace from now."""
        now = self._clock()
        for conversation in await self._store.read(storage.open_conversations):
            if conversation.left_at is None:
                self._gone.setdefault((conversation.visitor, conversation.site), now)

    def arrived(self, who: VisitorIdentity, conversation: Where | None) -> None:
        """A connection of this visitor was opened."""
        self._gone.pop((who.id, who.site), None)
        self._tell(conversation, "here")

    def departed(self, who: VisitorIdentity, conversation: Where | None) -> None:
        """A connection of this visitor has ended."""
        if not self._hub.has(f"visitor:{who.id}"):
            self._gone[who.id, who.site] = self._clock()
            self._tell(conversation, "gone")

    async def sweep(self) -> None:
        """Write down who left longer than the grace ago."""
        now = self._clock()
        late = [(who, at) for who, at in self._gone.items() if now - at >= self._grace_ms]
        for (visitor, site), left_at in late:
            del self._gone[visitor, site]
            conversation = await self._store.read(storage.of_visitor, visitor, site)
            if conversation is not None and conversation.status != "closed" and conversation.left_at is None:
                self._conversations.leave(conversation.id, max(left_at, conversation.updated_at), _logged)

    def _tell(self, where: Where | None, presence: VisitorPresence) -> None:
        if where is not None:
            conversation, department = where
            self._hub.publish(
                (f"conversation:{conversation}", f"department:{department}"),
                Delivery(
                    frame=frames.VisitorSignal(conversation, presence),
                    conversation=conversation,
                    department=department,
                ),
            )


def _logged(_: Outcome | None, error: BaseException | None) -> None:
    if error is not None and not isinstance(error, Refused):
        log.error("a visitor's leaving could not be stored", exc_info=error)
