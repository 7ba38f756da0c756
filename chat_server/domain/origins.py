"""Origins of web pages (RFC 6454): what an admin writes is normalised, what a browser sends is compared exactly."""

import re
from collections.abc import Collection
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from .errors import Invalid

PORTS = {"http": 80, "https": 443}
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
EXAMPLE = "https://shop.example"


def normalise(text: str, *, field: str = "origins") -> str:
    """`Shop.example/path` or `https://shop.example:443` as `https://shop.example`, the way browsers write an origin.

    Without a scheme https is meant. Raises `Invalid` for wildcards, user names and anything without a host.
    """
    text = text.strip()
    if not text:
        raise Invalid(f"Expected an address such as {EXAMPLE}.", field=field)
    if "*" in text:
        raise Invalid("Write each address in full: wildcards would let strangers in.", code="wildcard", field=field)
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Invalid(f"“{text[:80]}” is not an address. Expected something like {EXAMPLE}.", field=field) from None
    if parts.scheme not in PORTS or not host or "@" in parts.netloc or any(c.isspace() for c in parts.netloc):
        raise Invalid(f"“{text[:80]}” is not an address. Expected something like {EXAMPLE}.", field=field)
    host = _host(host, text, field)
    return f"{parts.scheme}://{host}" if port in (None, PORTS[parts.scheme]) else f"{parts.scheme}://{host}:{port}"


def is_allowed(origin: str | None, allowed: Collection[str]) -> bool:
    """Exact compare of (scheme, host, port). A missing and the opaque origin `null` are never allowed."""
    return origin is not None and origin not in ("", "null") and origin in allowed


def _host(host: str, text: str, field: str) -> str:
    try:
        address = ip_address(host)
        return f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    except ValueError:
        pass
    try:
        ascii_host = host.encode("idna").decode().lower().rstrip(".")
    except UnicodeError:
        ascii_host = ""
    if not ascii_host or len(ascii_host) > 253 or not all(LABEL.fullmatch(label) for label in ascii_host.split(".")):
        raise Invalid(f"“{text[:80]}” has no valid host name. Expected something like {EXAMPLE}.", field=field)
    return ascii_host
