"""Samples of every frame and every kind of entry: what the golden file is made of, and what fuzzing starts from.

`python -m tests.wire.samples` writes `golden_v1.jsonl` anew. Once protocol 1 is released that file only ever grows.
"""

from pathlib import Path
from typing import Any, get_args

import msgspec

from chat_server.domain import entries as kinds
from chat_server.domain.vocabulary import SYSTEM, VISITOR, Author, Owner, Page, Profile
from chat_server.wire import frames as f

GOLDEN = Path(__file__).with_name("golden_v1.jsonl")

UNIONS: dict[str, Any] = {
    "VisitorCommand": f.VisitorCommand,
    "AgentCommand": f.AgentCommand,
    "VisitorFrame": f.VisitorFrame,
    "AgentFrame": f.AgentFrame,
}

KEY = "AbCdEfGhIjKlMnOpQrSt_-"
C = "c0nversation"
ANA = Profile(id="ana", name="Ana Horvat", line="Orders", photo="/photos/a.webp", department="Orders")
AGENT = Author(type="agent", id="ana")

ENTRY_DATA: list[kinds.EntryData] = [
    kinds.ConversationStarted(department="d1"),
    kinds.ConversationStarted(
        department="d1", site="s1", visitor="v1", name="Zoë", page=Page(url="https://shop.test/cart", title="Cart")
    ),
    kinds.MessagePosted(text='Žuti bicikl 🚲\n"<b>"'),
    kinds.MessagePosted(text="Hello", canned="greeting"),
    kinds.NotePosted(text="VIP"),
    kinds.VisitorInvited(text="Can I help?"),
    kinds.HandedOff(),
    kinds.AgentJoined(agent=ANA),
    kinds.AgentJoined(agent=ANA, owner=True, owner_epoch=3),
    kinds.AgentLeft(agent="ana"),
    kinds.ConversationTransferred(department="d2", department_name="Billing"),
    kinds.ConversationTransferred(
        department="d2", department_name="Billing", note="Refund", previous=Owner(kind="agent", id="ana"), owner_epoch=4
    ),
    kinds.ConversationClosed(),
    kinds.ConversationClosed(reason="solved"),
    kinds.ConversationReopened(),
    kinds.ConversationReopened(owner_epoch=5),
    kinds.VisitorNamed(name="Zoë"),
    kinds.VisitorLeft(left_at=1_790_000_000_000),
    kinds.RatingAsked(),
    kinds.RatingAsked(agents=("ana", "bo"), primary="ana"),
    kinds.ConversationRated(stars=5, solved=True, comment="Thanks"),
    kinds.ConversationRated(solved=False, agents=("ana",), primary="ana"),
]

_both = [
    f.Hello(protocol=1, ticket="t"),
    f.Hello(protocol=1, ticket="t", tab="tab2", db_epoch="e1", resume={C: 7}),
    f.Ping(),
    f.Resume(C, 200),
    f.Seen(C, 9, 7),
    f.Typing(C, True),
    f.PostMessage(1, KEY, C, "Hi"),
    f.CloseConversation(4, KEY, C),
    f.NameVisitor(5, KEY, C, "Zoë"),
]
_summary = f.Summary(
    id=C,
    head=3,
    site="s1",
    department="d1",
    visitor="v1",
    status="waiting",
    owner_kind="department",
    owner_id="d1",
    owner_epoch=0,
    episode=1,
    created_at=1,
    updated_at=2,
)
_full_summary = f.Summary(
    id=C,
    head=9,
    site="s1",
    department="d1",
    visitor="v1",
    status="closed",
    owner_kind="agent",
    owner_id="ana",
    owner_epoch=2,
    episode=2,
    name="Zoë",
    created_at=1,
    updated_at=9,
    waiting_since=4,
    waiting_priority=1,
    closed_at=9,
    close_reason="unsolved",
    stars=4,
    solved=False,
    visitor_head=6,
    preview="Bye",
    preview_by="visitor",
    preview_at=8,
    unread=2,
    visitor_presence="here",
)
_ana = f.Person(
    id="ana", name="Ana", line="Orders", photo="/p.webp", role="supervisor", presence="away", departments=["d1"]
)
_to_both = [
    f.Welcome("conn", 1, "e1", 1_790_000_000_000, 25),
    f.EntryFrame(C, 1, 1_790_000_000_000, VISITOR, ENTRY_DATA[2], None, KEY),
    f.PageFrame(C, [], 0),
    f.PageFrame(C, [f.PageEntry(seq=1, at=1, by=SYSTEM, data=ENTRY_DATA[0])], 2),
    f.Current(C, 9, 8, 7, 6),
    f.Reset(C),
    f.Reply(1),
    f.Reply(2, C, 9, 1_790_000_000_000, True),
    f.Refusal(1, "closed", "This conversation is closed."),
    f.Refusal(2, "busy", "Later, please.", "text", 1.5),
    f.Pong(1_790_000_000_000, {C: 9}),
    f.TypingSignal(C, AGENT, True),
    f.Receipt(C, "agent", 9, 8),
    f.Bye("restart", 3.5),
]

