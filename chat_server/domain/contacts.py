"""Addresses people type: e-mail and web."""

import re
from urllib.parse import urlsplit

from .errors import Invalid

EMAIL_MAX = 254
URL_MAX = 2_048
_EMAIL = re.compile(
    r"[^\s@<>(),;:\\\"\[\]\x00-\x1f\x7f]{1,64}@(?:[^\s@.<>(),;:\\\"\[\]\x00-\x1f]{1,63}\.)*[^\s@.<>(),;:\\\"\[\]\x00-\x1f]{1,63}"
)


def clean_email(text: str, *, field: str = "email") -> str:
    """Case-folded, the way accounts are kept. Raises `Invalid`."""
    email = text.strip().casefold()
    if len(email) > EMAIL_MAX or not _EMAIL.fullmatch(email):
        raise Invalid("Expected an e-mail address such as ana@shop.example.", field=field)
    return email


def clean_url(text: str, *, field: str) -> str:
    """An http or https address, or nothing. Raises `Invalid`."""
    text = text.strip()
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits or len(text) > URL_MAX or any(c.isspace() or ord(c) < 32 for c in text):
        raise Invalid("Expected an address that begins with https://.", field=field)
    return text


def without_query(url: str) -> str:
    """A page address without user name, query and fragment (PROMISES.md T9); empty if it is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path}"[:URL_MAX]
