"""The numbers both sides keep to (PROMISES.md 1.3, T22, T23). The build hands them to the browser as limits.json."""

PROTOCOL = 1

FRAME_BYTES = 32 * 1024
TEXT_CHARS = 8_000
NAME_CHARS = 80
COMMENT_CHARS = 1_000
URL_CHARS = 2_048
KEY_CHARS = 22
"""128 random bits in base64url without padding."""

UNANSWERED = 32
PAGE_ENTRIES = 200
PAGE_BYTES = 64 * 1024
"""About how large a page may become; a page ends with the entry that passes this."""
HELLO_SECONDS = 5
PING_SECONDS = 25
PONG_SECONDS = 10
RESEND_SECONDS = 10
SEEN_SECONDS = 1
TICKET_SECONDS = 30
OUTBOX_FRAMES = 256
OUTBOX_BYTES = 256 * 1024
STUCK_SECONDS = 15
VISITOR_IDLE_SECONDS = 15 * 60

CLIENT = {
    "protocol": PROTOCOL,
    "text_chars": TEXT_CHARS,
    "name_chars": NAME_CHARS,
    "comment_chars": COMMENT_CHARS,
    "unanswered": UNANSWERED,
    "page_entries": PAGE_ENTRIES,
    "ping_seconds": PING_SECONDS,
    "pong_seconds": PONG_SECONDS,
    "resend_seconds": RESEND_SECONDS,
    "seen_seconds": SEEN_SECONDS,
}
