"""The socket of the console: one agent, his lists, his conversations, and those he looks at."""

from functools import partial
from typing import Any

from starlette.websockets import WebSocket

from chat_server.domain.entries import Entry, MessagePosted
from chat_server.domain.errors import NotFound
from chat_server.domain.permissions import AgentIdentity, may
from chat_server.domain.vocabulary import Author
from chat_server.services.transcripts import Standing
from chat_server.wire import codes, frames
from chat_server.wire.codec import agent_decoder
from chat_server.wire.delivery import Delivery

from .auth import same_origin
from .connection import Closing, Connection, Followed
from .socket import listen


class AgentConnection(Connection[AgentIdentity]):
    """Hears of the lists of the agent's departments, of colleagues, and of every entry of what he owns or looks at."""

    decoder = agent_decoder
    kind = "agent"
    rate = "agent_message"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._topics: list[str] = []
        self._held: list[Delivery] | None = None

    async def identify(self, hello: frames.Hello) -> AgentIdentity:
        ticket = self.house.tickets.redeem(hello.ticket, "agent")
        signed_in = await self.house.sign_in.identity_for(ticket.scope) if ticket is not None else None
        if ticket is None or signed_in is None or signed_in.id != ticket.subject:
            raise Closing(codes.NOT_AUTHENTICATED, "ticket")
        identity = self.house.directory.identity(signed_in.id, ticket.scope)
        if identity is None:
            raise Closing(codes.FORBIDDEN, "disabled")
        if not self.limits.enter("agent_socket", identity.id):
            raise Closing(codes.TOO_MANY, "too many windows", 60.0)
        return identity

    async def opened(self, who: AgentIdentity, resume: dict[str, int]) -> None:
        self._held = []
        self._topics = [f"agent:{who.id}", "staff", *(f"department:{d}" for d in sorted(who.departments))]
        for topic in self._topics:
            self.house.hub.follow(topic, self)
        self.house.desk.connected(who.id)
        for standing in await self.house.transcripts.owned(who):
            conversation = standing.conversation
            if conversation.id not in self.followed:
                self.followed[conversation.id] = Followed(conversation, conversation.last_seq, who.id)
        for conversation_id, after in resume.items():
            await self._attach(who, conversation_id, after)
        await self._send_desk(who)

    async def _send_desk(self, who: AgentIdentity) -> None:
        """The whole list, then what changed while it was read."""
        if self._held is None:
            self._held = []
        desk = await self.house.desk.snapshot(who)
        self.send(desk)
        held, self._held = self._held, None
        for delivery in held:
            self.deliver(delivery)

    def _drained(self) -> None:
        super()._drained()
        if self.who is not None:
            self.start(self._send_desk(self.who))

    # -- commands -----------------------------------------------------------------------------------------------------

    def command(self, who: AgentIdentity, frame: Any) -> None:
        conversations = self.house.conversations
        match frame:
            case frames.PostMessage():
                self.submit(conversations.post_message, who, frame)
            case frames.PostNote():
                self.submit(conversations.post_note, who, frame)
            case frames.TakeConversation():
                self.submit(conversations.take_conversation, who, frame)
            case frames.TakeNext():
                self.submit(conversations.take_next, who, frame)
            case frames.JoinConversation():
                self.submit(conversations.join_conversation, who, frame)
            case frames.TransferConversation():
                self.submit(conversations.transfer_conversation, who, frame)
            case frames.CloseConversation():
                self.submit(conversations.close_conversation, who, frame)
            case frames.ReopenConversation():
                self.submit(conversations.reopen_conversation, who, frame)
            case frames.NameVisitor():
                self.submit(conversations.name_visitor, who, frame)
            case frames.Attach():
                self.start(self._attach(who, frame.conversation, frame.after))
            case frames.Detach():
                self._detach(who, frame.conversation)
            case frames.Resume():
                self.start(self._page(who, frame))
            case frames.ResumeDesk():
                self.start(self._send_desk(who))
            case frames.Seen():
                self._seen(who, frame)
            case frames.Typing():
                self._typing(who, frame)
            case frames.SetPresence():
                self.start(self._set_presence(who, frame))
            case _:
                raise Closing(codes.MISUSE, "unknown frame")

    async def _attach(self, who: AgentIdentity, id: str, after: int) -> None:
        hub = self.house.hub
        try:
            hub.follow(f"conversation:{id}", self)
            standing = await self.house.transcripts.standing(who, id)
        except NotFound:
            hub.unfollow(f"conversation:{id}", self)
            self.send(frames.Reset(id, gone=True))
            return
        if after > standing.conversation.last_seq:
            self.send(frames.Reset(id))
            after = 0
        followed = self.followed[id] = Followed(standing.conversation, after, who.id)
        followed.looking = True
        await self.catch_up(id)
        if id in self.followed:
            self.current(standing)
            self._tell_looking(id)

    def _detach(self, who: AgentIdentity, id: str) -> None:
        followed = self.followed.get(id)
        if followed is None:
            return
        self.house.hub.unfollow(f"conversation:{id}", self)
        followed.looking = False
        if followed.owner != who.id:
            del self.followed[id]
        self._tell_looking(id)

    def _tell_looking(self, id: str) -> None:
        agents = {
            follower.who.id
            for follower in self.house.hub.followers(f"conversation:{id}")
            if isinstance(follower, AgentConnection) and follower.who is not None
        }
        self.house.desk.looking(id, agents)

    async def _page(self, who: AgentIdentity, frame: frames.Resume) -> None:
        self.send(await self.house.transcripts.page(who, frame.conversation, frame.after))

    def _seen(self, who: AgentIdentity, frame: frames.Seen) -> None:
        followed = self.followed.get(frame.conversation)
        if followed is not None:
            self.house.transcripts.seen(
                who,
                frame.conversation,
                delivered=min(frame.delivered, followed.visitor_last),
                read=min(frame.read, followed.visitor_last),
                tell=partial(self._to_visitor, followed),
            )

    def _typing(self, who: AgentIdentity, frame: frames.Typing) -> None:
        """The visitor sees only those write who have joined; colleagues see everybody."""
        followed = self.followed.get(frame.conversation)
        if followed is None:
            return
        signal = frames.TypingSignal(frame.conversation, Author("agent", who.id), frame.on)
        topics = followed.staff_topics(frame.conversation)
        if followed.joined:
            topics = (*topics, f"visitor:{followed.visitor}")
        self.house.hub.publish(topics, followed.signal(frame.conversation, signal, self.id))

    def _to_visitor(self, followed: Followed, signal: frames.Receipt) -> None:
        """Somebody who only looks on is no reader to the visitor."""
        if followed.joined:
            self.house.hub.publish((f"visitor:{followed.visitor}",), followed.signal(signal.conversation, signal))

    async def _set_presence(self, who: AgentIdentity, frame: frames.SetPresence) -> None:
        await self.house.desk.set_presence(who, frame.presence)
        self.send(frames.Reply(frame.ref))

    def closed(self, who: AgentIdentity) -> None:
        self.limits.leave("agent_socket", who.id)
        for topic in self._topics:
            self.house.hub.unfollow(topic, self)
        looked_at = [id for id, followed in self.followed.items() if followed.looking]
        for id in looked_at:
            self.house.hub.unfollow(f"conversation:{id}", self)
            self._tell_looking(id)
        self.house.desk.disconnected(who.id)

    # -- from the hub -------------------------------------------------------------------------------------------------

    def deliver(self, delivery: Delivery) -> None:
        who = self.who
        if who is None or (delivery.sender and delivery.sender == self.id):
            return
        # Rights are checked now, not when the topic was followed (PROMISES.md T34).
        department = delivery.department
        if department and department not in who.departments and not self._may_read(who, delivery):
            self._lost(delivery.conversation)
            return
        entry = delivery.entry
        if entry is None:
            if self._held is not None:
                self._held.append(delivery)
            else:
                self.outbox.put(delivery.staff(), signal=not delivery.numbered)
            return
        followed = self.followed.get(entry.conversation)
        if followed is None:
            followed = self.followed[entry.conversation] = Followed.begin(delivery, who.id, entry.seq - 1)
        # Most entries are messages, and these move nothing.
        if type(entry.data) is not MessagePosted:
            followed.moved(delivery, who.id)
        self.hand_over(followed, delivery)
        if not followed.looking and followed.owner != who.id:
            self.followed.pop(entry.conversation, None)

    @staticmethod
    def _may_read(who: AgentIdentity, delivery: Delivery) -> bool:
        return may(who, "read_conversation", department=delivery.department, owner=delivery.owner)

    def _lost(self, conversation: str) -> None:
        """It has moved where this agent may not look."""
        if conversation and self.followed.pop(conversation, None) is not None:
            self.house.hub.unfollow(f"conversation:{conversation}", self)
            self.send(frames.Reset(conversation, gone=True))

    def seq(self, entry: Entry) -> int | None:
        return entry.seq

    def encoded(self, delivery: Delivery) -> bytes:
        return delivery.staff()

    def current(self, standing: Standing) -> None:
        if self.who is not None and standing.conversation.id in self.followed:
            super().current(standing)

    def pong(self) -> frames.Pong:
        pong = super().pong()
        return frames.Pong(pong.now, pong.heads, self.house.desk.heads(self.who.departments if self.who else ()))


async def agent_socket(websocket: WebSocket) -> None:
    """`WS /console/socket`: only from our own pages; the cookie alone never opens it, the ticket does."""
    state = websocket.state
    house, limits_ = state.house, state.limits
    origin = websocket.headers.get("origin")
    address = websocket.client.host if websocket.client else ""
    # Browsers always send the Origin; a program without cookies needs none, its ticket counts.
    foreign = not same_origin(websocket, state.settings.public_url)
    if origin is None and "cookie" not in websocket.headers:
        foreign = False
    refused = house.draining or websocket.url.query or foreign or limits_.allow("agent_connect", address) is not None
    if refused:
        await websocket.close()
        return
    connection = AgentConnection(house, limits_, state.connections)
    await connection.run(await listen(websocket, connection.on_frame, connection.outbox.drain))
