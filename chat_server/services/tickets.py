"""Tickets that open a socket once, and tokens that prove a visitor: signed, so that neither costs a database read.

A ticket is single use and lives 30 s (PROMISES.md 1.3); it is handed out by an authenticated HTTP call and travels in
the first frame, never in a URL. A visitor token names a visitor of one site for as long as he keeps it.
"""

import base64
import hashlib
import hmac
import secrets

import msgspec

from chat_server.domain.permissions import VisitorIdentity
from chat_server.wire import limits

from .ids import Clock, new_id


class Ticket(msgspec.Struct, frozen=True):
    """What a ticket proves: `kind` visitor with `subject` his id and `scope` his site, or `kind` agent with the
    agent's id and his session's public id."""

    kind: str
    subject: str
    scope: str
    expires_at: int
    nonce: str


_decoder = msgspec.json.Decoder(Ticket)


class Tickets:
    """Issues and redeems; remembers the used ones until they would have expired anyway."""

    def __init__(self, secret: bytes, clock: Clock) -> None:
        self._ticket_secret = hmac.digest(secret, b"ticket", "sha256")
        self._token_secret = hmac.digest(secret, b"visitor token", "sha256")
        self._clock = clock
        self._used: set[str] = set()
        self._used_before: set[str] = set()
        self._turned_at = 0

    def issue(self, kind: str, subject: str, scope: str) -> str:
        """A ticket for the next 30 seconds."""
        body = msgspec.json.encode(
            Ticket(kind, subject, scope, self._clock() + limits.TICKET_SECONDS * 1000, secrets.token_urlsafe(9))
        )
        return _b64(body) + "." + _b64(hmac.digest(self._ticket_secret, body, "sha256"))

    def redeem(self, ticket: str, kind: str) -> Ticket | None:
        """What the ticket proves, or None if it is forged, expired, used or of another kind."""
        body = _checked(ticket, self._ticket_secret)
        if body is None:
            return None
        found = _decoder.decode(body)
        now = self._clock()
        if now - self._turned_at > limits.TICKET_SECONDS * 1000:
            # Whatever was used before the last turn has expired by now.
            self._used_before, self._used, self._turned_at = self._used, set(), now
        if found.kind != kind or found.expires_at < now:
            return None
        if found.nonce in self._used or found.nonce in self._used_before:
            return None
        self._used.add(found.nonce)
        return found

    def visitor_token(self, visitor: VisitorIdentity) -> str:
        """The token of a visitor."""
        body = f"{visitor.site}.{visitor.id}".encode()
        return _b64(body) + "." + _b64(hmac.digest(self._token_secret, body, "sha256")[:16])

    def visitor(self, token: str, site: str) -> VisitorIdentity | None:
        """Whom a token proves on this site, or None."""
        body = _checked(token, self._token_secret, 16)
        if body is None:
            return None
        token_site, _, visitor = body.decode().partition(".")
        return VisitorIdentity(visitor, site) if token_site == site and visitor else None

    @staticmethod
    def new_visitor(site: str) -> VisitorIdentity:
        """Somebody we have not met; a row is made only once he writes."""
        return VisitorIdentity(new_id(), site)


def token_hash(token: str) -> str:
    """How secrets are stored: SHA-256 of 256 random bits needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _checked(signed: str, secret: bytes, length: int = 32) -> bytes | None:
    """The body of `body.signature` if the signature holds."""
    body, _, signature = signed.partition(".")
    if not body or not signature or len(signed) > 512 or not signed.isascii():
        return None
    try:
        data = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        given = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except ValueError:
        return None
    return data if hmac.compare_digest(given, hmac.digest(secret, data, "sha256")[:length]) else None
