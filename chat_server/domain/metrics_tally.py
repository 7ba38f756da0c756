"""The figures of a heap of items: fill a `Tally` item by item, then ask it for its `Totals`."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from .figures import BUCKET_COUNT, Share, TimeFigure, bucket, share, time_figure
from .metrics import (
    at_first_contact,
    by_one_touch,
    by_single_owner,
    dropped_last_word,
    duration,
    is_matured,
    is_settled,
    longest_silence,
)
from .metrics_facts import OUTCOMES, Case, Episode, Ownership, Rating, Replies, Turn, Wait
from .metrics_figures import first_response, time_to_human

POSITIVE_STARS = 4


class Totals(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of METRICS.md over one heap. `outcomes` add up to `asked`, `buckets` to `first_response.m`.

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


class _Times:
    """Answered times in ms, and how many asked."""

    def __init__(self) -> None:
        self.answered: list[int] = []
        self.m = 0

    def add(self, start: int, end: int | None) -> None:
        self.m += 1
        if end is not None:
            self.answered.append(duration(start, end))

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

    def add(
        self, fact: Episode | Turn | Wait | Ownership | Rating | Replies | Case, returns: Sequence[int], as_of: int
    ) -> None:
        """Count one item's fact."""
        match fact:
            case Turn():
                self._turn(fact)
            case Episode():
                self._episode(fact, as_of)
            case Wait():
                self._wait(fact)
            case Ownership():
                self._ownership(fact)
            case Rating():
                self._rating(fact)
            case Replies():
                self.counts["replies"] += fact.n
                self.counts["canned"] += fact.canned
            case Case():
                self._case(fact, returns, as_of)

    def _time(self, name: str) -> _Times:
        times = self.times.get(name)
        if times is None:
            times = self.times[name] = _Times()
        return times

    def _episode(self, episode: Episode, as_of: int) -> None:
        assert episode.h0 is not None
        assert episode.outcome is not None
        self.outcomes[episode.outcome] += 1
        if episode.proactive:
            self.counts["proactive"] += 1
        else:
            response = first_response(episode)
            self.buckets[bucket(response)] += 1
            self._time("first_response").add(episode.h0, episode.first_reply_at)
            human = time_to_human(episode)
            self._time("time_to_human").add(0, human)
        silence = longest_silence(episode, as_of)
        if silence is not None:
            self._time("longest_silence").add(0, silence)
        if episode.outcome == "answered":
            self._time("dropped_last_word").add(0, dropped_last_word(episode))

    def _turn(self, turn: Turn) -> None:
        end = turn.end if turn.kind == "answered" else None
        self._time("response").add(turn.start, end)
        if not turn.first:
            self._time("next_response").add(turn.start, end)
        if turn.agent and turn.reaction_start is not None:
            self._time("reaction").add(turn.reaction_start, end)

    def _wait(self, wait: Wait) -> None:
        end = wait.end if wait.kind == "joined" else None
        self._time("queue_all").add(wait.start, end)
        if wait.first:
            self._time("queue_wait").add(wait.start, end)
            self.counts["queue_left"] += wait.kind == "left"

    def _ownership(self, ownership: Ownership) -> None:
        if ownership.end is not None:
            self._time("handle_span").add(ownership.start, ownership.end)
            self._time("handle_active").add(0, ownership.active)

    def _rating(self, rating: Rating) -> None:
        self.counts["rating_asked"] += 1
        if rating.stars is not None:
            self.stars[rating.stars - 1] += 1
        if rating.solved is not None:
            self.counts["says"] += 1
            self.counts["says_solved"] += rating.solved

    def _case(self, case: Case, returns: Sequence[int], as_of: int) -> None:
        self.counts["cases"] += 1
        self._time("first_resolution").add(case.start, case.solved_at)
        if is_settled(case, as_of):
            self._time("full_resolution").add(case.start, case.closed_at)
        else:
            self.counts["pending"] += 1
        if is_matured(case, as_of):
            self.counts["matured"] += 1
            self.counts["first_contact"] += at_first_contact(case, returns)
            self.counts["single_owner"] += by_single_owner(case, returns)
            self.counts["one_touch"] += by_one_touch(case, returns)

    def totals(self) -> Totals:
        """The figures of what was counted so far."""
        counts, asked = self.counts, self.outcomes.total()
        rated, positive = sum(self.stars), sum(self.stars[POSITIVE_STARS - 1 :])
        left = self.outcomes["abandoned_queue"] + self.outcomes["abandoned_assigned"]
        apart = self.outcomes["short_abandon"] + self.outcomes["offline_message"] + self.outcomes["running"]
        return Totals(
            asked=asked,
            outcomes={outcome: self.outcomes[outcome] for outcome in OUTCOMES},
            proactive=counts["proactive"],
            first_response=self._figure("first_response"),
            buckets=list(self.buckets),
            time_to_human=self._figure("time_to_human"),
            queue_wait=self._figure("queue_wait"),
            queue_left=counts["queue_left"],
            queue_all=self._figure("queue_all"),
            response=self._figure("response"),
            next_response=self._figure("next_response"),
            reaction=self._figure("reaction"),
            longest_silence=self._figure("longest_silence"),
            handle_span=self._figure("handle_span"),
            handle_active=self._figure("handle_active"),
            dropped_last_word=self._figure("dropped_last_word"),
            abandon=share(left, asked - apart),
            rating=share(positive, rated),
            rated=share(rated, counts["rating_asked"]),
            stars=list(self.stars),
            solved_says_visitor=share(counts["says_solved"], counts["says"]),
            cases=counts["cases"],
            first_resolution=self._figure("first_resolution"),
            full_resolution=self._figure("full_resolution"),
            pending=counts["pending"],
            first_contact=share(counts["first_contact"], counts["matured"]),
            single_owner=share(counts["single_owner"], counts["matured"]),
            one_touch=share(counts["one_touch"], counts["matured"]),
            replies=counts["replies"],
            canned=share(counts["canned"], counts["replies"]),
        )

    def _figure(self, name: str) -> TimeFigure:
        times = self.times.get(name)
        return times.figure() if times else TimeFigure()
