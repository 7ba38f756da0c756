"""The past of Pedal & Pine: believable conversations, made day by day through the same decisions as real ones.

Each day has its own seed, so that a demo that was not started for a week gets the days between and nothing else
changes. No clock, no database: `day` gives conversations with their entries, and `fold(entries)` is the conversation.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import log
from random import Random

from chat_server.domain import conversation as decide
from chat_server.domain.conversation import Conversation, Decision
from chat_server.domain.entries import Entry
from chat_server.domain.vocabulary import VISITOR, Author, CloseReason, Page, Profile

from . import talk
from .people import AGENTS, DEPARTMENTS, DemoAgent
from .talk import TALKS, Talk

SECOND, MINUTE, HOUR = 1_000, 60_000, 3_600_000
WEEKDAYS = (31, 29, 27, 26, 28, 19, 13)
"""How many conversations begin on a day, Monday first: about 1,500 in 60 days."""
HOURS = (0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.5, 2, 5, 8, 9, 8, 6, 6, 7, 8, 8, 7, 6, 5, 3.5, 1.5, 0.6, 0.3)
"""When they begin, by the hour (UTC)."""
OPEN = (7, 21)
"""From when until when somebody is there (UTC)."""


@dataclass
class Person:
    """A visitor of the shop and when he is free to ask again."""

    id: str
    name: str
    language: str
    created_at: int
    seen_at: int = 0


@dataclass
class Story:
    """A conversation while it is told: every decision is made at `now`, then time goes on."""

    rng: Random
    visitor: Person
    now: int
    words: dict[str, str]
    profiles: Mapping[str, Profile]
    conversation: Conversation = field(init=False)
    entries: list[Entry] = field(default_factory=list)
    by: Author = VISITOR
    unread: int = 0
    """How many of the last lines the agent has not seen."""

    def do(self, decision: Decision) -> None:
        """Keep what was decided."""
        self.conversation, made = decision
        self.entries += made

    def wait(self, median_seconds: float, spread: float = 0.6) -> None:
        """Let time pass, mostly about the median, sometimes much more."""
        self.now += round(SECOND * self.rng.lognormvariate(log(median_seconds), spread))

    def key(self) -> str:
        return new_id(self.rng)

    def fill(self, text: str) -> str:
        """The text with its places filled in."""
        agent = self.profiles[self.by.id].name.split()[0] if self.by.id else ""
        return text.format(**self.words, agent=agent)

    def visitor_says(self, text: str) -> None:
        """A line of the visitor, after he has read and typed."""
        if text:
            self.wait(9 + len(text) / 4)
            self.do(decide.post_message(self.conversation, VISITOR, self.fill(text), now=self.now, key=self.key()))

    def agent_says(self, text: str, pace: float = 1, canned: str = "") -> None:
        """A line of the agent who has joined last."""
        self.wait((7 + len(text) / 5) * pace)
        text = self.fill(text)
        self.do(decide.post_message(self.conversation, self.by, text, now=self.now, key=self.key(), canned=canned))

    def take(self, agent: DemoAgent) -> None:
        """The agent becomes the owner."""
        c = self.conversation
        self.do(decide.take(c, self.profiles[agent.id], now=self.now, key=self.key(), owner_epoch=c.owner_epoch))
        self.by = Author(type="agent", id=agent.id)

    def close(self, by: Author, reason: CloseReason) -> None:
        """The episode ends."""
        self.do(decide.close(self.conversation, by, reason=reason, now=self.now, key=self.key()))


@dataclass(frozen=True)
class Town:
    """What all stories share: the site, the shop's address, how agents are shown, the ids of the canned replies."""

    site: str
    address: str
    profiles: Mapping[str, Profile]
    canned: Mapping[str, str]


def new_id(rng: Random) -> str:
    """An id as `services.ids.new_id` makes them, from the seed."""
    return urlsafe_b64encode(rng.randbytes(16)).rstrip(b"=").decode()


def day(which: date, town: Town, known: list[Person], until: int) -> Iterator[Story]:
    """The conversations that began on one day and were over by `until` (ms), in order. New people join `known`."""
    rng = Random(f"pedal-and-pine:{which}")
    midnight = round(datetime(which.year, which.month, which.day, tzinfo=UTC).timestamp()) * SECOND
    number = round(rng.gauss(WEEKDAYS[which.weekday()], 3))
    starts = sorted(rng.choices(range(24), HOURS)[0] * HOUR + rng.randrange(HOUR) for _ in range(max(number, 4)))
    for start in starts:
        told = tell(Random(rng.random()), midnight + start, town, known)
        if told.now < until:
            yield told


