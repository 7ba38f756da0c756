"""The figures of a heap of items: fill a `Tally` item by item, then ask it for its `Totals`."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from .figures import BUCKET_COUNT, Share, TimeFigure, bucket, share, time_figure
from .metrics import (
    at_first_contact,
    by_one_touch,
    by_single_owner,
    dropped_last_word,
    is_matured,
    is_settled,
    longest_silence,
)
from .metrics_facts import OUTCOMES, Case, Episode, Ownership, Rating, Replies, Turn, Wait
from .metrics_figures import first_response, time_to_human

POSITIVE_STARS = 4

Counted = Episode | Turn | Wait | Ownership | Rating | Replies | Case


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of METRICS.md over one heap. `outcomes` add up to `asked`, `buckets` to `first_response.m`.

    `dropped` is how many of the answered episodes lost the visitor's last word, `dropped_last_word` the time of those.
    `stars` counts ratings from 1 to 5; `rating` is positive of rated, `rated` is rated of asked for a rating;
    `abandon` leaves short stays, offline messages and running episodes out of its m, `pending` counts cases whose full
    resolution is not known yet.
    """

    asked: int
    outcomes: dict[str, int]
    proactive: int
    first_response: TimeFigure
    buckets: list[int]
    time_to_human: TimeFigure
    queue_wait: TimeFigure
    queue_left: int
    queue_all: TimeFigure
    response: TimeFigure
    next_response: TimeFigure
    reaction: TimeFigure
    longest_silence: TimeFigure
    handle_span: TimeFigure
    handle_active: TimeFigure
    dropped_last_word: TimeFigure
    abandon: Share
    dropped: Share
    rating: Share
    rated: Share
    stars: list[int]
    solved_says_visitor: Share
    cases: int
    first_resolution: TimeFigure
    full_resolution: TimeFigure
    pending: int
    first_contact: Share
    single_owner: Share
    one_touch: Share
    replies: int
    canned: Share


TIMES = (
    "first_response",
    "time_to_human",
    "queue_wait",
    "queue_all",
    "response",
    "next_response",
    "reaction",
    "longest_silence",
    "handle_span",
    "handle_active",
    "dropped_last_word",
    "first_resolution",
    "full_resolution",
)


class Rates(NamedTuple):
    """Counts and shares of one heap; names as in `Totals`."""

    asked: int
    outcomes: dict[str, int]
    abandon: Share
    rating: Share
    rated: Share


class _Times:
    """Answered times in ms, and how many asked."""

    def __init__(self) -> None:
        self.answered: list[int] = []
        self.m = 0

    def add(self, start: int, end: int | None) -> None:
        self.m += 1
        if end is not None:
            self.answered.append(end - start if end > start else 0)

    def figure(self) -> TimeFigure:
        return time_figure(self.answered, self.m)


