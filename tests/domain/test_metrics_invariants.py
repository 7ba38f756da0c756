"""What holds for every transcript, tried on thousands of random ones (METRICS.md, invariants)."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_server.domain.entries import Entry, EntryData, MessagePosted, NotePosted, VisitorNamed
from chat_server.domain.metrics import is_asked, summarise
from chat_server.domain.metrics_facts import ConversationSummary
from chat_server.domain.metrics_figures import ConversationFigures, figures_of
from chat_server.domain.metrics_report import Collector, Report, days_in
from chat_server.domain.vocabulary import SYSTEM, VISITOR, Author
from tests.support.timeline import BOT, story

ZERO = 1_790_000_000_000
AS_OF = ZERO + 3 * 86_400_000
AGENT = Author(type="agent", id="a")
CLOCKLESS: list[tuple[Author, EntryData]] = [
    (AGENT, NotePosted(text="note")),
    (SYSTEM, MessagePosted(text="queue")),
    (BOT, MessagePosted(text="beep")),
    (VISITOR, VisitorNamed(name="Petra")),
]

step = st.tuples(
    st.sampled_from("VVVVVAAAAJKTNCEXRSGH"),
    st.sampled_from("ab"),
    st.one_of(st.integers(0, 3_000), st.integers(0, 400_000)),
).map(lambda s: (s[0], {"C": "solved" if s[1] == "a" else "no_answer", "S": "4"}.get(s[0], s[1]), s[2]))
stories = st.lists(step, max_size=25).map(lambda steps: story([("V", "", 0), *steps], zero=ZERO))


def figures(entries: Sequence[Entry]) -> ConversationFigures:
    return figures_of(summarise(entries), (), AS_OF)


def same(one: ConversationFigures, other: ConversationFigures) -> bool:
    return (one.episodes, one.cases) == (other.episodes, other.cases)


def renumbered(entries: Sequence[Entry]) -> list[Entry]:
    return [msgspec.structs.replace(entry, seq=n) for n, entry in enumerate(entries, 1)]


def report(summaries: Sequence[ConversationSummary]) -> Report:
    collector = Collector(days_in(date(2026, 9, 1), date(2026, 10, 1), "Europe/Zagreb"), as_of=AS_OF)
    for summary in summaries:
        collector.add(summary)
    return collector.report(AS_OF)


@given(st.lists(stories, max_size=6))
@settings(max_examples=150, deadline=None)
def test_outcomes_and_buckets_add_up(many: list[list[Entry]]) -> None:
    summaries = [summarise(entries) for entries in many]
    totals = report(summaries).totals
    assert totals.asked == sum(is_asked(episode) for summary in summaries for episode in summary.episodes)
    assert sum(totals.outcomes.values()) == totals.asked
    assert sum(totals.buckets) == totals.first_response.m == totals.asked - totals.proactive
    assert totals.first_response.n <= totals.first_response.m
    assert totals.outcomes["answered"] >= totals.first_response.n


@given(stories)
@settings(max_examples=300, deadline=None)
def test_every_waiting_second_lies_in_exactly_one_turn(entries: list[Entry]) -> None:
    for episode in summarise(entries).episodes:
        for one, other in pairwise(episode.turns):
            assert one.end is not None
            assert one.end <= other.start
        for entry in entries:
            data = entry.data
            waits = isinstance(data, MessagePosted) and entry.by.type == "visitor"
            if waits and episode.h0 is not None and entry.at >= episode.h0:
                closed = episode.closed_at is not None and entry.at > episode.closed_at
                covered = [t for t in episode.turns if t.start <= entry.at and (t.end is None or entry.at <= t.end)]
                assert closed or covered


@given(stories)
@settings(max_examples=300, deadline=None)
def test_no_duration_is_negative(entries: list[Entry]) -> None:
    for episode in figures(entries).episodes:
        times = [turn.ms for turn in episode.turns] + [turn.reaction_ms for turn in episode.turns]
        times += [wait.ms for wait in episode.waits] + [handle.span_ms for handle in episode.handle]
        times += [episode.first_response_ms, episode.time_to_human_ms, episode.longest_silence_ms]
        assert all(ms is None or ms >= 0 for ms in times)
        assert all(handle.span_ms is None or handle.active_ms <= handle.span_ms for handle in episode.handle)


@given(stories, st.data())
@settings(max_examples=300, deadline=None)
def test_notes_and_automatic_lines_change_no_figure(entries: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(entries)))
    by, what = data.draw(st.sampled_from(CLOCKLESS))
    added = Entry(conversation="c1", seq=0, at=entries[place - 1].at, by=by, data=what)
    assert same(figures(renumbered([*entries[:place], added, *entries[place:]])), figures(entries))


@given(stories, st.data())
@settings(max_examples=300, deadline=None)
def test_splitting_a_visitor_message_changes_no_duration(entries: list[Entry], data: st.DataObject) -> None:
    written = [
        n for n, e in enumerate(entries) if e.by.type == "visitor" and isinstance(e.data, MessagePosted)
    ]  # the first entry of a story is one
    place = data.draw(st.sampled_from(written))
    thrice = [*entries[:place], *[entries[place]] * 3, *entries[place + 1 :]]
    assert same(figures(renumbered(thrice)), figures(entries))


@given(stories)
@settings(max_examples=150, deadline=None)
def test_replaying_the_transcript_gives_the_same_bytes(entries: list[Entry]) -> None:
    replayed = msgspec.json.decode(msgspec.json.encode(entries), type=list[Entry])
    assert msgspec.json.encode(figures(replayed)) == msgspec.json.encode(figures(entries))
    summary = summarise(entries)
    cached = msgspec.json.decode(msgspec.json.encode(summary), type=ConversationSummary)
    assert msgspec.json.encode(report([cached])) == msgspec.json.encode(report([summary]))


def test_a_transfer_in_the_queue_changes_nothing() -> None:
    """The clock of somebody who already waits does not start anew."""
    moved = story([("V", "", 0), ("T", "", 5_000), ("T", "", 5_000), ("J", "b", 5_000), ("A", "b", 1_000)], zero=ZERO)
    kept = story([("V", "", 0), ("J", "b", 15_000), ("A", "b", 1_000)], zero=ZERO)
    assert same(figures(moved), figures(kept))
