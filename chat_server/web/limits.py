"""Who may do how much (PROMISES.md T22): token buckets in one table, and counts of what is open right now."""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_network
from time import monotonic

from chat_server.domain.errors import Busy

LIMITS: dict[str, tuple[tuple[int, float], ...]] = {
    "visitor_message": ((20, 10.0), (200, 3600.0)),
    "agent_message": ((60, 10.0),),
    "signal": ((200, 10.0),),
    "reading": ((60, 10.0),),
    "address_connect": ((60, 60.0),),
    "agent_connect": ((600, 60.0),),
    "address_conversation": ((5, 600.0),),
    "address_ticket": ((120, 60.0),),
    "address_site": ((240, 60.0),),
    "address_link": ((30, 600.0),),
    "agent_upload": ((20, 3600.0),),
    "agent_export": ((30, 3600.0),),
}
"""What: every (times, per seconds) that must hold at once. The key is a visitor's, an agent's or an address; of an IPv6
address its network counts, since whoever has one has 2^64 of them."""

OPEN: dict[str, int] = {"address_socket": 10, "site_socket": 2_000, "agent_socket": 20}
"""What may be open at the same time for one key. A whole office of agents shares one address, so theirs are counted by
agent."""

KEYS_MAX = 100_000
"""Buckets kept in memory; the oldest are forgotten first (a forgotten bucket is a full one)."""


class Limits:
    """Token buckets for one process. `factor` scales every number, for load tests from one address."""

    def __init__(self, *, clock: Callable[[], float] = monotonic, factor: float = 1.0) -> None:
        self._clock = clock
        self._factor = factor
        self._rules = {
            what: [(times * factor, times * factor / seconds) for times, seconds in rules]
            for what, rules in LIMITS.items()
        }
        self._buckets: dict[tuple[str, str], list[float]] = {}
        """The level of each rule's bucket, then when they were last filled."""
        self._open: dict[tuple[str, str], int] = {}

    def allow(self, what: str, key: str, *, times: int = 1) -> float | None:
        """Take from every bucket of `what`, or from none: then the seconds until it would be allowed."""
        now = self._clock()
        rules = self._rules[what]
        if ":" in key:
            key = _network(key)
        bucket = self._buckets.get((what, key))
        if bucket is None:
            bucket = self._begin(what, key, now)
        passed = now - bucket[-1]
        bucket[-1] = now
        wait = 0.0
        for i, (capacity, rate) in enumerate(rules):
            level = bucket[i] = min(capacity, bucket[i] + passed * rate)
            if level < times:
                wait = max(wait, (times - level) / rate)
        if wait:
            return wait
        for i in range(len(rules)):
            bucket[i] -= times
        return None

    def _begin(self, what: str, key: str, now: float) -> list[float]:
        if len(self._buckets) >= KEYS_MAX:
            del self._buckets[next(iter(self._buckets))]
        bucket = self._buckets[what, key] = [*(capacity for capacity, _ in self._rules[what]), now]
        return bucket

    def require(self, what: str, key: str) -> None:
        """As `allow`, raising `Busy` with the code `rate_limited`."""
        wait = self.allow(what, key)
        if wait is not None:
            raise Busy("That was too fast. Please wait a moment.", code="rate_limited", retry_after=round(wait, 1))

    def enter(self, what: str, key: str) -> bool:
        """Count one more open thing of this key; False if that would be too many (nothing is counted then)."""
        key = _network(key) if ":" in key else key
        count = self._open.get((what, key), 0)
        if count >= OPEN[what] * self._factor:
            return False
        self._open[what, key] = count + 1
        return True

    def leave(self, what: str, key: str) -> None:
        """The counterpart of a successful `enter`."""
        key = _network(key) if ":" in key else key
        count = self._open.get((what, key), 0)
        if count > 1:
            self._open[what, key] = count - 1
        else:
            self._open.pop((what, key), None)


@lru_cache(maxsize=10_000)
def _network(address: str) -> str:
    try:
        return str(ip_network(f"{address}/64", strict=False))
    except ValueError:
        return address