SAMPLES: dict[str, list[Any]] = {
    "VisitorCommand": [
        *_both,
        f.StartConversation(2, KEY, "Hello?"),
        f.StartConversation(3, KEY, "Hello?", "Zoë", "d1", Page(url="https://shop.test/", title="Shop")),
        f.RateConversation(6, KEY, C, 5, True, "Thanks"),
        f.RateConversation(7, KEY, C, None, False),
    ],
    "AgentCommand": [
        *_both,
        f.PostMessage(8, KEY, C, "Hi", 3, "greeting"),
        f.CloseConversation(9, KEY, C, "solved", 3),
        f.Attach(C),
        f.Attach(C, 12),
        f.Detach(C),
        f.TakeConversation(10, KEY, C, 0),
        f.TakeNext(11, KEY),
        f.TakeNext(12, KEY, "d1"),
        f.JoinConversation(13, KEY, C),
        f.PostNote(14, KEY, C, "VIP"),
        f.TransferConversation(15, KEY, C, "d2", "Refund", 1),
        f.ReopenConversation(16, KEY, C),
        f.ResumeDesk(),
        f.SetPresence(17, "away"),
    ],
    "VisitorFrame": [
        *_to_both,
        *(f.EntryFrame(C, i + 1, 5, VISITOR, kinds.for_visitor(data)) for i, data in enumerate(ENTRY_DATA)),
        f.Here([ANA]),
        f.Place(C, 2),
    ],
    "AgentFrame": [
        *_to_both,
        *(f.EntryFrame(C, i + 1, 5, AGENT, data, i + 1) for i, data in enumerate(ENTRY_DATA)),
        f.Pong(1, {}, {"d1": 4}),
        f.Desk(
            _ana, [_ana], [f.DepartmentInfo(id="d1", name="Orders", head=4)], {"s1": "Shop"}, [_summary, _full_summary]
        ),
        f.DeskChange("d1", 5, _summary),
        f.DeskChange("d1", 6, None, C),
        f.PersonChange(_ana),
        f.Looking(C, ["ana"]),
        f.VisitorSignal(C, "idle"),
    ],
}


class Golden(msgspec.Struct, frozen=True):
    """One line of the golden file: a frame's exact bytes and the union it belongs to."""

    union: str
    frame: msgspec.Raw


def members(union: str) -> set[type]:
    """The frame classes of a union."""
    return set(get_args(UNIONS[union]))


def write_golden() -> None:
    """All samples, one a line."""
    lines = [
        msgspec.json.encode(Golden(union, msgspec.Raw(msgspec.json.encode(frame))))
        for union, frames in SAMPLES.items()
        for frame in frames
    ]
    GOLDEN.write_bytes(b"\n".join(lines) + b"\n")


if __name__ == "__main__":
    write_golden()
