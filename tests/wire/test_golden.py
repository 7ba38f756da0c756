"""The frames of protocol 1 as they were released: they must decode for ever, and encode to the same bytes."""

from typing import Any, get_args

import msgspec
import pytest

from chat_server.domain.entries import EntryData
from chat_server.wire import codec, limits
from chat_server.wire.frames import Hello

from .samples import ENTRY_DATA, GOLDEN, KEY, SAMPLES, UNIONS, C, Golden, members

DECODERS: dict[str, msgspec.json.Decoder[Any]] = {
    "VisitorCommand": codec.visitor_decoder,
    "AgentCommand": codec.agent_decoder,
    "VisitorFrame": codec.visitor_frame_decoder,
    "AgentFrame": codec.agent_frame_decoder,
}
RELEASED = [msgspec.json.decode(line, type=Golden) for line in GOLDEN.read_bytes().splitlines()]


@pytest.mark.parametrize("golden", RELEASED, ids=lambda golden: golden.union)
def test_a_released_frame_decodes_and_encodes_to_the_same_bytes(golden: Golden) -> None:
    frame = DECODERS[golden.union].decode(golden.frame)
    assert codec.encode(frame) == bytes(golden.frame)
    assert codec.encode_text(frame).encode() == bytes(golden.frame)


@pytest.mark.parametrize("union", UNIONS)
def test_every_frame_is_in_the_golden_file(union: str) -> None:
    found = {type(DECODERS[union].decode(golden.frame)) for golden in RELEASED if golden.union == union}
    assert found == members(union)


@pytest.mark.parametrize("union", ["VisitorFrame", "AgentFrame"])
def test_every_kind_of_entry_is_in_the_golden_file(union: str) -> None:
    kinds = {
        type(frame.data)
        for golden in RELEASED
        if golden.union == union and hasattr(frame := DECODERS[union].decode(golden.frame), "data")
    }
    assert kinds == set(get_args(EntryData)) == {type(data) for data in ENTRY_DATA}


def test_the_golden_file_is_what_the_samples_say() -> None:
    lines = [(union, codec.encode(frame)) for union, frames in SAMPLES.items() for frame in frames]
    assert [(golden.union, bytes(golden.frame)) for golden in RELEASED] == lines


@pytest.mark.parametrize("golden", RELEASED, ids=lambda golden: golden.union)
def test_an_unknown_field_is_refused(golden: Golden) -> None:
    spoiled = bytes(golden.frame)[:-1] + b',"surprise":1}'
    with pytest.raises(codec.DecodeError, match="unknown field `surprise`"):
        DECODERS[golden.union].decode(spoiled)


@pytest.mark.parametrize("union", UNIONS)
@pytest.mark.parametrize(
    "text",
    [
        b'{"type":"drop_tables"}',
        b"{}",
        b"[]",
        b"null",
        b"1",
        b'""',
        b"",
        b"{",
        b'{"type":"ping"} {"type":"ping"}',
        b'{"type":1}',
        b'{"type":["ping"]}',
        b'{"TYPE":"ping"}',
        b'{"type":"ping"',
        b"\xff\xfe",
        b'{"type":"ping","x":"\\ud800"}',
    ],
)
def test_what_is_no_frame_is_refused(union: str, text: bytes) -> None:
    with pytest.raises((codec.DecodeError, UnicodeDecodeError)):
        DECODERS[union].decode(text)


def test_commands_of_agents_are_no_commands_of_visitors() -> None:
    only_agents = members("AgentCommand") - members("VisitorCommand")
    for frame in SAMPLES["AgentCommand"]:
        if type(frame) in only_agents:
            with pytest.raises(codec.DecodeError):
                codec.visitor_decoder.decode(codec.encode(frame))


POST = {"type": "post_message", "ref": 1, "key": KEY, "conversation": C, "text": "x"}
HELLO = {"type": "hello", "protocol": 1, "ticket": "t"}
RATE = {"type": "rate_conversation", "ref": 1, "key": KEY, "conversation": C, "stars": 5}
START = {"type": "start_conversation", "ref": 1, "key": KEY, "text": "x"}

EDGES: list[tuple[dict[str, Any], str, Any, Any]] = [
    (POST, "text", "x" * limits.TEXT_CHARS, "x" * (limits.TEXT_CHARS + 1)),
    (POST, "text", "🚲" * limits.TEXT_CHARS, "🚲" * (limits.TEXT_CHARS + 1)),
    (POST, "ref", 1, 0),
    (POST, "ref", 2**53 - 1, 2**53),
    (POST, "ref", 1, True),
    (POST, "ref", 1, 1.5),
    (POST, "key", "k" * 16, "k" * 15),
    (POST, "key", "k" * limits.KEY_CHARS, "k" * (limits.KEY_CHARS + 1)),
    (POST, "key", KEY, "k" * 15 + "é"),
    (POST, "key", KEY, "k" * 16 + "\n"),
    (POST, "conversation", "c" * 40, "c" * 41),
    (POST, "conversation", "c", ""),
    (POST, "owner_epoch", 0, -1),
    (HELLO, "ticket", "t" * 512, "t" * 513),
    (HELLO, "resume", {f"c{i}": 0 for i in range(200)}, {f"c{i}": 0 for i in range(201)}),
    (HELLO, "resume", {"c": 2**53 - 1}, {"c": 2**53}),
    (HELLO, "resume", {}, {"": 1}),
    (RATE, "stars", 1, 0),
    (RATE, "stars", 5, 6),
    (RATE, "comment", "x" * limits.COMMENT_CHARS, "x" * (limits.COMMENT_CHARS + 1)),
    (START, "name", "x" * limits.NAME_CHARS, "x" * (limits.NAME_CHARS + 1)),
    (START, "page", {"url": "https://a.test/"}, {"url": "https://a.test/", "extra": 1}),
]


@pytest.mark.parametrize(("frame", "field", "good", "bad"), EDGES, ids=[f"{e[0]['type']}.{e[1]}" for e in EDGES])
def test_limits_at_the_edge_and_one_beyond(frame: dict[str, Any], field: str, good: Any, bad: Any) -> None:
    codec.visitor_decoder.decode(msgspec.json.encode(frame | {field: good}))
    with pytest.raises(codec.DecodeError):
        codec.visitor_decoder.decode(msgspec.json.encode(frame | {field: bad}))


def test_hello_of_the_smallest_client() -> None:
    assert codec.visitor_decoder.decode(msgspec.json.encode(HELLO)) == Hello(protocol=1, ticket="t")


def test_not_a_number_and_infinity_are_refused() -> None:
    for word in (b"NaN", b"Infinity", b"-Infinity", b"1e999"):
        with pytest.raises(codec.DecodeError):
            codec.visitor_decoder.decode(b'{"type":"resume","conversation":"c","after":' + word + b"}")


def test_depth_is_bounded_by_the_types() -> None:
    deep = b'{"type":"hello","protocol":1,"ticket":"t","resume":' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001
    with pytest.raises(codec.DecodeError):
        codec.visitor_decoder.decode(deep)
