"""A transcript in one line: `timeline("V 0:00, J(a) 0:20, A(a) 0:50, C 3:00")`, as METRICS.md writes its vectors.

V visitor writes · J(x) x takes it · K(x) x joins too · A(x) x replies · N(x) note · T(d) transfer · C close (reason
in parentheses, `solved` if none) · E the visitor ends · X the visitor is gone since then · H hand-off · B bot line ·
G automatic line · I(x) invitation · R(x) x reopens · S(5) stars. A time is m:ss or h:mm:ss from 0:00, with `2d ` in
front from the start of the second day. `#k` after the time is the command's key. Without a name the agent is `a`.
"""

import re
from collections.abc import Callable, Iterable

import msgspec

from chat_server.domain import conversation as rules
from chat_server.domain.conversation import Conversation, Decision
from chat_server.domain.entries import (
    ConversationStarted,
    Entry,
    EntryData,
    HandedOff,
    MessagePosted,
    VisitorInvited,
)
from chat_server.domain.errors import Refused
from chat_server.domain.vocabulary import SYSTEM, VISITOR, Author, CloseReason, Profile

DAY_MS = 86_400_000
BOT = Author(type="bot")
STEP = re.compile(r"^(?P<verb>[A-Z])(?:\((?P<arg>[^)]*)\))? (?:(?P<day>\d+)d )?(?P<clock>[\d:.]+)(?: #(?P<key>\w+))?$")


def timeline(
    text: str, *, zero: int = 0, id: str = "c1", visitor: str = "v1", department: str = "d1", site: str = "s1"
) -> list[Entry]:
    """The entries of this story, `zero` being the ms of 0:00."""
    story = _Story(zero, id, visitor, department, site)
    for step in text.split(","):
        found = STEP.match(step.strip())
        assert found, f"expected a step such as 'V 0:00', got {step!r}"
        at = zero + _ms(found["clock"]) + DAY_MS * (int(found["day"] or 1) - 1)
        story.step(found["verb"], found["arg"] or "", at, found["key"] or "")
    return story.entries


class _Story:
    """Writes entries by the rules of the domain, and by hand those that no command makes yet."""

    def __init__(self, zero: int, id: str, visitor: str, department: str = "d1", site: str = "s1") -> None:
        self.id, self.visitor, self.zero = id, visitor, zero
        self.department, self.site = department, site
        self.now: Conversation | None = None
        self.entries: list[Entry] = []

    def step(self, verb: str, arg: str, at: int, key: str) -> None:
        if self.now is None:
            if verb == "V":
                self.take(
                    rules.start(
                        id=self.id,
                        site=self.site,
                        department=self.department,
                        visitor=self.visitor,
                        text="hello",
                        name="",
                        page=None,
                        now=at,
                        key=key,
                    )
                )
                return
            self.by_hand(
                SYSTEM, ConversationStarted(department=self.department, site=self.site, visitor=self.visitor), at, ""
            )
        agent = Author(type="agent", id=arg or "a")
        steps: dict[str, Callable[[], object]] = {
            "V": lambda: self.visitor_writes(at, key),
            "A": lambda: self.do(rules.post_message, agent, "reply", now=at, key=key),
            "J": lambda: self.do(
                rules.take, profile(agent.id), now=at, key=key, owner_epoch=self.row.owner_epoch, may_take_over=True
            ),
            "K": lambda: self.do(rules.join, profile(agent.id), now=at, key=key),
            "N": lambda: self.do(rules.post_note, agent, "a note", now=at, key=key),
            "T": lambda: self.transfer(arg or "d2", at),
            "C": lambda: self.close(arg, at),
            "E": lambda: self.do(rules.close, VISITOR, reason="ended", now=at, key=key),
            "X": lambda: self.do(rules.leave, left_at=at, now=at),
            "R": lambda: self.do(rules.reopen, profile(agent.id), now=at, key=key),
            "S": lambda: self.do(rules.rate, stars=int(arg), solved=None, comment="", now=at, key=key),
            "H": lambda: self.by_hand(SYSTEM, HandedOff(), at, key),
            "B": lambda: self.by_hand(BOT, MessagePosted(text="beep"), at, key),
            "G": lambda: self.by_hand(SYSTEM, MessagePosted(text="one moment"), at, key),
            "I": lambda: self.by_hand(agent, VisitorInvited(text="may I help?"), at, key),
        }
        steps[verb]()

    @property
    def row(self) -> Conversation:
        assert self.now is not None
        return self.now

    def do(self, decide: Callable[..., Decision], *args: object, **kwargs: object) -> None:
        self.take(decide(self.row, *args, **kwargs))

    def take(self, decision: Decision) -> None:
        self.now, new = decision
        self.entries += new

    def visitor_writes(self, at: int, key: str) -> None:
        """A repeated key reaches the transcript twice here, so that counting it once is metrics' own doing."""
        self.do(rules.post_message, VISITOR, "words", now=at, key=key)

    def transfer(self, department: str, at: int) -> None:
        owner = Author(type="agent", id=self.row.owner_id if self.row.owner_kind == "agent" else "a")
        self.do(
            rules.transfer,
            owner,
            department=department,
            department_name="Two",
            note="please",
            now=at,
            key="",
            owner_epoch=self.row.owner_epoch,
        )

    def close(self, reason: str, at: int) -> None:
        by = Author(type="agent", id=self.row.owner_id if self.row.owner_kind == "agent" else "a")
        self.do(rules.close, by, reason=msgspec.convert(reason or "solved", CloseReason), now=at, key="")

    def by_hand(self, by: Author, data: EntryData, at: int, key: str) -> None:
        row = self.now
        seq = row.last_seq + 1 if row else 1
        entry = Entry(conversation=self.id, seq=seq, visitor_seq=seq, at=at, by=by, key=key, data=data)
        self.entries.append(entry)
        if row is None:
            self.now = rules.apply(None, entry)
        else:
            self.now = msgspec.structs.replace(row, last_seq=seq, updated_at=at)


def story(steps: Iterable[tuple[str, str, int]], *, zero: int = 0, id: str = "c1", visitor: str = "v1") -> list[Entry]:
    """The entries of (verb, argument, ms after the step before), leaving out the steps that the rules refuse."""
    told, at = _Story(zero, id, visitor), zero
    for verb, arg, gap in steps:
        at += gap
        try:
            told.step(verb, arg, at, "")
        except Refused:
            continue
    return told.entries


def profile(id: str) -> Profile:
    return Profile(id=id, name=id.upper(), line="", photo="")


def _ms(clock: str) -> int:
    seconds = 0.0
    for part in clock.split(":"):
        seconds = seconds * 60 + float(part)
    return round(seconds * 1000)
