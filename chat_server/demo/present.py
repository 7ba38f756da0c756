"""What is going on in the shop right now: conversations that somebody has, and people who wait."""

from collections.abc import Collection
from random import Random

from chat_server.domain import conversation as decide
from chat_server.domain.conversation import Conversation, Decision
from chat_server.domain.vocabulary import Author, Page, Status

from .history import MINUTE, SECOND, Person, Story, Town, new_id
from .people import AGENTS, ORDERS, WORKSHOP

ACTIVE = (
    (
        "ana",
        ORDERS,
        "Dario Babić",
        "Hi, I ordered the Kestrel in M but I think S is right. PP-48213",
        "I have stopped it before it was packed. Shall I change it to S?",
        "Yes please! And can it still come this week?",
    ),
    (
        "marko",
        WORKSHOP,
        "Elīna",
        "The buckle of my Wren opens by itself on cobbles",
        "Does it click when you close it, or does it just slide in?",
        "It slides in. Is that dangerous?",
    ),
    (
        "ilze",
        ORDERS,
        "Tom",
        "I was charged twice for PP-47766",
        "You are right, I see both. The second one goes back to your card today.",
        "Thanks. How long does it take?",
    ),
)
"""Who answers, where, the visitor, and what was said; the visitor's last line is still to be answered."""

WAITING = (
    (ORDERS, "Ayşe", "Is the Heron also available in sand? The page shows it only in green", 70),
    (WORKSHOP, "Nikola", "Pukla mi je žbica, mogu li doći danas?", 35),
)
"""Where, who, what, and since how many seconds. `shoppers.py` keeps them in the shop while the demo runs."""


def stories(rng: Random, now: int, town: Town, *, besides: Collection[Status] = ()) -> list[Story]:
    """Those of this moment (ms), except of a status that is there already."""
    found = []
    if "active" not in besides:
        for number, (agent_id, department, name, asks, answer, more) in enumerate(ACTIVE):
            agent = next(agent for agent in AGENTS if agent.id == agent_id)
            story = _begin(rng, now - (9 - 2 * number) * MINUTE, town, department, name, asks)
            story.wait(25, 0.3)
            story.take(agent)
            story.wait(10, 0.3)
            story.agent_says(answer)
            story.visitor_says(more)
            story.unread = 1
            found.append(story)
    if "waiting" not in besides:
        for department, name, asks, seconds in WAITING:
            found.append(_begin(rng, now - seconds * SECOND, town, department, name, asks))
    for story in found:
        story.visitor.seen_at = story.now
    return found


def end(conversation: Conversation) -> Decision:
    """How a conversation ends that was open when the demo was stopped: who waited has left, the others are done."""
    gone = conversation.updated_at + 3 * MINUTE
    if conversation.status == "waiting":
        return decide.leave(conversation, left_at=gone, now=gone + 2 * MINUTE)
    owner = Author(type="agent", id=conversation.owner_id)
    return decide.close(conversation, owner, reason="no_answer", now=gone, key="")


def _begin(rng: Random, at: int, town: Town, department: str, name: str, asks: str) -> Story:
    story = Story(rng, Person(new_id(rng), name, "en", at, at), at, {}, town.profiles)
    story.do(
        decide.start(
            id=new_id(rng),
            site=town.site,
            department=department,
            visitor=story.visitor.id,
            text=asks,
            name=name,
            page=Page(url=f"{town.address}/helmets/kestrel", title="Kestrel · Pedal & Pine"),
            now=at,
            key=story.key(),
        )
    )
    return story
