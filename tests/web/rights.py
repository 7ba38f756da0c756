"""Who may do what, as data (PROMISES.md 2.4, V30, V31): one row for each route and each frame.

A route that is missing here fails the build, and so does a row without a route. `test_rights.py` asks every route as
every identity. In paths and bodies `{agent}`, `{department}`, `{site}`, `{reply}`, `{conversation}`, `{session}` and
`{token}` stand for real ones: all of the department Orders, the session one's own.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Identity = Literal["anonymous", "visitor", "foreign_agent", "agent", "supervisor", "admin", "expired", "revoked"]
"""`foreign_agent` belongs to another department; `visitor` sends his token wherever a cookie could stand; `expired` was
an admin until an hour ago, `revoked` until his role was changed."""

IDENTITIES: tuple[Identity, ...] = (
    "anonymous",
    "visitor",
    "foreign_agent",
    "agent",
    "supervisor",
    "admin",
    "expired",
    "revoked",
)
EVERYBODY = frozenset(IDENTITIES)
SIGNED_IN: frozenset[str] = frozenset({"foreign_agent", "agent", "supervisor", "admin"})
OF_ORDERS: frozenset[str] = frozenset({"agent", "supervisor", "admin"})
LEADS: frozenset[str] = frozenset({"supervisor", "admin"})
ADMINS: frozenset[str] = frozenset({"admin"})


class Row(NamedTuple):
    """One route: who may, and a request that works for those."""

    allowed: frozenset[str]
    path: str = ""
    """With values in it; the route's own path if empty."""
    json: Any = None
    photo: bool = False
    refused: tuple[int, ...] = (403, 404)
    """Statuses for somebody signed in without the right; without a session it is always 401."""


HTTP: dict[tuple[str, str], Row] = {
    # the widget: the site key is public
    ("GET", "/widget.js"): Row(EVERYBODY),
    ("GET", "/widget/assets/*"): Row(EVERYBODY, "/widget/assets/loader.js"),
    ("GET", "/widget/site"): Row(EVERYBODY, "/widget/site?key=bench-site-key"),
    ("POST", "/widget/ticket"): Row(EVERYBODY, json={"site": "bench-site-key"}),
    ("OPTIONS", "/widget/ticket"): Row(EVERYBODY),
    ("GET", "/photos/initials/{id}.svg"): Row(EVERYBODY, "/photos/initials/{agent}.svg"),
    ("GET", "/photos/{name}"): Row(EVERYBODY, "/photos/{photo}.webp"),
    # the console's files hold nothing of anybody
    ("GET", "/console"): Row(EVERYBODY),
    ("GET", "/console/{path:path}"): Row(EVERYBODY, "/console/people"),
    ("GET", "/console/assets/*"): Row(EVERYBODY, "/console/assets/{asset}"),
    # signing in, and myself
    ("POST", "/api/sign-in"): Row(EVERYBODY, json={"email": "{email}", "password": "{password}"}),
    ("GET", "/api/setup/{token}"): Row(EVERYBODY, "/api/setup/{token}"),
    ("POST", "/api/setup/{token}"): Row(EVERYBODY, "/api/setup/{token}", {"password": "four quiet otters run"}),
    ("POST", "/api/sign-out"): Row(SIGNED_IN, json={}),
    ("GET", "/api/me"): Row(SIGNED_IN),
    ("PATCH", "/api/me"): Row(SIGNED_IN, json={"line": "Orders and returns"}),
    ("PUT", "/api/me/photo"): Row(SIGNED_IN, photo=True),
    ("DELETE", "/api/me/photo"): Row(SIGNED_IN),
    ("POST", "/api/me/password"): Row(SIGNED_IN, json={"current": "{password}", "new": "four quiet otters run"}),
    ("GET", "/api/me/sessions"): Row(SIGNED_IN),
    ("DELETE", "/api/me/sessions/{id}"): Row(SIGNED_IN, "/api/me/sessions/{session}"),
    ("POST", "/api/ticket"): Row(SIGNED_IN, json={}),
    # people
    ("GET", "/api/agents"): Row(SIGNED_IN),
    ("POST", "/api/agents"): Row(
        LEADS, json={"name": "Ana", "email": "ana@shop.test", "role": "agent", "departments": ["{department}"]}
    ),
    ("PATCH", "/api/agents/{id}"): Row(ADMINS, "/api/agents/{agent}", {"name": "Ana Horvat"}),
    ("POST", "/api/agents/{id}/disable"): Row(ADMINS, "/api/agents/{agent}/disable", {}),
    ("POST", "/api/agents/{id}/enable"): Row(ADMINS, "/api/agents/{agent}/enable", {}),
    ("POST", "/api/agents/{id}/link"): Row(ADMINS, "/api/agents/{agent}/link", {}),
    ("PUT", "/api/agents/{id}/photo"): Row(ADMINS, "/api/agents/{agent}/photo", photo=True),
    ("DELETE", "/api/agents/{id}/photo"): Row(ADMINS, "/api/agents/{agent}/photo"),
    # departments, sites, canned replies
    ("GET", "/api/departments"): Row(SIGNED_IN),
    ("POST", "/api/departments"): Row(ADMINS, json={"name": "Workshop"}),
    ("PATCH", "/api/departments/{id}"): Row(ADMINS, "/api/departments/{department}", {"name": "Workshop"}),
    ("POST", "/api/departments/{id}/disable"): Row(ADMINS, "/api/departments/billing/disable", {}),
    ("POST", "/api/departments/{id}/enable"): Row(ADMINS, "/api/departments/{department}/enable", {}),
    ("GET", "/api/sites"): Row(SIGNED_IN),
    ("POST", "/api/sites"): Row(
        ADMINS, json={"name": "Shop", "origins": ["https://a.test"], "departments": ["{department}"]}
    ),
    ("PATCH", "/api/sites/{id}"): Row(ADMINS, "/api/sites/{site}", {"greeting": "Hello"}),
    ("POST", "/api/sites/{id}/disable"): Row(ADMINS, "/api/sites/{site}/disable", {}),
    ("POST", "/api/sites/{id}/enable"): Row(ADMINS, "/api/sites/{site}/enable", {}),
    ("GET", "/api/canned-replies"): Row(SIGNED_IN),
    ("POST", "/api/canned-replies"): Row(
        LEADS, json={"shortcut": "thanks", "text": "Thank you", "department": "{department}"}
    ),
    ("PATCH", "/api/canned-replies/{id}"): Row(LEADS, "/api/canned-replies/{reply}", {"text": "Hello"}),
    ("POST", "/api/canned-replies/{id}/disable"): Row(LEADS, "/api/canned-replies/{reply}/disable", {}),
    ("POST", "/api/canned-replies/{id}/enable"): Row(LEADS, "/api/canned-replies/{reply}/enable", {}),
    # conversations, figures, transcripts
    ("GET", "/api/conversations"): Row(SIGNED_IN),
    ("GET", "/api/conversations/{id}"): Row(OF_ORDERS, "/api/conversations/{conversation}"),
    ("GET", "/api/board"): Row(SIGNED_IN),
    ("GET", "/api/reports"): Row(SIGNED_IN, "/api/reports?from=2026-11-20&to=2026-11-20&zone=UTC"),
    ("GET", "/api/reports/conversations"): Row(
        SIGNED_IN, "/api/reports/conversations?from=2026-11-20&to=2026-11-20&zone=UTC&metric=asked"
    ),
    ("GET", "/api/transcripts"): Row(LEADS),
    ("GET", "/api/exports/transcripts.{format}"): Row(
        LEADS, "/api/exports/transcripts.jsonl?from=2026-11-20&to=2026-11-20"
    ),
    # whoever looks after the server; the figures to this machine only
    ("GET", "/healthz"): Row(EVERYBODY),
    ("GET", "/readyz"): Row(EVERYBODY),
    ("GET", "/metrics"): Row(frozenset(), refused=(401, 403, 404)),
}


