"""Everything countable in a conversation, one item each: the same items make the totals and the lists behind them.

An item belongs to the period that contains its start, or by the labelled switch its end (R10), and is put down to
agents: an episode to the writer of its first reply (else its last owner), a turn to who answered it (else the owner at
its end), a wait to who joined, counting replies to their writers, a rating to all who were frozen at asking.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from .metrics import at_first_contact, cases, dropped_last_word, is_asked, is_excluded, is_matured, is_settled
from .metrics_facts import Case, ConversationSummary, Episode, Ownership, Rating, Replies, Turn, Wait
from .metrics_figures import first_response

Metric = Literal[
    "asked",
    "outcome",
    "abandoned",
    "first_response",
    "queue_wait",
    "response",
    "next_response",
    "reaction",
    "rating",
    "dropped_last_word",
    "first_resolution",
    "full_resolution",
    "first_contact",
    "excluded",
]


class Item(NamedTuple):
    """One countable thing. `end` is None while it runs; `number` is the episode's."""

    start: int
    end: int | None
    agents: tuple[str, ...]
    number: int
    fact: Episode | Turn | Wait | Ownership | Rating | Replies | Case
    episode: Episode | None = None


class Behind(NamedTuple):
    """The two stamps behind one figure of an item; `end` is None where it was never reached."""

    start: int
    end: int | None


def items(summary: ConversationSummary) -> Iterator[Item]:
    """All items of a conversation. Episodes nobody asked in give none but what their ownerships tell; excluded ones
    only themselves, so that they can be counted apart (R14)."""
    for episode in summary.episodes:
        if is_excluded(episode):
            start = episode.start if episode.h0 is None else episode.h0
            yield Item(start, episode.closed_at, _one(episode.agent), episode.number, episode)
            continue
        if episode.h0 is not None:
            yield Item(episode.h0, episode.closed_at, _one(episode.agent), episode.number, episode)
            for replies in episode.replies:
                yield Item(episode.h0, episode.closed_at, (replies.agent,), episode.number, replies, episode)
        for turn in episode.turns:
            if turn.kind == "closed" and episode.first_reply_at is not None:
                continue  # the dropped last word: a figure of its own, not part of any response time
            yield Item(turn.start, turn.end, _one(turn.agent), episode.number, turn, episode)
        for wait in episode.waits:
            yield Item(wait.start, wait.end, _one(wait.agent), episode.number, wait, episode)
        for ownership in episode.ownerships:
            yield Item(ownership.start, ownership.end, (ownership.agent,), episode.number, ownership, episode)
        if episode.rating is not None:
            rating = episode.rating
            yield Item(rating.asked_at, rating.rated_at, rating.agents, episode.number, rating, episode)
    for case in cases(summary):
        yield Item(case.start, case.closed_at, _one(case.agent), 0, case)


def behind(metric: Metric, value: str, item: Item, returns: Sequence[int], as_of: int) -> Behind | None:
    """The stamps behind `metric` of this item, or None if it is not about it. `value` narrows: an outcome, stars, the
    kind of a wait or turn; for first_contact `yes` or `no`."""
    fact = item.fact
    match fact:
        case Episode():
            return _of_episode(metric, value, fact)
        case Turn():
            return _of_turn(metric, value, fact)
        case Wait():
            wanted = metric == "queue_wait" and fact.first and value in ("", fact.kind)
            return Behind(fact.start, fact.end if fact.kind == "joined" else None) if wanted else None
        case Rating():
            rated = fact.stars is not None
            wanted = metric == "rating" and (value in ("", str(fact.stars)) or (value == "rated" and rated))
            return Behind(fact.asked_at, fact.rated_at) if wanted else None
        case Case():
            return _of_case(metric, value, fact, returns, as_of)
        case _:
            return None


def _of_episode(metric: Metric, value: str, episode: Episode) -> Behind | None:
    if metric == "excluded":
        wanted = is_excluded(episode) and value in ("", episode.close_reason)
        return Behind(episode.start, episode.closed_at) if wanted else None
    if not is_asked(episode) or episode.h0 is None:
        return None
    over = episode.first_reply_at or episode.left_at or episode.closed_at
    if metric == "asked" or (metric == "outcome" and value in ("", episode.outcome)):
        return Behind(episode.h0, over)
    if metric == "abandoned" and episode.outcome in ("abandoned_queue", "abandoned_assigned"):
        return Behind(episode.h0, episode.left_at)
    if metric == "first_response" and not episode.proactive:
        answered = first_response(episode) is not None
        if value in ("", "answered" if answered else "unanswered"):
            return Behind(episode.h0, episode.first_reply_at)
    if metric == "dropped_last_word" and dropped_last_word(episode) is not None:
        return Behind(episode.turns[-1].start, episode.closed_at)
    return None


def _of_turn(metric: Metric, value: str, turn: Turn) -> Behind | None:
    answered = turn.end if turn.kind == "answered" else None
    if value not in ("", turn.kind):
        return None
    if metric == "response" or (metric == "next_response" and not turn.first):
        return Behind(turn.start, answered)
    if metric == "reaction" and turn.agent and turn.reaction_start is not None:
        return Behind(turn.reaction_start, answered)
    return None


def _of_case(metric: Metric, value: str, case: Case, returns: Sequence[int], as_of: int) -> Behind | None:
    if metric == "first_resolution":
        return Behind(case.start, case.solved_at)
    if metric == "full_resolution" and is_settled(case, as_of):
        return Behind(case.start, case.closed_at)
    if metric == "first_contact" and is_matured(case, as_of):
        answer = "yes" if at_first_contact(case, returns) else "no"
        return Behind(case.start, case.closed_at) if value in ("", answer) else None
    return None


def _one(agent: str) -> tuple[str, ...]:
    return (agent,) if agent else ()
