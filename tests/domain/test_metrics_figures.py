"""Figures over many: n of m, nearest rank, and who is left out."""

from datetime import date

import pytest

from chat_server.domain.figures import BUCKET_COUNT, bucket, mean, percentile, share, time_figure, wilson
from chat_server.domain.metrics import cases, summarise
from chat_server.domain.metrics_facts import ConversationSummary
from chat_server.domain.metrics_items import behind, items
from chat_server.domain.metrics_report import Collector, Report, days_in, midnight
from tests.support.timeline import DAY_MS, timeline

NOON = midnight(date(2026, 11, 20), "Europe/Zagreb") + 12 * 3_600_000
AS_OF = NOON + 60 * DAY_MS


def told(text: str, n: int = 1, *, zero: int = NOON) -> ConversationSummary:
    return summarise(timeline(text, zero=zero, id=f"c{n}"))


def report(*texts: str, agent: str = "", zero: int = NOON) -> Report:
    collector = Collector(days_in(date(2026, 11, 20), date(2026, 11, 21), "Europe/Zagreb"), as_of=AS_OF, agent=agent)
    for n, text in enumerate(texts):
        collector.add(told(text, n, zero=zero))
    return collector.report(AS_OF)


def test_percentiles_stand_over_everybody_who_asked() -> None:
    figure = time_figure([10, 20, 30, 40, 50], m=10)
    assert (figure.n, figure.m, figure.mean_ms) == (5, 10, 30)
    assert figure.p50_ms == 50
    assert figure.p90_ms is None, "the ninth of ten was never answered: not reached"


@pytest.mark.parametrize(("percent", "expected"), [(1, 1), (50, 2), (51, 3), (100, 4)])
def test_nearest_rank(percent: int, expected: int) -> None:
    assert percentile([1, 2, 3, 4], 4, percent) == expected


def test_nothing_asked() -> None:
    assert time_figure([], 0).p50_ms is None
    assert mean([]) is None
    assert share(0, 0).low is None


def test_the_mean_rounds_halves_upwards() -> None:
    assert mean([1, 2]) == 2
    assert mean([1, 1, 2]) == 1


def test_wilson_by_a_known_pair() -> None:
    low, high = wilson(371, 402)
    assert (round(low, 3), round(high, 3)) == (0.893, 0.945)


@pytest.mark.parametrize(("ms", "expected"), [(0, 0), (14_999, 0), (15_000, 1), (299_999, 4), (300_000, 5), (None, 6)])
def test_buckets(ms: int | None, expected: int) -> None:
    assert bucket(ms) == expected
    assert expected < BUCKET_COUNT


def test_a_report_counts_those_nobody_answered() -> None:
    totals = report("V 0:00, J 0:20, A 0:50, C 3:00", "V 0:00, X 4:00", "V 0:00, X 0:05", "V 0:00").totals
    assert (totals.asked, totals.first_response.n, totals.first_response.m) == (4, 1, 4)
    assert totals.first_response.p50_ms is None
    assert totals.buckets == [0, 0, 1, 0, 0, 0, 3]
    assert totals.outcomes["short_abandon"] == totals.outcomes["running"] == 1
    assert (totals.abandon.n, totals.abandon.m) == (1, 2)
    assert (totals.queue_wait.n, totals.queue_wait.m, totals.queue_left) == (1, 4, 2)


@pytest.mark.parametrize("reason", ["spam", "test", "blocked"])
def test_the_excluded_have_their_own_count(reason: str) -> None:
    result = report(f"V 0:00, J 0:20, A 0:50, C({reason}) 3:00")
    assert result.totals.asked == result.totals.response.m == result.totals.cases == 0
    assert result.excluded == {reason: 1}


def test_the_period_of_the_start_counts() -> None:
    late = "V 11:59:50, J 12:00:05, A 12:00:10, C 12:01:00"
    result = report(late)
    assert [day.first_response.n for day in result.by_day] == [1, 0]
    assert [day.response.n for day in result.by_day] == [1, 0]


def test_the_period_before_is_as_long() -> None:
    result = report("V 0:00, J 0:01, A 0:02", zero=NOON - 2 * DAY_MS)
    assert (result.before_first, result.before_last) == ("2026-11-18", "2026-11-19")
    assert (result.totals.asked, result.before.asked) == (0, 1)


def test_days_of_a_clock_change_have_their_own_length() -> None:
    autumn = days_in(date(2026, 10, 25), date(2026, 10, 25), "Europe/Zagreb")
    assert autumn.end - autumn.start == 25 * 3_600_000


