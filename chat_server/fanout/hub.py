"""Who follows what in this process, and how news reaches them. Never awaits, so nobody waits for a slow reader.

What is published is a hint that the log has grown (DESIGN.md, law 1): losing, repeating or reordering it is harmless.
"""

import logging
from collections.abc import Iterable
from typing import Protocol

from chat_server.domain.entries import Entry, for_visitor
from chat_server.wire.codec import encode
from chat_server.wire.frames import EntryFrame, Frame

from .bus import Bus

log = logging.getLogger(__name__)


class Delivery:
    """One frame on its way to followers, encoded once for each audience, and only if somebody of it follows.

    `department` and `owner` say whose it is, so that rights can be checked when it is handed over; `seq` is 0 for
    signals. A signal may be dropped under pressure.
    """

    __slots__ = ("_frame", "_staff", "_visitor", "conversation", "department", "entry", "owner")

    def __init__(
        self,
        *,
        entry: Entry | None = None,
        frame: Frame | None = None,
        conversation: str = "",
        department: str = "",
        owner: str = "",
    ) -> None:
        self.entry = entry
        self._frame = frame
        self.conversation = entry.conversation if entry is not None else conversation
        self.department = department
        self.owner = owner
        self._staff: bytes | None = None
        self._visitor: bytes | None = None

    def staff(self) -> bytes:
        """The frame as staff see it."""
        if self._staff is None:
            e = self.entry
            self._staff = encode(
                self._frame
                if e is None
                else EntryFrame(e.conversation, e.seq, e.at, e.by, e.data, e.visitor_seq, e.key)
            )
        return self._staff

    def visitor(self) -> bytes:
        """The frame as the visitor sees it: his own numbers, no staff fields, keys only of his own commands."""
        if self._visitor is None:
            e = self.entry
            if e is None:
                self._visitor = encode(self._frame)
            else:
                key = e.key if e.by.type == "visitor" else ""
                self._visitor = encode(
                    EntryFrame(e.conversation, e.visitor_seq or 0, e.at, e.by, for_visitor(e.data), None, key)
                )
        return self._visitor


class Follower(Protocol):
    """A connection, as the hub knows it."""

    def deliver(self, delivery: Delivery) -> None:
        """Take a frame or drop it; must not wait and must not raise."""


class Hub:
    """Topics and their followers in this process; the bus tells the other processes."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._followers: dict[str, set[Follower]] = {}

    def follow(self, topic: str, follower: Follower) -> None:
        """From now on `follower` hears of `topic`."""
        self._followers.setdefault(topic, set()).add(follower)

    def unfollow(self, topic: str, follower: Follower) -> None:
        """`follower` hears no more of `topic`."""
        followers = self._followers.get(topic)
        if followers is not None:
            followers.discard(follower)
            if not followers:
                del self._followers[topic]

    def followers(self, topic: str) -> frozenset[Follower]:
        """Who follows a topic here, as of now."""
        return frozenset(self._followers.get(topic, ()))

    def has(self, topic: str) -> bool:
        """Whether anybody here follows the topic."""
        return topic in self._followers

    def publish(self, topics: Iterable[str], delivery: Delivery) -> None:
        """Hand a frame to everybody who follows one of the topics, once each, here and through the bus."""
        topics = tuple(topics)
        self.deliver(topics, delivery)
        self._bus.publish(topics, delivery.staff)

    def deliver(self, topics: Iterable[str], delivery: Delivery) -> None:
        """Hand a frame to the followers in this process."""
        reached: set[Follower] = set()
        for topic in topics:
            for follower in tuple(self._followers.get(topic, ())):
                if follower not in reached:
                    reached.add(follower)
                    follower.deliver(delivery)
