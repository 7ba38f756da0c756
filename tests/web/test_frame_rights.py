"""V31: every frame from those whose conversation it is not. `rights.FRAMES` says what each frame reaches; a frame that
is missing there fails the build."""

from collections.abc import AsyncIterator
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
import pytest_asyncio

from chat_server.domain.errors import Refused
from chat_server.wire import codes, frames
from tests.support.client import Client
from tests.support.people import AgentClient, VisitorClient
from tests.support.world import World, world

from . import rights

OWNER, STRANGER, COLLEAGUE, SUPERVISOR, ADMIN = range(5)
UNIONS = {"visitor": frames.VisitorCommand, "agent": frames.AgentCommand}
KIND = {(side, kind.__struct_config__.tag): kind for side, union in UNIONS.items() for kind in get_args(union)}


def test_every_frame_is_in_the_matrix() -> None:
    assert set(KIND) == set(rights.FRAMES)


@pytest_asyncio.fixture
async def there(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, agents=3, supervisors=1, admins=1) as made:
        yield made


async def talking(there: World) -> tuple[VisitorClient, AgentClient, str]:
    """A visitor and the owner in Orders."""
    visitor, owner = await there.visitor("nina"), await there.agent(OWNER)
    await visitor.begin("marker-of-nina")
    taken = await owner.take_next()
    for client in (visitor, owner):
        await client.until_shown(taken.conversation, 3)
    return visitor, owner, taken.conversation


def made(which: tuple[Any, str], conversation: str, **more: Any) -> Any:
    given = rights.FRAMES[which].fields
    fields = {name: conversation if value == rights.C else value for name, value in given.items()}
    return msgspec.convert({"type": which[1], **fields, **more}, KIND[which])


async def answered(client: Client, key: tuple[Any, str], conversation: str) -> str:
    """The code of the refusal; empty if it was done."""
    try:
        await client.command(lambda ref, unique: made(key, conversation, ref=ref, key=unique))
    except Refused as refused:
        return refused.code
    return ""


def of(reach: rights.Reach, side: str) -> list[tuple[Any, str]]:
    return [key for key, row in rights.FRAMES.items() if row.reach == reach and key[0] == side]


async def strangers(there: World) -> dict[str, Client]:
    """An agent of another department and another visitor, both with a conversation of their own."""
    visitor, agent = await there.visitor("luka"), await there.agent(STRANGER)
    await visitor.begin("Hello", department="billing")
    await agent.take_next()
    return {"visitor": visitor, "agent": agent}


async def test_a_stranger_changes_nothing_and_learns_nothing(there: World) -> None:
    nina, owner, conversation = await talking(there)
    before = deepcopy((nina.transcripts, owner.transcripts))
    for side, stranger in (await strangers(there)).items():
        for key in of("named", side):
            assert await answered(stranger, key, conversation) == "not_found", key
            assert await answered(stranger, key, "no-such-conversation") == "not_found", "the same answer"
        for key in of("heard", side):
            for _ in range(2):
                stranger.send(made(key, conversation))
        await stranger.settle()
        assert conversation not in stranger.transcripts
        told = msgspec.json.encode([f for f in stranger.frames if not isinstance(f, frames.Refusal | frames.Reset)])
        assert b"marker-of-nina" not in told
        assert conversation.encode() not in told
    for client in (nina, owner):
        await client.settle()
        heard = [f for f in client.frames if isinstance(f, frames.TypingSignal | frames.Receipt | frames.Looking)]
        mine = {"agent-0", ""}
        assert not [
            f for f in heard if not {getattr(getattr(f, "by", None), "id", ""), *getattr(f, "agents", ())} <= mine
        ]
    assert (nina.transcripts, owner.transcripts) == before


@pytest.mark.parametrize("number", [OWNER, COLLEAGUE, SUPERVISOR, ADMIN])
async def test_those_of_the_department_reach_it(there: World, number: int) -> None:
    _, owner, conversation = await talking(there)
    who = owner if number == OWNER else await there.agent(number)
    role = {COLLEAGUE: "colleague", SUPERVISOR: "supervisor", ADMIN: "admin", OWNER: "owner"}[number]
    who.attach(conversation)
    await who.until_shown(conversation, 3)
    # Closing and transferring come last: after them the conversation is no longer where it was.
    for key in sorted(of("named", "agent"), key=lambda key: key[1] in ("close_conversation", "transfer_conversation")):
        code = await answered(who, key, conversation)
        assert code != "not_found", key
        assert (code == "forbidden") == (role in rights.FRAMES[key].not_for), (key, code)


async def test_frames_of_the_other_side_are_misuse(there: World) -> None:
    visitor = await there.visitor("luka")
    for which, kind in KIND.items():
        if which[0] == "visitor" or ("visitor", which[1]) in KIND:
            continue
        names = {field.name for field in msgspec.structs.fields(kind)}
        more = {"ref": 1, "key": "k" * 22, "presence": "online"}
        sent = len(visitor.codes)
        visitor.send(made(which, "c", **{name: value for name, value in more.items() if name in names}))
        await visitor.until(partial(came_back, visitor, sent + 1))
        assert visitor.codes[-1] == codes.MISUSE, which


def came_back(client: Client, times: int) -> bool:
    return len(client.codes) >= times and client.online.is_set()
