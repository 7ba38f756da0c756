"""Close codes with the rule for the reader: reconnect, get a new ticket, or stop (PROMISES.md 1.3)."""

RESTART = 1012
"""Planned restart: reconnect after a random 0-5 s, or as `bye` said."""
NOT_AUTHENTICATED = 4001
"""Ticket unknown, used or expired, or no hello: get a new ticket; stop after 3 in a row."""
FORBIDDEN = 4003
"""A right was taken away: do not come back with the same session."""
TOO_SLOW = 4008
"""The reader did not keep up: reconnect and resume."""
MISUSE = 4009
"""The frames made no sense: do not retry within 60 s."""
REPLACED = 4010
"""The same person continues elsewhere."""
IDLE = 4011
"""Nothing was said for long: connect again when there is something to say."""
TOO_MANY = 4029
"""A rate was exceeded: wait as long as `bye.reconnect_in` says."""
