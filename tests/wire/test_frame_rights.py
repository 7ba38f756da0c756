"""V31: frame × identity, generated from the unions in `wire/frames.py`. Each cell has a conversation of its own."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from secrets import token_urlsafe
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from chat_server.wire import frames as f
from chat_server.wire.codec import encode_text
from tests.support.client import Client
from tests.support.people import AgentClient, VisitorClient
from tests.support.world import World, world

from .frame_rights import (
    ADMIN,
    AGENT_RIGHTS,
    AGENTS,
    COLLEAGUE,
    MAKE,
    OWNER,
    REF,
    STRANGER,
    SUPERVISOR,
    VISITOR_RIGHTS,
    VISITORS,
    A,
    B,
)
from .samples import SAMPLES, members

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUIET_SECONDS = 0.06
"""How long "no reaction" is waited for."""
SIGNALS = (f.Receipt, f.TypingSignal)


ROLES = ((OWNER, 0), (COLLEAGUE, 2), (STRANGER, 1), (SUPERVISOR, 4), (ADMIN, 5))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator["Stage"]:
    async with world(tmp_path_factory.mktemp("rights"), agents=4, supervisors=1, admins=1) as there:
        yield Stage(there, {role: await there.agent(number) for role, number in ROLES})


class Stage(NamedTuple):
    """The world, and the agents, who stay for all scenes."""

    world: World
    agents: dict[str, AgentClient]


class Scene:
    """Visitor A talks with agent-0; the others are online too, and everybody's frames are watched."""

    def __init__(self, stage: Stage, secret: str) -> None:
        self.stage = stage
        self.secret = secret
        self.conversation = ""
        self.people: dict[str, Client] = dict(stage.agents)

    async def set(self) -> None:
        there, owner = self.stage.world, self.stage.agents[OWNER]
        visitor = await there.visitor("A")
        self.people |= {A: visitor, B: await there.visitor("B")}
        await asyncio.gather(*(client.online.wait() for client in self.people.values()))
        self.conversation = (await visitor.begin(self.secret, department="orders")).conversation
        await owner.take(self.conversation)
        await visitor.until_shown(self.conversation, 3)
        await owner.until_shown(self.conversation, 3)
        for client in self.people.values():
            await client.settle()
            client.frames.clear()
            client.codes.clear()

    async def strike(self) -> None:
        """Nothing of this scene waits or is open in the next one."""
        for visitor in VISITORS:
            await self.people[visitor].stop()
        with closing(sqlite3.connect(self.stage.world.settings.database, timeout=10)) as database:
            database.execute("UPDATE conversation SET status = 'closed', waiting_since = NULL")
            database.commit()

    async def outcome(self, who: str, frame: Any) -> Any:
        """What came of a frame."""
        client = self.people[who]
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        _watch(client, answer, type(frame))
        client.send(frame)
        others = [self.people[other] for other in (A, OWNER) if other != who]
        for _ in range(4 if isinstance(frame, f.Detach | f.Seen | f.Typing | f.Resume) else 400):
            if answer.done():
                return answer.result()
            if client.codes:
                return client.codes[0]
            if any(isinstance(each, SIGNALS) for other in others for each in other.frames):
                return "ok"
            await asyncio.sleep(QUIET_SECONDS / 4)
        return "nothing"


ANSWERS: dict[type, tuple[type, ...]] = {
    f.Ping: (f.Pong,),
    f.Resume: (f.PageFrame,),
    f.Attach: (f.Current,),
    f.ResumeDesk: (f.Desk,),
}
"""What answers a frame that has no `ref`."""


def _watch(client: Client, answer: "asyncio.Future[Any]", kind: type) -> None:
    """Settle `answer` with the first frame that answers one of this kind."""
    handle = type(client)._on_frame

    def seen(frame: Any) -> None:
        result: Any = None
        if (isinstance(frame, f.Reply) and frame.ref == REF) or isinstance(frame, ANSWERS.get(kind, ())):
            result = "ok"
        elif isinstance(frame, f.Refusal) and frame.ref == REF:
            result = frame.code
        elif isinstance(frame, f.Reset) and frame.gone:
            result = "gone"
        handle(client, frame)
        if result is not None and not answer.done():
            answer.set_result(result)

    client._on_frame = seen  # type: ignore[method-assign]


