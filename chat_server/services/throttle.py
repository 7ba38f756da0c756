"""Slows down guessing of passwords (PROMISES.md T11). Nobody is ever locked out: an account only answers later."""

import hmac
import ipaddress
from collections import OrderedDict, deque
from typing import TypeVar

from chat_server.domain.errors import Busy

from .ids import Clock

T = TypeVar("T")

FREE_FAILURES = 5
DELAY_MAX_SECONDS = 300
NETWORK_FAILURES = 20
NETWORK_SECONDS = 600
FORGET_SECONDS = 24 * 3600
KEEP = 10_000
"""Accounts and networks remembered; the longest quiet are forgotten first."""


class Throttle:
    """Counts failures per account and per network. An attempt counts as failed until it has succeeded, so that many
    at once gain nothing."""

    def __init__(self, now: Clock) -> None:
        self._now = now
        self._accounts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._networks: OrderedDict[str, deque[int]] = OrderedDict()

    def begin(self, account: str, address: str, *, known_device: bool) -> None:
        """Count one attempt, or raise `Busy` with the seconds to wait."""
        now = self._now()
        network = network_of(address)
        failures = self._networks.get(network, deque())
        while failures and failures[0] <= now - NETWORK_SECONDS * 1000:
            failures.popleft()
        if len(failures) >= NETWORK_FAILURES:
            raise _too_many((failures[0] + NETWORK_SECONDS * 1000 - now) / 1000)
        count, last = self._accounts.get(account, (0, 0))
        if now - last > FORGET_SECONDS * 1000:
            count = 0
        if count >= FREE_FAILURES and not known_device:
            ready_at = last + delay_seconds(count) * 1000
            if now < ready_at:
                raise _too_many((ready_at - now) / 1000)
        _remember(self._accounts, account, (count + 1, now))
        failures.append(now)
        _remember(self._networks, network, failures)

    def succeeded(self, account: str, address: str) -> None:
        """The attempt just begun was right: the account starts afresh, the network is not charged for it."""
        self._accounts.pop(account, None)
        failures = self._networks.get(network_of(address))
        if failures:
            failures.pop()


def delay_seconds(failures: int) -> int:
    """1, 2, 4 … 300 seconds after 5, 6, 7 … failures."""
    return min(DELAY_MAX_SECONDS, 1 << min(failures - FREE_FAILURES, 9))


def network_of(address: str) -> str:
    """The /24 or /64 an address belongs to; also how addresses are kept and shown."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network(f"{ip}/{24 if ip.version == 4 else 64}", strict=False))


class Devices:
    """A cookie that says: somebody has signed in as this person from this browser before. Worth nothing else."""

    def __init__(self, secret: bytes) -> None:
        self._secret = hmac.digest(secret, b"known device", "sha256")

    def issue(self, account: str) -> str:
        return hmac.digest(self._secret, account.encode(), "sha256").hex()

    def knows(self, account: str, cookie: str) -> bool:
        return bool(cookie) and hmac.compare_digest(cookie.encode(), self.issue(account).encode())


def _too_many(seconds: float) -> Busy:
    return Busy(
        "Too many attempts. Please wait a moment, then try again.",
        code="too_many_attempts",
        retry_after=max(1, round(seconds)),
    )


def _remember(kept: OrderedDict[str, T], key: str, value: T) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > KEEP:
        kept.popitem(last=False)
