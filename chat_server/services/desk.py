"""What agents see beside the conversations: the lists, who is there, and for visitors their place and who is online."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Literal

from sqlmodel import Session

from chat_server.domain.conversation import Conversation
from chat_server.domain.permissions import AgentIdentity
from chat_server.fanout.hub import Hub
from chat_server.storage import conversations as storage
from chat_server.storage.agents import set_presence
from chat_server.storage.store import Store
from chat_server.wire import frames
from chat_server.wire.delivery import Delivery
from chat_server.wire.summaries import summary

from .directory import Directory

CLOSED_SHOWN = 50
SETTLE_SECONDS = 0.05
"""Changes of a queue within this time lead to one refresh of the places."""
RELOAD_SECONDS = 3.0
"""An agent who is back within this time was never announced as gone: it was a reload."""


class Desk:
    """Snapshots of the lists and the signals about people."""

    def __init__(self, store: Store, hub: Hub, directory: Directory) -> None:
        self._store = store
        self._hub = hub
        self._directory = directory
        self._refreshing: dict[str, asyncio.TimerHandle] = {}
        self._places: dict[str, dict[str, int]] = {}
        self._heads: dict[str, int] = {}
        self._here: dict[str, frames.Here] = {}
        self._announced: dict[str, frames.Person] = {}
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False

    async def start(self) -> None:
        """Read the numbers of the lists, and who stands where in line."""
        self._heads = await self._store.read(storage.heads_of_departments)
        for department in self._heads:
            line = await self._store.read(storage.waiting, [department])
            self._places[department] = {c.id: place for place, c in enumerate(line, start=1)}

    def stop(self) -> None:
        """Nothing of this is worth doing while the house closes."""
        self._stopped = True
        for timer in (*self._refreshing.values(), *self._leaving.values()):
            timer.cancel()
        for task in self._tasks:
            task.cancel()

    def heads(self, departments: Iterable[str]) -> dict[str, int]:
        """The newest number of each of these lists."""
        return {department: self._heads.get(department, 0) for department in departments}

    async def snapshot(self, who: AgentIdentity) -> frames.Desk:
        """All lists afresh."""
        conversations, unread, heads = await self._store.read(_lists, who)
        return frames.Desk(
            me=self._directory.person(who.id),
            people=[self._directory.person(a.id) for a in self._directory.agents.values() if not a.disabled],
            departments=[
                frames.DepartmentInfo(id=id, name=name, head=heads.get(id, 0))
                for id, name in self._directory.departments.items()
            ],
            sites={site.id: site.name for site in self._directory.sites.values()},
            conversations=[
                summary(
                    c,
                    unread=unread.get(c.id, 0),
                    visitor_presence="here" if self._hub.has(f"visitor:{c.visitor}") else "gone",
                )
                for c in conversations
            ],
        )

    # -- places -------------------------------------------------------------------------------------------------------

    def queue_changed(self, department: str, head: int) -> None:
        """This department's list is different: tell those who wait their new place, soon."""
        self._heads[department] = head
        if department not in self._refreshing and not self._stopped:
            loop = asyncio.get_running_loop()
            self._refreshing[department] = loop.call_later(SETTLE_SECONDS, self._refresh, department)

    def _refresh(self, department: str) -> None:
        del self._refreshing[department]
        self._run(self._send_places(department))

    async def _send_places(self, department: str) -> None:
        line = await self._store.read(storage.waiting, [department])
        before = self._places.get(department, {})
        now = {c.id: place for place, c in enumerate(line, start=1)}
        for conversation in line:
            place = now[conversation.id]
            if before.get(conversation.id) != place:
                frame = frames.Place(conversation.id, place)
                self._hub.publish((f"visitor:{conversation.visitor}",), Delivery(frame=frame))
        self._places[department] = now

    def place(self, department: str, conversation: str) -> int | None:
        """The place that was last told, for a visitor who comes back."""
        return self._places.get(department, {}).get(conversation)

    # -- people -------------------------------------------------------------------------------------------------------

    async def set_presence(self, who: AgentIdentity, presence: Literal["online", "away"]) -> None:
        """What the agent wants to be."""
        await self._store.write(set_presence, who.id, presence)
        await self._directory.refresh()

    def connected(self, agent: str) -> None:
        """A connection of this agent was opened."""
        self.announce(agent)

    def disconnected(self, agent: str) -> None:
        """A connection of this agent has ended; perhaps it was only a reload."""
        if not self._stopped:
            before = self._leaving.pop(agent, None)
            if before is not None:
                before.cancel()
            self._leaving[agent] = asyncio.get_running_loop().call_later(RELOAD_SECONDS, self.announce, agent)

    def announce(self, agent: str) -> None:
        """Tell colleagues and visitors, if something about this person is different."""
        if agent not in self._directory.agents:
            return
        person = self._directory.person(agent)
        if self._announced.get(agent) == person:
            return
        self._announced[agent] = person
        self._here.clear()
        self._hub.publish(("staff",), Delivery(frame=frames.PersonChange(person)))
        for site in self._directory.sites:
            if self._hub.has(f"site:{site}"):
                self._hub.publish((f"site:{site}",), Delivery(frame=self.here(site)))

    def announce_all(self) -> None:
        """People, departments or sites were changed: tell what is different."""
        self._here.clear()
        for agent in self._directory.agents:
            self.announce(agent)

    def here(self, site: str) -> frames.Here:
        """Who is online for a site, as it was last announced: thousands come back at once after a restart."""
        here = self._here.get(site)
        if here is None:
            here = self._here[site] = frames.Here(self._directory.here(site))
        return here

    def looking(self, conversation: str, agents: set[str]) -> None:
        """Tell who has this conversation on the screen."""
        frame = frames.Looking(conversation, sorted(agents))
        self._hub.publish((f"conversation:{conversation}",), Delivery(frame=frame, conversation=conversation))

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _lists(session: Session, who: AgentIdentity) -> tuple[list[Conversation], dict[str, int], dict[str, int]]:
    found = storage.open_and_lately_closed(session, who.departments, who.id, CLOSED_SHOWN)
    mine = [c.id for c in found if c.owner_id == who.id and c.status != "closed"]
    return found, storage.unread(session, who.id, mine), storage.heads_of_departments(session)
