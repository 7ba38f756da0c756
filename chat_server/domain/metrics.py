"""Every figure of METRICS.md, from transcripts alone. Start here.

    entries ──summarise──> ConversationSummary      facts: episodes, turns, waits, ownerships (metrics_facts)
    summary ──cases──────> [Case]                   chains of episodes within W_reopen
    summary ──figures_of─> ConversationFigures      the durations of one conversation, for the file and `measure`
    summaries ─Collector─> Report                   totals, by day, by agent, n of m (report, report_tally, figures)

All functions are pure: no clock, no database, `as_of` is an argument. The live console, the report, the export and
`third-ring measure` call the same ones. Times are ms since 1970 UTC, durations integer ms (R1, R13).
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from .entries import Entry
from .metrics_facts import Case, ConversationSummary, Episode
from .metrics_walk import episodes_of
from .vocabulary import EXCLUDED_REASONS

DEFINITION_VERSION = 1
"""Raised whenever a figure of the same transcript changes: stored summaries of other versions are not used (R12)."""

HOUR_MS = 3_600_000
W_REOPEN_MS = 72 * HOUR_MS
"""An episode that begins within this time after the close before it belongs to the same case (R5)."""
W_FCR_MS = 7 * 24 * HOUR_MS
"""So long nobody may have come back before a solved case counts as solved at the first contact."""


def summarise(entries: Sequence[Entry], as_of: int | None = None) -> ConversationSummary:
    """The facts of one conversation from its whole transcript, in order of `seq`. With `as_of` (ms) only entries up to
    that moment are looked at. Raises ValueError if none is left."""
    if as_of is not None:
        entries = [entry for entry in entries if entry.at <= as_of]
    if not entries:
        raise ValueError("expected at least one entry, got none")
    return ConversationSummary(
        conversation=entries[0].conversation,
        head=entries[-1].seq,
        entries=len(entries),
        start=entries[0].at,
        episodes=tuple(episodes_of(entries)),
    )


def is_excluded(episode: Episode) -> bool:
    """Marked spam, test or blocked at its close: outside every m, counted apart (R14)."""
    return episode.close_reason in EXCLUDED_REASONS


def is_asked(episode: Episode) -> bool:
    """Somebody asked something of people, and it is not excluded: one of the m whose outcomes add up."""
    return episode.h0 is not None and not is_excluded(episode)


def duration(start: int, end: int) -> int:
    """Wall time between two stamps, never negative (R1)."""
    return end - start if end > start else 0


def business(start: int, end: int, calendar: None = None) -> int:
    """Time inside opening hours between two stamps. Without a calendar it equals the wall time, never 0 (R9)."""
    assert calendar is None
    return duration(start, end)


def longest_silence(episode: Episode, as_of: int) -> int | None:
    """The largest turn of the episode, one that still runs included; None without a turn."""
    return max((duration(turn.start, as_of if turn.end is None else turn.end) for turn in episode.turns), default=None)


def dropped_last_word(episode: Episode) -> int | None:
    """The tail of an answered episode that was closed while the visitor had spoken last; None where there is none."""
    if episode.first_reply_at is None or not episode.turns:
        return None
    last = episode.turns[-1]
    return duration(last.start, last.end) if last.kind == "closed" and last.end is not None else None


def cases(summary: ConversationSummary) -> list[Case]:
    """The cases of a conversation, in order; excluded episodes belong to none."""
    chains: list[list[Episode]] = []
    for episode in summary.episodes:
        if is_excluded(episode):
            continue
        previous = chains[-1][-1].closed_at if chains else None
        if previous is not None and episode.start - previous <= W_REOPEN_MS:
            chains[-1].append(episode)
        else:
            chains.append([episode])
    following = [chain[0].start for chain in chains[1:]]
    found = [_case(chain, after) for chain, after in zip_longest(chains, following)]
    return [case for case in found if case is not None]


def _case(chain: list[Episode], next_start: int | None) -> Case | None:
    start = next((e.h0 for e in chain if e.h0 is not None), None)
    if start is None:
        return None
    solved = [e.closed_at for e in chain if e.close_reason == "solved" and e.closed_at is not None]
    return Case(
        start=start,
        episodes=len(chain),
        answered=any(e.first_reply_at is not None for e in chain),
        answered_turns=sum(turn.kind == "answered" for e in chain for turn in e.turns),
        writers=tuple(dict.fromkeys(replies.agent for e in chain for replies in e.replies)),
        agent=next((e.agent for e in chain if e.agent), ""),
        solved_at=solved[0] if solved else None,
        closed_at=chain[-1].closed_at,
        reason=chain[-1].close_reason,
        next_start=next_start,
    )


def is_settled(case: Case, as_of: int) -> bool:
    """`W_reopen` has passed since its last close: the full resolution is known."""
    return case.closed_at is not None and as_of - case.closed_at > W_REOPEN_MS


def is_matured(case: Case, as_of: int) -> bool:
    """Closed as solved, and `W_fcr` has passed since: it may be judged as solved at the first contact."""
    return case.closed_at is not None and case.reason == "solved" and as_of - case.closed_at >= W_FCR_MS


def came_back(case: Case, returns: Iterable[int]) -> bool:
    """Whether the visitor began anew within `W_fcr` after the close: in this conversation, or in another one that
    started at one of `returns` (ms)."""
    if case.closed_at is None:
        return False
    starts = [*returns, *(() if case.next_start is None else (case.next_start,))]
    return any(0 < start - case.closed_at <= W_FCR_MS for start in starts)


def at_first_contact(case: Case, returns: Iterable[int]) -> bool:
    """First-contact resolution of a matured case: one episode, answered, and nobody came back."""
    return case.episodes == 1 and case.answered and not came_back(case, returns)


def by_single_owner(case: Case, returns: Iterable[int]) -> bool:
    """As first contact, and one agent wrote all counting replies."""
    return len(case.writers) == 1 and at_first_contact(case, returns)


def by_one_touch(case: Case, returns: Iterable[int]) -> bool:
    """As first contact, and exactly one turn was answered."""
    return case.answered_turns == 1 and at_first_contact(case, returns)
