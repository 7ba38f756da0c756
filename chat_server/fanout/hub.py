"""Who follows what in this process, and how news reaches them. Never awaits, so nobody waits for a slow reader.

What is published is a hint that the log has grown (DESIGN.md, law 1): losing, repeating or reordering it is harmless.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

from chat_server.wire.delivery import Delivery

from .bus import Bus


class Follower(Protocol):
    """A connection, as the hub knows it."""

    def deliver(self, delivery: Delivery) -> None:
        """Take a frame or drop it; must not wait and must not raise."""


class Hub:
    """Topics and their followers in this process; the bus tells the other processes."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._followers: dict[str, set[Follower]] = {}
        self.on_delivered: list[Callable[[Delivery], None]] = []
        """Called after a frame was handed to all its followers in this process."""

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
            followers = self._followers.get(topic)
            if followers:
                # As it is now: a follower may leave a topic while it is handed something.
                for follower in tuple(followers):
                    if follower not in reached:
                        reached.add(follower)
                        follower.deliver(delivery)
        for listener in self.on_delivered:
            listener(delivery)
