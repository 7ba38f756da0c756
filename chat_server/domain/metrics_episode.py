"""The draft of one episode while its entries are read: its clocks start and stop here (METRICS.md R6 to R8).

Three things may be open at once: a wait (the visitor stands in a queue), a turn (the visitor is to be answered) and an
ownership (an agent answers for it). Each is opened and ended in one place.
"""

from .entries import ConversationRated
from .metrics_facts import Episode, Outcome, Ownership, Rating, Replies, Turn, TurnEnd, Wait, WaitEnd
from .vocabulary import CloseReason

SHORT_STAY_MS = 10_000
"""Who leaves within this time after `h0` without a reply is a `short_abandon`."""

HANDLE_CAP_MS = 60_000
"""`C`: how much of a gap in which the visitor must act counts as active handle time."""


class EpisodeDraft:
    """An episode being read. Times in ms; `finished()` gives the fact."""

    def __init__(self, number: int, start: int) -> None:
        self.number = number
        self.start = start
        self.h0: int | None = None
        self.proactive = False
        self.handed_off = False
        self.first_message_at: int | None = None
        self.first_reply_at: int | None = None
        self.first_writer = ""
        self.last_owner = ""
        self.left_at: int | None = None
        self.closed_at: int | None = None
        self.close_reason: CloseReason | None = None
        self.visitor_messages = 0
        self.waits: list[Wait] = []
        self.turns: list[Turn] = []
        self.ownerships: list[Ownership] = []
        self.replies: dict[str, list[int]] = {}
        self.rating: Rating | None = None
        self._wait: tuple[int, bool] | None = None
        self._turn: tuple[int, bool] | None = None
        self._owned: tuple[str, int] | None = None
        self._active = 0
        self._active_until = 0
        self._joined: dict[str, int] = {}

    # -- what entries do ----------------------------------------------------------------------------------------------

    def visitor_message(self, at: int) -> None:
        """The first one starts the human clock; one after a counting reply opens a turn; further ones move nothing."""
        self._gap(at)
        self.visitor_messages += 1
        self.left_at = None
        if self.first_message_at is None:
            self.first_message_at = at
        if self.h0 is None:
            self.h0 = at
        if self._turn is None:
            self._turn = (at, not self.turns and not self.proactive)
        self._queue(at)

    def hand_off(self, at: int) -> None:
        """The bot gives up: the human clock starts here, unless a person has answered or spoken first."""
        if self.first_reply_at is not None or self.handed_off or self.proactive:
            return
        self._gap(at)
        self.handed_off = True
        self.h0 = at
        self.turns, self.waits, self._wait = [], [], None
        self._turn = (at, True)
        self._queue(at)

    def reply(self, agent: str, at: int, *, canned: bool) -> None:
        """A counting reply of any agent ends the turn. Before the visitor's first word it is an invitation."""
        self._gap(at)
        counted = self.replies.setdefault(agent, [0, 0])
        counted[0] += 1
        counted[1] += canned
        if self.h0 is None:
            self.proactive = True
            return
        if self.first_reply_at is None:
            self.first_reply_at, self.first_writer = at, agent
        self._end_turn("answered", at, agent)

    def join(self, agent: str, at: int, *, owner: bool) -> None:
        """An agent is here. As owner he ends the wait and the former owner's interval."""
        self._joined.setdefault(agent, at)
        if owner:
            self._end_wait("joined", at, agent)
            self._end_ownership(at)
            self._owned, self._active, self._active_until = (agent, at), 0, at
            self.last_owner = agent

    def agent_left(self, agent: str, at: int) -> None:
        """An agent is gone; if he was the owner, the visitor stands in the queue again."""
        self._joined.pop(agent, None)
        if self._owned is not None and self._owned[0] == agent:
            self.back_to_queue(at)

    def back_to_queue(self, at: int) -> None:
        """Handed to a queue. Who already stood in one goes on waiting: the clock does not start anew."""
        self._end_ownership(at)
        self._joined.clear()
        if self.h0 is not None and self.left_at is None:
            self._queue(at)

    def leave(self, at: int) -> None:
        """The visitor is gone since `at` (R8), which may lie before entries that came after it."""
        if self.left_at is not None:
            return
        self._gap(at)
        self._end_turn("left", at, self._owned[0] if self._owned else "")
        self._end_wait("left", at)
        self.left_at = at

    def close(self, at: int, reason: CloseReason | None) -> None:
        """The end of the episode; whatever is still open ends with it."""
        agent = self._owned[0] if self._owned else ""
        self._end_ownership(at)
        self._end_turn("closed", at, agent)
        self._end_wait("closed", at)
        self._joined.clear()
        self.closed_at, self.close_reason = at, reason

    def ask_rating(self, at: int, agents: tuple[str, ...], primary: str) -> None:
        """Asked once; the agents are frozen now."""
        if self.rating is None:
            self.rating = Rating(asked_at=at, agents=agents, primary=primary)

    def rate(self, at: int, data: ConversationRated) -> None:
        """The latest answer counts."""
        asked = self.rating or Rating(asked_at=at, agents=data.agents, primary=data.primary)
        self.rating = Rating(
            asked_at=asked.asked_at,
            agents=asked.agents,
            primary=asked.primary,
            rated_at=at,
            stars=data.stars,
            solved=data.solved,
        )

    # -- the fact -----------------------------------------------------------------------------------------------------

    def finished(self) -> Episode:
        """The episode as its entries have left it, with whatever still runs."""
        waits, turns, ownerships = list(self.waits), list(self.turns), list(self.ownerships)
        if self._wait is not None:
            waits.append(Wait(start=self._wait[0], first=self._wait[1]))
        if self._turn is not None:
            owner = self._owned[0] if self._owned else ""
            start, first = self._turn
            turns.append(Turn(start=start, agent=owner, reaction_start=self._reaction(owner, start), first=first))
        if self._owned is not None:
            ownerships.append(Ownership(agent=self._owned[0], start=self._owned[1], active=self._active))
        return Episode(
            number=self.number,
            start=self.start,
            h0=self.h0,
            proactive=self.proactive,
            handed_off=self.handed_off,
            first_message_at=self.first_message_at,
            first_reply_at=self.first_reply_at,
            agent=self.first_writer or self.last_owner,
            outcome=self._outcome(),
            left_at=self.left_at,
            closed_at=self.closed_at,
            close_reason=self.close_reason,
            visitor_messages=self.visitor_messages,
            waits=tuple(waits),
            turns=tuple(turns),
            ownerships=tuple(ownerships),
            replies=tuple(Replies(agent=a, n=n, canned=c) for a, (n, c) in self.replies.items()),
            rating=self.rating,
        )

    def _outcome(self) -> Outcome | None:
        if self.h0 is None:
            return None
        if self.first_reply_at is not None:
            return "answered"
        if self.left_at is not None:
            if self.left_at - self.h0 <= SHORT_STAY_MS:
                return "short_abandon"
            return "abandoned_assigned" if self.last_owner else "abandoned_queue"
        return "closed_unanswered" if self.closed_at is not None else "running"

    # -- opening and ending -------------------------------------------------------------------------------------------

    def _queue(self, at: int) -> None:
        if self._owned is None and self._wait is None:
            self._wait = (at, not self.waits and at == self.h0)

    def _end_wait(self, kind: WaitEnd, at: int, agent: str = "") -> None:
        if self._wait is not None:
            start, first = self._wait
            self.waits.append(Wait(start=start, end=max(start, at), kind=kind, agent=agent, first=first))
            self._wait = None

    def _end_turn(self, kind: TurnEnd, at: int, agent: str) -> None:
        if self._turn is not None:
            start, first = self._turn
            since = self._reaction(agent, start)
            self.turns.append(
                Turn(start=start, end=max(start, at), kind=kind, agent=agent, reaction_start=since, first=first)
            )
            self._turn = None

    def _reaction(self, agent: str, turn_start: int) -> int | None:
        joined = self._joined.get(agent)
        return None if joined is None else max(joined, turn_start)

    def _end_ownership(self, at: int) -> None:
        if self._owned is not None:
            self._gap(at)
            agent, start = self._owned
            self.ownerships.append(Ownership(agent=agent, start=start, end=max(start, at), active=self._active))
            self._owned = None

    def _gap(self, at: int) -> None:
        """Put the gap since the last entry that matters on the owner's active time."""
        if self._owned is not None and at > self._active_until:
            gap = at - self._active_until
            self._active += gap if self._turn is not None else min(gap, HANDLE_CAP_MS)
            self._active_until = at
