"""The judge is judged first: a sound run passes, and each check is shown firing on a run with exactly that fault."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from chat_server.domain import conversation as rules
from chat_server.domain.conversation import Conversation
from chat_server.domain.entries import Entry, EntryData, for_visitor
from chat_server.domain.vocabulary import VISITOR, Author, Profile

from . import checker, history
from .checker import Verdict, judge
from .dump import Dump
from .history import Event, Side, line_of

ANA = Profile(id="ana", name="Ana", line="Orders", photo="/p.webp")
C = "c-1"


class Run:
    """A small run that went well: a visitor and an agent write in turn, everybody sees everything. Tests spoil it."""

    def __init__(self, messages: int = 6) -> None:
        self.t = 0
        self.events: list[Event] = []
        self.log("guest", "here", person="guest", side="visitor")
        self.log("desk", "here", person="ana", side="staff")
        row, entries = rules.start(
            id=C, site="s", department="orders", visitor="v", text="m0", name="", page=None, now=1_000, key="k0"
        )
        self.log("guest", "send", key="k0", note="m0")
        taken = rules.take(row, ANA, now=1_001, key="take", owner_epoch=0)
        row, entries = taken[0], entries + taken[1]
        keys = ["k0"]
        for i in range(1, messages):
            by = VISITOR if i % 2 == 0 else Author(type="agent", id="ana")
            row, more = rules.post_message(row, by, f"m{i}", now=1_001 + i, key=f"k{i}")
            entries += more
            keys.append(f"k{i}")
        self.dump = Dump(
            rows={C: row}, entries={C: entries}, agents={"ana": {"orders"}, "eve": {"other"}}, departments={"orders"}
        )
        by_key = {entry.key: entry for entry in entries if entry.key}
        for i, key in enumerate(keys):
            client, side = ("guest", "visitor") if i % 2 == 0 else ("desk", "staff")
            if i:
                self.log(client, "send", key=key)
            if i == 1:
                self.log("nemesis", "fault", note="cut")
            entry = by_key[key]
            self.log(client, "ack", key=key, n=(entry.visitor_seq or 0) if side == "visitor" else entry.seq)
        for entry in entries:
            self.show("guest", entry)
            self.show("desk", entry)
        self.log("guest", "final", transcript=self.dump.lines(C, "visitor"))
        self.log("desk", "final", transcript=self.dump.lines(C, "staff"))

    def log(
        self,
        client: str,
        what: history.What,
        *,
        person: str = "",
        side: Side = "",
        n: int = 0,
        key: str = "",
        note: str = "",
        at: int = 0,
        by: Author | None = None,
        data: bytes = b"null",
        transcript: list[str] | None = None,
    ) -> None:
        self.t += 1
        self.events.append(
            Event(
                t=self.t,
                client=client,
                what=what,
                person=person,
                side=side,
                conversation=C,
                n=n,
                key=key,
                note=note,
                at=at,
                by=by,
                data=msgspec.Raw(data),
                transcript=transcript or [],
            )
        )

    def show(self, client: str, entry: Entry) -> None:
        staff = client != "guest"
        if not staff and entry.visitor_seq is None:
            return
        data: EntryData = entry.data if staff else for_visitor(entry.data)
        n = entry.seq if staff else entry.visitor_seq or 0
        self.log(client, "deliver", n=n, at=entry.at, by=entry.by, data=msgspec.json.encode(data))

    def change(self, index: int, **fields: object) -> None:
        self.events[index] = msgspec.structs.replace(self.events[index], **fields)

    def index(self, what: str, client: str, nth: int = 0) -> int:
        return [i for i, e in enumerate(self.events) if (e.what, e.client) == (what, client)][nth]

    def change_row(self, **fields: object) -> None:
        self.dump.rows[C] = msgspec.structs.replace(self.dump.rows[C], **fields)

    def change_entry(self, index: int, **fields: object) -> None:
        self.dump.entries[C][index] = msgspec.structs.replace(self.dump.entries[C][index], **fields)

    def verdict(self, *, dense: bool = False, acks: int = 5) -> Verdict:
        return judge(self.events, self.dump, dense=dense, acks=acks)


def test_a_sound_run_passes() -> None:
    for dense in (False, True):
        verdict = Run().verdict(dense=dense)
        assert verdict.good, str(verdict)
        assert verdict.figures["acks"] == 6


def _ack_without_row(run: Run) -> None:
    run.change(run.index("ack", "guest", 1), n=99)


def _ack_of_another_entry(run: Run) -> None:
    run.change(run.index("ack", "desk"), n=1)


def _row_gone(run: Run) -> None:
    run.dump.entries[C].pop()


def _stored_twice(run: Run) -> None:
    run.change_entry(-1, key="k3")


def _shown_twice(run: Run) -> None:
    run.events.append(run.events[run.index("deliver", "desk", -1)])


def _acknowledged_twice(run: Run) -> None:
    ack = run.events[run.index("ack", "guest")]
    run.events.append(msgspec.structs.replace(ack, t=999, n=ack.n + 1))


def _shown_out_of_order(run: Run) -> None:
    first, second = run.index("deliver", "desk", 2), run.index("deliver", "desk", 3)
    a, b = run.events[first], run.events[second]
    run.change(first, n=b.n, data=b.data, at=b.at, by=b.by)
    run.change(second, n=a.n, data=a.data, at=a.at, by=a.by)


def _gap(run: Run) -> None:
    del run.events[run.index("deliver", "guest", 2)]


def _hole_in_the_database(run: Run) -> None:
    run.change_entry(-1, seq=50)


def _visitor_number_for_a_note(run: Run) -> None:
    run.change_entry(-1, visitor_seq=None)


def _time_goes_back(run: Run) -> None:
    run.change_entry(-1, at=5)


def _overtaken(run: Run) -> None:
    a, b = run.dump.entries[C][-1], run.dump.entries[C][-3]
    run.change_entry(-1, key=b.key)
    run.change_entry(-3, key=a.key)


def _before_an_acknowledged_one(run: Run) -> None:
    run.change(run.index("send", "desk", 0), t=10_000)


def _shown_to_a_stranger(run: Run) -> None:
    run.log("spy", "here", person="spy", side="visitor")
    run.show("spy", run.dump.entries[C][0])


def _shown_to_another_department(run: Run) -> None:
    run.log("eve", "here", person="eve", side="staff")
    run.show("eve", run.dump.entries[C][0])


def _staff_fields_shown(run: Run) -> None:
    run.change(run.index("deliver", "guest"), data=msgspec.Raw(msgspec.json.encode(run.dump.entries[C][0].data)))


def _two_visitors_in_one(run: Run) -> None:
    run.log("spy", "here", person="spy", side="visitor")
    run.change(run.index("send", "guest", 1), client="spy")


def _final_differs(run: Run) -> None:
    run.change(run.index("final", "desk"), transcript=run.dump.lines(C, "staff")[:-1])


def _shown_with_another_author(run: Run) -> None:
    run.change(run.index("deliver", "desk", -1), by=Author(type="system"))


def _row_is_not_the_fold(run: Run) -> None:
    run.change_row(name="Somebody else")


def _entries_do_not_fold(run: Run) -> None:
    run.change_entry(0, data=run.dump.entries[C][1].data)


def _nobody_owns(run: Run) -> None:
    run.change_row(owner_id="")


def _waits_in_no_queue(run: Run) -> None:
    run.change_row(status="waiting")


def _two_owners(run: Run) -> None:
    again = [entry for entry in run.dump.entries[C] if entry.key == "take"]
    run.dump.entries[C] += again


SPOILED: list[tuple[str, Callable[[Run], None]]] = [
    ("lost", _ack_without_row),
    ("lost", _ack_of_another_entry),
    ("lost", _row_gone),
    ("doubled", _stored_twice),
    ("doubled", _shown_twice),
    ("doubled", _acknowledged_twice),
    ("reordered", _shown_out_of_order),
    ("reordered", _gap),
    ("reordered", _hole_in_the_database),
    ("reordered", _time_goes_back),
    ("reordered", _overtaken),
    ("reordered", _before_an_acknowledged_one),
    ("leaked", _shown_to_a_stranger),
    ("leaked", _shown_to_another_department),
    ("leaked", _staff_fields_shown),
    ("leaked", _two_visitors_in_one),
    ("diverged", _final_differs),
    ("diverged", _shown_with_another_author),
    ("diverged", _row_is_not_the_fold),
    ("diverged", _entries_do_not_fold),
    ("unowned", _nobody_owns),
    ("unowned", _waits_in_no_queue),
    ("unowned", _two_owners),
]


@pytest.mark.parametrize(("check", "spoil"), SPOILED, ids=lambda value: getattr(value, "__name__", value))
def test_each_check_fires(check: str, spoil: Callable[[Run], None]) -> None:
    run = Run()
    spoil(run)
    assert run.verdict().found[check], str(run.verdict())


def test_every_check_has_a_spoiled_run() -> None:
    assert {check for check, _ in SPOILED} == set(Run().verdict().found)


@pytest.mark.parametrize("spoil", [_gap, _shown_out_of_order])
def test_dense_judges_the_clients_own_numbers(spoil: Callable[[Run], None]) -> None:
    run = Run()
    spoil(run)
    assert run.verdict(dense=True).found["reordered"]


def test_a_client_that_starts_again_may_be_shown_everything_again() -> None:
    run = Run()
    run.log("desk", "here", person="ana", side="staff")
    for entry in run.dump.entries[C]:
        run.show("desk", entry)
    assert run.verdict().good


def test_a_refused_message_may_be_sent_again_behind_later_ones() -> None:
    run = Run()
    _overtaken(run)
    assert any("overtook" in found for found in run.verdict().found["reordered"])
    send = run.events[run.index("send", "desk", 1)]
    run.events.append(msgspec.structs.replace(send, what="refusal", t=9_000))
    run.events.append(msgspec.structs.replace(send, t=9_001))
    assert not any("overtook" in found for found in run.verdict().found["reordered"])


def test_a_run_that_proves_nothing_is_refused() -> None:
    assert "expected at least 200" in Run().verdict(acks=checker.ACKS).proves_nothing
    quiet = Run()
    quiet.events = [event for event in quiet.events if event.what != "fault"]
    assert "no fault" in quiet.verdict().proves_nothing
    late = Run()
    late.log("nemesis", "fault")
    late.events = [e for e in late.events if e.what != "fault" or e.t == late.t]
    assert "no fault" in late.verdict().proves_nothing


def test_a_history_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    run = Run()
    log = history.History(tmp_path / "a.jsonl")
    for event in run.events:
        log.add(event)
    log.close()
    with (tmp_path / "a.jsonl").open("ab") as file:
        file.write(b'{"t": 1, "cut off')
    assert list(history.read([tmp_path / "a.jsonl"])) == run.events


def test_a_line_of_a_transcript_is_the_same_for_what_was_shown_and_what_is_stored() -> None:
    run = Run()
    shown = run.events[run.index("deliver", "guest")]
    assert shown.by is not None
    assert line_of(shown.n, shown.at, shown.by, bytes(shown.data)) == run.dump.lines(C, "visitor")[0]


def test_the_program_says_by_its_exit_code_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, database = tmp_path / "a.jsonl", tmp_path / "empty.sqlite3"
    connection = sqlite3.connect(database)
    columns = ", ".join(Conversation.__struct_fields__)
    connection.executescript(
        f"CREATE TABLE conversation ({columns}); CREATE TABLE agent (id, role); CREATE TABLE department (id);"
        "CREATE TABLE entry (conversation, seq, visitor_seq, at, author, sender, key, data);"
        "CREATE TABLE agent_department (agent_id, department_id);"
    )
    connection.close()
    log = history.History(path)
    for event in Run().events:
        log.add(event)
    log.close()
    assert checker.main([str(path), "--database", str(database), "--acks", "5"]) == 1
    assert checker.main([str(path), "--database", str(database)]) == 2
    assert "lost 6" in capsys.readouterr().out