def tell(rng: Random, now: int, town: Town, known: list[Person]) -> Story:
    """One conversation from its first message to its rating."""
    course = rng.choices(TALKS, [t.weight for t in TALKS])[0]
    visitor = _somebody(rng, course.language, now, known)
    story = Story(rng, visitor, now, _words(rng, course.language), town.profiles)
    spam = rng.random() < 0.015
    opening = rng.choice(talk.SPAM) if spam else story.fill(rng.choice(course.openings))
    page = Page(url=town.address + course.page, title="Pedal & Pine")
    story.do(
        decide.start(
            id=new_id(rng),
            site=town.site,
            department=course.department,
            visitor=visitor.id,
            text=opening,
            name=visitor.name if rng.random() < 0.7 else "",
            page=page,
            now=now,
            key=story.key(),
        )
    )
    agents = on_duty(rng, now, course.department)
    if not agents or rng.random() < 0.02:
        _nobody_comes(story, open_now=bool(agents))
    elif spam:
        story.wait(40)
        story.take(agents[0])
        story.close(story.by, "test" if "test" in opening or "asdf" in opening else "spam")
    else:
        _answered(story, course, agents, town)
    visitor.seen_at = story.now
    return story


def on_duty(rng: Random, now: int, department: str) -> list[DemoAgent]:
    """Who answers for a department at a time, in the order they would take the next one. Empty at night."""
    moment = datetime.fromtimestamp(now / SECOND, UTC)
    if not OPEN[0] <= moment.hour < OPEN[1]:
        return []
    there = [a for a in AGENTS if department in a.departments and moment.weekday() in a.days]
    # Supervisors help out; they are not the first to take.
    return sorted(there, key=lambda agent: rng.random() + 0.6 * (agent.role == "supervisor"))


def _nobody_comes(story: Story, *, open_now: bool) -> None:
    """The visitor gives up: sometimes at once, sometimes after a while; at night some write on and are gone."""
    if story.rng.random() < 0.2:
        story.wait(6, 0.3)
    else:
        story.wait(130 if open_now else 240, 0.7)
        if story.rng.random() < 0.4:
            story.visitor_says(story.rng.choice(("Hello?", "Is anybody there?", "ok, I will try tomorrow")))
            story.wait(60)
    gone = story.now
    # The server writes it down after the grace of two minutes.
    story.now += 2 * MINUTE
    story.do(decide.leave(story.conversation, left_at=gone, now=story.now))


def _answered(story: Story, course: Talk, agents: list[DemoAgent], town: Town) -> None:
    rng, agent = story.rng, agents[0]
    story.wait(_queue_seconds(rng, story.now), 0.9)
    story.take(agent)
    if rng.random() < 0.012:
        # Taken, but before anybody wrote the visitor was gone.
        story.wait(70)
        gone = story.now
        story.now += 2 * MINUTE
        story.do(decide.leave(story.conversation, left_at=gone, now=story.now))
        story.wait(30)
        story.close(story.by, "left")
        return
    if not story.conversation.name and rng.random() < 0.5:
        story.wait(20)
        named = decide.name_visitor(story.conversation, story.by, story.visitor.name, now=story.now, key=story.key())
        story.do(named)
    unhappy = rng.random() < 0.09
    for index, (says, answer) in enumerate(course.turns):
        if course.then and index == 1:
            agent = _transferred(story, course, agent)
        if index == 0 and rng.random() < 0.25 and course.language == "en":
            story.agent_says(
                f"Hello {story.visitor.name.split()[0]}, I am here now.", agent.pace * 0.5, town.canned["hello"]
            )
        story.agent_says(says, agent.pace)
        if rng.random() < 0.05:
            _note(story)
        if rng.random() < 0.04:
            _stops_answering(story)
            return
        if unhappy and index == len(course.turns) - 1 and course.language == "en":
            break
        story.visitor_says(answer)
    if unhappy and course.language == "en":
        story.visitor_says(rng.choice(talk.UNHAPPY))
        story.agent_says(talk.SORRY, agent.pace)
    _end(story, unhappy=unhappy)


