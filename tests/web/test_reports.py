"""The HTTP interface of figures: who may see which, and that every figure opens to its conversations."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from chat_server.domain.metrics import DEFINITION_VERSION
from chat_server.storage.sqlite import in_one_transaction
from chat_server.storage.tables import SummaryCache
from tests.support.past import DAY_MS, NOON, client, past, set_clock, write_past
from tests.support.world import World, world

RANGE = "from=2026-11-20&to=2026-11-20&zone=Europe/Zagreb"
LATER = NOON + 30 * DAY_MS


@pytest.fixture
async def there(tmp_path: Path) -> AsyncIterator[World]:
    """Agents agent-0 (orders) and agent-1 (billing), a supervisor of orders, an admin; four conversations."""
    async with world(tmp_path, agents=2, supervisors=1, admins=1) as made:
        write_past(
            made.settings.database,
            past("V 0:00, J(agent-0) 0:20, A(agent-0) 0:50, V 2:00, A(agent-0) 2:30, C 3:00, S(5) 3:30", "c1"),
            past("V 0:00, X 4:00", "c2", zero=NOON + 3_600_000),
            past("V 0:00, J(agent-1) 0:05, A(agent-1) 0:10, C 1:00, S(2) 1:10", "c3", department="billing"),
            past("V 0:00, J(agent-0) 0:05, C(spam) 0:30", "c4"),
        )
        set_clock(made, LATER)
        yield made


async def got(there: World, number: int, path: str, status: int = 200) -> Any:
    async with client(there, there.company.agents[number]) as http:
        answer = await http.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


AGENT, OTHER, SUPERVISOR, ADMIN = 0, 1, 2, 3


async def test_the_admin_sees_everything(there: World) -> None:
    report = await got(there, ADMIN, f"/api/reports?{RANGE}")
    totals = report["totals"]
    assert totals["asked"] == sum(totals["outcomes"].values()) == 3
    assert totals["outcomes"]["abandoned_queue"] == 1
    assert totals["first_response"] | {"mean_ms": None} == {
        "n": 2,
        "m": 3,
        "mean_ms": None,
        "p50_ms": 50_000,
        "p90_ms": None,
        "max_ms": 50_000,
    }
    assert report["excluded"] == {"spam": 1}
    assert (report["zone"], report["definition"]) == ("Europe/Zagreb", DEFINITION_VERSION)
    assert [agent["name"] for agent in report["by_agent"]] == ["Agent-0", "Agent-1"]
    assert report["arrivals"][4][12] == 2, "a Friday at noon in Zagreb"


async def test_a_supervisor_sees_the_own_departments(there: World) -> None:
    report = await got(there, SUPERVISOR, f"/api/reports?{RANGE}")
    assert report["totals"]["asked"] == 2
    assert [agent["agent"] for agent in report["by_agent"]] == ["agent-0"]
    rows = await got(there, SUPERVISOR, f"/api/reports/conversations?{RANGE}&metric=asked")
    assert {row["conversation"] for row in rows["rows"]} == {"c1", "c2"}


async def test_an_agent_sees_the_own_figures(there: World) -> None:
    report = await got(there, AGENT, f"/api/reports?{RANGE}")
    assert report["totals"]["asked"] == 1
    assert [agent["agent"] for agent in report["by_agent"]] == ["agent-0"]
    refused = await got(there, AGENT, f"/api/reports?{RANGE}&agent=agent-1", 403)
    assert refused["code"] == "forbidden"
    rows = await got(there, OTHER, f"/api/reports/conversations?{RANGE}&metric=response")
    assert [row["conversation"] for row in rows["rows"]] == ["c3"]


async def test_every_figure_opens_to_its_two_stamps(there: World) -> None:
    rows = await got(there, ADMIN, f"/api/reports/conversations?{RANGE}&metric=first_response&value=2")
    assert (rows["m"], rows["n"]) == (1, 1)
    (row,) = rows["rows"]
    assert (row["start"], row["end"], row["ms"]) == (NOON, NOON + 50_000, 50_000)
    never = await got(there, ADMIN, f"/api/reports/conversations?{RANGE}&metric=first_response&value=6")
    assert [(row["conversation"], row["end"]) for row in never["rows"]] == [("c2", None)]


@pytest.mark.parametrize("metric", ["first_response", "response", "next_response", "queue_wait", "reaction"])
async def test_the_list_is_as_long_as_the_figure_says(there: World, metric: str) -> None:
    figure = (await got(there, ADMIN, f"/api/reports?{RANGE}"))["totals"][metric]
    rows = await got(there, ADMIN, f"/api/reports/conversations?{RANGE}&metric={metric}")
    assert (rows["n"], rows["m"], rows["longest_ms"]) == (figure["n"], figure["m"], figure["max_ms"])


async def test_a_list_goes_on(there: World) -> None:
    path = f"/api/reports/conversations?{RANGE}&metric=asked&limit=2"
    first = await got(there, ADMIN, path)
    rest = await got(there, ADMIN, f"{path}&after={first['next']}&as_of={first['as_of']}")
    assert (len(first["rows"]), len(rest["rows"]), rest["next"]) == (2, 1, None)


async def test_a_new_entry_makes_a_kept_summary_worthless(there: World) -> None:
    before = await got(there, ADMIN, f"/api/reports?{RANGE}")
    assert in_one_transaction(there.settings.database, lambda s: s.get(SummaryCache, "c1")) is not None
    again = await got(there, ADMIN, f"/api/reports?{RANGE}&as_of={before['as_of']}")
    assert again["totals"] == before["totals"]
    write_past(there.settings.database, past("V 0:00, J(agent-0) 0:01, A(agent-0) 0:02", "c5"))
    assert (await got(there, ADMIN, f"/api/reports?{RANGE}"))["totals"]["asked"] == 4


async def test_a_fixed_moment_does_not_see_what_came_later(there: World) -> None:
    report = await got(there, ADMIN, f"/api/reports?{RANGE}&as_of={NOON + 30_000}")
    assert report["totals"]["asked"] == 3 - 1, "c2 began an hour later, and the spam was not yet known as such"
    assert report["totals"]["outcomes"]["running"] == 2 - 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("zone=Nowhere/Land", "zone"),
        ("from=2026-11-20&to=2026-11-19", "from"),
        ("from=yesterday", "from"),
        ("from=1500-01-01", "from"),
    ],
)
async def test_a_range_that_makes_no_sense(there: World, query: str, field: str) -> None:
    refused = await got(there, ADMIN, f"/api/reports?{query}", 400)
    assert refused["field"] == field


@pytest.mark.parametrize("query", ["colour=red", "from=2026-11-20&from=2026-11-21", "by=middle"])
async def test_unknown_parameters_are_refused(there: World, query: str) -> None:
    await got(there, ADMIN, f"/api/reports?{query}", 400)


async def test_the_board(there: World) -> None:
    write_past(
        there.settings.database,
        past("V 0:00", "w1", zero=LATER - 60_000),
        past("V 0:00", "w2", zero=LATER - 30_000, department="billing"),
        past("V 0:00, J(agent-0) 0:10, A(agent-0) 0:20", "a1", zero=LATER - 120_000),
    )
    board = await got(there, ADMIN, "/api/board?zone=Europe/Zagreb")
    assert (board["waiting"], board["active"], board["longest_wait_since"]) == (2, 1, LATER - 60_000)
    assert [row["conversation"] for row in board["queue"]] == ["w1", "w2"]
    assert board["today"]["asked"] == 3
    assert [dot["conversation"] for dot in board["last_hour"]] == ["a1", "w1", "w2"]
    mine = await got(there, AGENT, "/api/board?zone=Europe/Zagreb")
    assert (mine["waiting"], mine["own_figures"], mine["today"]["asked"]) == (1, True, 1)
    assert [department["id"] for department in mine["by_department"]] == ["orders"]


async def test_a_figure_belongs_to_the_day_of_its_start_or_by_the_switch_of_its_end(there: World) -> None:
    late = past("V 11:59:00, J(agent-0) 11:59:10, A(agent-0) 12:00:20, C 12:01:00, S(5) 36:00:00", "c6")
    write_past(there.settings.database, late)
    next_day = "from=2026-11-21&to=2026-11-21&zone=Europe/Zagreb"
    by_start = (await got(there, ADMIN, f"/api/reports?{next_day}"))["totals"]
    by_end = (await got(there, ADMIN, f"/api/reports?{next_day}&by=end"))["totals"]
    assert (by_start["asked"], by_start["rated"]["n"]) == (0, 1), "it was asked for on that day"
    assert (by_end["asked"], by_end["response"]["n"], by_end["queue_wait"]["n"]) == (1, 1, 0)
    first_day = (await got(there, ADMIN, f"/api/reports?{RANGE}"))["totals"]
    assert first_day["asked"] == 4


async def test_what_went_on_later_is_found_in_old_conversations(there: World) -> None:
    """The day of a second episode finds a conversation that began long before."""
    text = (
        "V 0:00, J(agent-0) 0:10, A(agent-0) 0:20, C 1:00, V 3d 0:00, J(agent-0) 3d 0:05, A(agent-0) 3d 0:07, C 3d 1:00"
    )
    write_past(there.settings.database, past(text, "c7"))
    day = "from=2026-11-22&to=2026-11-22&zone=Europe/Zagreb"
    totals = (await got(there, ADMIN, f"/api/reports?{day}"))["totals"]
    assert (totals["asked"], totals["first_response"]["p50_ms"], totals["cases"]) == (1, 7_000, 0)