@pytest_asyncio.fixture(loop_scope="module")
async def scene(stage: Stage) -> AsyncIterator[Scene]:
    scene = Scene(stage, f"the secret {token_urlsafe(8)}")
    await scene.set()
    yield scene
    await scene.strike()


CELLS: list[tuple[str, type]] = [(who, kind) for kind in AGENT_RIGHTS for who in AGENTS] + [
    (who, kind) for kind in VISITOR_RIGHTS for who in VISITORS
]


async def test_every_frame_is_in_the_matrix() -> None:
    assert set(AGENT_RIGHTS) == members("AgentCommand")
    assert set(VISITOR_RIGHTS) == members("VisitorCommand")
    assert set(MAKE) == members("AgentCommand") | members("VisitorCommand")


@pytest.mark.parametrize(("who", "kind"), CELLS, ids=[f"{kind.__name__}-{who}" for who, kind in CELLS])
async def test_frame_rights(scene: Scene, who: str, kind: type) -> None:
    expected = (VISITOR_RIGHTS if who in VISITORS else AGENT_RIGHTS)[kind][who]
    client = scene.people[who]
    assert await scene.outcome(who, MAKE[kind](scene.conversation, token_urlsafe(16))) == expected
    if who in (STRANGER, B):
        await asyncio.sleep(QUIET_SECONDS / 2)
        assert scene.conversation not in client.transcripts, "not one entry"
        told = [encode_text(frame) for frame in client.frames]
        assert not [text for text in told if scene.secret in text], "not one word"
        if kind is not f.Attach and kind is not f.TransferConversation:
            assert not [text for text in told if scene.conversation in text]


ONLY_AGENTS: list[type] = sorted(members("AgentCommand") - members("VisitorCommand"), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", ONLY_AGENTS)
async def test_frames_of_agents_end_a_visitors_connection(scene: Scene, kind: type) -> None:
    frame = MAKE[kind](scene.conversation, token_urlsafe(16))
    assert await scene.outcome(A, frame) == 4009


@pytest.mark.parametrize("path", ["/widget/socket", "/console/socket"])
@pytest.mark.parametrize("union", ["VisitorCommand", "AgentCommand"])
async def test_nothing_is_possible_before_hello(stage: Stage, path: str, union: str) -> None:
    for frame in SAMPLES[union]:
        if isinstance(frame, f.Hello | f.Ping):
            continue
        async with connect(f"ws://localhost:{stage.world.port}{path}", host="127.0.0.1", proxy=None) as socket:
            await socket.send(encode_text(frame))
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), 5)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4009


async def test_a_repeat_by_somebody_else_is_not_answered_with_the_first_answer(scene: Scene) -> None:
    acked = [event for event in scene.stage.world.history.events if event.what == "ack" and event.client == "A"]
    frame = f.PostMessage(REF, acked[-1].key, scene.conversation, "mine")
    assert await scene.outcome(B, frame) == "not_found"
    assert await scene.outcome(STRANGER, frame) == "not_found"


async def test_who_a_conversation_was_moved_away_from_hears_no_more_of_it(scene: Scene) -> None:
    owner, colleague = scene.stage.agents[OWNER], scene.stage.agents[COLLEAGUE]
    visitor = scene.people[A]
    assert isinstance(visitor, VisitorClient)
    colleague.attach(scene.conversation)
    await colleague.until_shown(scene.conversation, 3)
    await owner.command(lambda ref, key: f.TransferConversation(ref, key, scene.conversation, "billing", "yours", 1))
    await visitor.say("for billing only")
    await visitor.until_shown(scene.conversation, 5)
    for client in (owner, colleague):
        await client.settle()
        assert not any("for billing only" in line for line in client.transcripts.get(scene.conversation, []))
        assert not any("for billing only" in encode_text(frame) for frame in client.frames)
