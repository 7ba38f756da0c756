"""The two kinds of clients, with the verbs that scripts use."""

import asyncio
from typing import Any

from chat_server.bench.seed import Seeded, SeededAgent
from chat_server.wire import frames
from chat_server.wire.codec import agent_frame_decoder, visitor_frame_decoder

from .client import Client
from .http import Answer, request

Replied = asyncio.Future[frames.Reply]


class NoTicket(ConnectionError):
    """The server gave no ticket (now)."""


def _ticket(answer: Answer) -> str:
    if answer.status != 200:
        raise NoTicket(f"{answer.status} {answer.body[:200]!r}")
    ticket: str = answer.json()["ticket"]
    return ticket


class VisitorClient(Client):
    """A visitor of the seeded site. Clients with the same `token` are tabs of one person."""

    side = "visitor"
    path = "/widget/socket"
    decoder = visitor_frame_decoder

    def __init__(self, port: int, company: Seeded, *, token: str = "", **options: Any) -> None:
        super().__init__(port, **options)
        self.company = company
        self.token = token
        self.conversation = ""

    async def ticket(self) -> str:
        body = {"site": self.company.site_key, **({"token": self.token} if self.token else {})}
        answer = await request(self.port, "POST", "/widget/ticket", headers=self.headers(), json=body)
        ticket = _ticket(answer)
        self.token = answer.json()["token"]
        return ticket

    def headers(self) -> dict[str, str]:
        return {**super().headers(), "Origin": self.company.origin}

    def begin(self, text: str, *, name: str = "", department: str = "") -> Replied:
        """The first message; the conversation is known with the answer."""
        answer = self.command(lambda ref, key: frames.StartConversation(ref, key, text, name, department), text)
        answer.add_done_callback(self._began)
        return answer

    def _began(self, answer: Replied) -> None:
        if not answer.cancelled() and answer.exception() is None:
            self.conversation = answer.result().conversation

    def say(self, text: str) -> Replied:
        """A message in the conversation that was begun."""
        conversation = self.conversation
        return self.command(lambda ref, key: frames.PostMessage(ref, key, conversation, text), text)

    def end(self) -> Replied:
        """Close the conversation."""
        conversation = self.conversation
        return self.command(lambda ref, key: frames.CloseConversation(ref, key, conversation))

    def seen(self) -> None:
        """Everything that was shown has arrived and is read."""
        last = self.last(self.conversation)
        self.send(frames.Seen(self.conversation, last, last))


class AgentClient(Client):
    """An agent who is signed in."""

    side = "staff"
    path = "/console/socket"
    decoder = agent_frame_decoder

    def __init__(self, port: int, agent: SeededAgent, **options: Any) -> None:
        super().__init__(port, **{"name": agent.id, "person": agent.id, **options})
        self.agent = agent

    async def ticket(self) -> str:
        headers = {
            **super().headers(),
            "Cookie": f"sid={self.agent.cookie}",
            "X-CSRF": self.agent.csrf,
            "Origin": f"http://localhost:{self.port}",
        }
        return _ticket(await request(self.port, "POST", "/api/ticket", headers=headers, json={}))

    def take(self, conversation: str, owner_epoch: int = 0) -> Replied:
        """Become the owner of a chosen one."""
        return self.command(lambda ref, key: frames.TakeConversation(ref, key, conversation, owner_epoch))

    def take_next(self) -> Replied:
        """Become the owner of the first in line."""
        return self.command(frames.TakeNext)

    def say(self, conversation: str, text: str) -> Replied:
        """A message to the visitor."""
        return self.command(lambda ref, key: frames.PostMessage(ref, key, conversation, text), text)

    def note(self, conversation: str, text: str) -> Replied:
        """A note for colleagues."""
        return self.command(lambda ref, key: frames.PostNote(ref, key, conversation, text), text)

    def attach(self, conversation: str) -> None:
        """Look at a conversation from where this client stands in it."""
        self.send(frames.Attach(conversation, self.last(conversation)))
