"""What both kinds of sockets share: frames in, commands with answers, an outbox, and conversations that are followed.

The receive path never waits: it decodes, checks limits, submits, and goes on. Live entries are handed over in order of
their number; a gap, a lagging reader or a reconnect all lead to the same `catch_up` from the log (DESIGN.md 8).
"""

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

import msgspec

from chat_server.domain.conversation import Conversation
from chat_server.domain.entries import AgentJoined, AgentLeft, ConversationClosed, ConversationTransferred, Entry
from chat_server.domain.errors import Busy, NotFound, Refused
from chat_server.domain.permissions import AgentIdentity, VisitorIdentity
from chat_server.services.conversations import Answer, Outcome
from chat_server.services.house import House
from chat_server.services.ids import new_id
from chat_server.services.transcripts import Standing
from chat_server.wire import codes, frames, limits
from chat_server.wire.codec import DecodeError, encode
from chat_server.wire.delivery import Delivery

from .limits import Limits
from .outbox import Outbox
from .socket import Line

log = logging.getLogger(__name__)

Who = TypeVar("Who", VisitorIdentity, AgentIdentity)
T = TypeVar("T")


class Closing(Exception):
    """This connection must end, with a code of wire/codes.py."""

    def __init__(self, code: int, reason: str, reconnect_in: float | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.reconnect_in = reconnect_in


class Followed:
    """Where a connection stands in one conversation, and whose that is.

    `last` is the last number handed over, `visitor_last` the same in the visitor's numbers, `held` what arrives while
    the log is being read, `joined` whether this agent speaks with the visitor, `looking` whether he has it on screen.
    """

    __slots__ = ("department", "held", "joined", "last", "looking", "owner", "visitor", "visitor_last")

    def __init__(self, conversation: Conversation, last: int, me: str) -> None:
        self.last = last
        self.visitor_last = conversation.last_visitor_seq
        self.visitor = conversation.visitor
        self.department = conversation.department
        self.owner = conversation.owner_id if conversation.owner_kind == "agent" else ""
        self.joined = me in conversation.joined
        self.looking = False
        self.held: list[Delivery] | None = None

    @classmethod
    def begin(cls, delivery: Delivery, me: str, last: int) -> "Followed":
        """Follow from a delivered entry on, without what was before it."""
        followed = cls.__new__(cls)
        entry = delivery.entry
        followed.last = last
        followed.visitor_last = (entry.visitor_seq or 1) - 1 if entry is not None else 0
        followed.visitor = delivery.visitor_id
        followed.department = delivery.department
        followed.owner = delivery.owner
        followed.joined = delivery.owner == me
        followed.looking = False
        followed.held = None
        return followed

    def moved(self, delivery: Delivery, me: str) -> None:
        """Keep up with whose it is."""
        self.department = delivery.department
        self.owner = delivery.owner
        match delivery.entry.data if delivery.entry is not None else None:
            case AgentJoined(agent=agent) if agent.id == me:
                self.joined = True
            case AgentLeft(agent=agent) if agent == me:
                self.joined = False
            case ConversationClosed() | ConversationTransferred():
                self.joined = False
            case _:
                pass

    def staff_topics(self, conversation: str) -> tuple[str, ...]:
        """Where staff hear of it."""
        looking = f"conversation:{conversation}"
        return (looking, f"agent:{self.owner}") if self.owner else (looking,)

    def signal(self, conversation: str, frame: frames.Frame, sender: str = "") -> Delivery:
        """A signal about this conversation, for those who may see it."""
        return Delivery(
            frame=frame, conversation=conversation, department=self.department, owner=self.owner, sender=sender
        )


_UNANSWERED: dict[type, str] = {
    frames.Ping: "signal",
    frames.Seen: "signal",
    frames.Typing: "signal",
    frames.Detach: "signal",
    frames.Attach: "reading",
    frames.Resume: "reading",
    frames.ResumeDesk: "reading",
    frames.SetPresence: "reading",
}
"""What the frames that write nothing into a conversation count as, in web/limits.py."""


class _Head(msgspec.Struct):
    """As much of a frame that makes no sense as is needed to refuse it politely."""

    type: str
    ref: int = 0


class Connection(ABC, Generic[Who]):
    """One socket of one visitor or agent, from `hello` to the end."""

    decoder: msgspec.json.Decoder[Any]
    kind: str
    rate: str

    def __init__(self, house: House, limits_: Limits, connections: "Connections") -> None:
        self.house = house
        self.limits = limits_
        self.connections = connections
        self.id = new_id()
        self.who: Who | None = None
        self.line: Line | None = None
        self._loop = asyncio.get_running_loop()
        self.outbox: Outbox[tuple[Followed, int]] = Outbox(_undo, self._drained, self._loop.time)
        self.followed: dict[str, Followed] = {}
        self.unanswered = 0
        self.last_said = self._loop.time()
        self._hello_timer: asyncio.TimerHandle | None = None
        self._greeted = False
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()

    # -- to be said by the two kinds ----------------------------------------------------------------------------------

    @abstractmethod
    async def identify(self, hello: frames.Hello) -> Who:
        """Who this is; raises `Closing`."""

    @abstractmethod
    async def opened(self, who: Who, resume: dict[str, int]) -> None:
        """After `welcome`: follow, catch up from the numbers the client holds, tell others."""

    @abstractmethod
    def command(self, who: Who, frame: Any) -> None:
        """Anything that isn't `hello` or `ping`. Raises `Refused`."""

    @abstractmethod
    def closed(self, who: Who) -> None:
        """The connection is over: unfollow, tell others."""

    # -- life ---------------------------------------------------------------------------------------------------------

    async def run(self, line: Line) -> None:
        """Serve the line until it ends; nobody waits for anybody here but for this one client."""
        self.line = line
        self.outbox.write = line.socket.write_frame
        self.connections.add(self)
        self._hello_timer = self._loop.call_later(
            limits.HELLO_SECONDS, self.close, codes.NOT_AUTHENTICATED, "expected hello"
        )
        try:
            await line.ended()
        finally:
            self._end()

    async def _open(self, hello: frames.Hello) -> None:
        try:
            who = await self.identify(hello)
        except Closing as closing:
            self.close(closing.code, closing.reason, closing.reconnect_in)
            return
        self.who = who
        self.send(
            frames.Welcome(
                connection=self.id,
                protocol=limits.PROTOCOL,
                db_epoch=self.house.db_epoch,
                now=self.house.clock(),
                ping_seconds=limits.PING_SECONDS,
            )
        )
        resume = hello.resume
        if resume and hello.db_epoch != self.house.db_epoch:
            for conversation in resume:
                self.send(frames.Reset(conversation))
            resume = {}
        await self.opened(who, resume)

    def close(self, code: int, reason: str, reconnect_in: float | None = None) -> None:
        """End this connection now, with a word why."""
        if self._closing or self.line is None:
            return
        self._closing = True
        if reconnect_in is not None:
            self.outbox.put(encode(frames.Bye(reason, reconnect_in)))
        if len(self.outbox):
            # Who doesn't read wouldn't read the goodbye either.
            self.line.socket.abort()
        task = asyncio.create_task(self.line.close(code, reason))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _end(self) -> None:
        if self._hello_timer is not None:
            self._hello_timer.cancel()
        for task in self._tasks:
            task.cancel()
        self.connections.discard(self)
        if self.who is not None:
            self.closed(self.who)
        self.outbox.clear()
        if self.line is not None:
            self.line.release()

    # -- in -----------------------------------------------------------------------------------------------------------

    def on_frame(self, data: bytes) -> None:
        """One frame from the client. Never waits, never raises."""
        try:
            self._on_frame(data)
        except Closing as closing:
            self.close(closing.code, closing.reason, closing.reconnect_in)
        except Exception:
            log.exception("a frame could not be handled")
            self.close(codes.RESTART, "internal", 1.0)

    def _on_frame(self, data: bytes) -> None:
        try:
            frame = self.decoder.decode(data)
        except (DecodeError, UnicodeDecodeError) as error:
            self._refuse_nonsense(data, str(error))
            return
        if isinstance(frame, frames.Hello):
            if self._greeted:
                raise Closing(codes.MISUSE, "hello again")
            self._greeted = True
            if self._hello_timer is not None:
                self._hello_timer.cancel()
                self._hello_timer = None
            if frame.protocol > limits.PROTOCOL:
                raise Closing(codes.MISUSE, "unknown protocol")
            self.start(self._open(frame))
        elif self.who is None:
            raise Closing(codes.MISUSE, "expected hello first")
        elif self._not_too_fast(self.who, frame):
            self._obey(self.who, frame)

    def _not_too_fast(self, who: Who, frame: Any) -> bool:
        """Every frame counts for something. Of those without an answer, too many signals are dropped; who asks for more
        than anybody can read has to wait outside (PROMISES.md P10)."""
        what = _UNANSWERED.get(type(frame))
        if what is None:
            wait = self.limits.allow(self.rate, who.id)
            if wait is not None:
                self.refuse(frame.ref, Busy("That was too fast.", code="rate_limited", retry_after=round(wait, 1)))
            return wait is None
        wait = self.limits.allow(what, who.id)
        if wait is not None and what == "reading":
            raise Closing(codes.TOO_MANY, "too fast", round(wait, 1))
        return wait is None

    def _obey(self, who: Who, frame: Any) -> None:
        if isinstance(frame, frames.Ping):
            self.send(self.pong())
        else:
            if not isinstance(frame, frames.Seen | frames.Resume):
                self.last_said = self._loop.time()
            ref = getattr(frame, "ref", 0)
            try:
                self.command(who, frame)
            except Refused as refused:
                self.refuse(ref, refused)

    def _refuse_nonsense(self, data: bytes, why: str) -> None:
        """A known command with a wrong field is refused; anything else is not our protocol."""
        try:
            head = msgspec.json.decode(data, type=_Head)
        except (DecodeError, UnicodeDecodeError, RecursionError):
            raise Closing(codes.MISUSE, "not a frame") from None
        if ("Invalid value" in why and "at `$.type`" in why) or not head.ref or self.who is None:
            raise Closing(codes.MISUSE, "unknown frame")
        self.send(frames.Refusal(head.ref, "bad_frame", why))

    # -- answers ------------------------------------------------------------------------------------------------------

    def submit(self, verb: Callable[[Who, Any, Answer], None], who: Who, frame: Any) -> None:
        """Carry out a writing command; answer its `ref` after the commit, stop reading while too many wait."""

        def answer(outcome: Outcome | None, error: BaseException | None) -> None:
            self.unanswered -= 1
            if self.unanswered == limits.UNANSWERED - 1 and self.line is not None:
                self.line.socket.resume()
            if outcome is not None:
                self.answered(frame.ref, outcome)
            elif error is not None:
                self.refuse(frame.ref, error)

        verb(who, frame, answer)
        self.unanswered += 1
        if self.unanswered >= limits.UNANSWERED and self.line is not None:
            self.line.socket.pause()

    def answered(self, ref: int, outcome: Outcome) -> None:
        """Tell that a command is done and synced."""
        entry = outcome.entry
        self.send(frames.Reply(ref, entry.conversation, self.seq(entry) or 0, entry.at, outcome.repeated))

    def refuse(self, ref: int, error: BaseException) -> None:
        """Tell that a command is surely not done."""
        if not ref:
            return
        if isinstance(error, Refused):
            frame = frames.Refusal(ref, error.code, error.message, error.field or "", error.retry_after)
        else:
            log.error("a command failed", exc_info=error)
            frame = frames.Refusal(ref, "internal", "Something went wrong on the server.", "", 2.0)
        self.send(frame)

    # -- out ----------------------------------------------------------------------------------------------------------

    def send(self, frame: frames.Frame, *, signal: bool = False) -> None:
        """One frame to this client."""
        self.outbox.put(encode(frame), signal=signal)

    def _drained(self) -> None:
        """The reader keeps up again after frames were dropped: everything that is followed comes from the log."""
        for conversation in self.followed:
            self.start(self.catch_up(conversation))

    def check(self, now: float) -> None:
        """Called every few seconds with the loop's time: cut off who doesn't read."""
        stuck = self.outbox.stuck_since
        if stuck is not None and now - stuck > limits.STUCK_SECONDS and self.line is not None:
            self.line.socket.abort()
            self.close(codes.TOO_SLOW, "too slow", 0.0)

    def start(self, work: Coroutine[None, None, None]) -> None:
        """Run something of this connection in the background; it ends with the connection."""

        async def guarded() -> None:
            try:
                await work
            except Refused:
                return
            except Exception:
                log.exception("work of a connection failed")
                self.close(codes.RESTART, "internal", 1.0)

        task = asyncio.create_task(guarded())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- following ----------------------------------------------------------------------------------------------------

    @abstractmethod
    def seq(self, entry: Entry) -> int | None:
        """The number of an entry in this reader's stream; None: not for this reader."""

    @abstractmethod
    def encoded(self, delivery: Delivery) -> bytes:
        """The frame as this reader may see it."""

    def hand_over(self, followed: Followed, delivery: Delivery) -> None:
        """The next entry in order; what comes too early makes the rest come from the log, what is old is dropped."""
        entry = delivery.entry
        number = None if entry is None else self.seq(entry)
        if entry is None or number is None or number <= followed.last:
            return
        if followed.held is not None:
            followed.held.append(delivery)
        elif number > followed.last + 1:
            self.start(self.catch_up(delivery.conversation))
        elif self.outbox.put(self.encoded(delivery), undo=(followed, followed.last)):
            followed.last = number
            if entry.visitor_seq is not None:
                followed.visitor_last = entry.visitor_seq

    def hand_over_page(self, followed: Followed, page: frames.PageFrame) -> None:
        """A page of the log, in order."""
        if page.entries and self.outbox.put(encode(page), undo=(followed, followed.last)):
            followed.last = page.entries[-1].seq

    async def catch_up(self, conversation: str) -> None:
        """Read on from the log until nothing is missing, then hand over what came meanwhile (attach without a race)."""
        followed = self.followed.get(conversation)
        if followed is None or followed.held is not None or self.who is None:
            return
        followed.held = []
        try:
            while not self.outbox.lagging:
                page = await self.house.transcripts.page(self.who, conversation, followed.last)
                self.hand_over_page(followed, page)
                if not page.entries or followed.last >= page.head:
                    break
        except NotFound:
            self.followed.pop(conversation, None)
            return
        finally:
            held, followed.held = followed.held, None
        if not self.outbox.lagging:
            for delivery in held:
                self.hand_over(followed, delivery)

    def current(self, standing: Standing) -> None:
        """The end of the backlog of one conversation."""
        followed = self.followed[standing.conversation.id]
        self.send(
            frames.Current(standing.conversation.id, followed.last, standing.delivered, standing.read, standing.mine)
        )

    def pong(self) -> frames.Pong:
        """The newest numbers of what this client follows."""
        return frames.Pong(self.house.clock(), {id: f.last for id, f in self.followed.items()})


def _undo(mark: tuple[Followed, int]) -> None:
    """A frame was forgotten unsent: its conversation stands where it stood before it."""
    followed, last = mark
    followed.last = min(followed.last, last)


class Connections(set["Connection[Any]"]):
    """All connections of this process."""

    def of(self, kind: type[T]) -> list[T]:
        """Those of one kind."""
        return [connection for connection in self if isinstance(connection, kind)]

    def counts(self) -> dict[str, int]:
        """How many of each kind are open."""
        return {kind: sum(connection.kind == kind for connection in self) for kind in ("visitor", "agent")}
