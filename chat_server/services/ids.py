"""Ids and time come from here and are passed on as arguments (DESIGN.md, law 3)."""

import secrets
import time
from collections.abc import Callable

Clock = Callable[[], int]
"""Wall clock in ms since 1970 UTC."""


def new_id() -> str:
    """A public id: 128 random bits in base64url."""
    return secrets.token_urlsafe(16)


def wall_clock() -> int:
    """Now, in ms since 1970 UTC."""
    return time.time_ns() // 1_000_000
