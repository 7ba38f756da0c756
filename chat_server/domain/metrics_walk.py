"""One walk over a transcript, entry by entry in the order of `seq`, that writes down its facts (METRICS.md R3 to R8).

The walk is the only place that says which entry opens or ends what. Notes, automatic and bot lines, names and ratings
move no clock; a transfer moves only the queue's.
"""

from collections.abc import Iterable

from .entries import (
    AgentJoined,
    AgentLeft,
    ConversationClosed,
    ConversationRated,
    ConversationReopened,
    ConversationStarted,
    ConversationTransferred,
    Entry,
    HandedOff,
    MessagePosted,
    RatingAsked,
    VisitorInvited,
    VisitorLeft,
)
from .metrics_episode import EpisodeDraft
from .metrics_facts import Episode


def episodes_of(entries: Iterable[Entry]) -> list[Episode]:
    """The episodes of one conversation, in order."""
    walk = _Walk()
    for entry in entries:
        walk.step(entry)
    return [draft.finished() for draft in walk.drafts]


class _Walk:
    """Where we are in the transcript: the drafts so far, the last of them open or closed."""

    def __init__(self) -> None:
        self.drafts: list[EpisodeDraft] = []
        self.keys: set[tuple[str, str, str]] = set()

    def step(self, entry: Entry) -> None:
        """Take one more entry."""
        data, at = entry.data, entry.at
        match data:
            case ConversationStarted():
                self.begin(at)
            case ConversationReopened():
                self.begin(at).proactive = entry.by.type == "agent"
            case VisitorInvited():
                draft = self.open(at)
                draft.proactive = draft.proactive or draft.first_message_at is None
            case HandedOff():
                self.open(at).hand_off(at)
            case MessagePosted():
                if not self.repeated(entry):
                    self.message(entry, data)
            case AgentJoined():
                self.open(at).join(data.agent.id, at, owner=data.owner)
            case AgentLeft():
                self.open(at).agent_left(data.agent, at)
            case ConversationTransferred():
                self.open(at).back_to_queue(at)
            case VisitorLeft():
                self.open(at).leave(min(data.left_at, at))
            case ConversationClosed():
                draft = self.open(at)
                if entry.by.type == "visitor" or (data.reason == "left" and entry.by.type == "system"):
                    draft.leave(at)
                draft.close(at, data.reason)
            case RatingAsked():
                self.latest(at).ask_rating(at, data.agents, data.primary)
            case ConversationRated():
                self.latest(at).rate(at, data)
            case _:
                pass  # notes and names move no clock (R3, R4)

    def message(self, entry: Entry, data: MessagePosted) -> None:
        """Visible words: a visitor's (R4), an agent's counting reply (R3), or an automatic line, which is neither."""
        if entry.by.type == "visitor":
            self.open(entry.at).visitor_message(entry.at)
        elif entry.by.type == "agent":
            self.open(entry.at).reply(entry.by.id, entry.at, canned=bool(data.canned))

    def repeated(self, entry: Entry) -> bool:
        """A command's key counts once, whoever repeats it."""
        if not entry.key:
            return False
        key = (entry.by.type, entry.by.id, entry.key)
        if key in self.keys:
            return True
        self.keys.add(key)
        return False

    def begin(self, at: int) -> EpisodeDraft:
        draft = EpisodeDraft(len(self.drafts) + 1, at)
        self.drafts.append(draft)
        return draft

    def open(self, at: int) -> EpisodeDraft:
        """The open episode; a transcript that goes on after a close without saying so opens the next."""
        if not self.drafts or self.drafts[-1].closed_at is not None:
            return self.begin(at)
        return self.drafts[-1]

    def latest(self, at: int) -> EpisodeDraft:
        """The last episode, also after its close: ratings belong there."""
        return self.drafts[-1] if self.drafts else self.begin(at)