class Tally:
    """One heap: of a period, a day or an agent."""

    def __init__(self) -> None:
        self.outcomes: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.buckets = [0] * BUCKET_COUNT
        self.stars = [0] * 5
        self.times: dict[str, _Times] = {}
        self._count: dict[type, Callable[..., None]] = {
            Episode: self._episode,
            Turn: self._turn,
            Wait: self._wait,
            Ownership: self._ownership,
            Rating: self._rating,
            Replies: self._replies,
            Case: self._case,
        }

    def add(self, fact: Counted, returns: Sequence[int], as_of: int) -> None:
        """Count one item's fact."""
        self._count[type(fact)](fact, returns, as_of)

    def merge(self, other: "Tally") -> None:
        """Count everything that another tally has counted."""
        self.outcomes.update(other.outcomes)
        self.counts.update(other.counts)
        self.buckets = [a + b for a, b in zip(self.buckets, other.buckets, strict=True)]
        self.stars = [a + b for a, b in zip(self.stars, other.stars, strict=True)]
        for name, times in other.times.items():
            mine = self._times(name)
            mine.answered += times.answered
            mine.m += times.m

    def _times(self, name: str) -> _Times:
        times = self.times.get(name)
        if times is None:
            times = self.times[name] = _Times()
        return times

    def _episode(self, episode: Episode, _: Sequence[int], as_of: int) -> None:
        assert episode.h0 is not None
        assert episode.outcome is not None
        self.outcomes[episode.outcome] += 1
        if episode.proactive:
            self.counts["proactive"] += 1
        else:
            response = first_response(episode)
            self.buckets[bucket(response)] += 1
            self._times("first_response").add(episode.h0, episode.first_reply_at)
            human = time_to_human(episode)
            self._times("time_to_human").add(0, human)
        silence = longest_silence(episode, as_of)
        if silence is not None:
            self._times("longest_silence").add(0, silence)
        if episode.outcome == "answered":
            self.counts["answered"] += 1
            tail = dropped_last_word(episode)
            if tail is not None:
                self._times("dropped_last_word").add(0, tail)

    def _turn(self, turn: Turn, *_: object) -> None:
        end = turn.end if turn.kind == "answered" else None
        self._times("response").add(turn.start, end)
        if not turn.first:
            self._times("next_response").add(turn.start, end)
        if turn.agent and turn.reaction_start is not None:
            self._times("reaction").add(turn.reaction_start, end)

    def _wait(self, wait: Wait, *_: object) -> None:
        end = wait.end if wait.kind == "joined" else None
        self._times("queue_all").add(wait.start, end)
        if wait.first:
            self._times("queue_wait").add(wait.start, end)
            self.counts["queue_left"] += wait.kind == "left"

    def _ownership(self, ownership: Ownership, *_: object) -> None:
        if ownership.end is not None:
            self._times("handle_span").add(ownership.start, ownership.end)
            self._times("handle_active").add(0, ownership.active)

    def _rating(self, rating: Rating, *_: object) -> None:
        self.counts["rating_asked"] += 1
        if rating.stars is not None:
            self.stars[rating.stars - 1] += 1
        if rating.solved is not None:
            self.counts["says"] += 1
            self.counts["says_solved"] += rating.solved

    def _replies(self, replies: Replies, *_: object) -> None:
        self.counts["replies"] += replies.n
        self.counts["canned"] += replies.canned

    def _case(self, case: Case, returns: Sequence[int], as_of: int) -> None:
        self.counts["cases"] += 1
        self._times("first_resolution").add(case.start, case.solved_at)
        if is_settled(case, as_of):
            self._times("full_resolution").add(case.start, case.closed_at)
        else:
            self.counts["pending"] += 1
        if is_matured(case, as_of):
            self.counts["matured"] += 1
            self.counts["first_contact"] += at_first_contact(case, returns)
            self.counts["single_owner"] += by_single_owner(case, returns)
            self.counts["one_touch"] += by_one_touch(case, returns)

    def rates(self) -> "Rates":
        """How many became of what, and the shares that follow from it."""
        asked = self.outcomes.total()
        rated, positive = sum(self.stars), sum(self.stars[POSITIVE_STARS - 1 :])
        left = self.outcomes["abandoned_queue"] + self.outcomes["abandoned_assigned"]
        apart = self.outcomes["short_abandon"] + self.outcomes["offline_message"] + self.outcomes["running"]
        return Rates(
            asked=asked,
            outcomes={outcome: self.outcomes[outcome] for outcome in OUTCOMES},
            abandon=share(left, asked - apart),
            rating=share(positive, rated),
            rated=share(rated, self.counts["rating_asked"]),
        )

    def totals(self) -> Totals:
        """The figures of what was counted so far."""
        counts, rates = self.counts, self.rates()
        return Totals(
            asked=rates.asked,
            outcomes=rates.outcomes,
            abandon=rates.abandon,
            dropped=share(self.time("dropped_last_word").n, counts["answered"]),
            rating=rates.rating,
            rated=rates.rated,
            stars=list(self.stars),
            buckets=list(self.buckets),
            proactive=counts["proactive"],
            queue_left=counts["queue_left"],
            solved_says_visitor=share(counts["says_solved"], counts["says"]),
            cases=counts["cases"],
            pending=counts["pending"],
            first_contact=share(counts["first_contact"], counts["matured"]),
            single_owner=share(counts["single_owner"], counts["matured"]),
            one_touch=share(counts["one_touch"], counts["matured"]),
            replies=counts["replies"],
            canned=share(counts["canned"], counts["replies"]),
            **{name: self.time(name) for name in TIMES},
        )

    def time(self, name: str) -> TimeFigure:
        """One time figure by its name in `Totals`."""
        times = self.times.get(name)
        return times.figure() if times else TimeFigure()
