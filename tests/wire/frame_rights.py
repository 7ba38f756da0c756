"""V31: what each kind of person may do with each kind of frame, about visitor A's conversation that agent-0 owns.

`ok` is done or answered, `gone` a `reset` that says there is nothing, `nothing` no reaction at all, a number the close
code, any other word the code of the refusal. A frame type of `wire/frames.py` that is missing here fails the tests.
"""

from collections.abc import Callable
from typing import Any

from chat_server.wire import frames as f

OWNER, COLLEAGUE, STRANGER, SUPERVISOR, ADMIN = "owner", "colleague", "stranger", "supervisor", "admin"
A, B = "visitor A", "visitor B"
AGENTS = (OWNER, COLLEAGUE, STRANGER, SUPERVISOR, ADMIN)
VISITORS = (A, B)

Make = Callable[[str, str], Any]
"""A frame about a conversation, with a key."""

REF = 99

MAKE: dict[type, Make] = {
    f.Hello: lambda c, k: f.Hello(protocol=1, ticket="used"),
    f.Ping: lambda c, k: f.Ping(),
    f.Resume: lambda c, k: f.Resume(c, 0),
    f.Seen: lambda c, k: f.Seen(c, 1, 1),
    f.Typing: lambda c, k: f.Typing(c, True),
    f.PostMessage: lambda c, k: f.PostMessage(REF, k, c, "probe"),
    f.CloseConversation: lambda c, k: f.CloseConversation(REF, k, c, "solved"),
    f.NameVisitor: lambda c, k: f.NameVisitor(REF, k, c, "Zoë"),
    f.StartConversation: lambda c, k: f.StartConversation(REF, k, "probe"),
    f.RateConversation: lambda c, k: f.RateConversation(REF, k, c, 5),
    f.Attach: lambda c, k: f.Attach(c, 0),
    f.Detach: lambda c, k: f.Detach(c),
    f.TakeConversation: lambda c, k: f.TakeConversation(REF, k, c, 1),
    f.TakeNext: lambda c, k: f.TakeNext(REF, k),
    f.JoinConversation: lambda c, k: f.JoinConversation(REF, k, c),
    f.PostNote: lambda c, k: f.PostNote(REF, k, c, "probe"),
    f.TransferConversation: lambda c, k: f.TransferConversation(REF, k, c, "billing", "probe", 1),
    f.ReopenConversation: lambda c, k: f.ReopenConversation(REF, k, c),
    f.ResumeDesk: lambda c, k: f.ResumeDesk(),
    f.SetPresence: lambda c, k: f.SetPresence(REF, "online"),
}


def _row(owner: Any, colleague: Any, stranger: Any, supervisor: Any, admin: Any) -> dict[str, Any]:
    return dict(zip(AGENTS, (owner, colleague, stranger, supervisor, admin), strict=True))


def _all(outcome: Any) -> dict[str, Any]:
    return dict.fromkeys(AGENTS, outcome)


AGENT_RIGHTS: dict[type, dict[str, Any]] = {
    f.Hello: _all(4009),
    f.Ping: _all("ok"),
    f.Resume: _row("ok", "ok", "nothing", "ok", "ok"),
    f.Seen: _row("ok", "nothing", "nothing", "nothing", "nothing"),
    f.Typing: _row("ok", "nothing", "nothing", "nothing", "nothing"),
    f.PostMessage: _row("ok", "not_owner", "not_found", "not_owner", "not_owner"),
    f.CloseConversation: _row("ok", "not_owner", "not_found", "not_owner", "not_owner"),
    f.NameVisitor: _row("ok", "ok", "not_found", "ok", "ok"),
    f.Attach: _row("ok", "ok", "gone", "ok", "ok"),
    f.Detach: _all("nothing"),
    f.TakeConversation: _row("already_yours", "already_taken", "not_found", "ok", "ok"),
    f.TakeNext: _all("queue_empty"),
    f.JoinConversation: _row("forbidden", "forbidden", "not_found", "ok", "ok"),
    f.PostNote: _row("ok", "ok", "not_found", "ok", "ok"),
    f.TransferConversation: _row("ok", "not_owner", "not_found", "not_owner", "not_owner"),
    f.ReopenConversation: _row("not_closed", "not_closed", "not_found", "not_closed", "not_closed"),
    f.ResumeDesk: _all("ok"),
    f.SetPresence: _all("ok"),
}

VISITOR_RIGHTS: dict[type, dict[str, Any]] = {
    f.Hello: {A: 4009, B: 4009},
    f.Ping: {A: "ok", B: "ok"},
    f.Resume: {A: "ok", B: "nothing"},
    f.Seen: {A: "ok", B: "nothing"},
    f.Typing: {A: "ok", B: "nothing"},
    f.StartConversation: {A: "ok", B: "ok"},
    f.PostMessage: {A: "ok", B: "not_found"},
    f.CloseConversation: {A: "ok", B: "not_found"},
    f.NameVisitor: {A: "ok", B: "not_found"},
    f.RateConversation: {A: "not_asked", B: "not_found"},
}
