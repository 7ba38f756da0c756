"""V27: state = fold(entries). Whatever is asked in whatever order, stale state + new entries = fresh state."""

import os
from functools import reduce

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from chat_server.domain.conversation import Conversation, apply, fold
from chat_server.domain.entries import Entry, EntryData, for_visitor
from chat_server.domain.errors import Refused

from .commands import COMMANDS, Command, clocks, commands, deciding_functions, started

FULL = bool(os.environ.get("THIRD_RING_FULL"))


def test_every_deciding_function_is_among_the_commands() -> None:
    assert set(deciding_functions()) == set(COMMANDS)


@settings(max_examples=5_000 if FULL else 300, deadline=None)
@given(st.lists(st.tuples(commands, clocks), max_size=40))
def test_stale_state_and_entries_make_the_fresh_state(steps: list[tuple[Command, int]]) -> None:
    conversation, transcript = started()
    now = conversation.updated_at
    for number, (command, moved) in enumerate(steps):
        now += moved
        try:
            after, entries = command.decide(conversation, now, f"key-{number}")
        except Refused as refused:
            _check_refusal(refused)
            continue
        _check(conversation, after, entries, f"key-{number}")
        conversation, transcript = after, transcript + entries
        assert fold(transcript) == conversation
        assert fold([_stored(entry) for entry in transcript]) == conversation


def _check(before: Conversation, after: Conversation, entries: list[Entry], key: str) -> None:
    assert reduce(apply, entries, before) == after
    assert entries, "a command that changes nothing must be refused, or its repeat could not be answered"
    assert [entry.seq for entry in entries] == list(range(before.last_seq + 1, after.last_seq + 1))
    numbers = [entry.visitor_seq for entry in entries if entry.visitor_seq is not None]
    assert numbers == list(range(before.last_visitor_seq + 1, after.last_visitor_seq + 1))
    assert all(entry.at >= before.updated_at for entry in entries)
    assert [entry.key for entry in entries].count(key) <= 1
    assert after.owner_id, "never unowned"
    assert (after.status == "waiting") == (after.waiting_since is not None)
    assert (after.status == "closed") == (after.closed_at is not None)
    assert not (after.status == "waiting" and after.owner_kind == "agent")
    assert 0 <= after.owner_epoch - before.owner_epoch <= 2


def _check_refusal(refused: Refused) -> None:
    """A sentence for people and a word for programs."""
    assert refused.message.endswith((".", "!", "?"))
    assert refused.code != "refused"


def _stored(entry: Entry) -> Entry:
    """As it comes back from the database and the wire."""
    data = msgspec.json.decode(msgspec.json.encode(entry.data), type=EntryData)
    assert msgspec.json.encode(for_visitor(for_visitor(data))) == msgspec.json.encode(for_visitor(data))
    return msgspec.structs.replace(entry, data=data)