def _transferred(story: Story, course: Talk, agent: DemoAgent) -> DemoAgent:
    """Handed to the other department with a note; somebody there takes it."""
    story.wait(15)
    c = story.conversation
    story.do(
        decide.transfer(
            c,
            story.by,
            department=course.then,
            department_name=DEPARTMENTS[course.then],
            note=story.fill(course.note),
            now=story.now,
            key=story.key(),
            owner_epoch=c.owner_epoch,
        )
    )
    story.wait(45, 0.9)
    there = [a for a in on_duty(story.rng, story.now, course.then) if a is not agent]
    taker = there[0] if there else next(a for a in AGENTS if course.then in a.departments and a is not agent)
    story.take(taker)
    return taker


def _note(story: Story) -> None:
    text = story.fill(story.rng.choice(talk.NOTES))
    story.do(decide.post_note(story.conversation, story.by, text, now=story.now, key=story.key()))


def _stops_answering(story: Story) -> None:
    """The visitor has gone away; after a while the agent asks, waits, and closes."""
    gone = story.now + 30 * SECOND
    story.now = gone + 2 * MINUTE
    story.do(decide.leave(story.conversation, left_at=gone, now=story.now))
    story.wait(150)
    story.agent_says("Are you still there? Write whenever you like, I will see it.")
    story.wait(300)
    story.close(story.by, "no_answer")


def _end(story: Story, *, unhappy: bool) -> None:
    rng = story.rng
    story.wait(30)
    if rng.random() < 0.12:
        story.close(VISITOR, "ended")
    else:
        story.close(story.by, "unsolved" if unhappy else "solved")
    _rate(story, unhappy=unhappy)
    if not unhappy and rng.random() < 0.035:
        # Something was left over: the same conversation goes on, METRICS.md R5.
        story.wait(1500, 0.8)
        owner = next(a for a in AGENTS if a.id == story.by.id)
        story.visitor_says("One more thing: can I add a second one to the same parcel?")
        story.wait(60, 0.8)
        story.take(owner)
        story.agent_says("Yes, if you order within the hour. I keep the parcel open.", owner.pace)
        story.visitor_says("Done, thank you!")
        story.wait(25)
        story.close(story.by, "solved")
        _rate(story, unhappy=False)


def _rate(story: Story, *, unhappy: bool) -> None:
    """Less than half of all say how it went; a long wait costs a star."""
    rng = story.rng
    if not story.conversation.rating_asked or rng.random() > 0.43:
        return
    story.wait(14)
    stars = rng.choices((1, 2, 3), (4, 4, 2))[0] if unhappy else rng.choices((5, 4, 3, 2), (68, 22, 7, 3))[0]
    comment = ""
    if rng.random() < 0.4:
        comment = rng.choice(talk.PRAISE if stars >= 4 else talk.FAIR if stars == 3 else talk.BLAME)
    solved = None if rng.random() < 0.3 else not unhappy and stars >= 3
    story.do(
        decide.rate(story.conversation, stars=stars, solved=solved, comment=comment, now=story.now, key=story.key())
    )


def _queue_seconds(rng: Random, now: int) -> float:
    """Longer at noon and in the evening, and sometimes much longer for no reason."""
    hour = datetime.fromtimestamp(now / SECOND, UTC).hour
    return (16 + 5 * HOURS[hour] * (0.4 if hour < 11 else 1)) * (4 if rng.random() < 0.05 else 1)


def _somebody(rng: Random, language: str, now: int, known: list[Person]) -> Person:
    """One who came before and is free, or somebody new."""
    back = [p for p in known[-400:] if p.language == language and p.seen_at < now - HOUR]
    if back and rng.random() < 0.28:
        return rng.choice(back)
    person = Person(new_id(rng), rng.choice(talk.NAMES[language]), language, now)
    known.append(person)
    return person


def _words(rng: Random, language: str) -> dict[str, str]:
    days = talk.DAYS.get(language, talk.DAYS["en"])
    return {
        "order": f"PP-{rng.randrange(20_000, 60_000)}",
        "item": rng.choice(talk.ITEMS),
        "size": str(rng.choice(talk.SIZES)),
        "day": rng.choice(days),
    }


def days(first: date, last: date) -> Iterator[date]:
    """All days from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
