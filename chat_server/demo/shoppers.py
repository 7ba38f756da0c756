"""The people of `present.py` while the demo runs: they stay in the shop, read, type and answer as long as somebody
talks to them. They use the same verbs as a visitor's socket, and touch no conversation but their own.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe

from sqlmodel import Session

from chat_server.domain.conversation import Conversation
from chat_server.domain.entries import ConversationClosed, MessagePosted
from chat_server.domain.errors import Refused
from chat_server.domain.permissions import VisitorIdentity
from chat_server.domain.vocabulary import VISITOR
from chat_server.services.house import House
from chat_server.storage import conversations as transcripts
from chat_server.storage.sqlite import make_engine
from chat_server.wire import frames
from chat_server.wire.delivery import Delivery

from .company import shoppers

LINES = (
    (
        "Oh, that was quick! Good to know.",
        "One more thing: can I pick it up in the shop?",
        "Perfect, see you then. Thank you!",
    ),
    ("Thank you for asking.", "Yes, that would help me a lot.", "Great. That was all, have a nice day!"),
    ("I see.", "And what would you do in my place?", "Then I do that. Thanks, you were very kind!"),
)
"""What they say to whatever they are told: in this order, then no more."""

READS_AFTER, TYPES_AFTER, SAYS_AFTER, RATES_AFTER = 1.5, 3.0, 6.5, 5.0
"""Seconds after the last line of an agent, and after the close."""


class Shopper:
    """One visitor in the shop: follows his own topic, as his browser would."""

    def __init__(self, house: House, conversation: Conversation, lines: tuple[str, ...]) -> None:
        self._house = house
        self._conversation = conversation.id
        self._department = conversation.department
        self._who = VisitorIdentity(conversation.visitor, conversation.site)
        self._lines = list(lines)
        self._next: list[asyncio.TimerHandle] = []

    def come(self) -> None:
        """Be there."""
        self._house.hub.follow(f"visitor:{self._who.id}", self)
        self._house.visits.arrived(self._who, (self._conversation, self._department))

    def deliver(self, delivery: Delivery) -> None:
        """Something happened in the conversation."""
        entry = delivery.entry
        if entry is None or entry.visitor_seq is None:
            return
        if entry.by.type == "agent" and isinstance(entry.data, MessagePosted):
            self._cancel()
            seq = entry.visitor_seq
            self._later(READS_AFTER, lambda: self._read(seq, delivery))
            if self._lines:
                self._later(
                    TYPES_AFTER, lambda: self._tell(delivery, frames.TypingSignal(entry.conversation, VISITOR, True))
                )
                self._later(SAYS_AFTER, self._say)
        elif isinstance(entry.data, ConversationClosed):
            self._cancel()
            self._later(RATES_AFTER, self._rate)

    def _say(self) -> None:
        command = frames.PostMessage(1, token_urlsafe(16), self._conversation, self._lines.pop(0))
        self._house.conversations.post_message(self._who, command, _forget)

    def _read(self, seq: int, delivery: Delivery) -> None:
        self._house.transcripts.seen(
            self._who, self._conversation, delivered=seq, read=seq, tell=lambda receipt: self._tell(delivery, receipt)
        )

    def _rate(self) -> None:
        command = frames.RateConversation(1, token_urlsafe(16), self._conversation, stars=5, solved=True)
        self._house.conversations.rate_conversation(self._who, command, _forget)
        self._house.hub.unfollow(f"visitor:{self._who.id}", self)
        self._house.visits.departed(self._who, None)

    def _tell(self, about: Delivery, frame: frames.Frame) -> None:
        signal = Delivery(frame=frame, conversation=self._conversation, department=about.department, owner=about.owner)
        self._house.hub.publish((f"conversation:{self._conversation}", f"agent:{about.owner}"), signal)

    def _later(self, seconds: float, act: Callable[[], None]) -> None:
        def unless_refused() -> None:
            try:
                act()
            except Refused:
                return

        self._next.append(asyncio.get_running_loop().call_later(seconds, unless_refused))

    def _cancel(self) -> None:
        for timer in self._next:
            timer.cancel()
        self._next.clear()


class Shoppers:
    """All of them."""

    def __init__(self, house: House, database: Path) -> None:
        self._house = house
        self._database = database

    async def come(self) -> None:
        """Everybody whose conversation is open is there again."""
        found = await asyncio.to_thread(self._open)
        for number, conversation in enumerate(found):
            Shopper(self._house, conversation, LINES[number % len(LINES)]).come()

    def _open(self) -> list[Conversation]:
        engine = make_engine(self._database, readers=1)
        with Session(engine) as session:
            own = set(shoppers(session))
            found = [c for c in transcripts.open_conversations(session) if c.visitor in own]
        engine.dispose()
        return found


def _forget(_: object, __: object) -> None:
    """Whatever the answer is, nobody waits for it."""
