"""Who left, when it is written down, and when not (METRICS.md R8)."""

from pathlib import Path

import pytest

from chat_server.domain.conversation import Conversation
from chat_server.domain.permissions import VisitorIdentity
from chat_server.services.ids import new_id
from chat_server.wire import frames
from chat_server.wire.delivery import Delivery
from tests.services.furnished import Furnished, furnished

SECOND = 1_000


class Tab:
    """Somebody who follows a topic."""

    def deliver(self, delivery: Delivery) -> None:
        pass


async def waiting_visitor(there: Furnished) -> tuple[VisitorIdentity, Conversation]:
    who = VisitorIdentity(new_id(), "site")
    house = there.house
    outcome = await there.perform(
        house.conversations.start_conversation, who, lambda ref, key: frames.StartConversation(ref, key, "Hello")
    )
    return who, outcome.conversation


async def standing(there: Furnished, who: VisitorIdentity) -> Conversation:
    found = await there.house.transcripts.newest(who, {})
    assert found is not None
    return found[0].conversation


async def sweep_after(there: Furnished, seconds: int) -> None:
    there.clock.now += seconds * SECOND
    await there.house.visits.sweep()
    await there.house.conversations.settle()


@pytest.mark.parametrize(("seconds", "status"), [(119, "waiting"), (121, "closed")])
async def test_who_waits_and_is_gone_for_longer_than_the_grace_has_left(
    tmp_path: Path, seconds: int, status: str
) -> None:
    async with furnished(tmp_path) as there:
        who, conversation = await waiting_visitor(there)
        gone_at = there.clock.now = there.clock.now + 7 * SECOND
        there.house.visits.departed(who, (conversation.id, conversation.department))
        await sweep_after(there, seconds)
        now = await standing(there, who)
        assert now.status == status
        if status == "closed":
            assert (now.left_at, now.close_reason) == (gone_at, "left")


async def test_who_comes_back_has_not_left(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        who, conversation = await waiting_visitor(there)
        where = (conversation.id, conversation.department)
        there.house.visits.departed(who, where)
        there.clock.now += 60 * SECOND
        there.house.visits.arrived(who, where)
        await sweep_after(there, 600)
        assert (await standing(there, who)).status == "waiting"


async def test_another_tab_keeps_him_here(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        who, conversation = await waiting_visitor(there)
        there.house.hub.follow(f"visitor:{who.id}", Tab())
        there.house.visits.departed(who, (conversation.id, conversation.department))
        await sweep_after(there, 600)
        assert (await standing(there, who)).status == "waiting"


async def test_after_a_restart_everybody_gets_the_grace_again(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        who, _ = await waiting_visitor(there)
        there.clock.now += 600 * SECOND
        await there.house.visits.start()
        await sweep_after(there, 100)
        assert (await standing(there, who)).status == "waiting"
        await sweep_after(there, 30)
        assert (await standing(there, who)).close_reason == "left"


async def test_somebody_who_is_talked_to_stays_with_his_agent(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        who, conversation = await waiting_visitor(there)
        agent = there.house.directory.identity(there.agents[0])
        assert agent is not None
        await there.perform(there.house.conversations.take_next, agent, frames.TakeNext)
        there.house.visits.departed(who, (conversation.id, conversation.department))
        await sweep_after(there, 121)
        now = await standing(there, who)
        assert (now.status, now.owner_id) == ("active", agent.id)
        assert now.left_at is not None
