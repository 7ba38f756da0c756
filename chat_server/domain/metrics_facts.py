"""What one transcript says, as values: the facts that every figure of METRICS.md is computed from.

All times are server stamps in ms since 1970 UTC, all durations ms. An end of None means: still running. Facts depend on
the entries alone, never on the moment of looking, so they may be cached by (conversation, head, definition). They hold
ids, numbers and times, no words and no names, so that nothing of them has to be erased with a visitor's words.
"""

from typing import Literal

import msgspec

from .vocabulary import CloseReason

Outcome = Literal[
    "answered",
    "short_abandon",
    "abandoned_queue",
    "abandoned_assigned",
    "closed_unanswered",
    "timed_out",
    "offline_message",
    "running",
]
OUTCOMES: tuple[Outcome, ...] = (
    "answered",
    "short_abandon",
    "abandoned_queue",
    "abandoned_assigned",
    "closed_unanswered",
    "timed_out",
    "offline_message",
    "running",
)
WaitEnd = Literal["joined", "left", "closed", "running"]
TurnEnd = Literal["answered", "left", "closed", "running"]


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Base of the facts. They hold no cycles, so the garbage collector need not walk through 100,000 of them."""


class Wait(Fact):
    """One stay in a queue: from the entry into it to the join of an owner (`agent`). `first`: the one from `h0`."""

    start: int
    end: int | None = None
    kind: WaitEnd = "running"
    agent: str = ""
    first: bool = False


class Turn(Fact):
    """The visitor is to be answered (R7). `agent` answered, or owned the conversation when it ended unanswered.
    `reaction_start` is the later of the start and that agent's join; `first` marks the turn of the first response."""

    start: int
    end: int | None = None
    kind: TurnEnd = "running"
    agent: str = ""
    reaction_start: int | None = None
    first: bool = False


class Ownership(Fact):
    """An agent answers for the conversation. `active` as defined for handle time, up to the last entry that matters."""

    agent: str
    start: int
    end: int | None = None
    active: int = 0


class Replies(Fact):
    """How many counting replies an agent wrote in the episode, and how many of them came from a canned reply."""

    agent: str
    n: int
    canned: int = 0


class Rating(Fact):
    """Asked once per episode; the latest answer counts. The agents are those frozen at asking."""

    asked_at: int
    agents: tuple[str, ...] = ()
    primary: str = ""
    rated_at: int | None = None
    stars: int | None = None
    solved: bool | None = None


class Episode(Fact):
    """From the first visitor message (or the agent's first word, `proactive`) until the close (R5).

    `h0` starts the human clock (R6); without it nobody asked anything, and the episode is in no figure. `outcome` is
    None exactly then. `agent` is whom the episode is put down to: the writer of the first counting reply, else the
    last owner, else nobody. `left_at` is set while the visitor is gone (R8).
    """

    number: int
    start: int
    h0: int | None = None
    proactive: bool = False
    handed_off: bool = False
    first_message_at: int | None = None
    first_reply_at: int | None = None
    agent: str = ""
    outcome: Outcome | None = None
    left_at: int | None = None
    closed_at: int | None = None
    close_reason: CloseReason | None = None
    visitor_messages: int = 0
    waits: tuple[Wait, ...] = ()
    turns: tuple[Turn, ...] = ()
    ownerships: tuple[Ownership, ...] = ()
    replies: tuple[Replies, ...] = ()
    rating: Rating | None = None


class ConversationSummary(Fact):
    """All facts of one conversation as of its entry number `head`."""

    conversation: str
    head: int
    entries: int
    start: int
    episodes: tuple[Episode, ...] = ()


class Case(Fact):
    """A chain of episodes with gaps of at most `W_reopen` (R5). `start` is the first episode's `h0`.

    `solved_at` is the first close as solved, `closed_at` the last close (None while an episode is open), `reason` its
    reason; `next_start` is when the same conversation went on in the next case.
    """

    start: int
    episodes: int
    answered: bool
    answered_turns: int
    writers: tuple[str, ...]
    agent: str = ""
    solved_at: int | None = None
    closed_at: int | None = None
    reason: CloseReason | None = None
    next_start: int | None = None
