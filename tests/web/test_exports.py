"""Transcripts as files: whole, honest about their length, harmless in a sheet, and only for those who may."""

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlmodel import Session, select

from chat_server.services.export_lines import cell
from chat_server.services.measure import Measuring
from chat_server.storage.sqlite import in_one_transaction
from chat_server.storage.tables import Audit
from tests.support.past import DAY_MS, NOON, client, past, set_clock, write_past
from tests.support.world import World, world

RANGE = "from=2026-11-20&to=2026-11-20&zone=Europe/Zagreb"
AGENT, SUPERVISOR, ADMIN = 0, 1, 2


@pytest.fixture
async def there(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, agents=1, supervisors=1, admins=1) as made:
        write_past(
            made.settings.database,
            past(
                "V 0:00, J(agent-0) 0:20, N(agent-0) 0:30, A(agent-0) 0:50, "
                "T(orders) 0:55, J(agent-0) 1:00, C 3:00, S(5) 4:00",
                "c1",
            ),
            past("V 0:00, X 4:00", "c2", zero=NOON + 60_000),
            past("V 0:00, X 4:00", "c3", zero=NOON + 120_000, department="billing"),
            past("V 0:00, X 4:00", "c4", zero=NOON - 10 * DAY_MS),
        )
        set_clock(made, NOON + DAY_MS)
        yield made


async def file(there: World, number: int, path: str, status: int = 200) -> bytes:
    async with client(there, there.company.agents[number]) as http:
        answer = await http.get(f"/api/exports/transcripts.{path}")
    assert answer.status_code == status, answer.text
    return answer.content


def parsed(content: bytes) -> list[Any]:
    return [msgspec.json.decode(line) for line in content.splitlines()]


async def test_one_line_per_conversation_and_the_counts_at_the_end(there: World) -> None:
    *lines, trailer = parsed(await file(there, ADMIN, f"jsonl?{RANGE}&notes=1"))
    assert [line["conversation"] for line in lines] == ["c1", "c2", "c3"]
    assert trailer["end"] is True
    assert (trailer["conversations"], trailer["entries"]) == (3, sum(len(line["entries"]) for line in lines))
    assert trailer["asked"]["first"] == "2026-11-20"
    assert lines[0]["agents"] == {"agent-0": "Agent-0"}
    assert [entry["seq"] for entry in lines[0]["entries"]] == list(range(1, len(lines[0]["entries"]) + 1))


async def test_without_days_everything(there: World) -> None:
    *lines, _ = parsed(await file(there, ADMIN, "jsonl"))
    assert [line["conversation"] for line in lines] == ["c4", "c1", "c2", "c3"]


async def test_notes_stay_at_home_unless_asked_for(there: World) -> None:
    without = await file(there, ADMIN, f"jsonl?{RANGE}")
    with_them = await file(there, ADMIN, f"jsonl?{RANGE}&notes=1")
    assert b"a note" not in without
    assert b'"note":"please"' not in without
    assert b"a note" in with_them
    assert b'"note":"please"' in with_them
    assert [line["figures"] for line in parsed(without)[:-1]] == [line["figures"] for line in parsed(with_them)[:-1]]


async def test_a_supervisor_takes_out_the_own_departments(there: World) -> None:
    *lines, _ = parsed(await file(there, SUPERVISOR, f"jsonl?{RANGE}"))
    assert [line["conversation"] for line in lines] == ["c1", "c2"]


async def test_agents_take_nothing_out(there: World) -> None:
    assert parsed(await file(there, AGENT, f"jsonl?{RANGE}", 403))[0]["code"] == "forbidden"
    async with client(there, there.company.agents[AGENT]) as http:
        assert (await http.get("/api/transcripts")).status_code == 403


async def test_one_audit_row_without_a_word_of_the_content(there: World) -> None:
    await file(there, ADMIN, f"csv?{RANGE}&notes=1")
    rows = in_one_transaction(there.settings.database, _exports_in_the_audit)
    assert len(rows) == 1
    actor, data = rows[0]
    assert actor == "admin-2"
    assert msgspec.json.decode(data) | {"filter": None} == {"format": "csv", "notes": True, "filter": None}


def _exports_in_the_audit(session: Session) -> list[tuple[str, str]]:
    return [
        (row.actor, row.data) for row in session.exec(select(Audit).where(Audit.action == "export_transcripts")).all()
    ]


async def test_csv_has_one_row_per_message(there: World) -> None:
    content = await file(there, ADMIN, f"csv?{RANGE}&separator=;")
    assert content.startswith(b'\xef\xbb\xbf"conversation";"episode";')
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [(row["conversation"], row["kind"]) for row in rows[:3]] == [
        ("c1", "message"),
        ("c1", "message"),
        ("c2", "message"),
    ]
    assert rows[1]["author_name"] == "Agent-0"
    assert rows[0]["at"] == "2026-11-20T11:00:00.000Z"
    assert (rows[-1]["kind"], rows[-1]["text"]) == ("end", f"3 conversations, {len(rows) - 1} rows")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '"=1', "'=1", "\ufeff=1", "＝1", "－1", "\0=1"],
)
def test_what_a_sheet_would_run_is_defused(text: str) -> None:
    assert cell(text) == "\"'" + text.replace('"', '""') + '"'


@pytest.mark.parametrize("text", ["", "hello", "1-2", "a=b", 'say "hi"', "Ćao, =5"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert next(csv.reader([cell(text)]), [""]) == [text]


async def test_report_export_and_measure_say_the_same(there: World) -> None:
    async with client(there, there.company.agents[ADMIN]) as http:
        report = (await http.get(f"/api/reports?{RANGE}")).json()
    measuring = Measuring()
    content = await file(there, ADMIN, f"jsonl?{RANGE}")
    measured = list(measuring.read(content.splitlines()))
    assert measuring.whole
    assert not measuring.different
    assert [msgspec.to_builtins(each.figures) for each in measured] == [
        line["figures"] for line in parsed(content)[:-1]
    ]
    again = msgspec.to_builtins(measuring.report())
    for part in ("totals", "by_day", "by_agent", "arrivals", "excluded", "zone", "definition"):
        assert again[part] == report[part], part


async def test_a_cut_file_is_not_whole(there: World) -> None:
    content = await file(there, ADMIN, f"jsonl?{RANGE}")
    for lines in (content.splitlines()[:-1], content.splitlines()[1:]):
        measuring = Measuring()
        list(measuring.read(lines))
        assert not measuring.whole


async def test_a_changed_figure_is_noticed(there: World) -> None:
    content = await file(there, ADMIN, f"jsonl?{RANGE}")
    measuring = Measuring()
    list(measuring.read(content.replace(b'"first_response_ms":50000', b'"first_response_ms":5000').splitlines()))
    assert measuring.different == ["c1"]


async def test_the_list_shows_what_the_export_holds(there: World) -> None:
    async with client(there, there.company.agents[ADMIN]) as http:
        first = (await http.get(f"/api/transcripts?{RANGE}&limit=2")).json()
        rest = (await http.get(f"/api/transcripts?{RANGE}&limit=2&after={first['next']}")).json()
    assert first["conversations"] == 3
    assert [row["id"] for row in first["rows"] + rest["rows"]] == ["c3", "c2", "c1"]
    assert rest["next"] is None
    assert (rest["rows"][0]["first_response_ms"], rest["rows"][0]["stars"]) == (50_000, 5)
