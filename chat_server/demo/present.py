"""What is going on in the shop right now: conversations that somebody has, and people who wait."""

from random import Random

from chat_server.domain import conversation as decide
from chat_server.domain.vocabulary import Page

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
"""Where, who, what, and since how many seconds. Without a browser they count as gone after the grace of two minutes,
exactly as real visitors do who close theirs."""


def stories(rng: Random, now: int, town: Town) -> list[Story]:
    """Those of this moment (ms)."""
    found = []
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
    for department, name, asks, seconds in WAITING:
        found.append(_begin(rng, now - seconds * SECOND, town, department, name, asks))
    for story in found:
        story.visitor.seen_at = story.now
    return found


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