Reach = Literal["named", "heard", "own"]
"""`named`: a command that names a conversation; who may not see it is refused with `not_found`. `heard`: a signal that
names one; from a stranger it has no effect and brings no answer about it. `own`: names none, concerns the sender."""


class FrameRow(NamedTuple):
    """One kind of frame: its reach, a value for each field that has no default, and who may not although he sees it."""

    reach: Reach
    fields: Mapping[str, Any] = MappingProxyType({})
    not_for: frozenset[str] = frozenset()


C = "{conversation}"

FRAMES: dict[tuple[Literal["visitor", "agent"], str], FrameRow] = {
    ("visitor", "hello"): FrameRow("own"),
    ("visitor", "ping"): FrameRow("own"),
    ("visitor", "start_conversation"): FrameRow("own"),
    ("visitor", "resume"): FrameRow("heard", {"conversation": C, "after": 0}),
    ("visitor", "seen"): FrameRow("heard", {"conversation": C, "delivered": 1, "read": 1}),
    ("visitor", "typing"): FrameRow("heard", {"conversation": C, "on": True}),
    ("visitor", "post_message"): FrameRow("named", {"conversation": C, "text": "Hello"}),
    ("visitor", "close_conversation"): FrameRow("named", {"conversation": C}),
    ("visitor", "name_visitor"): FrameRow("named", {"conversation": C, "name": "Luka"}),
    ("visitor", "rate_conversation"): FrameRow("named", {"conversation": C, "stars": 5}),
    ("agent", "hello"): FrameRow("own"),
    ("agent", "ping"): FrameRow("own"),
    ("agent", "take_next"): FrameRow("own"),
    ("agent", "resume_desk"): FrameRow("own"),
    ("agent", "set_presence"): FrameRow("own"),
    ("agent", "resume"): FrameRow("heard", {"conversation": C, "after": 0}),
    ("agent", "seen"): FrameRow("heard", {"conversation": C, "delivered": 1, "read": 1}),
    ("agent", "typing"): FrameRow("heard", {"conversation": C, "on": True}),
    ("agent", "attach"): FrameRow("heard", {"conversation": C}),
    ("agent", "detach"): FrameRow("heard", {"conversation": C}),
    ("agent", "post_message"): FrameRow("named", {"conversation": C, "text": "Hello", "owner_epoch": 1}),
    ("agent", "close_conversation"): FrameRow("named", {"conversation": C, "reason": "solved", "owner_epoch": 1}),
    ("agent", "name_visitor"): FrameRow("named", {"conversation": C, "name": "Luka"}),
    ("agent", "take_conversation"): FrameRow("named", {"conversation": C, "owner_epoch": 0}),
    ("agent", "join_conversation"): FrameRow("named", {"conversation": C}, frozenset({"colleague", "owner"})),
    ("agent", "post_note"): FrameRow("named", {"conversation": C, "text": "Hello"}),
    ("agent", "transfer_conversation"): FrameRow(
        "named", {"conversation": C, "department": "billing", "note": "Hello", "owner_epoch": 1}
    ),
    ("agent", "reopen_conversation"): FrameRow("named", {"conversation": C}),
}