def test_each_agent_answers_for_what_is_put_down_to_him() -> None:
    result = report("V 0:00, J(a) 0:10, A(a) 0:20, T 0:30, V 0:40, J(b) 1:00, A(b) 1:10, C 2:00")
    figures = {agent.agent: agent.figures for agent in result.by_agent}
    assert (figures["a"].asked, figures["b"].asked) == (1, 0)
    assert figures["a"].reaction.mean_ms == 10_000
    assert figures["b"].reaction.mean_ms == 10_000, "his clock starts at his join"
    assert figures["b"].queue_all.mean_ms == 30_000
    assert (figures["a"].replies, figures["b"].replies) == (1, 1)
    narrowed = report("V 0:00, J(a) 0:10, A(a) 0:20, T 0:30, V 0:40, J(b) 1:00, A(b) 1:10, C 2:00", agent="b")
    assert [agent.agent for agent in narrowed.by_agent] == ["b"]
    assert (narrowed.totals.asked, narrowed.totals.response.m, narrowed.totals.replies) == (0, 1, 1)


def test_ratings() -> None:
    rated = "V 0:00, J 0:10, A 0:20, C 1:00, S({}) 1:10"
    totals = report(rated.format(5), rated.format(2), "V 0:00, J 0:10, A 0:20, C 1:00", "V 0:00, J 0:10, C 1:00").totals
    assert (totals.rating.n, totals.rating.m) == (1, 2)
    assert (totals.rated.n, totals.rated.m) == (2, 3), "who was not answered is not asked"
    assert totals.stars == [0, 1, 0, 0, 1]


def test_the_latest_rating_counts() -> None:
    totals = report("V 0:00, J 0:10, A 0:20, C 1:00, S(1) 1:10, S(5) 1:20").totals
    assert totals.stars == [0, 0, 0, 0, 1]


def test_first_contact_needs_nobody_to_come_back() -> None:
    (case,) = cases(told("V 0:00, J 0:10, A 0:20, C 1:00"))
    assert case.closed_at is not None
    collector = Collector(days_in(date(2026, 11, 20), date(2026, 11, 20), "Europe/Zagreb"), as_of=AS_OF)
    collector.add(told("V 0:00, J 0:10, A 0:20, C 1:00"))
    collector.add(told("V 0:00, J 0:10, A 0:20, C 1:00", 2), [case.closed_at + DAY_MS])
    collector.add(told("V 0:00, J 0:10, A 0:20, C 1:00", 3), [case.closed_at + 8 * DAY_MS])
    totals = collector.report(AS_OF).totals
    assert (totals.first_contact.n, totals.first_contact.m) == (2, 3)
    assert (totals.one_touch.n, totals.single_owner.n) == (2, 2)


def test_a_case_ripens() -> None:
    summary = told("V 0:00, J 0:10, A 0:20, C 1:00")
    for days, m, pending in ((1, 0, 1), (4, 0, 0), (8, 1, 0)):
        collector = Collector(days_in(date(2026, 11, 20), date(2026, 11, 20), "UTC"), as_of=NOON + days * DAY_MS)
        collector.add(summary)
        totals = collector.report(0).totals
        assert (totals.first_contact.m, totals.pending) == (m, pending)


def test_the_list_behind_a_figure_is_the_figure() -> None:
    texts = ["V 0:00, J 0:20, A 0:50, V 1:00, A 1:30, C 3:00", "V 0:00, X 4:00", "V 0:00, X 0:05", "V 0:00"]
    totals = report(*texts).totals
    found = [
        (metric, behind(metric, "", item, (), AS_OF))
        for n, text in enumerate(texts)
        for item in items(told(text, n))
        for metric in ("first_response", "response", "queue_wait", "abandoned")
    ]
    for metric, figure in (
        ("first_response", totals.first_response),
        ("response", totals.response),
        ("queue_wait", totals.queue_wait),
    ):
        rows = [stamps for name, stamps in found if name == metric and stamps]
        assert len(rows) == figure.m
        assert max(s.end - s.start for s in rows if s.end) == figure.max_ms
    assert len([1 for name, stamps in found if name == "abandoned" and stamps]) == totals.abandon.n


def test_a_dropped_last_word_is_in_no_response_time() -> None:
    totals = report("V 0:00, J 0:05, A 0:30, V 1:00, C 1:30").totals
    assert (totals.response.n, totals.response.m) == (1, 1)
    assert (totals.dropped.n, totals.dropped.m) == (1, 1)
    assert totals.dropped_last_word.mean_ms == 30_000
