"""The figures of one conversation with names and units, as they stand in an exported line and in `measure`'s answer."""

from collections.abc import Sequence

import msgspec

from .figures import mean
from .metrics import (
    at_first_contact,
    by_one_touch,
    by_single_owner,
    cases,
    dropped_last_word,
    duration,
    is_excluded,
    is_matured,
    is_settled,
    longest_silence,
)
from .metrics_facts import Case, ConversationSummary, Episode, Outcome, TurnEnd, WaitEnd
from .vocabulary import CloseReason


class Shown(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base: all fields are written, None where there is no such figure."""


class WaitFigures(Shown):
    start: int
    end: int | None
    kind: WaitEnd
    agent: str
    first: bool
    ms: int | None


class TurnFigures(Shown):
    """`ms` is None while the turn runs; `reaction_ms` only where an agent who had joined answered."""

    start: int
    end: int | None
    kind: TurnEnd
    agent: str
    ms: int | None
    reaction_ms: int | None


class HandleFigures(Shown):
    """Handle time of one ownership; a running one has no span yet."""

    agent: str
    start: int
    end: int | None
    span_ms: int | None
    active_ms: int


class EpisodeFigures(Shown):
    """Durations in ms; `excluded` episodes stand outside m of everything."""

    number: int
    start: int
    h0: int | None
    proactive: bool
    excluded: bool
    outcome: Outcome | None
    agent: str
    closed_at: int | None
    close_reason: CloseReason | None
    first_response_ms: int | None
    time_to_human_ms: int | None
    queue_wait_ms: int | None
    queue_total_ms: int | None
    average_response_ms: int | None
    next_response_ms: int | None
    longest_silence_ms: int | None
    dropped_last_word_ms: int | None
    stars: int | None
    solved: bool | None
    waits: list[WaitFigures]
    turns: list[TurnFigures]
    handle: list[HandleFigures]


class CaseFigures(Shown):
    """None: not yet, or not to be judged (not solved, not matured)."""

    start: int
    episodes: int
    first_resolution_ms: int | None
    full_resolution_ms: int | None
    first_contact: bool | None
    single_owner: bool | None
    one_touch: bool | None


class ConversationFigures(Shown):
    """All figures of one conversation as of a moment."""

    conversation: str
    head: int
    episodes: list[EpisodeFigures]
    cases: list[CaseFigures]


def figures_of(summary: ConversationSummary, returns: Sequence[int], as_of: int) -> ConversationFigures:
    """Figures as of `as_of` (ms). `returns`: starts of other conversations of the same visitor (ms)."""
    return ConversationFigures(
        conversation=summary.conversation,
        head=summary.head,
        episodes=[_episode(episode, as_of) for episode in summary.episodes],
        cases=[_case(case, returns, as_of) for case in cases(summary)],
    )


def first_response(episode: Episode) -> int | None:
    """`h0` to the first counting reply; None without one, and for a conversation the agent began."""
    if episode.h0 is None or episode.first_reply_at is None or episode.proactive:
        return None
    return duration(episode.h0, episode.first_reply_at)


def time_to_human(episode: Episode) -> int | None:
    """First visitor message to the first counting reply; differs from the first response where a bot spoke before."""
    if episode.first_reply_at is None or episode.proactive:
        return None
    start = episode.h0 if episode.first_message_at is None else episode.first_message_at
    return None if start is None else duration(start, episode.first_reply_at)


def _episode(episode: Episode, as_of: int) -> EpisodeFigures:
    answered = [turn for turn in episode.turns if turn.kind == "answered" and turn.end is not None]
    times = [(turn.first, duration(turn.start, turn.end)) for turn in answered if turn.end is not None]
    joined = [duration(w.start, w.end) for w in episode.waits if w.kind == "joined" and w.end is not None]
    first = [w for w in episode.waits if w.first and w.kind == "joined" and w.end is not None]
    return EpisodeFigures(
        number=episode.number,
        start=episode.start,
        h0=episode.h0,
        proactive=episode.proactive,
        excluded=is_excluded(episode),
        outcome=episode.outcome,
        agent=episode.agent,
        closed_at=episode.closed_at,
        close_reason=episode.close_reason,
        first_response_ms=first_response(episode),
        time_to_human_ms=time_to_human(episode),
        queue_wait_ms=next((duration(w.start, w.end) for w in first if w.end is not None), None),
        queue_total_ms=sum(joined) if joined else None,
        average_response_ms=mean([ms for _, ms in times]),
        next_response_ms=mean([ms for is_first, ms in times if not is_first]),
        longest_silence_ms=longest_silence(episode, as_of),
        dropped_last_word_ms=dropped_last_word(episode),
        stars=episode.rating.stars if episode.rating else None,
        solved=episode.rating.solved if episode.rating else None,
        waits=[
            WaitFigures(
                start=w.start, end=w.end, kind=w.kind, agent=w.agent, first=w.first, ms=_between(w.start, w.end)
            )
            for w in episode.waits
        ],
        turns=[
            TurnFigures(
                start=t.start,
                end=t.end,
                kind=t.kind,
                agent=t.agent,
                ms=_between(t.start, t.end),
                reaction_ms=_between(t.reaction_start, t.end) if t.kind == "answered" else None,
            )
            for t in episode.turns
        ],
        handle=[
            HandleFigures(agent=o.agent, start=o.start, end=o.end, span_ms=_between(o.start, o.end), active_ms=o.active)
            for o in episode.ownerships
        ],
    )


def _case(case: Case, returns: Sequence[int], as_of: int) -> CaseFigures:
    judged = is_matured(case, as_of)
    return CaseFigures(
        start=case.start,
        episodes=case.episodes,
        first_resolution_ms=_between(case.start, case.solved_at),
        full_resolution_ms=_between(case.start, case.closed_at) if is_settled(case, as_of) else None,
        first_contact=at_first_contact(case, returns) if judged else None,
        single_owner=by_single_owner(case, returns) if judged else None,
        one_touch=by_one_touch(case, returns) if judged else None,
    )


def _between(start: int | None, end: int | None) -> int | None:
    return None if start is None or end is None else duration(start, end)
