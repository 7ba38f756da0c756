"""Refusals: one base, each with a stable code and a sentence for people.

Refused                base; `code` is stable, `message` is a sentence, `retry_after` seconds or None
├── NotFound           unknown and foreign ids alike, so that nobody learns which exist
├── Forbidden          known subject, but not for this actor
├── Invalid            input that can't be accepted; `field` names the place
├── Conflict           the world has moved on: not_owner, already_taken, closed …
└── Busy               later: busy, rate_limited, storage_full …
"""


class Refused(Exception):
    """Something asked for is surely not done. Raised in the domain, translated once at the edge."""

    code = "refused"

    def __init__(
        self, message: str, *, code: str | None = None, field: str | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.field = field
        self.retry_after = retry_after


class NotFound(Refused):
    code = "not_found"


class Forbidden(Refused):
    code = "forbidden"


class Invalid(Refused):
    code = "invalid"


class Conflict(Refused):
    code = "conflict"


class Busy(Refused):
    code = "busy"
