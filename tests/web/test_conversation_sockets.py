"""Conversations as visitors and agents live them: through real sockets of a real server."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from chat_server.domain.errors import Refused
from chat_server.wire import frames
from tests.support.people import AgentClient, VisitorClient
from tests.support.world import World, world


@pytest_asyncio.fixture
async def there(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path, agents=4, supervisors=1) as made:
        yield made


async def talking(there: World) -> tuple[VisitorClient, AgentClient, str]:
    """A visitor and the agent of Orders who has just taken the conversation."""
    visitor, agent = await there.visitor(), await there.agent(0)
    await visitor.begin("Is the Kestrel there in M?", name="Nina")
    taken = await agent.take_next()
    return visitor, agent, taken.conversation


def kinds(client: VisitorClient | AgentClient, conversation: str) -> list[str]:
    """The kinds of the entries that were shown, in order."""
    return [line.split('"kind":"')[1].split('"')[0] for line in client.transcripts[conversation]]


def signals(client: Any, kind: type) -> list[Any]:
    return [frame for frame in client.frames if isinstance(frame, kind)]


async def refused(answer: Any) -> str:
    with pytest.raises(Refused) as caught:
        await answer
    return caught.value.code


async def test_a_conversation_from_hello_to_stars(there: World) -> None:
    visitor, agent, conversation = await talking(there)
    await agent.say(conversation, "It is, I have one here.")
    await visitor.say("Then I take it.")
    await agent.command(lambda ref, key: frames.CloseConversation(ref, key, conversation, "solved", 1))
    await visitor.command(lambda ref, key: frames.RateConversation(ref, key, conversation, 5, True, "quick"))
    await visitor.until_shown(conversation, 8)
    assert kinds(visitor, conversation) == [
        "conversation_started",
        "message_posted",
        "agent_joined",
        "message_posted",
        "message_posted",
        "conversation_closed",
        "rating_asked",
        "conversation_rated",
    ]
    assert '"reason"' not in "".join(visitor.transcripts[conversation])


async def test_a_note_leaves_no_trace_in_what_the_visitor_gets(there: World) -> None:
    visitor, agent, conversation = await talking(there)
    await agent.note(conversation, "secret-marker")
    await agent.say(conversation, "One moment.")
    await visitor.until_shown(conversation, 4)
    assert visitor.gaps == 0
    assert "secret-marker" not in "".join(visitor.transcripts[conversation])
    visitor.abort()
    await visitor.until(lambda: len(visitor.connected_at) == 2)
    await visitor.say("Still here")
    await visitor.until_shown(conversation, 5)
    assert "secret-marker" not in "".join(visitor.transcripts[conversation])


async def test_an_agent_writes_only_where_he_has_joined(there: World) -> None:
    _, owner, conversation = await talking(there)
    colleague = await there.agent(2)
    assert await refused(colleague.say(conversation, "Me too")) == "not_owner"
    assert await refused(colleague.take(conversation, 1)) == "already_taken"
    assert await refused(colleague.take(conversation, 0)) == "already_taken"
    assert (await owner.say(conversation, "Me")).conversation == conversation


async def test_another_department_knows_nothing(there: World) -> None:
    _, _, conversation = await talking(there)
    stranger = await there.agent(1)
    assert await refused(stranger.say(conversation, "Hello?")) == "not_found"
    assert await refused(stranger.note(conversation, "Hello?")) == "not_found"
    stranger.attach(conversation)
    await stranger.until(lambda: bool(signals(stranger, frames.Reset)))
    assert signals(stranger, frames.Reset)[0].gone
    assert not stranger.transcripts


async def test_a_transfer_takes_the_conversation_out_of_reach_at_once(there: World) -> None:
    visitor, agent, conversation = await talking(there)
    other = await there.agent(1)

    def to_billing(ref: int, key: str) -> frames.TransferConversation:
        return frames.TransferConversation(ref, key, conversation, "billing", "Wants an invoice", 1)

    def without_note(ref: int, key: str) -> frames.TransferConversation:
        return frames.TransferConversation(ref, key, conversation, "billing", "  ", 1)

    assert await refused(agent.command(without_note)) == "empty"
    await agent.command(to_billing)
    await agent.until(lambda: any(f.gone == conversation for f in signals(agent, frames.DeskChange)))
    await other.until(lambda: any(f.conversation is not None for f in signals(other, frames.DeskChange)))
    assert await refused(agent.say(conversation, "One more thing")) == "not_found"
    await visitor.say("Hello?")
    await other.take_next()
    await visitor.until_shown(conversation, 6)
    assert "Wants an invoice" not in "".join(visitor.transcripts[conversation])
    assert "Hello?" not in "".join(agent.transcripts.get(conversation, ()))


async def test_a_supervisor_joins_and_the_owner_stays(there: World) -> None:
    visitor, owner, conversation = await talking(there)
    supervisor = await there.agent(4)
    assert await refused((await there.agent(2)).command(lambda r, k: frames.JoinConversation(r, k, conversation)))
    await supervisor.command(lambda ref, key: frames.JoinConversation(ref, key, conversation))
    await supervisor.say(conversation, "I can help.")
    await owner.say(conversation, "Thank you!")
    await visitor.until_shown(conversation, 6)
    assert kinds(visitor, conversation)[3:] == ["agent_joined", "message_posted", "message_posted"]


async def test_only_who_has_joined_is_seen_typing_and_reading(there: World) -> None:
    visitor, owner, conversation = await talking(there)
    onlooker = await there.agent(4)
    onlooker.attach(conversation)
    await onlooker.until_shown(conversation, 3)
    await onlooker.until(lambda: bool(signals(onlooker, frames.Looking)))
    onlooker.send(frames.Typing(conversation, True))
    onlooker.send(frames.Seen(conversation, 3, 3))
    owner.attach(conversation)
    await owner.until(lambda: bool(signals(owner, frames.Current)))
    owner.send(frames.Typing(conversation, True))
    owner.send(frames.Seen(conversation, 2, 2))
    await visitor.until(lambda: bool(signals(visitor, frames.Receipt)))
    await visitor.until(lambda: bool(signals(visitor, frames.TypingSignal)))
    assert {frame.by.id for frame in signals(visitor, frames.TypingSignal)} == {owner.person}
    assert [frame.read for frame in signals(visitor, frames.Receipt)] == [2]


async def test_a_receipt_never_says_more_than_there_is(there: World) -> None:
    visitor, agent, conversation = await talking(there)
    agent.attach(conversation)
    await agent.until(lambda: bool(signals(agent, frames.Current)))
    visitor.send(frames.Seen(conversation, 2**40, 2**40))
    await agent.until(lambda: bool(signals(agent, frames.Receipt)))
    assert signals(agent, frames.Receipt)[0].read == 3


async def test_everybody_in_line_hears_of_his_new_place(there: World) -> None:
    visitors = [await there.visitor(f"visitor {n}") for n in range(3)]
    for visitor in visitors:
        await visitor.begin("Hello")
    await visitors[2].until(lambda: [f.place for f in signals(visitors[2], frames.Place)][-1:] == [3])
    await (await there.agent(0)).take_next()
    for place, visitor in enumerate(visitors[1:], start=1):
        await visitor.until(lambda v=visitor, p=place: [f.place for f in signals(v, frames.Place)][-1:] == [p])  # type: ignore[misc]


async def test_the_visitor_writes_again_and_waits_again(there: World) -> None:
    visitor, agent, conversation = await talking(there)
    await visitor.end()
    assert await refused(agent.say(conversation, "Wait!")) == "closed"
    assert (await visitor.say("One more thing")).conversation == conversation
    assert (await agent.take_next()).conversation == conversation
    await visitor.until_shown(conversation, 7)
    assert kinds(visitor, conversation)[3:] == [
        "conversation_closed",
        "conversation_reopened",
        "message_posted",
        "agent_joined",
    ]


async def test_the_same_key_gets_the_first_answer_with_the_first_words(there: World) -> None:
    visitor, _, conversation = await talking(there)
    key = "k" * 22
    first = await visitor.command(lambda ref, _: frames.PostMessage(ref, key, conversation, "first"))
    visitor.send(frames.PostMessage(900, key, conversation, "second"))
    await visitor.say("third")
    await visitor.until_shown(conversation, 5)
    assert first.seq == 4
    assert "second" not in "".join(visitor.transcripts[conversation])
