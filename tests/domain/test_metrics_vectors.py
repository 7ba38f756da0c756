"""The vectors of METRICS.md, number by number."""

from typing import Any

import pytest

from chat_server.domain.metrics import DEFINITION_VERSION, business, summarise
from chat_server.domain.metrics_figures import ConversationFigures, EpisodeFigures, figures_of
from tests.support.timeline import timeline

LONG_AFTER = 60 * 86_400_000


def figures(text: str) -> ConversationFigures:
    return figures_of(summarise(timeline(text)), (), LONG_AFTER)


def only(text: str) -> EpisodeFigures:
    (episode,) = figures(text).episodes
    return episode


def seconds(*values: int | None) -> list[float | None]:
    return [None if value is None else value / 1000 for value in values]


def turns(episode: EpisodeFigures) -> list[float | None]:
    return seconds(*(turn.ms for turn in episode.turns))


def reactions(episode: EpisodeFigures) -> list[float | None]:
    return seconds(*(turn.reaction_ms for turn in episode.turns))


def test_vector_1_one_agent() -> None:
    result = figures("V 0:00, J(a) 0:20, A(a) 0:50, V 2:00, A(a) 2:30, C 3:00")
    (episode,), (case,) = result.episodes, result.cases
    assert seconds(episode.queue_wait_ms, episode.first_response_ms) == [20, 50]
    assert turns(episode) == [50, 30]
    assert seconds(episode.average_response_ms, episode.next_response_ms) == [40, 30]
    assert seconds(case.first_resolution_ms) == [180]
    assert seconds(episode.handle[0].span_ms, episode.handle[0].active_ms) == [160, 150]


def test_vector_2_many_messages_of_each() -> None:
    episode = only("V 0:00, V 0:10, V 0:40, J 0:45, A 1:00, A 1:05, V 2:00, V 2:20, A 3:00, C 3:30")
    assert seconds(episode.queue_wait_ms, episode.first_response_ms) == [45, 60]
    assert turns(episode) == [60, 60]
    assert reactions(episode) == [15, 60]


def test_vector_3_automatic_lines_and_notes() -> None:
    episode = only("G 0:01, V 0:05, G 0:06, J 0:30, N 0:40, A 1:05")
    assert seconds(episode.queue_wait_ms, episode.first_response_ms) == [25, 60]
    assert reactions(episode) == [35]


def test_vector_4_a_bot_first() -> None:
    episode = only("V 0:00, B 0:02, V 0:30, B 0:31, V 1:00, H 1:05, J 1:25, A 1:50")
    assert seconds(episode.h0, episode.queue_wait_ms) == [65, 20]
    assert seconds(episode.first_response_ms, episode.time_to_human_ms) == [45, 110]
    assert reactions(episode) == [25]


def test_vector_5_the_next_day() -> None:
    result = figures(
        "V 10:00:00, J 10:00:20, A 10:00:30, C 10:05:00, V 2d 10:00:00, J 2d 10:00:20, A 2d 10:00:40, C 2d 10:03:00"
    )
    (case,) = result.cases
    assert seconds(result.episodes[1].first_response_ms) == [40]
    assert seconds(case.first_resolution_ms, case.full_resolution_ms) == [300, 86_580]
    assert case.first_contact is False


def test_vector_6_left_in_the_queue() -> None:
    entries = timeline("V 0:00, X 4:00")
    (episode,) = summarise(entries).episodes
    assert episode.outcome == "abandoned_queue"
    assert episode.h0 is not None
    assert episode.left_at is not None
    assert episode.left_at - episode.h0 == 240_000
    assert only("V 0:00, X 4:00").first_response_ms is None


def test_vector_7_a_short_stay() -> None:
    assert only("V 0:00, X 0:06").outcome == "short_abandon"
    assert only("V 0:00, E 0:10").outcome == "short_abandon"
    assert only("V 0:00, E 0:10.001").outcome == "abandoned_queue"


def test_vector_8_left_after_the_join() -> None:
    episode = only("V 0:00, J(a) 0:05, X 3:00")
    assert (episode.outcome, episode.agent) == ("abandoned_assigned", "a")


def test_vector_9_closed_without_an_answer() -> None:
    result = figures("V 0:00, J 0:10, C 2:00")
    assert result.episodes[0].outcome == "closed_unanswered"
    assert result.cases[0].one_touch is False
    assert result.cases[0].first_contact is False


@pytest.mark.parametrize("first", ["I 0:00", "V 0:00, X 0:01, R(a) 0:20, A 0:25"], ids=["invitation", "reopened"])
def test_vector_13_the_agent_spoke_first(first: str) -> None:
    episode = figures(
        f"{first}, V 0:30, A 0:50" if first.startswith("V") else f"{first}, J 0:00, V 0:30, A 0:50"
    ).episodes[-1]
    assert episode.proactive
    assert episode.first_response_ms is None
    assert turns(episode) == [20]
    assert seconds(episode.next_response_ms) == [20]


def test_vector_14_the_last_word_dropped() -> None:
    episode = only("V 0:00, J 0:05, A 0:30, V 1:00, C 1:30")
    assert seconds(episode.average_response_ms, episode.dropped_last_word_ms) == [30, 30]


def test_vector_15_one_key_one_message() -> None:
    (episode,) = summarise(timeline("V 0:00 #k1, V 0:05 #k1, J 0:10, A 0:20")).episodes
    assert episode.visitor_messages == 1
    assert [turn.start for turn in episode.turns] == [0]


def test_vector_16_no_calendar() -> None:
    assert business(1_000, 233_200_000) == 233_199_000


def test_time_that_ran_backwards_is_zero() -> None:
    assert business(10, 3) == 0


def cases() -> list[tuple[str, Any]]:
    return [
        ("V 0:00, J 0:05, A 0:10, V 1:00, E 2:00", None),
        ("V 0:00, J 0:05, A 0:10, C 2:00", None),
        ("V 0:00, J 0:05, V 0:30, C 2:00", None),
    ]


@pytest.mark.parametrize(("text", "tail"), cases())
def test_no_dropped_last_word(text: str, tail: None) -> None:
    assert only(text).dropped_last_word_ms is tail


def test_the_definition_has_a_version() -> None:
    assert DEFINITION_VERSION >= 1
