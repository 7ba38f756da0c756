"""Settings of the server, every field said."""

from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What `build` needs to know."""

    data: Path = Path("data")
    """Folder of the database, the photos and the secret; one process at a time."""
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = "http://localhost:8000"
    """Where browsers reach the server; links and cookies follow it."""
    allowed_hosts: tuple[str, ...] = ()
    """Host header values that are served; empty: those of `public_url`, localhost and 127.0.0.1."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.1", "::1")
    demo: bool = False
    grace_seconds: int = 120
    """How long a visitor may be disconnected before he counts as having left (METRICS.md R8)."""
    metrics_token: str = ""
