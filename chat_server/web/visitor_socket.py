"""The socket of the widget: one visitor on one site."""

from functools import partial
from typing import Any

from starlette.websockets import WebSocket

from chat_server.domain.entries import (
    ConversationClosed,
    ConversationReopened,
    ConversationStarted,
    Entry,
    MessagePosted,
)
from chat_server.domain.origins import is_allowed
from chat_server.domain.permissions import VisitorIdentity
from chat_server.domain.vocabulary import VISITOR
from chat_server.services.transcripts import Standing
from chat_server.wire import codes, frames, limits
from chat_server.wire.codec import visitor_decoder
from chat_server.wire.delivery import Delivery

from .connection import Closing, Connection, Followed
from .socket import listen


class VisitorConnection(Connection[VisitorIdentity]):
    """Hears of everything in the visitor's own conversation, of his place in line, and of who is online."""

    decoder = visitor_decoder
    kind = "visitor"
    rate = "visitor_message"

    def __init__(self, *args: Any, origin: str | None, address: str) -> None:
        super().__init__(*args)
        self._origin = origin
        self._address = address
        self._site = ""
        self.open_conversation = ""

    async def identify(self, hello: frames.Hello) -> VisitorIdentity:
        ticket = self.house.tickets.redeem(hello.ticket, "visitor")
        if ticket is None:
            raise Closing(codes.NOT_AUTHENTICATED, "ticket")
        site = self.house.directory.sites.get(ticket.scope)
        if site is None or site.disabled:
            raise Closing(codes.FORBIDDEN, "site")
        # Without an Origin it is no browser, and a visitor has no cookie that could be misused: the ticket counts.
        if self._origin is not None and not is_allowed(self._origin, site.origins):
            raise Closing(codes.FORBIDDEN, "origin")
        if not self.limits.enter("site_socket", site.id):
            raise Closing(codes.TOO_MANY, "site", 60.0)
        self._site = site.id
        return VisitorIdentity(ticket.subject, ticket.scope)

    async def opened(self, who: VisitorIdentity, resume: dict[str, int]) -> None:
        hub = self.house.hub
        hub.follow(f"visitor:{who.id}", self)
        hub.follow(f"site:{who.site}", self)
        found = await self.house.transcripts.newest(who, resume)
        if found is not None:
            await self._follow(*found, resume.get(found[0].conversation.id, 0))
        self.house.visits.arrived(who, self._conversation(found[0] if found is not None else None))
        self.send(self.house.desk.here(who.site))

    async def _follow(self, standing: Standing, page: frames.PageFrame, after: int) -> None:
        """Send the page that was read already, and the rest of the log if there is more."""
        conversation = standing.conversation
        if after > conversation.last_visitor_seq:
            self.send(frames.Reset(conversation.id))
            after = 0
        # Somebody wrote while the page was read, and what came then found nothing to follow it.
        missed = conversation.id in self.followed
        followed = self.followed[conversation.id] = Followed(conversation, after, "")
        if conversation.status != "closed":
            self.open_conversation = conversation.id
        self.hand_over_page(followed, page)
        if missed or followed.last < page.head:
            await self.catch_up(conversation.id)
        self.current(standing)
        place = self.house.desk.place(conversation.department, conversation.id)
        if conversation.status == "waiting" and place is not None:
            self.send(frames.Place(conversation.id, place))

    def command(self, who: VisitorIdentity, frame: Any) -> None:
        conversations = self.house.conversations
        match frame:
            case frames.PostMessage():
                self.submit(conversations.post_message, who, frame)
            case frames.StartConversation():
                self.limits.require("address_conversation", self._address)
                self.submit(conversations.start_conversation, who, frame)
            case frames.CloseConversation():
                self.submit(conversations.close_conversation, who, frame)
            case frames.NameVisitor():
                self.submit(conversations.name_visitor, who, frame)
            case frames.RateConversation():
                self.submit(conversations.rate_conversation, who, frame)
            case frames.Resume():
                self.start(self._page(who, frame))
            case frames.Seen():
                self._seen(who, frame)
            case frames.Typing():
                self._typing(frame)
            case _:
                raise Closing(codes.MISUSE, "unknown frame")

    async def _page(self, who: VisitorIdentity, frame: frames.Resume) -> None:
        self.send(await self.house.transcripts.page(who, frame.conversation, frame.after))

    def _seen(self, who: VisitorIdentity, frame: frames.Seen) -> None:
        followed = self.followed.get(frame.conversation)
        if followed is not None:
            self.house.transcripts.seen(
                who,
                frame.conversation,
                delivered=min(frame.delivered, followed.last),
                read=min(frame.read, followed.last),
                tell=partial(self._to_staff, frame.conversation),
            )

    def _typing(self, frame: frames.Typing) -> None:
        self._to_staff(frame.conversation, frames.TypingSignal(frame.conversation, VISITOR, frame.on))

    def _to_staff(self, conversation: str, signal: frames.Frame) -> None:
        followed = self.followed.get(conversation)
        if followed is not None:
            self.house.hub.publish(followed.staff_topics(conversation), followed.signal(conversation, signal))

    def closed(self, who: VisitorIdentity) -> None:
        hub = self.house.hub
        hub.unfollow(f"visitor:{who.id}", self)
        hub.unfollow(f"site:{who.site}", self)
        followed = self.followed.get(self.open_conversation)
        self.house.visits.departed(who, (self.open_conversation, followed.department) if followed else None)

    def release_limits(self) -> None:
        """Give back what this connection counted for."""
        if self._site:
            self.limits.leave("site_socket", self._site)

    def _drained(self) -> None:
        super()._drained()
        if self.who is not None:
            self.send(self.house.desk.here(self.who.site))

    # -- from the hub -------------------------------------------------------------------------------------------------

    def deliver(self, delivery: Delivery) -> None:
        entry = delivery.entry
        if entry is None:
            # Only signals that are meant for visitors arrive on a visitor's topics.
            self.outbox.put(delivery.visitor(), signal=True)
            return
        if entry.visitor_seq is None or self.who is None:
            return
        followed = self.followed.get(entry.conversation)
        if followed is None:
            followed = self.followed[entry.conversation] = Followed.begin(delivery, self.who.id, 0)
        # Most entries are messages, and these move nothing.
        if type(entry.data) is not MessagePosted:
            match entry.data:
                case ConversationStarted() | ConversationReopened():
                    self.open_conversation = entry.conversation
                case ConversationClosed():
                    self.open_conversation = ""
                case _:
                    pass
            followed.moved(delivery, self.who.id)
        self.hand_over(followed, delivery)

    def seq(self, entry: Entry) -> int | None:
        return entry.visitor_seq

    def encoded(self, delivery: Delivery) -> bytes:
        return delivery.visitor()

    def check(self, now: float) -> None:
        super().check(now)
        if not self.open_conversation and now - self.last_said > limits.VISITOR_IDLE_SECONDS:
            self.close(codes.IDLE, "idle", None)

    def _conversation(self, standing: Standing | None) -> tuple[str, str] | None:
        if standing is None or standing.conversation.status == "closed":
            return None
        return standing.conversation.id, standing.conversation.department


async def visitor_socket(websocket: WebSocket) -> None:
    """`WS /widget/socket`: the Origin must be one that some site allows; which one is known with the ticket."""
    state = websocket.state
    house, limits_ = state.house, state.limits
    origin = websocket.headers.get("origin")
    address = websocket.client.host if websocket.client else ""
    refused = (
        house.draining
        or websocket.url.query
        or (origin is not None and not is_allowed(origin, house.directory.origins()))
        or limits_.allow("address_connect", address) is not None
    )
    if refused or not limits_.enter("address_socket", address):
        await websocket.close()
        return
    connection = VisitorConnection(house, limits_, state.connections, origin=origin, address=address)
    try:
        await connection.run(await listen(websocket, connection.on_frame, connection.outbox.drain))
    finally:
        connection.release_limits()
        limits_.leave("address_socket", address)
