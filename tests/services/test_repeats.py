"""A key gets its first answer for ever, also when its repeat stands in the middle of a large group (PROMISES.md P2)."""

import asyncio
from pathlib import Path
from secrets import token_urlsafe

from chat_server.domain.permissions import VisitorIdentity
from chat_server.services.conversations import HOPEFUL_FROM, Outcome
from chat_server.services.ids import new_id
from chat_server.wire import frames
from tests.services.furnished import Furnished, furnished

MANY = HOPEFUL_FROM * 4


async def begun(there: Furnished) -> tuple[VisitorIdentity, str]:
    who = VisitorIdentity(new_id(), "site")
    outcome = await there.perform(
        there.house.conversations.start_conversation, who, lambda ref, key: frames.StartConversation(ref, key, "Hello")
    )
    return who, outcome.conversation.id


async def posted(there: Furnished, who: VisitorIdentity, conversation: str, text: str, key: str) -> Outcome:
    return await there.perform(
        there.house.conversations.post_message, who, lambda ref, _: frames.PostMessage(ref, key, conversation, text)
    )


async def test_a_repeat_in_a_large_group_is_stored_once_and_answered_as_the_first_time(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        who, conversation = await begun(there)
        key = token_urlsafe(16)
        first = await posted(there, who, conversation, "first", key)
        others = [posted(there, who, conversation, f"other {n}", token_urlsafe(16)) for n in range(MANY)]
        again = posted(there, who, conversation, "second", key)
        answers = await asyncio.gather(*others[: MANY // 2], again, *others[MANY // 2 :])
        repeated = answers[MANY // 2]
        assert (repeated.repeated, repeated.entry) == (True, first.entry)
        assert sorted(answer.entry.seq for answer in answers if not answer.repeated) == list(range(4, 4 + MANY))


async def test_a_repeated_close_is_no_refusal(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        who, conversation = await begun(there)
        verb, key = there.house.conversations.close_conversation, token_urlsafe(16)

        def close(ref: int, _: str) -> frames.CloseConversation:
            return frames.CloseConversation(ref, key, conversation)

        first = await there.perform(verb, who, close)
        strangers = [await begun(there) for _ in range(MANY)]
        messages = [posted(there, w, c, "hello", token_urlsafe(16)) for w, c in strangers]
        *_, again = await asyncio.gather(*messages, there.perform(verb, who, close))
        assert (again.repeated, again.entry) == (True, first.entry)


async def test_twice_in_one_group_is_once(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        who, conversation = await begun(there)
        key = token_urlsafe(16)
        answers = await asyncio.gather(*(posted(there, who, conversation, f"try {n}", key) for n in range(MANY)))
        assert len({answer.entry.seq for answer in answers}) == 1
        assert sum(not answer.repeated for answer in answers) == 1


async def test_truth_comes_back_from_the_database_as_truth(tmp_path: Path) -> None:
    async with furnished(tmp_path) as there:
        who, conversation = await begun(there)
        conversations = there.house.conversations
        agent = there.house.directory.identity(there.agents[0])
        assert agent is not None
        await there.perform(conversations.take_next, agent, frames.TakeNext)
        await there.perform(
            conversations.post_message, agent, lambda ref, key: frames.PostMessage(ref, key, conversation, "Hi")
        )
        await there.perform(
            conversations.close_conversation, who, lambda ref, key: frames.CloseConversation(ref, key, conversation)
        )
        await there.perform(
            conversations.rate_conversation,
            who,
            lambda ref, key: frames.RateConversation(ref, key, conversation, 5, solved=False),
        )
        found = await there.house.transcripts.newest(who, {})
        assert found is not None
        assert (found[0].conversation.rating_asked, found[0].conversation.solved) == (True, False)
        assert isinstance(found[0].conversation.solved, bool)
